import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { tenths, type Level, type PassLevel, type Tenths } from '#core/values/marks.ts';
import general from '../../../resources/rules/tt22-2021.json' with { type: 'json' };
import continuing from '../../../resources/rules/tt43-2021.json' with { type: 'json' };
import { policyValues, underChoices } from '../policies.ts';
import { levelRules } from '../rule-tables.ts';
import type { SubjectOutcome } from './learning-level.ts';
import { yearOutcome, type YearInput } from './year-outcome.ts';
import { toldResult, yearReview } from './year-review.ts';

const tables = [levelRules.parse(general), levelRules.parse(continuing)];
const year = fc
  .record({
    // Mixed marks, and those of good pupils with one that is low or not.
    scores: fc.oneof<fc.Arbitrary<number[]>[]>(
      fc.array(fc.constantFrom(33, 34, 35, 49, 50, 64, 65, 79, 80, 90), { minLength: 6, maxLength: 10 }),
      fc.tuple(fc.constantFrom(34, 49, 65, 80), fc.array(fc.constantFrom(65, 80, 80, 90), { minLength: 6, maxLength: 9 })).map(([one, others]) => [...others, one]),
    ),
    failed: fc.constantFrom(0, 0, 0, 1, 2),
    exempt: fc.constantFrom(0, 0, 0, 1),
    optional: fc.constantFrom(0, 0, 1),
    conduct: fc.constantFrom<Level>('T', 'T', 'K', 'CĐ'),
    absences: fc.constantFrom(0, 20, 22, 23, 45, 46),
    again: fc.boolean(),
    summer: fc.constantFrom<Level | null>(null, null, 'Đ', 'CĐ'),
  })
  .map(({ scores, failed, exempt, optional, conduct, absences, again, summer }): YearInput<string> => {
    const subjects: readonly SubjectOutcome[] = [
      ...scores.map((value, index): SubjectOutcome => ({ id: `s${index}`, kind: 'scored', value: index < exempt ? 'M' : tenths(value), optional: index >= scores.length - optional })),
      ...[0, 1, 2, 3].map((index): SubjectOutcome => ({ id: `c${index}`, kind: 'comment', value: index < failed ? 'CĐ' : 'Đ' })),
    ];
    const reassessed = new Map<string, Tenths | PassLevel>(again ? subjects.map(({ id, kind }) => [id, kind === 'comment' ? 'Đ' : tenths(60)]) : []);
    return { subjects, conduct, absences, reassessed, summerConduct: summer };
  });

test('a point is flagged exactly where another reading gives another result, under whatever reading holds', () => {
  const seen = new Set<string>();
  fc.assert(
    fc.property(year, fc.constantFrom(...tables), fc.nat(), (input, table, turn) => {
      // One point already decided the other way: flags must follow the reading in force.
      const turned = table.leftOpen[turn % table.leftOpen.length];
      const rules = turn % 3 === 0 && turned !== undefined ? underChoices(table, { [turned]: policyValues(turned).find((value) => value !== table.policies[turned]) ?? '' }) : table;
      const told = (other: typeof rules) => JSON.stringify(toldResult(null, null, yearOutcome(input, other)));
      const differing = rules.leftOpen.flatMap((policy) => policyValues(policy).flatMap((value) => (told(underChoices(rules, { [policy]: value })) === told(rules) ? [] : [`${policy} ${value}`])));
      const flagged = yearReview(input, yearOutcome(input, rules), rules).flatMap(({ policy, others }) => others.map(({ value }) => `${policy} ${value}`));
      expect(flagged).toEqual(differing);
      for (const one of flagged) seen.add(one.split(' ')[0] ?? '');
    }),
    { numRuns: 2000 },
  );
  // The random years reach every point that a year alone can hang on.
  expect([...seen].sort()).toEqual(['absencePlan', 'adjustment', 'adjustmentCommentSubjects', 'adjustmentCounterfactual', 'conductAndLearningFailed', 'exemptNeed', 'optionalSubjects', 'titleWithAbsences']);
});
