import { useState } from 'react';
import type { MethodOutput } from '#core/contract/index.ts';
import { formatDay } from '#core/text/common.ts';
import { trustTexts } from '#core/text/trust.ts';
import type { FileHandle } from '#core/values/ids.ts';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { TextField } from '../../components/field.tsx';
import { notify } from '../../state/notices.ts';
import { useCommand } from '../../state/use-command.ts';
import { useTexts } from '../../state/use-texts.ts';

type Found = MethodOutput<'trust.readAnchors'>['certificates'][number];

/** Shows the fingerprint and wants its end typed from the authority's paper: a mere button is pressed without looking. */
export function AddAnchorDialog({ file, certificates, onClose }: { readonly file: FileHandle; readonly certificates: readonly Found[]; readonly onClose: () => void }) {
  const texts = useTexts(trustTexts);
  const add = useCommand('trust.addAnchor');
  const usable = certificates.filter((each) => each.authority && !each.trusted);
  const [digest, setDigest] = useState(usable[0]?.digest ?? certificates[0]?.digest ?? '');
  const [compared, setCompared] = useState('');
  const chosen = certificates.find((each) => each.digest === digest);
  const mayTrust = chosen !== undefined && chosen.authority && !chosen.trusted;
  async function confirm() {
    if ((await add.run({ file, digest, compared })) === null) return;
    notify('good', texts.added);
    onClose();
  }
  return (
    <ConfirmDialog open title={texts.compareTitle} confirmLabel={texts.trustThis} busy={add.busy} blocked={!mayTrust || compared.replaceAll(/[\s:]/g, '').length < 8} error={add.error} onCancel={onClose} onConfirm={() => void confirm()}>
      <p>{texts.compareIntro}</p>
      {certificates.length > 1 && (
        <fieldset className="trust__choice">
          <legend>{texts.chooseOne}</legend>
          {certificates.map((each) => (
            <label key={each.digest} className="check">
              <input type="radio" name="anchor" checked={each.digest === digest} onChange={() => setDigest(each.digest)} />
              <span>
                {each.holder} <span className="soft">({texts.kinds[each.kind]})</span>
              </span>
            </label>
          ))}
        </fieldset>
      )}
      {chosen !== undefined && (
        <dl className="trust__facts">
          <dt>{texts.name}</dt>
          <dd>{chosen.holder}</dd>
          <dt>{texts.kind}</dt>
          <dd>{texts.kinds[chosen.kind]}</dd>
          <dt>{texts.issuedBy}</dt>
          <dd>{chosen.issuer}</dd>
          <dt>{texts.validity}</dt>
          <dd>
            {formatDay(chosen.notBefore.slice(0, 10))} – {formatDay(chosen.notAfter.slice(0, 10))}
            {!chosen.inForce && <strong> ({texts.notInForce})</strong>}
          </dd>
          <dt>{texts.fingerprint}</dt>
          <dd>
            <Fingerprint digest={chosen.digest} />
          </dd>
        </dl>
      )}
      {chosen?.trusted === true && <p className="soft">{texts.alreadyTrusted}</p>}
      {chosen?.authority === false && <p className="soft">{texts.noAuthority}</p>}
      {mayTrust && <TextField label={texts.compareLabel} value={compared} onChange={setCompared} maxLength={100} required />}
    </ConfirmDialog>
  );
}

/** A SHA-256 in groups of four, capital letters, as certificates' papers print it. */
export function Fingerprint({ digest }: { readonly digest: string }) {
  return <code className="trust__fingerprint">{digest.toUpperCase().match(/.{4}/g)?.join(' ')}</code>;
}
