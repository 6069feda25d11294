import { shellTexts } from '#core/text/shell.ts';
import type { Role } from '#core/contract/method.ts';
import { useLastChoice } from '../state/last-choice.ts';
import { useNavigation } from '../state/navigation.ts';
import { useQuery } from '../state/use-query.ts';
import { useTexts } from '../state/use-texts.ts';
import { entryOf, mayOpen, menu, placeFor } from './menu.ts';

/** What this user may open, in the order of a school year. */
export function MenuList({ roles, past }: { readonly roles: readonly Role[]; /** A past school year is looked at. */ readonly past: boolean }) {
  const texts = useTexts(shellTexts);
  const { place, go } = useNavigation();
  const overview = useQuery('school.overview', {}, ['school', 'users']);
  const last = useLastChoice();
  return menu.map(({ group, screens }) => {
    const own = screens.filter(({ name }) => mayOpen(name, roles, past));
    if (own.length === 0) return null;
    return (
      <div key={group} className="menu__group">
        <h2 className="menu__heading" id={`menu-${group}`}>
          {texts.groups[group]}
        </h2>
        <ul aria-labelledby={`menu-${group}`}>
          {own.map(({ name }) => {
            const target = placeFor(name, overview.value, last);
            return (
              <li key={name}>
                <button type="button" className="menu__entry" aria-current={entryOf(place.screen) === name ? 'page' : undefined} disabled={target === null} onClick={() => target !== null && go(target)}>
                  {texts.screens[name]}
                </button>
              </li>
            );
          })}
        </ul>
      </div>
    );
  });
}
