import { useEffect, useId, useImperativeHandle, useLayoutEffect, useMemo, useState, type ReactNode, type Ref } from 'react';
import { commonTexts } from '#core/text/common.ts';
import { errorText } from '#core/text/errors.ts';
import { gridTexts } from '#core/text/gradebook.ts';
import { CommentHelp } from '../components/comment-help.tsx';
import { useErrorText } from '../components/error-text.tsx';
import { useLanguage } from '../state/session-store.ts';
import { useEnterDirection, useFiguresShown } from '../state/sheet-habits.ts';
import { useTexts } from '../state/use-texts.ts';
import { ColumnStrips } from './column-strip.tsx';
import type { BatchAnswer, PasteQuestion } from './grid-batch.ts';
import { GridBody } from './grid-body.tsx';
import type { GridSource } from './grid-edits.ts';
import { GridField } from './grid-field.tsx';
import { layoutOf } from './grid-geometry.ts';
import { GridColumns, GridHead, headRowCount } from './grid-head.tsx';
import { GridKeyList } from './grid-key-list.tsx';
import type { GridEvents } from './grid-events.ts';
import { createGridKeys } from './grid-keys.ts';
import { createGridParts } from './grid-parts.ts';
import { EnterChoice, GridTools } from './grid-tools.tsx';
import { GridTotals, type GridTotal } from './grid-totals.tsx';
import type { CellPlace } from './grid-types.ts';
import { cellWords } from './grid-words.ts';
import { PastePreview } from './paste-preview.tsx';
import { PupilSearch } from './pupil-search.tsx';
import { QuickEntry, quickColumns } from './quick-entry.tsx';
import { saveQueue } from './save-queue.ts';
import { cornersOf } from './selection.ts';
import { useGridMeasures } from './use-grid-measures.ts';
import '../styles/grid.css';
import '../styles/grid-field.css';
import '../styles/quick-entry.css';

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
 *
 * Cells are text; one text field, which always keeps the focus, stands over the active cell (see grid-field). Of a large sheet only the seen part is drawn.
 */
export function Grid({ label, rows, columns, sheet, save, placeOf, batch, onInspect, legend, tools, totals, ref }: GridSource & {
  readonly label: string;
  /** F4 or the context menu of a cell. */
  readonly onInspect?: (place: CellPlace) => void;
  /** What can be typed here, under the grid. */
  readonly legend?: ReactNode;
  /** More above the grid, beside undo and redo; also where the sheet is only read. */
  readonly tools?: ReactNode;
  /** Sums under the columns, in the place of figures. */
  readonly totals?: readonly GridTotal[] | undefined;
  readonly ref?: Ref<GridHandle>;
}) {
  const texts = useTexts(gridTexts);
  const common = useTexts(commonTexts);
  const idBase = useId();
  const language = useLanguage();
  const wordsOf = useErrorText();
  const [remark, setRemark] = useState('');
  const [question, setQuestion] = useState<PasteQuestion | null>(null);
  const [quick, setQuick] = useState<string | null>(null);
  const figures = useFiguresShown();
  const stats = figures.value === 'shown';
  const direction = useEnterDirection((habit) => habit.value);

  const source = { rows, columns, sheet, save, placeOf, batch };
  const reasonOf = (error: BatchAnswer['refused'][number]['error']) => (error === null ? '' : errorText(language, error).what);
  const left = ({ refused }: BatchAnswer) => (refused.length === 0 ? '' : ` ${texts.refusedCells(refused.length, reasonOf(refused[0]?.error ?? null))}`);
  const events: GridEvents = {
    inspect: onInspect,
    changed: (kind, answer, skipped) => setRemark((answer.changed === 0 && answer.refused.length === 0 ? texts.nothingChanged[kind] : texts.changedCells(kind, answer.changed, skipped)) + left(answer)),
    reversed: (way, answer) => setRemark(answer === null ? texts.nothingTo[way] : texts.reversed(way, answer.changed) + left(answer)),
    asked: setQuestion,
    failed: (error) => setRemark(Object.values(wordsOf(error)).join(' ')),
    selected: (range) => {
      if (range === null) return setRemark('');
      const { top, bottom, left: first, right } = cornersOf(range);
      return setRemark(texts.selected(bottom - top + 1, right - first + 1));
    },
    enterDirection: () => direction,
    typing: () => setRemark(''),
    words: (spot) => cellWords(source, spot, language),
  };
  const [parts] = useState(() => createGridParts(source, events, layoutOf(columns, 0)));
  const { attach } = parts;
  const keys = useMemo(() => createGridKeys(parts), [parts]);
  const width = useGridMeasures(parts, keys.redraw, stats || totals !== undefined);
  const layout = useMemo(() => layoutOf(columns, width ?? 0), [columns, width]);
  useLayoutEffect(() => {
    parts.source.set(source);
    parts.events.set(events);
    parts.layout.set(layout);
    keys.redraw();
  });
  useEffect(() => saveQueue.subscribe(keys.refresh), [keys]);
  useLayoutEffect(() => () => keys.flush(), [keys]);

  useImperativeHandle(ref, () => ({ focus: keys.focus, ask: setQuestion, active: keys.active }), [keys]);

  const headRows = headRowCount(columns);
  const mayBeQuick = batch !== undefined && quickColumns({ columns, rows }).length > 0;
  return (
    <div className="grid-box" ref={attach}>
      <GridTools onReverse={batch === undefined ? null : keys.reverse} onQuick={mayBeQuick ? () => setQuick(keys.active()?.column ?? '') : null} stats={stats} onStats={totals === undefined ? (shown) => figures.choose(shown ? 'shown' : 'hidden') : null}>
        {tools}
        <PupilSearch rows={rows} onFound={(row) => keys.focus({ row, column: keys.active()?.column ?? null })} />
      </GridTools>
      {quick !== null && (
        <QuickEntry
          source={source}
          startColumn={quick === '' ? null : quick}
          onClose={(last) => {
            setQuick(null);
            if (last !== null) keys.focus(last);
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
      <div className="grid-frame" data-narrow={layout.name < 200 || undefined}>
        <div className="grid-plane" style={{ inlineSize: layout.total }}>
          <table className="grid" role="grid" aria-label={label} aria-multiselectable="true" aria-rowcount={rows.length + headRows} aria-colcount={columns.length + 2} {...keys.table}>
            {/* Nothing is laid out before the width is known: once is enough. */}
            {width !== null && (
              <>
                <GridColumns layout={layout} columns={columns} />
                <GridHead columns={columns} numberLabel={texts.number} nameLabel={common.fullName} idBase={idBase} />
                <GridBody parts={parts} rows={rows} columns={columns} layout={layout} sheet={sheet} headRows={headRows} idBase={idBase} onDrawn={keys.redraw} />
                {totals === undefined ? stats && <ColumnStrips rows={rows} columns={columns} /> : <GridTotals totals={totals} columns={columns} />}
              </>
            )}
          </table>
          <GridField parts={parts} keys={keys} label={label} />
        </div>
      </div>
      {columns.some(({ comment }) => comment !== undefined) && <CommentHelp frame={parts.frame} placeOf={keys.comment} edit={keys.edit} flush={keys.flush} />}
      <output className="visually-hidden" data-part="voice" />
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
