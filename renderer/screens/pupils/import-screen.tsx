import { useState } from 'react';
import type { ImportPreview } from '#core/contract/pupils.ts';
import { commonTexts, formatMoment } from '#core/text/common.ts';
import { pupilsTexts } from '#core/text/pupils.ts';
import type { FileHandle } from '#core/values/ids.ts';
import type { MethodOutput } from '#core/contract/index.ts';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { DataTable, type Column } from '../../components/data-table.tsx';
import { ErrorText } from '../../components/error-text.tsx';
import { Loading, QueryView } from '../../components/loading.tsx';
import { Message } from '../../components/message.tsx';
import { Page } from '../../components/page.tsx';
import { useNavigation } from '../../state/navigation.ts';
import { notify } from '../../state/notices.ts';
import { useLanguage } from '../../state/session-store.ts';
import { spreadsheetExtensions, useChooseFile } from '../../state/use-choose-file.ts';
import { useCommand } from '../../state/use-command.ts';
import { useQuery } from '../../state/use-query.ts';
import { useTexts } from '../../state/use-texts.ts';
import { ImportPreviewView } from './import-preview-view.tsx';
import '../../styles/pupils.css';

type PastImport = MethodOutput<'pupils.imports'>['imports'][number];

/** From an Excel list to the class lists: look first, then write, and take back when it was wrong. */
export function ImportScreen() {
  const texts = useTexts(pupilsTexts);
  const read = useCommand('pupils.previewImport');
  const apply = useCommand('pupils.applyImport');
  const list = useChooseFile(spreadsheetExtensions);
  const [preview, setPreview] = useState<ImportPreview | null>(null);
  const [file, setFile] = useState<FileHandle | null>(null);
  const [result, setResult] = useState<string | null>(null);

  async function look(handle: FileHandle) {
    setFile(handle);
    setResult(null);
    setPreview(null);
    apply.clear();
    setPreview(await read.run({ file: handle }));
  }

  async function choose() {
    const chosen = await list.choose();
    if (chosen !== null) await look(chosen.file);
  }

  async function write(importId: ImportPreview['importId']) {
    const answer = await apply.run({ importId });
    if (answer === null) return;
    setPreview(null);
    setResult(texts.applied(answer.added, answer.changed, answer.classesAdded));
  }

  return (
    <Page
      title={texts.importTitle}
      subtitle={texts.importSubtitle}
      actions={
        <button type="button" className={preview === null ? 'button button--primary button--large' : 'button'} disabled={read.busy} onClick={() => void choose()}>
          {preview === null ? texts.chooseFile : texts.otherFile}
        </button>
      }
    >
      {read.busy && <Loading label={texts.reading} />}
      <ErrorText error={read.error ?? list.error} />
      <ErrorText
        error={apply.error}
        actions={
          apply.error?.data.code === 'import.outdated-preview' &&
          file !== null && (
            <button type="button" className="button" onClick={() => void look(file)}>
              {texts.lookAgain}
            </button>
          )
        }
      />
      {result !== null && <Message tone="good" title={result} announce="later" actions={<ToPupils />} />}
      {preview !== null && <ImportPreviewView key={preview.importId} preview={preview} busy={apply.busy} onApply={() => void write(preview.importId)} />}
      <PastImports />
    </Page>
  );
}

function ToPupils() {
  const texts = useTexts(pupilsTexts);
  return (
    <button type="button" className="button" onClick={() => useNavigation.getState().go({ screen: 'pupils', classId: null, pupilId: null, field: null })}>
      {texts.toPupils}
    </button>
  );
}

function PastImports() {
  const texts = useTexts(pupilsTexts);
  const common = useTexts(commonTexts);
  const language = useLanguage();
  const imports = useQuery('pupils.imports', {}, ['pupils']);
  const undo = useCommand('pupils.undoImport');
  const [asked, setAsked] = useState<PastImport | null>(null);
  const columns: readonly Column<PastImport>[] = [
    { key: 'when', header: texts.when, render: ({ appliedAt }) => formatMoment(appliedAt, language), rowHeader: true },
    { key: 'file', header: texts.file, render: ({ fileName }) => fileName },
    { key: 'by', header: texts.by, render: ({ appliedBy }) => appliedBy },
    { key: 'added', header: texts.added, render: ({ added }) => added, align: 'end' },
    { key: 'changed', header: texts.changed, render: ({ changed }) => changed, align: 'end' },
    {
      key: 'undo',
      header: texts.undoColumn,
      render: (entry) =>
        entry.undoneAt !== null ? (
          <span className="soft">{texts.undone(formatMoment(entry.undoneAt, language))}</span>
        ) : entry.mayUndo ? (
          <button type="button" className="button button--small" onClick={() => setAsked(entry)}>
            {texts.undo}
          </button>
        ) : null,
    },
  ];
  return (
    <>
      <QueryView query={imports}>{(value) => (value.imports.length === 0 ? <p className="soft">{texts.noPast}</p> : <DataTable caption={texts.past} columns={columns} rows={value.imports} rowKey={({ importId }) => importId} />)}</QueryView>
      <ConfirmDialog
        open={asked !== null}
        title={texts.undoTitle}
        confirmLabel={common.undo}
        busy={undo.busy}
        error={undo.error}
        onCancel={() => {
          setAsked(null);
          undo.clear();
        }}
        onConfirm={() =>
          asked !== null &&
          void undo.run({ importId: asked.importId }).then((answer) => {
            if (answer === null) return;
            setAsked(null);
            notify('good', texts.undoDone(answer.removed, answer.restored));
          })
        }
      >
        <p>{texts.undoText}</p>
      </ConfirmDialog>
    </>
  );
}
