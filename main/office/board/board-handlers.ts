import type { BoardCell, BoardClass } from '#core/contract/board.ts';
import type { Semester } from '#core/contract/shared.ts';
import { levelOfGrade } from '#core/values/class-names.ts';
import { classId as classIdOf, subjectId as subjectIdOf } from '#core/values/ids.ts';
import { hasRole, type CallContext, type Handlers } from '../call-context.ts';
import type { Repositories } from '../ports/database.ts';
import type { PupilMarkCount, StoredClass, StoredSubject } from '../ports/school-repositories.ts';
import { gatherClass, rulesOf, testsOf } from '../results/class-data.ts';
import { hasTopicColumn } from '../results/subject-year.ts';
import { requiredRegularMarks } from '#core/rules/tt22/subject-results.ts';
import { missingForYear } from '../results/missing-homeroom.ts';
import { missingComments, missingMarks } from '../results/missing-marks.ts';

export function createBoardHandlers(): Handlers<'board.term' | 'board.firstEmpty'> {
  return {
    'board.term': ({ semester }, context) =>
      context.database().read(async (repositories) => {
        const school = await gatherSchool(repositories, semester);
        const classes = school.classes.map((group) => boardClass(school, group, semester, context.user)).filter(({ cells, homeroom }) => cells.length > 0 || homeroom !== null);
        const shown = new Set(classes.flatMap(({ cells }) => cells.map(({ subjectId }) => subjectId)));
        return { subjects: school.subjects.map(({ id, name, shortName }) => ({ id: subjectIdOf.parse(id), name, shortName })).filter(({ id }) => shown.has(id)), classes };
      }),

    'board.firstEmpty': ({ classId, subjectId, semester }, context) =>
      context.database().read(async (repositories) => {
        const data = await gatherClass(repositories, classId);
        if (subjectId === null) return { target: missingForYear(data).find(({ target }) => target.screen === 'homeroom' && (target.field?.endsWith(String(semester)) ?? false))?.target ?? null };
        const missing = [...missingMarks(data), ...(semester === 2 ? missingComments(data) : [])];
        return { target: missing.find(({ target }) => target.screen === 'gradebook' && target.subjectId === subjectId && target.semester === semester)?.target ?? null };
      }),
  };
}

type School = {
  readonly classes: readonly StoredClass[];
  readonly subjects: readonly StoredSubject[];
  readonly teachers: ReadonlyMap<string, string>;
  /** Teacher by `class subject`. */
  readonly assignments: ReadonlyMap<string, string>;
  /** Enrollments of those who study, by class. */
  readonly studying: ReadonlyMap<string, readonly string[]>;
  readonly counts: ReadonlyMap<string, PupilMarkCount>;
  readonly exempt: ReadonlySet<string>;
  /** Conduct, excused and unexcused absences that stand in the semester, by enrollment. */
  readonly homeroom: ReadonlyMap<string, number>;
  /** Elective subjects of those who chose them, by `enrollment subject`; true: with the special topics. */
  readonly choices: ReadonlyMap<string, boolean>;
  readonly due: (group: StoredClass, subject: StoredSubject) => Due | null;
};

/** What a semester asks of one pupil in a subject: regular and periodic marks, or levels and tests; comments of the sheet. */
type Due = { readonly kind: 'levels'; readonly regular: number; readonly topic: number } | { readonly kind: 'primary'; readonly cells: number };

