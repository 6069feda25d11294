import { useState } from 'react';
import { qualityFieldName } from '#core/text/quality-rules.ts';
import { qualityTexts, withVisibleMarks } from '#core/text/quality.ts';
import type { SafeFixView } from '#core/contract/quality.ts';
import type { ClassId } from '#core/values/ids.ts';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { DataTable, type Column } from '../../components/data-table.tsx';
import { QueryView } from '../../components/loading.tsx';
import { useLanguage } from '../../state/session-store.ts';
import { useCommand } from '../../state/use-command.ts';
import { useQuery } from '../../state/use-query.ts';
import { useTexts } from '../../state/use-texts.ts';

/** What the program would mend, field by field; what is unticked stays. */
export function FixDialog({ classId, onClose, onMended }: { readonly classId: ClassId | null; readonly onClose: () => void; readonly onMended: (mended: { readonly actionId: number; readonly count: number }) => void }) {
  const texts = useTexts(qualityTexts);
  const language = useLanguage();
  const preview = useQuery('quality.previewFixes', { classId });
  const apply = useCommand('quality.applyFixes');
  const [leftOut, setLeftOut] = useState<ReadonlySet<string>>(new Set());
  const fixes = preview.value?.fixes ?? [];
  const count = fixes.filter(({ key }) => !leftOut.has(key)).length;
  const toggle = (key: string) => setLeftOut((old) => new Set(old.has(key) ? [...old].filter((each) => each !== key) : [...old, key]));
  const columns: readonly Column<SafeFixView>[] = [
    { key: 'chosen', header: '', render: ({ key, pupilName, field }) => <input type="checkbox" checked={!leftOut.has(key)} aria-label={texts.fixChoose(pupilName, qualityFieldName(language, field))} onChange={() => toggle(key)} /> },
    { key: 'pupil', header: texts.fixPupil, render: ({ pupilName, className }) => texts.withClass(pupilName, className), rowHeader: true },
    { key: 'field', header: texts.fixField, render: ({ field }) => qualityFieldName(language, field) },
    { key: 'before', header: texts.fixBefore, render: ({ before }) => <span className="quality__before">{withVisibleMarks(before)}</span> },
    { key: 'after', header: texts.fixAfter, render: ({ after }) => <span className="quality__after">{after}</span> },
  ];
  return (
    <ConfirmDialog
      open
      title={texts.fixTitle}
      confirmLabel={texts.fixApply(count)}
      busy={apply.busy}
      blocked={count === 0}
      error={apply.error}
      onCancel={onClose}
      onConfirm={() => {
        void apply.run({ classId, digest: preview.value?.digest ?? '', leaveOut: [...leftOut] }).then((done) => {
          if (done === null) return;
          onMended({ actionId: done.actionId, count: done.mended });
          onClose();
        });
      }}
    >
      <p>{texts.fixText}</p>
      <QueryView query={preview}>
        {() =>
          fixes.length === 0 ? (
            <p className="soft">{texts.fixNone}</p>
          ) : (
            <div className="quality__fixes">
              <DataTable caption={texts.fixTitle} captionHidden columns={columns} rows={fixes} rowKey={({ key }) => key} />
            </div>
          )
        }
      </QueryView>
    </ConfirmDialog>
  );
}
