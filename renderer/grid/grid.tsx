import { useCallback, useEffect, useId, useImperativeHandle, useLayoutEffect, useRef, useState, type ReactNode, type Ref } from 'react';
import { commonTexts } from '#core/text/common.ts';
import { gridTexts } from '#core/text/gradebook.ts';
import { errorText } from '#core/text/errors.ts';
import { CommentHelp } from '../components/comment-help.tsx';
import { useEnterDirection } from '../state/enter-direction.ts';
import { CallError } from '../state/office.ts';
import { useLanguage } from '../state/session-store.ts';
import { useTexts } from '../state/use-texts.ts';
import type { BatchAnswer, PasteQuestion } from './grid-batch.ts';
import type { GridSource } from './grid-edits.ts';
import { GridHead, headRowCount } from './grid-head.tsx';
import { GridRowView } from './grid-row.tsx';
import { EnterChoice, GridTools } from './grid-tools.tsx';
import { isEditable, type CellPlace } from './grid-types.ts';
import { PupilSearch } from './pupil-search.tsx';
import { QuickEntry } from './quick-entry.tsx';
import { ColumnStrips } from './column-strip.tsx';
import { PastePreview } from './paste-preview.tsx';
import { cornersOf } from './selection.ts';
import '../styles/quick-entry.css';
import { useGridKeys, type GridEvents } from './use-grid-keys.ts';

export type GridHandle = {
  /** Puts the focus on a cell; without a row or column, on the first that can be entered there. */
  focus(place: { readonly row: string | null; readonly column: string | null }): void;
  /** Shows a block before it is written, as a paste is shown. */
  ask(question: PasteQuestion): void;
  /** The cell that has or last had the focus. */
  active(): CellPlace | null;
};

/**
 * A sheet of pupils by columns, entered like a spreadsheet. Every cell saves itself when it is left (see save-queue); what was typed
 * survives a refusal, marked in its cell. Give it a `key` of its sheet: another sheet is another grid.
 */
