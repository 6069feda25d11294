import type { MoveRow } from '#core/contract/moves.ts';
import type { RollOver } from '#core/contract/year-turn.ts';
import { levelOfGrade } from '#core/values/class-names.ts';
import { classId as classIdOf } from '#core/values/ids.ts';
import { isLastGrade, nextYearName } from '#core/values/year-turn.ts';
import type { Change, JournalEntities } from '../ports/move-repository.ts';
import type { StoredAssignment, StoredChoice, StoredClass, StoredEnrollment, StoredExemption, StoredPupil, StoredSubject, StoredTeacher } from '../ports/school-repositories.ts';
import { byName } from '../pupils/class-order.ts';
import { change, placeholderIds, type MovePlan } from './move-plan.ts';
import { daysOfYear, remark } from './pupil-at.ts';

/** A pupil at the end of the year. `decision` null: the year is open, or the principal has not confirmed how it ended. */
export type EndingPupil = { readonly pupil: StoredPupil; readonly enrollment: StoredEnrollment; readonly decision: 'PROMOTED' | 'RETAINED' | null };

export type RollOverFacts = {
  readonly year: JournalEntities['year'];
  /** Names of school years that exist. */
  readonly years: readonly string[];
  readonly classes: readonly { readonly group: StoredClass; readonly pupils: readonly EndingPupil[] }[];
  readonly subjects: readonly StoredSubject[];
  readonly teachers: readonly StoredTeacher[];
  readonly assignments: readonly StoredAssignment[];
  readonly choices: readonly StoredChoice[];
  readonly exemptions: readonly StoredExemption[];
  readonly createdAt: string;
};

type NewClass = { readonly group: StoredClass; readonly sources: readonly StoredClass[] };
type Arrival = { readonly pupil: StoredPupil; readonly enrollment: StoredEnrollment; readonly from: StoredClass };

/**
 * The school turns to its next year: promoted pupils go up with their class, retained ones into a class of their grade, those through with the last grade of
 * a level leave; subjects and periods, the pupils' electives and exemptions for the whole level, and where wanted the subject teachers come along. Everything
 * that happened stays in the old year.
 */
export function planRollOver(facts: RollOverFacts, action: RollOver): MovePlan {
  const ids = placeholderIds();
  const { year, classes } = facts;
  const next: JournalEntities['year'] = { id: ids.next(), name: action.yearName, createdAt: facts.createdAt, current: 1 };
  const targets = new Map(action.promotions.map(({ classId, to }) => [classId as string, to]));
  const made = action.classes.map((each): NewClass => ({
    group: { id: ids.next(), yearId: next.id, name: each.name, grade: each.grade, homeroomTeacherId: each.homeroomTeacherId },
    sources: classes.filter(({ group }) => targets.get(group.id) === each.name).map(({ group }) => group),
  }));
  const byClassName = new Map(made.map((each) => [each.group.name, each]));
  const stayTargets = new Map(action.retained.map(({ enrollmentId, to }) => [enrollmentId as string, to]));
  const arrivals = new Map<string, Arrival[]>(made.map(({ group }) => [group.name, []]));
  for (const { group, pupils } of classes) {
    for (const { pupil, enrollment, decision } of pupils) {
      const to = decision === 'RETAINED' ? stayTargets.get(enrollment.id) : decision === 'PROMOTED' && !isLastGrade(group.grade) ? targets.get(group.id) : undefined;
      if (to !== undefined) arrivals.get(to)?.push({ pupil, enrollment, from: group });
    }
  }
  return {
    subject: { year: year.name, next: next.name, classes: made.length, count: [...arrivals.values()].reduce((sum, list) => sum + list.length, 0) },
    rows: [...made.map(({ group }) => classRow(group, facts, arrivals.get(group.name) ?? [])), ...leavingRows(facts), ...stayingRows(facts, stayTargets)],
    remarks: remarksOn(facts, action, { byClassName, targets, stayTargets }),
    changes: [
      change('year', year, { ...year, current: 0 }),
      change('year', null, next),
      ...periodsOf(facts, next.id),
      ...made.map(({ group }) => change('class', null, group)),
      ...(action.keepTeachers ? made.flatMap((each) => assignmentsOf(facts, each)) : []),
      ...made.flatMap(({ group }) => enrolling(facts, group, arrivals.get(group.name) ?? [], { startsOn: action.startsOn, next: () => ids.next() })),
    ],
  };
}

function periodsOf({ subjects }: RollOverFacts, yearId: string): readonly Change[] {
  return subjects.flatMap(({ id, periods, electiveIn }) => Object.entries(periods).map(([grade, count]) => change('periods', null, { yearId, subjectId: id, grade: Number(grade), periods: count, elective: electiveIn.includes(Number(grade)) ? 1 : 0 })));
}

/** Of several classes that become one, the first says who teaches. Teachers who are gone, and subjects the grade does not have, stay behind. */
function assignmentsOf({ assignments, teachers, subjects }: RollOverFacts, { group, sources }: NewClass): readonly Change[] {
  const active = new Set(teachers.filter((teacher) => teacher.active).map(({ id }) => id));
  const taught = new Set(subjects.filter(({ periods }) => periods[String(group.grade)] !== undefined).map(({ id }) => id));
  const wanted = new Map<string, string>();
  for (const source of sources) {
    for (const { classId, subjectId, teacherId } of assignments) if (classId === source.id && active.has(teacherId) && taught.has(subjectId) && !wanted.has(subjectId)) wanted.set(subjectId, teacherId);
  }
  return [...wanted].map(([subjectId, teacherId]) => change('assignment', null, { classId: group.id, subjectId, teacherId }));
}

