import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { isLastGrade } from '#core/values/year-turn.ts';
import type { Change, JournalEntities } from '../ports/move-repository.ts';
import type { StoredClass, StoredEnrollment, StoredPupil } from '../ports/school-repositories.ts';
import { byName } from '../pupils/class-order.ts';
import { mayApply, planDigest } from './move-plan.ts';
import { planRollOver, type EndingPupil, type RollOverFacts } from './plan-roll-over.ts';
import { proposeRollOver } from './roll-over-proposal.ts';

const names = ['Nguyễn Văn An', 'Lò Thị Bích', 'Hà Công Đức', 'Y Moan Êban', 'Trần Ánh', 'Phùng Chòi Phin'];
const data = (fullName: string) => ({ fullName }) as StoredPupil['data'];

/** A school of some classes of any levels; every pupil with a decision, or with none. */
const school = fc
  .array(fc.record({ grade: fc.integer({ min: 1, max: 12 }), letter: fc.constantFrom('A', 'B', 'C1'), pupils: fc.array(fc.record({ name: fc.constantFrom(...names), decision: fc.constantFrom('PROMOTED' as const, 'PROMOTED' as const, 'RETAINED' as const, null) }), { maxLength: 6 }) }), { minLength: 1, maxLength: 8 })
  .map((list): RollOverFacts => {
    const named = [...new Map(list.map((each) => [`${each.grade}${each.letter}`, each])).entries()];
    const classes = named.map(([name, { grade, pupils }], index) => {
      const group: StoredClass = { id: `c${index}`, yearId: 'y', name, grade, homeroomTeacherId: index % 2 === 0 ? 't1' : 't2' };
      return {
        group,
        pupils: pupils.map(({ name: fullName, decision }, place): EndingPupil => {
          const enrollment: StoredEnrollment = { id: `e${index}-${place}`, yearId: 'y', classId: group.id, pupilId: `p${index}-${place}`, position: place + 1, status: 'studying', enteredOn: '2025-09-05', leftOn: null };
          return { pupil: { id: enrollment.pupilId, data: data(fullName) }, enrollment, decision };
        }),
      };
    });
    const enrollments = classes.flatMap(({ pupils }) => pupils.map(({ enrollment }) => enrollment.id));
    return {
      year: { id: 'y', name: '2025-2026', createdAt: '2025-08-01T00:00:00+07:00', current: 1 },
      years: ['2025-2026'],
      classes,
      subjects: [
        { id: 's1', code: 'TOAN', name: 'Toán', shortName: 'Toán', kind: 'scored', order: 1, periods: Object.fromEntries(Array.from({ length: 12 }, (_, grade) => [String(grade + 1), 140])), electiveIn: [] },
        { id: 's2', code: 'VAT_LI', name: 'Vật lí', shortName: 'Vật lí', kind: 'scored', order: 2, periods: { '10': 70, '11': 70, '12': 70 }, electiveIn: [10, 11, 12] },
      ],
      teachers: [
        { id: 't1', fullName: 'Lê Mai', personalId: '', active: true },
        { id: 't2', fullName: 'Hà Tới', personalId: '', active: false },
      ],
      assignments: classes.flatMap(({ group }) => [{ classId: group.id, subjectId: 's1', teacherId: 't1' }, { classId: group.id, subjectId: 's2', teacherId: 't2' }]),
      choices: enrollments.map((enrollmentId) => ({ enrollmentId, subjectId: 's2', topics: false })),
      exemptions: enrollments.map((enrollmentId, index) => ({ enrollmentId, subjectId: 's1', kind: 'practical', term: index % 2 === 0 ? 'level' : 'year', reason: 'QĐ', decidedOn: '2025-09-20' })),
      createdAt: '2026-06-20T00:00:00+07:00',
    };
  });

function made<Name extends Change['entity']>(changes: readonly Change[], entity: Name): readonly JournalEntities[Name][] {
  return changes.flatMap((each) => (each.entity === entity && each.before === null && each.after !== null ? [each.after as JournalEntities[Name]] : []));
}

