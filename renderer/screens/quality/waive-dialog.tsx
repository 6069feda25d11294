import { useId, useState } from 'react';
import type { QualityFinding } from '#core/contract/quality.ts';
import { findingText } from '#core/text/quality-rules.ts';
import { qualityTexts } from '#core/text/quality.ts';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { notify } from '../../state/notices.ts';
import { useLanguage } from '../../state/session-store.ts';
import { useCommand } from '../../state/use-command.ts';
import { useTexts } from '../../state/use-texts.ts';

/** Asks why a warning may pass. */
export function WaiveDialog({ finding, onClose }: { readonly finding: QualityFinding; readonly onClose: () => void }) {
  const texts = useTexts(qualityTexts);
  const language = useLanguage();
  const waive = useCommand('quality.waive');
  const [reason, setReason] = useState('');
  const hint = useId();
  return (
    <ConfirmDialog
      open
      title={texts.waiveTitle}
      confirmLabel={texts.waiveConfirm}
      busy={waive.busy}
      blocked={reason.trim() === ''}
      error={waive.error}
      onCancel={onClose}
      onConfirm={() => {
        void waive.run({ classId: finding.classId, key: finding.key, reason }).then((done) => {
          if (done === null) return;
          notify('good', texts.waivedNotice);
          onClose();
        });
      }}
    >
      <p>
        <strong>{texts.line(finding.subjectName === '' ? texts.school : finding.subjectName, findingText(language, finding))}</strong>
      </p>
      <p>{texts.waiveText}</p>
      <label className="quality__reason">
        {texts.reason}
        <input className="input" value={reason} maxLength={300} aria-describedby={hint} onChange={(event) => setReason(event.target.value)} />
      </label>
      <p id={hint} className="soft">
        {texts.reasonHint}
      </p>
    </ConfirmDialog>
  );
}
