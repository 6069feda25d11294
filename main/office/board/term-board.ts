import type { BoardCell, BoardClass } from '#core/contract/board.ts';
import type { MethodOutput } from '#core/contract/index.ts';
import type { Role } from '#core/contract/method.ts';
import type { Semester } from '#core/contract/shared.ts';
import type { LevelRules, PrimaryRules } from '#core/rules/rule-tables.ts';
import { requiredRegularMarks } from '#core/rules/tt22/subject-results.ts';
import { classId as classIdOf, subjectId as subjectIdOf } from '#core/values/ids.ts';
import { schoolReadings } from '../policies/readings.ts';
import type { Repositories } from '../ports/database.ts';
import type { PupilMarkCount, StoredClass, StoredSubject } from '../ports/school-repositories.ts';
import type { BetweenClasses, Viewer } from '../ports/whole-school.ts';
import { rulesOf, testsOf } from '../results/class-data.ts';
import { attributesAt, attributesDue, type AttributeLevels } from '../results/primary-result.ts';
import { hasTopicColumn } from '../results/subject-year.ts';
import { byPupil, withTransferred, type Transferred } from '../results/transferred.ts';

/** What a semester asks of one pupil in a subject: regular and periodic marks, or levels and tests; comments of the sheet. */
type Due = { readonly kind: 'levels'; readonly regular: number; readonly topic: number } | { readonly kind: 'primary'; readonly cells: number };

/** A subject of the class that the viewer has to do with. */
type Shown = { readonly subject: StoredSubject; readonly due: Due; readonly elective: boolean; readonly teacherName: string | null };

type ClassPlan = { readonly group: StoredClass; readonly homeroomTeacherName: string | null; /** Whether the viewer sees the whole class, with the homeroom teacher's sheet. */ readonly everything: boolean; readonly shown: readonly Shown[]; readonly table: LevelRules | PrimaryRules | null };

/** One class's state in the semester, by enrollment and by `enrollment subject`. */
type ClassState = {
  readonly studying: readonly string[];
  readonly counts: ReadonlyMap<string, PupilMarkCount>;
  readonly exempt: ReadonlySet<string>;
  /** Results of old schools in place of the semester's marks. */
  readonly transferred: ReadonlySet<string>;
  /** What the homeroom teacher enters in the semester, and what stands: conduct and absences; in primary classes absences, qualities and competencies. */
  readonly homeroom: ReadonlyMap<string, { readonly due: number; readonly entered: number }>;
  /** Elective subjects of those who chose them; true: with the special topics. */
  readonly choices: ReadonlyMap<string, boolean>;
};

/** What every class still lacks in a semester, as far as the viewer has to do with it. Class by class, so that the largest school is no longer work at a time than its largest class. */
export async function termBoard(repositories: Repositories, semester: Semester, viewer: Viewer, between: BetweenClasses): Promise<MethodOutput<'board.term'>> {
  const plans = (await classPlans(repositories, semester, viewer)).filter(({ everything, shown }) => everything || shown.length > 0);
  const classes: BoardClass[] = [];
  for (const [index, plan] of plans.entries()) {
    await between(index, plans.length, plan.group.name);
    classes.push(boardClass(plan, await classState(repositories, plan, semester), semester));
  }
  const shown = new Set<string>(classes.flatMap(({ cells }) => cells.map(({ subjectId }) => subjectId)));
  const subjects = (await repositories.school.subjects()).filter(({ id }) => shown.has(id));
  return { subjects: subjects.map(({ id, name, shortName }) => ({ id: subjectIdOf.parse(id), name, shortName })), classes };
}

async function classPlans({ school, rules, decisions }: Repositories, semester: Semester, { roles, teacherId }: Viewer): Promise<readonly ClassPlan[]> {
  const [own, year, subjects] = [await school.school(), await school.currentYear(), await school.subjects()];
  const readings = schoolReadings(await decisions.policies(year));
  const teachers = new Map((await school.teachers()).map(({ id, fullName }) => [id, fullName]));
  const assignments = new Map((await school.assignments(null)).map((entry) => [`${entry.classId} ${entry.subjectId}`, entry.teacherId]));
  const is = (role: Role) => roles.includes(role);
  return (await school.classes()).map((group) => {
    const table = own === null ? null : rulesOf(rules, own, year, group.grade, readings);
    const everything = is('clerk') || is('principal') || (is('homeroomTeacher') && teacherId !== null && teacherId === group.homeroomTeacherId);
    const shown = subjects.flatMap((subject): readonly Shown[] => {
      const due = dueIn(subject, group.grade, semester, table);
      const teacher = assignments.get(`${group.id} ${subject.id}`) ?? null;
      const isOwn = is('subjectTeacher') && teacherId !== null && teacher === teacherId;
      return due === null || (!everything && !isOwn) ? [] : [{ subject, due, elective: subject.electiveIn.includes(group.grade), teacherName: teachers.get(teacher ?? '') ?? null }];
    });
    return { group, homeroomTeacherName: teachers.get(group.homeroomTeacherId ?? '') ?? null, everything, shown, table };
  });
}

