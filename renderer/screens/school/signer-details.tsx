import { useState } from 'react';
import type { RegisteredSignerView, SignerPost, SigningPerson } from '#core/contract/signers.ts';
import { formatDay, formatMoment } from '#core/text/common.ts';
import { signersTexts } from '#core/text/signers.ts';
import { ErrorText } from '../../components/error-text.tsx';
import { SidePanel } from '../../components/side-panel.tsx';
import { StatusBadge } from '../../components/status-badge.tsx';
import { notify } from '../../state/notices.ts';
import { useLanguage } from '../../state/session-store.ts';
import { useChooseFile } from '../../state/use-choose-file.ts';
import { useCommand } from '../../state/use-command.ts';
import { useTexts } from '../../state/use-texts.ts';
import { EndDialog, TokenDialog } from './signer-dialogs.tsx';
import { signerTones } from './signer-tones.ts';

const posts: readonly SignerPost[] = ['administrator', 'principal'];

/** One signer's certificates, newest first, and what may be done about each. */
export function SignerDetails({ person, approvesAs, onClose }: { readonly person: SigningPerson; readonly approvesAs: readonly SignerPost[]; readonly onClose: () => void }) {
  const texts = useTexts(signersTexts);
  return (
    <SidePanel title={person.name} className="signers__panel" onClose={onClose}>
      {person.certificates.length === 0 && person.owner !== null && <p>{texts.noCertificate}</p>}
      <ol className="signers__certificates">
        {person.certificates.map((entry) => (
          <li key={entry.id}>
            <SignerCertificate entry={entry} name={person.name} approvesAs={approvesAs} />
          </li>
        ))}
      </ol>
      {person.owner === null ? <p>{texts.noPersonalId}</p> : <ProposeCertificate owner={person.owner} name={person.name} text={texts.proposeText} />}
    </SidePanel>
  );
}

/** One certificate of the register: what it says, who approved it, and what the user may decide about it. */
export function SignerCertificate({ entry, name, approvesAs }: { readonly entry: RegisteredSignerView; readonly name: string; readonly approvesAs: readonly SignerPost[] }) {
  const texts = useTexts(signersTexts);
  const language = useLanguage();
  const approve = useCommand('signers.approve');
  const [ending, setEnding] = useState<'refuse' | 'revoke' | null>(null);
  const { certificate, approvals, ended, state } = entry;
  const missing = posts.filter((post) => !approvals.some((approval) => approval.post === post));
  const mine = missing.filter((post) => approvesAs.includes(post));
  const alone = approve.error?.data.code === 'signers.confirm-alone';
  const give = (post: SignerPost, knowingly: boolean) => void approve.run({ id: entry.id, post, alone: knowingly }).then((answer) => answer !== null && notify('good', texts.approved));
  return (
    <article className="signers__certificate">
      <p>
        <StatusBadge tone={signerTones[state]}>{texts.states[state]}</StatusBadge> <strong>{certificate.holder}</strong>
      </p>
      <dl className="signers__facts">
        <dt>{texts.serial}</dt>
        <dd className="signers__serial">{certificate.serial}</dd>
        <dt>{texts.issuer}</dt>
        <dd>{certificate.issuer}</dd>
        <dt>{texts.validity}</dt>
        <dd>{texts.validFromTo(formatDay(certificate.notBefore), formatDay(certificate.notAfter))}</dd>
        <dt>{texts.proposed}</dt>
        <dd>{texts.proposedBy(entry.proposedBy, formatMoment(entry.proposedAt, language))}</dd>
        <dt>{texts.approvals}</dt>
        <dd>
          <ul>
            {posts.map((post) => {
              const given = approvals.find((approval) => approval.post === post);
              return <li key={post}>{given === undefined ? texts.approvalMissing(texts.postNames[post]) : texts.approvalBy(texts.postNames[post], given.by, formatMoment(given.at, language))}</li>;
            })}
          </ul>
          {approvals.some((approval) => approval.alone) && <p className="small">{texts.approvedAlone}</p>}
        </dd>
        {ended !== null && (
          <>
            <dt>{texts.ended[ended.kind]}</dt>
            <dd>{texts.endedText(ended.by, formatDay(ended.day), ended.reason)}</dd>
          </>
        )}
      </dl>
      <ErrorText error={approve.error} />
      {state === 'waiting' && mine.length > 0 && (
        <div className="row">
          {mine.map((post) => (
            <button key={post} type="button" className="button button--primary" disabled={approve.busy} onClick={() => give(post, alone)}>
              {alone ? texts.approveAlone : texts.approveAs(texts.postNames[post])}
            </button>
          ))}
          <button type="button" className="button" onClick={() => setEnding('refuse')}>
            {texts.refuse}
          </button>
        </div>
      )}
      {state === 'approved' && ended === null && approvesAs.length > 0 && (
        <div>
          <button type="button" className="button" onClick={() => setEnding('revoke')}>
            {texts.revoke}
          </button>
        </div>
      )}
      {ending !== null && <EndDialog kind={ending} id={entry.id} name={name} onClose={() => setEnding(null)} />}
    </article>
  );
}

/** Proposes a certificate for somebody, from a token that is plugged in or from a file. */
export function ProposeCertificate({ owner, name, text }: { readonly owner: NonNullable<SigningPerson['owner']>; readonly name: string; readonly text: string }) {
  const texts = useTexts(signersTexts);
  const [choosing, setChoosing] = useState(false);
  const file = useChooseFile(['cer', 'crt', 'der', 'pem']);
  const propose = useCommand('signers.proposeFromFile');
  async function take() {
    propose.clear();
    const chosen = await file.choose();
    if (chosen !== null && (await propose.run({ owner, file: chosen.file })) !== null) notify('good', texts.proposedNow);
  }
  return (
    <section className="stack" aria-label={texts.propose}>
      <h3>{texts.propose}</h3>
      <p className="soft small">{text}</p>
      <ErrorText error={file.error ?? propose.error} />
      <div className="row">
        <button type="button" className="button" onClick={() => setChoosing(true)}>
          {texts.fromToken}
        </button>
        <button type="button" className="button" disabled={propose.busy} onClick={() => void take()}>
          {texts.fromFile}
        </button>
      </div>
      {choosing && <TokenDialog owner={owner} name={name} onClose={() => setChoosing(false)} />}
    </section>
  );
}
