import type { RollOver } from '#core/contract/year-turn.ts';
import { classId as classIdOf, enrollmentId as enrollmentIdOf, teacherId as teacherIdOf, type TeacherId } from '#core/values/ids.ts';
import { isFirstGrade, isLastGrade, nextClassName, nextYearName } from '#core/values/year-turn.ts';
import type { RollOverFacts } from './plan-roll-over.ts';

type Proposed = RollOver['classes'][number];

/**
 * What the next year usually is: every class goes up under the name of the next grade with its homeroom teacher; first grades stand empty for the newcomers
 * under the names of this year; who is retained goes into the class of the same name, else into the first one of the grade.
 */
export function proposeRollOver({ year, classes, teachers }: Pick<RollOverFacts, 'year' | 'classes' | 'teachers'>): RollOver {
  const yearName = nextYearName(year.name);
  const active = new Set(teachers.filter((teacher) => teacher.active).map(({ id }) => id));
  const made = new Map<string, Proposed>();
  const promotions: RollOver['promotions'] = [];
  for (const { group } of classes) {
    if (isFirstGrade(group.grade)) add(made, group.name, group.grade, null);
    if (isLastGrade(group.grade)) continue;
    const to = group.grade === 0 ? group.name : nextClassName(group.name, group.grade);
    if (to === null) continue;
    const teacher = group.homeroomTeacherId !== null && active.has(group.homeroomTeacherId) ? teacherIdOf.parse(group.homeroomTeacherId) : null;
    add(made, to, group.grade === 0 ? 0 : group.grade + 1, teacher);
    promotions.push({ classId: classIdOf.parse(group.id), to });
  }
  const retained = classes.flatMap(({ group, pupils }) =>
    pupils.filter(({ decision }) => decision === 'RETAINED').map(({ enrollment }) => {
      const same = made.get(group.name);
      const to = same?.grade === group.grade ? same.name : ([...made.values()].find(({ grade }) => grade === group.grade)?.name ?? stayClass(made, group.name, group.grade));
      return { enrollmentId: enrollmentIdOf.parse(enrollment.id), to };
    }),
  );
  return { kind: 'roll-over', yearName, startsOn: `${yearName.slice(0, 4)}-09-05`, classes: [...made.values()].toSorted((a, b) => a.grade - b.grade || (a.name < b.name ? -1 : 1)), promotions, retained, keepTeachers: true };
}

function add(made: Map<string, Proposed>, name: string, grade: number, homeroomTeacherId: TeacherId | null): void {
  if (!made.has(name)) made.set(name, { name, grade, homeroomTeacherId });
}

/** A grade that no class goes up to keeps one for those who repeat it. */
function stayClass(made: Map<string, Proposed>, name: string, grade: number): string {
  add(made, name, grade, null);
  return name;
}
