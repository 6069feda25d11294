import { useState } from 'react';
import type { DoneMove } from '#core/contract/moves.ts';
import { formatMoment } from '#core/text/common.ts';
import { doneMoveText, obstacleText } from '#core/text/move-lines.ts';
import { movesTexts } from '#core/text/moves.ts';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { DataTable, type Column } from '../../components/data-table.tsx';
import { QueryView } from '../../components/loading.tsx';
import { Message } from '../../components/message.tsx';
import { notify } from '../../state/notices.ts';
import { useLanguage } from '../../state/session-store.ts';
import { useCommand } from '../../state/use-command.ts';
import { useQuery } from '../../state/use-query.ts';
import { useTexts } from '../../state/use-texts.ts';

/** Everything that was done, newest first, each to be taken back where nothing stands on it. */
export function DoneSection() {
  const texts = useTexts(movesTexts);
  const language = useLanguage();
  const list = useQuery('moves.list', {}, ['pupils', 'school']);
  const [asked, setAsked] = useState<DoneMove | null>(null);
  const kinds: Readonly<Record<string, string>> = texts.kinds;
  const columns: readonly Column<DoneMove>[] = [
    { key: 'when', header: texts.when, render: ({ madeAt }) => <span className="nowrap">{formatMoment(madeAt, language)}</span> },
    { key: 'kind', header: texts.what, render: ({ kind }) => kinds[kind] ?? kind, rowHeader: true },
    { key: 'subject', header: texts.note, render: ({ kind, subject }) => doneMoveText(language, kind, subject) },
    { key: 'by', header: texts.by, render: ({ madeBy }) => madeBy },
    {
      key: 'undo',
      header: texts.undoColumn,
      render: (move) => {
        if (move.undoneAt !== null) return <span className="soft">{texts.undone(formatMoment(move.undoneAt, language), move.undoneBy ?? '')}</span>;
        if (!move.mayUndo) return <span className="soft">{texts.othersMay}</span>;
        return (
          <button type="button" className="button button--small" onClick={() => setAsked(move)}>
            {texts.undo}
          </button>
        );
      },
    },
  ];
  return (
    <section className="stack">
      <QueryView query={list}>{({ done }) => (done.length === 0 ? <p className="soft">{texts.nothingDone}</p> : <DataTable caption={texts.doneTitle} captionHidden columns={columns} rows={done} rowKey={({ id }) => String(id)} />)}</QueryView>
      {asked !== null && <UndoDialog move={asked} onClose={() => setAsked(null)} />}
    </section>
  );
}

/** Looks first whether something stands in the way, and says what. */
function UndoDialog({ move, onClose }: { readonly move: DoneMove; readonly onClose: () => void }) {
  const texts = useTexts(movesTexts);
  const language = useLanguage();
  const check = useQuery('moves.checkUndo', { id: move.id });
  const undo = useCommand('moves.undo');
  const obstacles = check.value?.obstacles ?? null;
  const kinds: Readonly<Record<string, string>> = texts.kinds;
  return (
    <ConfirmDialog
      open
      title={obstacles !== null && obstacles.length > 0 ? texts.cannotUndo : texts.undoTitle}
      confirmLabel={texts.undo}
      busy={undo.busy}
      blocked={obstacles === null || obstacles.length > 0}
      error={undo.error ?? check.error}
      onCancel={onClose}
      onConfirm={() => {
        void undo.run({ id: move.id }).then((done) => {
          if (done === null) return;
          notify('good', texts.undoneNotice);
          onClose();
        });
      }}
    >
      <p>
        <strong>{kinds[move.kind] ?? move.kind}</strong>: {doneMoveText(language, move.kind, move.subject)}
      </p>
      {obstacles === null ? (
        <p className="soft">{texts.checkingUndo}</p>
      ) : obstacles.length === 0 ? (
        <p>{texts.undoText}</p>
      ) : (
        <Message tone="bad" announce="now">
          <ul className="move-remarks">
            {obstacles.slice(0, 12).map((obstacle) => (
              <li key={`${obstacle.code} ${obstacle.name} ${obstacle.what}`}>{obstacleText(language, obstacle)}</li>
            ))}
            {obstacles.length > 12 && <li>…</li>}
          </ul>
        </Message>
      )}
    </ConfirmDialog>
  );
}