/** The class list in the order of given names, each pupil with what is carried along. */
function enrolling({ subjects, choices, exemptions }: RollOverFacts, group: StoredClass, arrivals: readonly Arrival[], { startsOn, next }: { readonly startsOn: string; readonly next: () => string }): readonly Change[] {
  const electives = new Set(subjects.filter(({ periods, electiveIn }) => periods[String(group.grade)] !== undefined && electiveIn.includes(group.grade)).map(({ id }) => id));
  const taught = new Set(subjects.filter(({ periods }) => periods[String(group.grade)] !== undefined).map(({ id }) => id));
  return arrivals.toSorted(byName).flatMap(({ pupil, enrollment, from }, index) => {
    const id = next();
    const sameLevel = levelOfGrade(from.grade) === levelOfGrade(group.grade);
    return [
      change('enrollment', null, { id, yearId: group.yearId, classId: group.id, pupilId: pupil.id, position: index + 1, status: 'studying', enteredOn: startsOn, leftOn: null }),
      ...choices.filter((choice) => choice.enrollmentId === enrollment.id && (electives.has(choice.subjectId) || (choice.topics && taught.has(choice.subjectId)))).map(({ subjectId, topics }) => change('choice', null, { enrollmentId: id, subjectId, topics: topics ? 1 : 0 })),
      ...exemptions.filter((one) => one.enrollmentId === enrollment.id && one.term === 'level' && sameLevel && taught.has(one.subjectId)).map((one) => change('exemption', null, { ...one, enrollmentId: id })),
    ];
  });
}

function classRow(group: StoredClass, { teachers }: RollOverFacts, arrivals: readonly Arrival[]): MoveRow {
  const up = arrivals.filter(({ from }) => from.grade < group.grade);
  const from = [...new Set(up.map(({ from: source }) => source.name))].join(', ');
  return { group: group.name, name: '', code: 'class-made', params: { grade: group.grade, from, promoted: up.length, retained: arrivals.length - up.length, teacher: teachers.find(({ id }) => id === group.homeroomTeacherId)?.fullName ?? '' } };
}

function leavingRows({ classes }: RollOverFacts): readonly MoveRow[] {
  return classes.flatMap(({ group, pupils }): readonly MoveRow[] => {
    const done = pupils.filter(({ decision }) => decision === 'PROMOTED').length;
    return isLastGrade(group.grade) && done > 0 ? [{ group: group.name, name: '', code: 'class-completes', params: { count: done, grade: group.grade } }] : [];
  });
}

function stayingRows({ classes }: RollOverFacts, targets: ReadonlyMap<string, string>): readonly MoveRow[] {
  return classes.flatMap(({ group, pupils }) =>
    pupils.filter(({ decision }) => decision === 'RETAINED').map(({ pupil, enrollment }): MoveRow => ({ group: group.name, name: pupil.data.fullName, code: 'pupil-stays', params: { to: targets.get(enrollment.id) ?? '' } })),
  );
}

type Mapping = { readonly byClassName: ReadonlyMap<string, NewClass>; readonly targets: ReadonlyMap<string, string>; readonly stayTargets: ReadonlyMap<string, string> };

function remarksOn(facts: RollOverFacts, action: RollOver, { byClassName, targets, stayTargets }: Mapping): MovePlan['remarks'] {
  const { year, years, classes } = facts;
  const [first, last] = daysOfYear(action.yearName);
  const names = action.classes.map(({ name }) => name.toUpperCase());
  const leaderless = action.classes.filter(({ homeroomTeacherId }) => homeroomTeacherId === null).map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  return [
    ...(action.yearName === nextYearName(year.name) ? [] : [remark('error', 'not-next-year', { year: action.yearName, next: nextYearName(year.name) })]),
    ...(years.includes(action.yearName) ? [remark('error', 'year-exists', { year: action.yearName })] : []),
    ...(action.startsOn < first || action.startsOn > last ? [remark('error', 'day-outside-year', { on: action.startsOn, year: action.yearName })] : []),
    ...(twice === undefined ? [] : [remark('error', 'class-twice', { className: twice })]),
    ...classes.flatMap(({ group, pupils }) => {
      const open = pupils.filter(({ decision }) => decision === null).length;
      const to = byClassName.get(targets.get(group.id) ?? '');
      const goesUp = !isLastGrade(group.grade) && pupils.some(({ decision }) => decision === 'PROMOTED');
      return [
        ...(open === 0 ? [] : [remark('error', 'not-confirmed', { className: group.name, count: open }, { screen: 'moves', section: 'summer', classId: classIdOf.parse(group.id), enrollmentId: null })]),
        ...(goesUp && to === undefined ? [remark('error', 'class-goes-nowhere', { className: group.name })] : []),
        ...(goesUp && to !== undefined && !goesOn(group.grade, to.group.grade) ? [remark('error', 'wrong-grade-up', { className: group.name, to: to.group.name })] : []),
        ...pupils.flatMap(({ pupil, enrollment, decision }) => {
          if (decision !== 'RETAINED') return [];
          const stays = byClassName.get(stayTargets.get(enrollment.id) ?? '');
          if (stays === undefined) return [remark('error', 'stays-nowhere', { name: pupil.data.fullName, className: group.name })];
          return stays.group.grade === group.grade ? [] : [remark('error', 'wrong-grade-stay', { name: pupil.data.fullName, to: stays.group.name })];
        }),
      ];
    }),
    ...(leaderless.length === 0 ? [] : [remark('warning', 'no-homeroom-teacher', { classes: leaderless.join(', ') })]),
    remark('note', 'old-year-stays', { year: year.name }),
  ];
}

/** One grade up; preschool classes are all of grade 0. */
function goesOn(from: number, to: number): boolean {
  return to === from + 1 || (from === 0 && to === 0);
}
