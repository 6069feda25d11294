import type { SigningPerson } from '#core/contract/signers.ts';
import { signersTexts } from '#core/text/signers.ts';
import { useTexts } from '../../state/use-texts.ts';

/** So many subjects or classes are named before the rest is only counted. */
const shown = 4;

/** What somebody signs as, and where. */
export function SignerPosts({ posts }: Pick<SigningPerson, 'posts'>) {
  const texts = useTexts(signersTexts);
  return (
    <ul className="signers__posts">
      {posts.map(({ role, title, places }) => {
        const listed = places.length > shown ? texts.morePlaces(places.slice(0, shown - 1).join('; '), places.length - shown + 1) : places.join('; ');
        const name = title === '' ? texts.roles[role] : title;
        return <li key={role}>{listed === '' ? name : texts.places(name, listed)}</li>;
      })}
    </ul>
  );
}
