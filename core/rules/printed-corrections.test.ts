import { array, assert, constantFrom, integer, property, record } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { printedCorrections, type CellChange } from './printed-corrections.ts';

const change = (at: string, before: string, after: string, more: Partial<CellChange> = {}): CellChange => ({ before, after, at: `${at}T10:00:00+07:00`, by: 'Cô Lan', reason: null, undone: false, ...more });
const none = { struck: [], notes: [] };

describe('corrections in the printed book', () => {
  test('a value that stood over night, or was replaced with a reason, stays readable under its stroke', () => {
    expect(printedCorrections([change('2026-01-12', '', '7,5'), change('2026-01-13', '7,5', '8,0', { by: 'Thầy Sơn' })])).toEqual({ struck: ['7,5'], notes: [{ at: '2026-01-13T10:00:00+07:00', by: 'Thầy Sơn', reason: null }] });
    expect(printedCorrections([change('2026-01-12', '', '7,5'), change('2026-01-12', '7,5', '8,0', { reason: 'Cộng nhầm' })])).toEqual({ struck: ['7,5'], notes: [{ at: '2026-01-12T10:00:00+07:00', by: 'Cô Lan', reason: 'Cộng nhầm' }] });
    const twice = [change('2026-01-12', '', '7,5'), change('2026-01-13', '7,5', '6,0'), change('2026-01-15', '6,0', '8,0')];
    expect(printedCorrections(twice).struck).toEqual(['7,5', '6,0']);
    expect(printedCorrections([change('2026-01-12', '', 'Đ'), change('2026-01-13', 'Đ', '')]).struck).toEqual(['Đ']);
  });

  test('typing again on the same day, undone steps, gaps and values that came back are no corrections', () => {
    expect(printedCorrections([change('2026-01-12', '', '7,5'), change('2026-01-12', '7,5', ''), change('2026-01-12', '', '8,0')])).toEqual(none);
    expect(printedCorrections([change('2026-01-12', '', '7,5'), change('2026-01-14', '7,5', '8,0', { undone: true }), change('2026-01-16', '8,0', '7,5')])).toEqual(none);
    expect(printedCorrections([change('2026-01-12', '', '7,5'), change('2026-01-14', '7,5', '8,0'), change('2026-01-14', '8,0', '7,5')])).toEqual(none);
    // Undone under an opened lock it was in the book, and is told.
    expect(printedCorrections([change('2026-01-12', '', '7,5'), change('2026-01-14', '7,5', '8,0', { undone: true }), change('2026-01-16', '8,0', '7,5', { reason: 'Mở khóa' })]).struck).toEqual(['7,5', '8,0']);
    // The reason of a value that did not last the day belongs to the one that did.
    expect(printedCorrections([change('2026-01-12', '', '7,5'), change('2026-01-13', '7,5', '8', { reason: 'Chấm lại' }), change('2026-01-13', '8', '8,5')])).toMatchObject({ struck: ['7,5'], notes: [{ reason: 'Chấm lại' }] });
  });

  test('whatever the history: no stroke over nothing, none over the present value, and every reason leaves a trace', () => {
    const step = record({ day: integer({ min: 0, max: 2 }), after: constantFrom('', '5,0', '6,0', '7,0'), reason: constantFrom(null, null, 'Chấm lại') });
    assert(
      property(array(step, { minLength: 1, maxLength: 12 }), (steps) => {
        let [day, now] = [0, ''];
        const history = steps.map(({ day: later, after, reason }): CellChange => {
          day += later;
          const made = change(`2026-01-${String(day + 1).padStart(2, '0')}`, now, after, { reason });
          now = after;
          return made;
        });
        const { struck, notes } = printedCorrections(history);
        const shown = [...struck, now];
        expect(notes).toHaveLength(struck.length);
        expect(struck).not.toContain('');
        expect(shown.filter((text, index) => text === shown[index + 1])).toEqual([]);
        for (const { before, after, reason } of history) if (reason !== null && before !== '' && before !== after && before !== now) expect(struck).toContain(before);
        if (history.every(({ at, reason }) => reason === null && at === history[0]?.at)) expect(struck).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });
});
