import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { policyValues, underChoices } from '#core/rules/policies.ts';
import { levelRules } from '#core/rules/rule-tables.ts';
import table from '../../../resources/rules/tt22-2021.json' with { type: 'json' };
import type { StoredHomeroom, StoredMark } from '../ports/school-repositories.ts';
import type { ClassSubject, LevelFrame, PupilYear } from './class-data.ts';
import { pupilResult, pupilReview, told } from './pupil-result.ts';

const rules = levelRules.parse(table);
const subject = (index: number, elective: boolean): ClassSubject => ({ id: `s${index}`, code: `M${index}`, name: `Môn ${index}`, shortName: `M${index}`, kind: 'scored', order: index, periods: { '9': 35 }, electiveIn: elective ? [9] : [], elective, periodsPerYear: 35, requiredRegular: 2 });
const subjects = [0, 1, 2, 3, 4, 5, 6, 7].map((index) => subject(index, index === 7));
const frame: Pick<LevelFrame, 'subjects' | 'rules' | 'group'> = { subjects, rules, group: { id: 'c', yearId: 'y', name: '9A', grade: 9, homeroomTeacherId: null } };

/** A pupil of marks around the thresholds; `gone`: subjects without a first semester; `topics`: with the mark of the special topics in one of them. */
const pupil = fc
  .record({
    scores: fc.array(fc.constantFrom(50, 63, 65, 66, 79, 80, 81), { minLength: 8, maxLength: 8 }),
    gone: fc.constantFrom<'nothing' | 'one' | 'all'>('nothing', 'nothing', 'one', 'all'),
    topic: fc.constantFrom<number | null>(null, null, 30, 60, 100),
    topics: fc.boolean(),
    takes: fc.boolean(),
    absences: fc.constantFrom(0, 24),
  })
  .map(({ scores, gone, topic, topics, takes, absences }): PupilYear => {
    const isGone = (index: number) => gone === 'all' || (gone === 'one' && index === 0);
    const mark = (subjectId: string, semester: 1 | 2, column: StoredMark['column'], score: number): StoredMark => ({ enrollmentId: 'e', subjectId, semester, column, state: 'entered', score, pass: null, comment: null, level: null, changes: 0 });
    const marksOf = (index: number, score: number): readonly StoredMark[] => [
      ...([1, 2] as const).flatMap((semester) => (semester === 1 && isGone(index) ? [] : (['regular1', 'regular2', 'midterm', 'final'] as const).map((column) => mark(`s${index}`, semester, column, score)))),
      ...(topic === null || index !== 0 ? [] : [mark('s0', 2, 'topic', topic)]),
    ];
    const homeroom: StoredHomeroom = { enrollmentId: 'e', conduct1: gone === 'all' ? null : 'T', conduct2: 'T', excused1: absences, unexcused1: 0, excused2: 0, unexcused2: 0, height: null, weight: null, comment: null, summerConduct: null, commendation: null, nominated: null, outstanding: null, supportDecision: null };
    return {
      pupil: {} as PupilYear['pupil'],
      enrollment: {} as PupilYear['enrollment'],
      marks: new Map(scores.map((score, index) => [`s${index}`, marksOf(index, score)])),
      homeroom,
      exempt: new Set(),
      notTaken: new Set(takes ? [] : ['s7']),
      topics: new Set(topics ? ['s0'] : []),
      readings: {},
      practical: new Map(),
      transferred: { results: [], semesters: [] },
    };
  });

test('a pupil is flagged exactly where another reading changes a level, title or decision of the year, also through averages', () => {
  const seen = new Set<string>();
  fc.assert(
    fc.property(pupil, fc.nat(), (plain, turn) => {
      // The pupil's own decision holds before the school's: flags follow it.
      const turned = rules.leftOpen[turn % rules.leftOpen.length];
      const one: PupilYear = turn % 4 === 0 && turned !== undefined ? { ...plain, readings: { [turned]: policyValues(turned).at(-1) ?? '' } } : plain;
      const result = pupilResult(frame, one);
      const under = (policy: (typeof rules.leftOpen)[number], value: string) => told(pupilResult(frame, { ...one, readings: { ...one.readings, [policy]: value } }));
      const differing = rules.leftOpen.flatMap((policy) => policyValues(policy).flatMap((value) => (JSON.stringify(under(policy, value)) === JSON.stringify(told(result)) ? [] : [`${policy} ${value}`])));
      const flagged = pupilReview(frame, result).flatMap(({ policy, others }) => others.map(({ value }) => `${policy} ${value}`));
      expect(flagged).toEqual(differing);
      for (const each of flagged) seen.add(each.split(' ')[0] ?? '');
    }),
    { numRuns: 400 },
  );
  expect([...seen].sort()).toEqual(expect.arrayContaining(['absencePlan', 'oneSemesterOnly', 'optionalSubjects', 'specialTopics', 'specialTopicsSemester']) as string[]);
  expect(underChoices(rules, { adjustment: 'none', exemptNeed: 'half' })).toBe(rules);
});
