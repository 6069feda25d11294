import type { MethodOutput } from '#core/contract/index.ts';
import type { SigningPerson } from '#core/contract/signers.ts';
import { signersTexts } from '#core/text/signers.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { QueryView } from '../../components/loading.tsx';
import { Page } from '../../components/page.tsx';
import { StatusBadge } from '../../components/status-badge.tsx';
import { useQuery } from '../../state/use-query.ts';
import { useTexts } from '../../state/use-texts.ts';
import { ProposeCertificate, SignerCertificate } from '../school/signer-details.tsx';
import { SignerPosts } from '../school/signer-posts.tsx';
import { signerTones } from '../school/signer-tones.ts';
import '../../styles/signers.css';

/** A teacher's own certificates: where each stands, and a new one proposed. Whoever approves does that on the School screen. */
export function MyCertificatesScreen() {
  const texts = useTexts(signersTexts);
  const register = useQuery('signers.register', {}, ['signing', 'school']);
  return (
    <Page title={texts.ownTitle} subtitle={texts.ownSubtitle}>
      <QueryView query={register}>{(value) => <Own register={value} />}</QueryView>
    </Page>
  );
}

function Own({ register: { own, people } }: { readonly register: MethodOutput<'signers.register'> }) {
  const texts = useTexts(signersTexts);
  if (own === null) return <EmptyState title={texts.ownNoTeacher} text={texts.ownNoTeacherText} />;
  if (own === '') return <EmptyState title={texts.ownNoPersonalId} text={texts.ownNoPersonalIdText} />;
  const person = people.find(({ owner }) => owner?.kind === 'person' && owner.personalId === own);
  return person === undefined ? <EmptyState title={texts.ownNoPost} text={texts.ownNoPostText} /> : <OwnCertificates person={person} />;
}

function OwnCertificates({ person: { name, owner, posts, state, certificates } }: { readonly person: SigningPerson }) {
  const texts = useTexts(signersTexts);
  return (
    <div className="stack stack--wide signers__own">
      <section className="sheet stack" aria-label={texts.ownAs}>
        <p>
          <strong>{name}</strong> <StatusBadge tone={signerTones[state]}>{texts.states[state]}</StatusBadge>
        </p>
        <p>{texts.ownStates[state]}</p>
        <p className="soft">{texts.ownAs}:</p>
        <SignerPosts posts={posts} />
      </section>
      {certificates.length > 0 && (
        <div className="sheet">
          <ol className="signers__certificates">
            {certificates.map((entry) => (
              <li key={entry.id}>
                <SignerCertificate entry={entry} name={name} approvesAs={[]} />
              </li>
            ))}
          </ol>
        </div>
      )}
      {owner !== null && (
        <div className="sheet">
          <ProposeCertificate owner={owner} name={name} text={texts.ownProposeText} />
        </div>
      )}
    </div>
  );
}
