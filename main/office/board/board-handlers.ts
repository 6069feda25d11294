import type { BoardCell, BoardClass } from '#core/contract/board.ts';
import type { Semester } from '#core/contract/shared.ts';
import { requiredRegularMarks } from '#core/rules/tt22/subject-results.ts';
import { classId as classIdOf, subjectId as subjectIdOf } from '#core/values/ids.ts';
import { levelOfGrade } from '#core/values/class-names.ts';
import { hasRole, type CallContext, type Handlers } from '../call-context.ts';
import type { Repositories } from '../ports/database.ts';
import type { PupilMarkCount, StoredClass, StoredSubject } from '../ports/school-repositories.ts';
import { gatherClass } from '../results/class-data.ts';
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
  readonly required: (group: StoredClass, subject: StoredSubject) => number | null;
};

/** The whole school in a few reads, whatever the number of classes. */
async function gatherSchool(repositories: Repositories, semester: Semester): Promise<School> {
  const { school, pupils, gradebook, homeroom, rules } = repositories;
  const year = await school.currentYear();
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
    exempt: new Set((await pupils.exemptions(null)).map(({ enrollmentId, subjectId }) => `${enrollmentId} ${subjectId}`)),
    homeroom: new Map((await homeroom.ofClass(null)).map((entry) => [entry.enrollmentId, (semester === 1 ? [entry.conduct1, entry.excused1, entry.unexcused1] : [entry.conduct2, entry.excused2, entry.unexcused2]).filter((value) => value !== null && value !== '').length])),
    required(group, subject) {
      const periods = subject.periods[String(group.grade)];
      const table = rules.choose({ schoolYear: year.name, programme: 'general', level: levelOfGrade(group.grade), grade: group.grade });
      return periods === undefined || table?.kind !== 'levels' ? null : requiredRegularMarks(periods, subject.kind, table);
    },
  };
}

function boardClass(school: School, group: StoredClass, semester: Semester, user: CallContext['user']): BoardClass {
  const pupils = school.studying.get(group.id) ?? [];
  const everything = hasRole(user, 'clerk', 'principal') || (hasRole(user, 'homeroomTeacher') && user?.teacherId != null && user.teacherId === group.homeroomTeacherId);
  const cells = school.subjects.flatMap((subject): readonly BoardCell[] => {
    const required = school.required(group, subject);
    const teacher = school.assignments.get(`${group.id} ${subject.id}`) ?? null;
    const own = hasRole(user, 'subjectTeacher') && user?.teacherId != null && teacher === user.teacherId;
    return required === null || (!everything && !own) ? [] : [boardCell(school, subject, pupils, { required, semester, teacherName: school.teachers.get(teacher ?? '') ?? null })];
  });
  return {
    classId: classIdOf.parse(group.id),
    className: group.name,
    size: pupils.length,
    homeroomTeacherName: school.teachers.get(group.homeroomTeacherId ?? '') ?? null,
    cells,
    homeroom: everything ? { due: 3 * pupils.length, entered: pupils.reduce((sum, id) => sum + (school.homeroom.get(id) ?? 0), 0) } : null,
  };
}

/** Due per pupil: the regular marks of the circular and both periodic ones; more regular marks than due do not make up for others (as in missing-marks). */
function boardCell(school: School, subject: StoredSubject, pupils: readonly string[], { required, semester, teacherName }: { readonly required: number; readonly semester: Semester; readonly teacherName: string | null }): BoardCell {
  const taking = pupils.filter((id) => !school.exempt.has(`${id} ${subject.id}`));
  const counts = taking.map((id) => school.counts.get(`${id} ${subject.id}`) ?? { regular: 0, periodic: 0, excused: 0, comments: 0 });
  const sum = (value: (count: (typeof counts)[number]) => number) => counts.reduce((total, count) => total + value(count), 0);
  return {
    subjectId: subjectIdOf.parse(subject.id),
    teacherName,
    due: taking.length * (required + 2),
    entered: sum(({ regular, periodic }) => Math.min(required, regular) + periodic),
    excused: sum(({ excused }) => excused),
    commentsDue: semester === 2 ? taking.length : 0,
    comments: semester === 2 ? sum(({ comments }) => comments) : 0,
  };
}