export function Grid({ label, rows, columns, sheet, save, placeOf, batch, onInspect, legend, tools, ref }: GridSource & {
  readonly label: string;
  /** F4 or the context menu of a cell. */
  readonly onInspect?: (place: CellPlace) => void;
  /** What can be typed here, under the grid. */
  readonly legend?: ReactNode;
  /** More above the grid, beside undo and redo. */
  readonly tools?: ReactNode;
  readonly ref?: Ref<GridHandle>;
}) {
  const texts = useTexts(gridTexts);
  const common = useTexts(commonTexts);
  const idBase = useId();
  const frame = useRef<HTMLDivElement>(null);
  const language = useLanguage();
  const [remark, setRemark] = useState('');
  const [question, setQuestion] = useState<PasteQuestion | null>(null);
  const [quick, setQuick] = useState<string | null>(null);
  const [stats, setStats] = useState(false);
  const direction = useEnterDirection((store) => store.direction);

  const source = useRef<GridSource>({ rows, columns, sheet, save, placeOf, batch });
  const events = useRef<GridEvents>(silent);
  const left = ({ refused }: BatchAnswer) => (refused.length === 0 ? '' : ` ${texts.refusedCells(refused.length, reasonOf(refused[0]?.error ?? null))}`);
  const reasonOf = (error: BatchAnswer['refused'][number]['error']) => (error === null ? '' : errorText(language, error).what);
  const told: GridEvents = {
    inspect: onInspect,
    changed: (kind, answer, skipped) => setRemark((answer.changed === 0 && answer.refused.length === 0 ? texts.nothingChanged[kind] : texts.changedCells(kind, answer.changed, skipped)) + left(answer)),
    reversed: (way, answer) => setRemark(answer === null ? texts.nothingTo[way] : texts.reversed(way, answer.changed) + left(answer)),
    asked: setQuestion,
    failed: (error) => setRemark(error instanceof CallError ? Object.values(errorText(language, error.data)).join(' ') : String(error)),
    selected: (range) => {
      if (range === null) return setRemark('');
      const { top, bottom, left: first, right } = cornersOf(range);
      return setRemark(texts.selected(bottom - top + 1, right - first + 1));
    },
    enterDirection: () => direction,
    typing: () => setRemark(''),
  };
  useLayoutEffect(() => {
    source.current = { rows, columns, sheet, save, placeOf, batch };
    events.current = told;
  });
  const keys = useGridKeys(frame, source, events);

  // One cell always stands in the order of Tab.
  useEffect(() => {
    if (frame.current?.querySelector('[data-cell][tabindex="0"]')) return;
    const first = frame.current?.querySelector<HTMLElement>('input[data-cell], textarea[data-cell]') ?? frame.current?.querySelector<HTMLElement>('[data-cell]');
    if (first) first.tabIndex = 0;
  });
  useLayoutEffect(() => () => keys.flush(), [keys]);

  useImperativeHandle(
    ref,
    () => ({
      focus: (place) => {
        const { rows: now, columns: all } = source.current;
        const wanted = place.column === null ? -1 : all.findIndex((column) => column.key === place.column);
        const row = place.row === null ? now.findIndex((one) => one.inactive === undefined) : now.findIndex((one) => one.id === place.row);
        const target = now[row] ?? now[0];
        if (target === undefined) return;
        const open = all.findIndex((column) => isEditable(target, column));
        keys.focusAt({ row: Math.max(row, 0), column: Math.max(wanted >= 0 ? wanted : open, 0) });
      },
      ask: setQuestion,
      active: keys.active,
    }),
    [keys],
  );

  const commentOf = useCallback((field: HTMLElement) => source.current.columns[Number(field.dataset['cell']?.split(':')[1])]?.comment ?? null, []);
  const headRows = headRowCount(columns);
  return (
    <div className="grid-box">
      {batch !== undefined && (
        <GridTools onReverse={keys.reverse} onQuick={columns.some((column) => (column.editor === 'line' || column.editor === 'choice') && rows.some((row) => isEditable(row, column))) ? () => setQuick(keys.active()?.column ?? '') : null} stats={stats} onStats={setStats}>
          {tools}
          <PupilSearch rows={rows} onFound={(row) => keys.focusAt({ row: rows.findIndex(({ id }) => id === row), column: Math.max(0, columns.findIndex(({ key }) => key === keys.active()?.column)) })} />
        </GridTools>
      )}
      {quick !== null && (
        <QuickEntry
          source={{ rows, columns, sheet, save, placeOf, batch }}
          startColumn={quick === '' ? null : quick}
          onClose={(last) => {
            setQuick(null);
            if (last !== null) keys.focusAt({ row: rows.findIndex(({ id }) => id === last.row), column: columns.findIndex(({ key }) => key === last.column) });
          }}
        />
      )}
      {question !== null && (
        <PastePreview
          question={question}
          rows={rows}
          columns={columns}
          onCancel={() => setQuestion(null)}
          onPaste={() => {
            const refused = new Set(question.refused.map(({ place }) => `${place.row} ${place.column}`));
            setQuestion(null);
            void keys.apply(question.cells.filter(({ place }) => !refused.has(`${place.row} ${place.column}`)), question.kind, question.skipped + question.refused.length);
          }}
        />
      )}
      <div className="grid-frame" ref={frame}>
        <table className="grid" role="grid" aria-label={label} aria-multiselectable="true" aria-rowcount={rows.length + headRows} aria-colcount={columns.length + 2} data-head={headRows} {...keys.handlers}>
          <GridHead columns={columns} numberLabel={texts.number} nameLabel={common.fullName} idBase={idBase} />
          <tbody>
            {rows.map((row, index) => (
              <GridRowView key={row.id} row={row} index={index} columns={columns} sheet={sheet} headRows={headRows} idBase={idBase} />
            ))}
          </tbody>
          {stats && <ColumnStrips rows={rows} columns={columns} />}
        </table>
      </div>
      {columns.some(({ comment }) => comment !== undefined) && <CommentHelp frame={frame} placeOf={commentOf} edit={keys.edit} flush={keys.flush} />}
      <div className="grid-foot">
        <div className="legend">
          <output className="grid-remark">{remark}</output>
          {legend}
        </div>
        <EnterChoice />
        <GridKeyList />
      </div>
    </div>
  );
}

const silent: GridEvents = {
  inspect: undefined,
  changed: () => undefined,
  reversed: () => undefined,
  asked: () => undefined,
  failed: () => undefined,
  selected: () => undefined,
  enterDirection: () => 'down',
  typing: () => undefined,
};

const keyNames = { enter: 'Enter', tab: 'Tab', arrows: '← ↑ → ↓', f2: 'F2', escape: 'Esc', select: 'Shift+← ↑ → ↓', selectAll: 'Ctrl+A', delete: 'Delete', newLine: 'Alt+Enter', phrases: 'Alt+↓', copy: 'Ctrl+C, Ctrl+X, Ctrl+V', fill: 'Ctrl+D', undo: 'Ctrl+Z, Ctrl+Y', history: 'F4' } as const;

function GridKeyList() {
  const texts = useTexts(gridTexts);
  return (
    <details className="grid-keys">
      <summary>{texts.keys}</summary>
      <dl className="grid-keys__list">
        {(Object.keys(keyNames) as (keyof typeof keyNames)[]).map((key) => (
          <div key={key}>
            <dt>
              <kbd>{keyNames[key]}</kbd>
            </dt>
            <dd>{texts.keyList[key]}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