function dueIn(subject: StoredSubject, grade: number, semester: Semester, table: LevelRules | PrimaryRules | null): Due | null {
  const periods = subject.periods[String(grade)];
  if (periods === undefined || table === null) return null;
  if (table.kind === 'levels') return { kind: 'levels', regular: requiredRegularMarks(periods, subject.kind, table), topic: table.policies.specialTopics === 'extra' && hasTopicColumn(subject, semester, table) ? 1 : 0 };
  const { middle, end } = testsOf(subject.code, grade, table);
  return { kind: 'primary', cells: 2 + (middle ? 1 : 0) + (end ? 1 : 0) };
}

async function classState(repositories: Repositories, { group, table }: ClassPlan, semester: Semester): Promise<ClassState> {
  const { pupils, gradebook } = repositories;
  const classId = group.id;
  const key = ({ enrollmentId, subjectId }: { readonly enrollmentId: string; readonly subjectId: string }) => `${enrollmentId} ${subjectId}`;
  const studying = (await pupils.ofClass(classId)).flatMap(({ enrollment }) => (enrollment.status === 'studying' ? [enrollment.id] : []));
  const supplied = await repositories.moves.transferredOfClass(classId);
  return {
    studying,
    counts: new Map((await gradebook.counts(classId, semester)).map((count) => [key(count), count])),
    exempt: new Set((await pupils.exemptions(classId)).filter(({ kind }) => kind === 'not-assessed').map(key)),
    homeroom: await homeroomState(repositories, { group, table, studying }, semester, supplied),
    transferred: new Set(supplied.results.filter((result) => result.semester === semester).map(key)),
    choices: new Map((await pupils.choices(classId)).map((choice) => [key(choice), choice.topics])),
  };
}

async function homeroomState({ homeroom, registers }: Repositories, { group, table, studying }: Pick<ClassPlan, 'group' | 'table'> & Pick<ClassState, 'studying'>, semester: Semester, supplied: Transferred): Promise<ClassState['homeroom']> {
  const oldSchool = byPupil(supplied);
  const entries = new Map((await homeroom.ofClass(group.id)).map((entry) => [entry.enrollmentId, entry]));
  const isPrimary = table?.kind === 'primary';
  const moments = semester === 1 ? (['1-mid', '1-end'] as const) : (['2-mid', '2-end'] as const);
  const attributes = isPrimary ? await registers.attributes(group.id) : [];
  const levels = moments.map((moment) => attributesAt(attributes, moment));
  return new Map(
    studying.map((id) => {
      const entry = withTransferred(id, entries.get(id) ?? null, oldSchool(id));
      const sheet = semester === 1 ? [entry?.excused1, entry?.unexcused1, ...(isPrimary ? [] : [entry?.conduct1])] : [entry?.excused2, entry?.unexcused2, ...(isPrimary ? [] : [entry?.conduct2])];
      const codes = levels.map((each) => {
        const own: AttributeLevels = each.get(id) ?? new Map();
        return isPrimary ? attributesDue({ rules: table, group }, own).map((code) => own.has(code)) : [];
      });
      const given = [...sheet.map((value) => value !== undefined && value !== null && value !== ''), ...codes.flat()];
      return [id, { due: given.length, entered: given.filter(Boolean).length }];
    }),
  );
}

function boardClass({ group, homeroomTeacherName, everything, shown, table }: ClassPlan, state: ClassState, semester: Semester): BoardClass {
  const { studying } = state;
  return {
    classId: classIdOf.parse(group.id),
    className: group.name,
    size: studying.length,
    homeroomTeacherName,
    // An elective that nobody of the class chose is none of its subjects.
    cells: shown.map((each) => boardCell(each, state, semester)).filter(({ due, commentsDue }, index) => due + commentsDue > 0 || shown[index]?.elective !== true),
    homeroom: everything && table !== null ? { due: homeroomSum(state, 'due'), entered: homeroomSum(state, 'entered') } : null,
  };
}

function homeroomSum({ homeroom }: ClassState, field: 'due' | 'entered'): number {
  return [...homeroom.values()].reduce((sum, each) => sum + each[field], 0);
}

/** Due per pupil: the regular marks of the circular and both periodic ones; more regular marks than due do not make up for others (as in missing-marks). */
function boardCell({ subject, due, elective, teacherName }: Shown, state: ClassState, semester: Semester): BoardCell {
  const studied = state.studying.filter((id) => !state.exempt.has(`${id} ${subject.id}`) && (!elective || state.choices.has(`${id} ${subject.id}`)));
  const taking = studied.filter((id) => !state.transferred.has(`${id} ${subject.id}`));
  const counts = taking.map((id) => state.counts.get(`${id} ${subject.id}`) ?? { regular: 0, periodic: 0, excused: 0, comments: 0, topics: 0, primary: 0 });
  const sum = (value: (count: (typeof counts)[number]) => number) => counts.reduce((total, count) => total + value(count), 0);
  return {
    subjectId: subjectIdOf.parse(subject.id),
    teacherName,
    due: due.kind === 'primary' ? taking.length * due.cells : taking.length * (due.regular + 2) + due.topic * taking.filter((id) => state.choices.get(`${id} ${subject.id}`) === true).length,
    entered: due.kind === 'primary' ? sum(({ primary }) => Math.min(due.cells, primary)) : sum(({ regular, periodic, topics }) => Math.min(due.regular, regular) + periodic + due.topic * topics),
    excused: sum(({ excused }) => excused),
    commentsDue: semester === 2 ? studied.length : 0,
    comments: semester === 2 ? sum(({ comments }) => comments) : 0,
  };
}
