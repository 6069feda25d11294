import { useState } from 'react';
import type { SigningPerson } from '#core/contract/signers.ts';
import type { TokenCertificate } from '#core/contract/signing.ts';
import { formatDay } from '#core/text/common.ts';
import { signersTexts } from '#core/text/signers.ts';
import type { SignerId } from '#core/values/ids.ts';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { DateField, TextAreaField } from '../../components/field.tsx';
import { QueryView } from '../../components/loading.tsx';
import { notify } from '../../state/notices.ts';
import { useCommand } from '../../state/use-command.ts';
import { useQuery } from '../../state/use-query.ts';
import { useTexts } from '../../state/use-texts.ts';
import { today } from './today.ts';

/** Refuses a certificate that was proposed, or revokes one that was approved: both with a reason, neither can be taken back. */
export function EndDialog({ kind, id, name, onClose }: { readonly kind: 'refuse' | 'revoke'; readonly id: SignerId; readonly name: string; readonly onClose: () => void }) {
  const texts = useTexts(signersTexts);
  const refuse = useCommand('signers.refuse');
  const revoke = useCommand('signers.revoke');
  const [reason, setReason] = useState('');
  const [day, setDay] = useState(today());
  const [tried, setTried] = useState(false);
  const { busy, error } = kind === 'refuse' ? refuse : revoke;
  async function save() {
    setTried(true);
    if (reason.trim() === '' || day === '') return;
    const answer = kind === 'refuse' ? await refuse.run({ id, reason }) : await revoke.run({ id, day, reason });
    if (answer === null) return;
    notify('good', texts.done);
    onClose();
  }
  return (
    <ConfirmDialog open title={kind === 'refuse' ? texts.refuseTitle(name) : texts.revokeTitle(name)} confirmLabel={kind === 'refuse' ? texts.refuse : texts.revoke} busy={busy} error={error} onCancel={onClose} onConfirm={() => void save()}>
      {kind === 'revoke' && <p>{texts.revokeText}</p>}
      {kind === 'revoke' && <DateField label={texts.fromDay} required value={day} onChange={setDay} error={tried && day === '' ? texts.needed : undefined} />}
      <TextAreaField label={texts.reason} value={reason} onChange={setReason} required rows={2} error={tried && reason.trim() === '' ? texts.needsReason : undefined} />
    </ConfirmDialog>
  );
}

/** The certificates on the tokens that are plugged in now: one of them is proposed. */
export function TokenDialog({ owner, name, onClose }: { readonly owner: NonNullable<SigningPerson['owner']>; readonly name: string; readonly onClose: () => void }) {
  const texts = useTexts(signersTexts);
  const tokens = useQuery('signing.tokens', {}, []);
  const propose = useCommand('signers.proposeFromToken');
  const [chosen, setChosen] = useState<TokenCertificate | null>(null);
  async function save() {
    if (chosen === null) return;
    const { moduleId, tokenSerial, facts } = chosen;
    if ((await propose.run({ owner, moduleId, tokenSerial, certificateDigest: facts.digest })) === null) return;
    notify('good', texts.proposedNow);
    onClose();
  }
  return (
    <ConfirmDialog open title={texts.tokenTitle(name)} confirmLabel={texts.choose} busy={propose.busy} blocked={chosen === null} error={propose.error} onCancel={onClose} onConfirm={() => void save()}>
      <QueryView query={tokens}>
        {({ certificates }) => (
          <>
            {certificates.length === 0 && <p>{texts.noTokens}</p>}
            <fieldset className="signers__tokens">
              <legend className="visually-hidden">{texts.certificate}</legend>
              {ownFirst(certificates, name).map((certificate) => (
                <label key={`${certificate.tokenSerial} ${certificate.facts.digest}`} className="check">
                  <input type="radio" name="certificate" checked={chosen === certificate} onChange={() => setChosen(certificate)} />
                  <span>
                    {certificate.facts.holder}
                    <span className="soft small signers__line">
                      {certificate.tokenLabel}, {certificate.facts.issuer}, {texts.until(formatDay(certificate.facts.notAfter))}
                    </span>
                  </span>
                </label>
              ))}
            </fieldset>
          </>
        )}
      </QueryView>
    </ConfirmDialog>
  );
}

/** Of several tokens the person's own first. A name is not proof: the office compares the ID number. */
function ownFirst(certificates: readonly TokenCertificate[], name: string): readonly TokenCertificate[] {
  const isOwn = ({ facts }: TokenCertificate) => facts.holder.toLocaleLowerCase('vi').includes(name.toLocaleLowerCase('vi'));
  return certificates.toSorted((one, other) => Number(isOwn(other)) - Number(isOwn(one)));
}
