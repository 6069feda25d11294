import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { tenths, type Tenths } from '#core/values/marks.ts';
import general from '../../../resources/rules/tt22-2021.json' with { type: 'json' };
import continuing from '../../../resources/rules/tt43-2021.json' with { type: 'json' };
import { underChoices } from '../policies.ts';
import { levelRules, type LevelRules } from '../rule-tables.ts';
import { learningLevel, type SubjectOutcome } from '../tt22/learning-level.ts';
import { wayToNextLevel } from './explain-level.ts';
import { afterRaises, reaches, wayUp, type Raise } from './way-up.ts';

const tables = [levelRules.parse(general), levelRules.parse(continuing)];
const marks = fc.constantFrom(30, 34, 35, 44, 49, 50, 57, 64, 65, 72, 79, 80, 88, 95);
const learner = fc.record({ scores: fc.array(marks, { minLength: 4, maxLength: 10 }), failed: fc.constantFrom(0, 0, 0, 1, 2, 3), exempt: fc.constantFrom(0, 0, 1) });
const anyRules = fc
  .record({ table: fc.constantFrom(...tables), adjustment: fc.constantFrom('apply', 'none'), adjustmentCounterfactual: fc.constantFrom('remove', 'replace'), adjustmentCommentSubjects: fc.constantFrom('counted', 'ignored'), exemptNeed: fc.constantFrom('keep', 'reduce') })
  .map(({ table, ...readings }): LevelRules => underChoices(table, readings));

function subjectsOf({ scores, failed, exempt }: { readonly scores: readonly number[]; readonly failed: number; readonly exempt: number }): readonly SubjectOutcome[] {
  return [
    ...scores.map((value, index): SubjectOutcome => ({ id: `s${index}`, kind: 'scored', value: index < exempt ? 'M' : tenths(value) })),
    ...[0, 1, 2, 3].map((index): SubjectOutcome => ({ id: `c${index}`, kind: 'comment', value: index < failed ? 'CĐ' : 'Đ' })),
  ];
}

test('doing what the hint says reaches the next level, and nothing of it can be left out or made smaller', () => {
  fc.assert(
    fc.property(learner, anyRules, (pupil, rules) => {
      const subjects = subjectsOf(pupil);
      const way = wayUp(subjects, rules);
      if (way === null) return;
      const levelAfter = (raises: readonly Raise<string>[]) => learningLevel(afterRaises(subjects, raises), rules)?.level ?? 'CĐ';
      expect(reaches(levelAfter(way.raises), way.target)).toBe(true);
      for (const [index, raise] of way.raises.entries()) {
        const others = way.raises.filter((_, other) => other !== index);
        expect(reaches(levelAfter(others), way.target)).toBe(false);
        if (raise.to !== null) expect(reaches(levelAfter([...others, { ...raise, to: raise.to - 1 }]), way.target)).toBe(false);
      }
    }),
    { numRuns: 4000 },
  );
});

test('where no way is told there is none: even the best marks of all would not reach the next level', () => {
  fc.assert(
    fc.property(learner, anyRules, (pupil, rules) => {
      const subjects = subjectsOf(pupil);
      const now = learningLevel(subjects, rules)?.level;
      if (now === undefined || now === 'T' || wayUp(subjects, rules) !== null) return;
      const best = subjects.map((subject): SubjectOutcome => (subject.value === 'M' ? subject : subject.kind === 'comment' ? { ...subject, value: 'Đ' } : { ...subject, value: 100 as Tenths }));
      expect(learningLevel(best, rules)?.level).toBe(now);
    }),
    { numRuns: 4000 },
  );
});

test('the words: the nearest way, through the adjustment where that is nearer, and nothing at Tốt', () => {
  const [rules] = tables;
  const words = (row: readonly number[], failed = 0) => wayToNextLevel(subjectsOf({ scores: row, failed, exempt: 0 }), (id) => id, rules ?? levelRules.parse(general)).map(({ text }) => text);
  expect([words([83, 34, 80, 91, 85, 82, 88, 70]), words([66, 67, 65, 70, 68, 64, 69, 55], 1), words([80, 80, 80, 80, 80, 80, 65, 65])]).toEqual([
    // Raised to Đạt already because of the one subject: one tenth more and it is raised to Khá.
    ['Cách gần nhất để đạt mức Khá:', 's1: từ 3,4 lên ít nhất 3,5 (còn thiếu 0,1).', 'Chỉ còn môn s1 thấp, nên mức được điều chỉnh lên Khá.'],
    ['Cách gần nhất để đạt mức Khá:', 'c0: cần Đạt.'],
    [],
  ]);
});

test('the words: another subject would do as well only where a number of subjects is asked for, not where one stands below the floor of all', () => {
  const [rules] = tables;
  const words = (row: readonly number[]) => wayToNextLevel(subjectsOf({ scores: row, failed: 0, exempt: 0 }), (id) => id, rules ?? levelRules.parse(general)).map(({ text }) => text);
  expect([words([80, 80, 80, 80, 80, 80, 64, 40]), words([65, 65, 65, 65, 65, 64, 60, 60])]).toEqual([
    ['Cách gần nhất để đạt mức Khá:', 's6: từ 6,4 lên ít nhất 6,5 (còn thiếu 0,1).', 'Chỉ còn môn s7 thấp, nên mức được điều chỉnh lên Khá.'],
    ['Cách gần nhất để đạt mức Khá:', 's5: từ 6,4 lên ít nhất 6,5 (còn thiếu 0,1).', 'Môn khác đạt cùng mức điểm thì cũng được.'],
  ]);
});
