import { useState } from 'react';
import type { MethodOutput } from '#core/contract/index.ts';
import { formatDay } from '#core/text/common.ts';
import { trustTexts } from '#core/text/trust.ts';
import type { FileHandle } from '#core/values/ids.ts';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { DataTable, type Column } from '../../components/data-table.tsx';
import { ErrorText } from '../../components/error-text.tsx';
import { TextField } from '../../components/field.tsx';
import { notify } from '../../state/notices.ts';
import { useChooseFile } from '../../state/use-choose-file.ts';
import { useCommand } from '../../state/use-command.ts';
import { useAct } from '../../state/use-act.ts';
import { call } from '../../state/office.ts';
import { useTexts } from '../../state/use-texts.ts';
import { AddAnchorDialog, Fingerprint } from './add-anchor-dialog.tsx';

type Anchor = MethodOutput<'trust.overview'>['anchors'][number];
type Found = MethodOutput<'trust.readAnchors'>['certificates'];

/** Authorities whose certificates count: those that are shipped, and those that the administrator added after comparing fingerprints. */
export function TrustAnchors({ anchors, mayEdit }: { readonly anchors: readonly Anchor[]; readonly mayEdit: boolean }) {
  const texts = useTexts(trustTexts);
  const chooser = useChooseFile(['cer', 'crt', 'pem', 'der']);
  const read = useAct();
  const [found, setFound] = useState<{ readonly file: FileHandle; readonly certificates: Found } | null>(null);
  const [leaving, setLeaving] = useState<Anchor | null>(null);
  async function add() {
    const chosen = await chooser.choose();
    if (chosen === null) return;
    const answer = await read.run(() => call('trust.readAnchors', { file: chosen.file }));
    if (answer !== null) setFound({ file: chosen.file, certificates: answer.certificates });
  }
  const columns: readonly Column<Anchor>[] = [
    {
      key: 'name',
      header: texts.name,
      rowHeader: true,
      render: ({ holder, notAfter }) => (
        <>
          {holder}
          <br />
          <span className="soft small">{texts.until(formatDay(notAfter.slice(0, 10)))}</span>
        </>
      ),
    },
    { key: 'kind', header: texts.kind, render: ({ kind }) => texts.kinds[kind] },
    { key: 'fingerprint', header: texts.fingerprint, render: ({ digest }) => <Fingerprint digest={digest} /> },
    { key: 'addedBy', header: texts.addedBy, render: ({ addedBy, addedAt }) => (addedBy === null ? texts.shipped : texts.addedOn(addedBy, formatDay((addedAt ?? '').slice(0, 10)))) },
    ...(mayEdit
      ? [
          {
            key: 'remove',
            header: texts.remove,
            render: (anchor: Anchor) =>
              anchor.addedBy !== null && (
                <button type="button" className="button button--small" aria-label={`${texts.remove} ${anchor.holder}`} onClick={() => setLeaving(anchor)}>
                  {texts.remove}
                </button>
              ),
          },
        ]
      : []),
  ];
  return (
    <section className="sheet stack" aria-label={texts.anchors}>
      <div className="row row--between">
        <h2>{texts.anchors}</h2>
        {mayEdit && (
          <button type="button" className="button" disabled={read.busy} onClick={() => void add()}>
            {texts.addFromFile}
          </button>
        )}
      </div>
      {anchors.length === 0 ? <p className="soft">{texts.noAnchors}</p> : <DataTable caption={texts.anchors} captionHidden columns={columns} rows={anchors} rowKey={({ digest }) => digest} />}
      <ErrorText error={chooser.error ?? read.error} />
      {found !== null && <AddAnchorDialog file={found.file} certificates={found.certificates} onClose={() => setFound(null)} />}
      {leaving !== null && <RemoveDialog key={leaving.digest} anchor={leaving} onClose={() => setLeaving(null)} />}
    </section>
  );
}

function RemoveDialog({ anchor, onClose }: { readonly anchor: Anchor; readonly onClose: () => void }) {
  const texts = useTexts(trustTexts);
  const remove = useCommand('trust.removeAnchor');
  const [reason, setReason] = useState('');
  async function confirm() {
    if ((await remove.run({ digest: anchor.digest, reason })) === null) return;
    notify('good', texts.removed);
    onClose();
  }
  return (
    <ConfirmDialog open title={texts.removeTitle(anchor.holder)} confirmLabel={texts.remove} busy={remove.busy} blocked={reason.trim() === ''} error={remove.error} onCancel={onClose} onConfirm={() => void confirm()}>
      <p>{texts.removeText}</p>
      <TextField label={texts.reason} value={reason} onChange={setReason} required maxLength={300} />
    </ConfirmDialog>
  );
}
