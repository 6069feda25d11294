import { expect, test } from 'vitest';
import { columnStats, unusualAgainst } from './column-stats.ts';
import type { GridColumn, GridRow } from './grid-types.ts';

test('a column is counted by what stands in it; leavers, P and V are no marks', () => {
  const column: GridColumn = { key: 'final', header: '', title: '', width: 'mark', align: 'end', editor: 'line' };
  const row = (text: string, inactive?: string): GridRow => ({ id: text, position: 1, name: '', detail: '', ...(inactive === undefined ? {} : { inactive }), cells: { final: { text } } });
  expect(columnStats([row('8,0'), row('4,5'), row('10,0'), row(''), row('P'), row('V'), row('1,0', 'left')], column)).toEqual({
    entered: 5,
    missing: 1,
    least: 45,
    mean: 75,
    most: 100,
    bars: [0, 0, 0, 0, 1, 0, 0, 0, 1, 1],
    passed: 0,
    failed: 0,
    choices: [],
  });
  const levels: GridColumn = { ...column, editor: 'choice', choices: [{ text: 'T', title: 'Tốt' }, { text: 'CĐ', title: 'Chưa đạt' }] };
  expect(columnStats([row('T'), row('T', 'left'), row('CĐ'), row('T'), row('')], levels).choices.map(({ text, count }) => [text, count])).toEqual([['T', 2], ['CĐ', 1]]);
  expect([unusualAgainst(20, [80, 75]), unusualAgainst(80, [20, 30, 95]), unusualAgainst(60, [80, 80]), unusualAgainst(10, [80])]).toEqual([78, null, null, null]);
});