/** The whole school in a few reads, whatever the number of classes. */
async function gatherSchool(repositories: Repositories, semester: Semester): Promise<School> {
  const { school, pupils, gradebook, homeroom, rules } = repositories;
  const year = await school.currentYear();
  const own = await school.school();
  const studying = new Map<string, string[]>();
  for (const { enrollment } of await pupils.ofClass(null)) {
    if (enrollment.status === 'studying') studying.set(enrollment.classId, [...(studying.get(enrollment.classId) ?? []), enrollment.id]);
  }
  return {
    classes: await school.classes(),
    subjects: await school.subjects(),
    teachers: new Map((await school.teachers()).map(({ id, fullName }) => [id, fullName])),
    assignments: new Map((await school.assignments(null)).map(({ classId, subjectId, teacherId }) => [`${classId} ${subjectId}`, teacherId])),
    studying,
    counts: new Map((await gradebook.countsOfYear(semester)).map((count) => [`${count.enrollmentId} ${count.subjectId}`, count])),
    exempt: new Set((await pupils.exemptions(null)).filter(({ kind }) => kind === 'not-assessed').map(({ enrollmentId, subjectId }) => `${enrollmentId} ${subjectId}`)),
    homeroom: new Map((await homeroom.ofClass(null)).map((entry) => [entry.enrollmentId, (semester === 1 ? [entry.conduct1, entry.excused1, entry.unexcused1] : [entry.conduct2, entry.excused2, entry.unexcused2]).filter((value) => value !== null && value !== '').length])),
    choices: new Map((await pupils.choices(null)).map(({ enrollmentId, subjectId, topics }) => [`${enrollmentId} ${subjectId}`, topics])),
    due(group, subject) {
      const periods = subject.periods[String(group.grade)];
      const table = own === null ? null : rulesOf(rules, own, year, group.grade);
      if (periods === undefined || table === null) return null;
      if (table.kind === 'levels') return { kind: 'levels', regular: requiredRegularMarks(periods, subject.kind, table), topic: table.policies.specialTopics === 'extra' && hasTopicColumn(subject, semester, table) ? 1 : 0 };
      const { middle, end } = testsOf(subject.code, group.grade, table);
      return { kind: 'primary', cells: 2 + (middle ? 1 : 0) + (end ? 1 : 0) };
    },
  };
}

function boardClass(school: School, group: StoredClass, semester: Semester, user: CallContext['user']): BoardClass {
  const pupils = school.studying.get(group.id) ?? [];
  const everything = hasRole(user, 'clerk', 'principal') || (hasRole(user, 'homeroomTeacher') && user?.teacherId != null && user.teacherId === group.homeroomTeacherId);
  const cells = school.subjects.flatMap((subject): readonly BoardCell[] => {
    const due = school.due(group, subject);
    const teacher = school.assignments.get(`${group.id} ${subject.id}`) ?? null;
    const own = hasRole(user, 'subjectTeacher') && user?.teacherId != null && teacher === user.teacherId;
    return due === null || (!everything && !own) ? [] : [boardCell(school, { subject, elective: subject.electiveIn.includes(group.grade) }, pupils, { due, semester, teacherName: school.teachers.get(teacher ?? '') ?? null })];
  });
  return {
    classId: classIdOf.parse(group.id),
    className: group.name,
    size: pupils.length,
    homeroomTeacherName: school.teachers.get(group.homeroomTeacherId ?? '') ?? null,
    cells,
    homeroom: everything ? { due: (levelOfGrade(group.grade) === 'primary' ? 2 : 3) * pupils.length, entered: pupils.reduce((sum, id) => sum + (school.homeroom.get(id) ?? 0), 0) } : null,
  };
}

/** Due per pupil: the regular marks of the circular and both periodic ones; more regular marks than due do not make up for others (as in missing-marks). */
function boardCell(school: School, { subject, elective }: { readonly subject: StoredSubject; readonly elective: boolean }, pupils: readonly string[], { due, semester, teacherName }: { readonly due: Due; readonly semester: Semester; readonly teacherName: string | null }): BoardCell {
  const taking = pupils.filter((id) => !school.exempt.has(`${id} ${subject.id}`) && (!elective || school.choices.has(`${id} ${subject.id}`)));
  const counts = taking.map((id) => school.counts.get(`${id} ${subject.id}`) ?? { regular: 0, periodic: 0, excused: 0, comments: 0, topics: 0, primary: 0 });
  const sum = (value: (count: (typeof counts)[number]) => number) => counts.reduce((total, count) => total + value(count), 0);
  return {
    subjectId: subjectIdOf.parse(subject.id),
    teacherName,
    due: due.kind === 'primary' ? taking.length * due.cells : taking.length * (due.regular + 2) + due.topic * taking.filter((id) => school.choices.get(`${id} ${subject.id}`) === true).length,
    entered: due.kind === 'primary' ? sum(({ primary }) => Math.min(due.cells, primary)) : sum(({ regular, periodic, topics }) => Math.min(due.regular, regular) + periodic + due.topic * topics),
    excused: sum(({ excused }) => excused),
    commentsDue: semester === 2 ? taking.length : 0,
    comments: semester === 2 ? sum(({ comments }) => comments) : 0,
  };
}
