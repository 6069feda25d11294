import { useEffect, useId, useRef, useState } from 'react';
import type { GradebookSheet } from '#core/contract/gradebook.ts';
import { markFileTexts } from '#core/text/mark-files.ts';
import { ErrorText } from '../../components/error-text.tsx';
import { Loading } from '../../components/loading.tsx';
import { useTexts } from '../../state/use-texts.ts';
import { MarkImportHistory } from './mark-import-history.tsx';
import { MarkImportPreviewView } from './mark-import-preview.tsx';
import { MarkImportResult } from './mark-import-result.tsx';
import { useMarkImport, type MarkImport } from './use-mark-import.ts';
import '../../styles/mark-files.css';

/** Marks from a workbook: choose the file, look at every cell, write, and take it back whole. */
export function MarkImportDialog({ sheet, onClose }: { readonly sheet: Pick<GradebookSheet, 'classId' | 'className' | 'subjectId' | 'semester'>; readonly onClose: () => void }) {
  const texts = useTexts(markFileTexts);
  const flow = useMarkImport(sheet);
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  const { preview } = flow;
  const done = flow.result !== null || flow.undone !== null;
  useEffect(() => {
    dialog.current?.showModal();
  }, []);

  function close() {
    if (flow.busy === null || flow.busy === 'reading') onClose();
  }

  return (
    <dialog
      ref={dialog}
      className={preview === null ? 'dialog dialog--wide' : 'dialog mark-import'}
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault();
        close();
      }}
    >
      <div className="mark-import__head">
        <h2 id={titleId}>{texts.title}</h2>
        {preview !== null && <span className="mark-import__file">{preview.fileName}</span>}
        {preview !== null && (
          <button type="button" className="button button--small" disabled={flow.busy !== null} onClick={() => void flow.choose()}>
            {texts.otherFile}
          </button>
        )}
      </div>
      <div className="mark-import__middle">
        <ErrorText
          error={flow.error}
          actions={
            flow.error?.data.code === 'import.outdated-preview' && (
              <button type="button" className="button" onClick={() => void flow.lookAgain()}>
                {texts.lookAgain}
              </button>
            )
          }
        />
        {flow.busy === 'reading' && <Loading label={texts.reading} />}
        {done && <MarkImportResult flow={flow} />}
        {preview !== null && <MarkImportPreviewView preview={preview} flow={flow} open={sheet} here={texts.hereLabel(sheet.className, sheet.semester)} />}
        {preview === null && !done && <Beginning flow={flow} />}
      </div>
      {preview !== null ? (
        <ApplyRow flow={flow} onClose={close} />
      ) : (
        <div className="row row--end">
          {done && (
            <button type="button" className="button" disabled={flow.busy !== null} onClick={flow.startAgain}>
              {texts.anotherFile}
            </button>
          )}
          <button type="button" className={done ? 'button button--primary' : 'button'} onClick={close}>
            {texts.close}
          </button>
        </div>
      )}
    </dialog>
  );
}

function Beginning({ flow }: { readonly flow: MarkImport }) {
  const texts = useTexts(markFileTexts);
  return (
    <>
      <p>{texts.intro}</p>
      <ul className="mark-import__hints">
        {texts.introList.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      <div>
        <button type="button" className="button button--primary button--large" disabled={flow.busy !== null} onClick={() => void flow.choose()}>
          {texts.chooseFile}
        </button>
      </div>
      <MarkImportHistory flow={flow} />
    </>
  );
}

/** What has to be said before anything is written: that converted texts are right, and why what was locked is changed. */
function ApplyRow({ flow, onClose }: { readonly flow: MarkImport; readonly onClose: () => void }) {
  const texts = useTexts(markFileTexts);
  const [agreed, setAgreed] = useState(false);
  const [reason, setReason] = useState('');
  const cells = flow.chosen.reduce((sum, { counts }) => sum + counts.change, 0);
  const mustAgree = flow.chosen.some(({ converted }) => converted.count > 0);
  const needsReason = flow.chosen.some((part) => part.needsReason);
  const isReady = flow.busy === null && cells > 0 && (!mustAgree || agreed) && (!needsReason || reason.trim() !== '');
  return (
    <div className="mark-import__foot">
      <div className="mark-import__conditions">
        {mustAgree && (
          <label>
            <input type="checkbox" checked={agreed} onChange={(event) => setAgreed(event.target.checked)} /> {texts.convertedAgree}
          </label>
        )}
        {needsReason && (
          <label>
            {texts.reason} <input className="input input--auto" value={reason} maxLength={300} onChange={(event) => setReason(event.target.value)} /> <span className="soft small">{texts.reasonText}</span>
          </label>
        )}
      </div>
      <button type="button" className="button" onClick={onClose}>
        {texts.close}
      </button>
      <button type="button" className="button button--primary button--large" disabled={!isReady} onClick={() => void flow.apply(needsReason ? reason.trim() : null)}>
        {flow.busy === 'applying' ? texts.applying : cells === 0 ? texts.applyNothing : texts.apply(cells, flow.chosen.length)}
      </button>
    </div>
  );
}
