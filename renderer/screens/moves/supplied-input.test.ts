import { expect, test } from 'vitest';
import { subjectId } from '#core/values/ids.ts';
import { emptyDraft, suppliedOf, type SuppliedSubject } from './supplied-input.ts';

const toan: SuppliedSubject = { id: subjectId.parse('toan'), name: 'Toán', kind: 'primary', elective: false };

test('a primary test goes with its level; one without a level is asked about, never dropped', () => {
  const typed = (values: Readonly<Record<string, string>>, tests: Readonly<Record<string, string>>) => suppliedOf({ ...emptyDraft, values, tests }, 'Trường cũ', [toan])?.results ?? null;
  expect([typed({ toan: 't' }, { toan: '9' }), typed({ toan: 'H' }, {}), typed({}, {}), typed({}, { toan: '9' }), typed({ toan: 'T' }, { toan: '0' })]).toEqual([
    [{ subjectId: toan.id, score: 90, pass: null, level: 'T' }],
    [{ subjectId: toan.id, score: null, pass: null, level: 'H' }],
    [],
    null,
    null,
  ]);
});