test('the usual next year: everybody once, in the right grade, in order; open years and nothing else stand in the way', () => {
  fc.assert(
    fc.property(school, (facts) => {
      const action = proposeRollOver(facts);
      const plan = planRollOver(facts, action);
      const classes = new Map(made(plan.changes, 'class').map((group) => [group.id, group]));
      const enrollments = made(plan.changes, 'enrollment');
      const gradeOf = new Map(enrollments.map(({ pupilId, classId }) => [pupilId, classes.get(classId)?.grade]));
      const pupils = facts.classes.flatMap(({ group, pupils: own }) => own.map((pupil) => ({ ...pupil, grade: group.grade })));
      // Each pupil is where the decision says, and nowhere else.
      expect(enrollments.length).toBe(gradeOf.size);
      for (const { pupil, decision, grade } of pupils) {
        const expected = decision === 'RETAINED' ? grade : decision === 'PROMOTED' && !isLastGrade(grade) ? grade + 1 : undefined;
        expect([pupil.data.fullName, decision, gradeOf.get(pupil.id)]).toEqual([pupil.data.fullName, decision, expected]);
      }
      // Lists are numbered from 1 in the order of given names; names of classes are used once.
      const byId = new Map(pupils.map(({ pupil }) => [pupil.id, pupil]));
      for (const { id } of classes.values()) {
        const list = enrollments.filter(({ classId }) => classId === id);
        expect(list.map(({ position }) => position)).toEqual(list.map((_, index) => index + 1));
        const people = list.flatMap(({ pupilId }) => byId.get(pupilId) ?? []).map((pupil) => ({ pupil }));
        expect(people).toEqual(people.toSorted(byName));
      }
      expect(new Set([...classes.values()].map(({ name }) => name)).size).toBe(classes.size);
      // Whoever is gone teaches nobody; electives and exemptions for the level go along only where they still mean something.
      expect(made(plan.changes, 'assignment').every(({ teacherId }) => teacherId === 't1')).toBe(true);
      for (const { enrollmentId } of made(plan.changes, 'choice')) expect(classes.get(enrollments.find(({ id }) => id === enrollmentId)?.classId ?? '')?.grade ?? 0).toBeGreaterThanOrEqual(10);
      expect(made(plan.changes, 'exemption').every(({ term }) => term === 'level')).toBe(true);
      const open = pupils.some(({ decision }) => decision === null);
      expect(plan.remarks.filter(({ severity }) => severity === 'error').map(({ code }) => code)).toEqual(open ? facts.classes.filter(({ pupils: own }) => own.some(({ decision }) => decision === null)).map(() => 'not-confirmed') : []);
      expect([mayApply(plan), planDigest(planRollOver(facts, action)) === planDigest(plan)]).toEqual([!open, true]);
    }),
    { numRuns: 300 },
  );
});

test('a mapping that leads nowhere or to another grade is told, class by class and pupil by pupil', () => {
  const facts = fc.sample(school, { numRuns: 1, seed: 7 })[0];
  if (facts === undefined) throw new Error('no school');
  const group: StoredClass = { id: 'c', yearId: 'y', name: '7A', grade: 7, homeroomTeacherId: null };
  const one = (id: string, decision: EndingPupil['decision']): EndingPupil => ({ pupil: { id, data: data(names[0] ?? '') }, enrollment: { id: `e-${id}`, yearId: 'y', classId: 'c', pupilId: id, position: 1, status: 'studying', enteredOn: '2025-09-05', leftOn: null }, decision });
  const own: RollOverFacts = { ...facts, classes: [{ group, pupils: [one('p1', 'PROMOTED'), one('p2', 'RETAINED')] }], choices: [], exemptions: [], assignments: [] };
  const usual = proposeRollOver(own);
  const errors = (change: Partial<typeof usual>) => planRollOver(own, { ...usual, ...change }).remarks.filter(({ severity }) => severity === 'error').map(({ code }) => code);
  expect([
    errors({}),
    errors({ promotions: [], retained: [] }),
    errors({ promotions: usual.promotions.map((each) => ({ ...each, to: '7A' })) }),
    errors({ retained: usual.retained.map((each) => ({ ...each, to: '8A' })) }),
    errors({ classes: [...usual.classes, ...usual.classes.slice(0, 1)] }),
    errors({ yearName: '2027-2028' }),
    errors({ startsOn: '2026-01-05' }),
  ]).toEqual([[], ['class-goes-nowhere', 'stays-nowhere'], ['wrong-grade-up'], ['wrong-grade-stay'], ['class-twice'], ['not-next-year', 'day-outside-year'], ['day-outside-year']]);
});
