import type { YearTask } from '#core/contract/school.ts';
import type { Target } from '#core/contract/shared.ts';
import { levelOfGrade } from '#core/values/class-names.ts';
import { classId as classIdOf } from '#core/values/ids.ts';
import type { Repositories } from '../ports/database.ts';
import type { BetweenClasses, ClassProgress } from '../ports/whole-school.ts';
import { gatherClass, studying } from '../results/class-data.ts';
import { missingForYear, missingHomeroomForRecord } from '../results/missing-homeroom.ts';
import { missingComments, missingMarks } from '../results/missing-marks.ts';

/** How far each class of the year is. Missing things count per semester. */
export async function classProgress(repositories: Repositories, between: BetweenClasses): Promise<readonly ClassProgress[]> {
  const counts = new Map((await repositories.records.countsByClass()).map((count) => [count.classId, count]));
  const progress: ClassProgress[] = [];
  // Preschool keeps identity data only: nothing is due there.
  const classes = (await repositories.school.classes()).filter(({ grade }) => levelOfGrade(grade) !== 'preschool');
  for (const [index, { id, name }] of classes.entries()) {
    await between(index, classes.length, name);
    const data = await gatherClass(repositories, id);
    const size = studying(data).length;
    // A line for the whole class stands for each of its pupils.
    const weigh = (items: readonly { readonly enrollmentId: string | null }[]) => items.reduce((sum, item) => sum + (item.enrollmentId === null ? size : 1), 0);
    const marks = [...missingMarks(data), ...missingComments(data)];
    const homeroom = [...missingForYear(data), ...missingHomeroomForRecord(data)];
    const inFirst = ({ target }: (typeof homeroom)[number]) => (target.screen === 'gradebook' ? target.semester === 1 : target.screen === 'homeroom' && (target.field?.endsWith('1') ?? false));
    const count = counts.get(id);
    progress.push({
      classId: id,
      name,
      size,
      missingMarks: [weigh(marks.filter(inFirst)), weigh(marks.filter((item) => !inFirst(item)))],
      missingHomeroom: [weigh(homeroom.filter(inFirst)), weigh(homeroom.filter((item) => !inFirst(item)))],
      records: count?.records ?? 0,
      signed: count?.issued ?? 0,
      accepted: count?.accepted ?? 0,
      unassigned: [...data.subjects].filter(({ id: subjectId }) => !data.assignments.has(subjectId)).length + (data.group.homeroomTeacherId === null ? 1 : 0),
    });
  }
  return progress;
}

/** The school year as a checklist. A task counts classes that are through with it, and leads to the first that is not. */
export function yearTasks(classes: readonly ClassProgress[], exported: ReadonlySet<string>): YearTask[] {
  const some = classes.length > 0;
  const task = (id: YearTask['id'], isDone: (entry: ClassProgress) => boolean, isBegun: (entry: ClassProgress) => boolean, target: (classId: ReturnType<typeof classIdOf.parse> | null) => Target): YearTask => {
    const open = classes.find((entry) => !isDone(entry));
    const done = classes.filter(isDone).length;
    const state = some && open === undefined ? 'done' : !some ? 'waiting' : done > 0 || classes.some(isBegun) ? 'doing' : 'todo';
    const leadTo = open ?? classes[0];
    return { id, state, done, total: classes.length, target: target(leadTo === undefined ? null : classIdOf.parse(leadTo.classId)) };
  };
  const never = () => false;
  const withClass = (make: (classId: ReturnType<typeof classIdOf.parse>) => Target) => (classId: ReturnType<typeof classIdOf.parse> | null): Target => (classId === null ? { screen: 'school', section: 'classes' } : make(classId));
  const pupils = (classId: ReturnType<typeof classIdOf.parse> | null): Target => (some ? { screen: 'pupils', classId, pupilId: null, field: null } : { screen: 'import' });
  const results = withClass((classId) => ({ screen: 'results', classId }));
  const homeroom = withClass((classId) => ({ screen: 'homeroom', classId, enrollmentId: null, field: null }));
  return [
    { id: 'classes', state: some ? 'done' : 'todo', done: classes.length, total: classes.length, target: { screen: 'school', section: 'classes' } },
    { ...task('pupils', ({ size }) => size > 0, never, pupils), ...(some ? {} : { state: 'todo' as const }) },
    task('assignments', ({ unassigned }) => unassigned === 0, never, () => ({ screen: 'school', section: 'assignments' })),
    task('marks1', ({ missingMarks: [first] }) => first === 0, never, results),
    task('homeroom1', ({ missingHomeroom: [first] }) => first === 0, never, homeroom),
    task('marks2', ({ missingMarks: [, second] }) => second === 0, never, results),
    task('homeroom2', ({ missingHomeroom: [, second] }) => second === 0, never, homeroom),
    task('results', ({ missingMarks: marks, missingHomeroom: sheets }) => [...marks, ...sheets].every((count) => count === 0), never, results),
    task('records', ({ records, size }) => size > 0 && records >= size, ({ records }) => records > 0, withClass((classId) => ({ screen: 'records', classId }))),
    task('sign', ({ signed, size }) => size > 0 && signed >= size, ({ signed }) => signed > 0, (classId) => ({ screen: 'signing', classId })),
    task('send', ({ accepted, size }) => size > 0 && accepted >= size, ({ accepted }) => accepted > 0, (classId) => ({ screen: 'exchange', classId })),
    task('export', ({ classId }) => exported.has(classId), never, (classId) => ({ screen: 'exchange', classId })),
  ];
}
