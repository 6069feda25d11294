import { expect, test } from 'vitest';
import { CallError } from '../state/office.ts';
import type { BatchAnswer } from './grid-batch.ts';
import { createGridBlocks } from './grid-blocks.ts';
import { changeCells, shownText, type GridSource } from './grid-edits.ts';
import type { GridColumn, GridRow } from './grid-types.ts';

const columns: readonly GridColumn[] = ['a', 'b'].map((key) => ({ key, header: key, title: key, width: 'mark', align: 'end', editor: 'line' }));
const rowOf = (id: string, texts: readonly string[]): GridRow => ({ id, position: 1, name: id, detail: '', cells: Object.fromEntries(columns.map(({ key }, index) => [key, { text: texts[index] ?? '' }])) });

test('a block takes the place of what was typed into its cells, also of what the office refuses only while the block waits for it', async () => {
  let refuse: () => void = () => undefined;
  const written: string[] = [];
  const told: BatchAnswer[] = [];
  const slot = { current: null as GridSource | null };
  const source: GridSource = {
    sheet: 'blocks',
    rows: [rowOf('first', ['7', '8']), rowOf('second', ['', ''])],
    columns,
    save: () =>
      new Promise((_, no) => {
        refuse = () => no(new CallError({ code: 'mark.out-of-range', params: {}, correlationId: 'test' }));
      }),
    placeOf: () => ({ screen: 'home' }),
    batch: {
      check: () => Promise.resolve([]),
      apply: (cells) => {
        written.push(...cells.map(({ place, text }) => `${place.row} ${place.column} ${text}`));
        slot.current = { ...source, rows: [rowOf('first', ['7', '8']), rowOf('second', ['7', '8'])] };
        return Promise.resolve({ changed: cells.length, refused: [] });
      },
      undo: () => Promise.resolve(null),
      redo: () => Promise.resolve(null),
    },
  };
  slot.current = source;
  const now = () => slot.current ?? source;
  const blocks = createGridBlocks(
    {
      get current() {
        return now();
      },
    },
    { current: { changed: (_, answer) => told.push(answer), reversed: () => undefined, asked: () => undefined, failed: () => undefined } },
  );
  const [second, column] = [source.rows[1], columns[0]];
  if (second === undefined || column === undefined) throw new Error('no cell');

  changeCells(source, [{ row: second, column, text: '11' }]);
  blocks.fillDown({ anchor: { row: 0, column: 0 }, end: { row: 1, column: 1 } });
  await Promise.resolve();
  refuse();
  await expect.poll(() => told).toEqual([{ changed: 2, refused: [] }]);

  const shown = now().rows.map((row) => columns.map((each) => shownText(now(), row, each)));
  expect({ written, shown }).toEqual({
    written: ['second a 7', 'second b 8'],
    shown: [
      ['7', '8'],
      ['7', '8'],
    ],
  });
});
