import { gradeOf } from '#core/values/class-names.ts';
import type { IdSource } from '../ports/clock.ts';
import type { Repositories } from '../ports/database.ts';
import type { EnrollmentStatus, StoredClass, StoredEnrollment, StoredImportChange, StoredPupil } from '../ports/school-repositories.ts';
import { byName, inNameOrder, placesOf, setPlace, type ClassPlace } from './class-order.ts';
import type { PlannedRow } from './import-plan.ts';
import { knownPupils } from './known-pupils.ts';

export type AppliedImport = { readonly changes: readonly StoredImportChange[]; readonly added: number; readonly changed: number; readonly classesAdded: number };

/** Past every class list; the order of the class is made afterwards. */
const atTheEnd = 10_000;

/** Writes planned rows inside the caller's transaction and says what became of each thing, so that it can be taken back. */
export async function applyImport(repositories: Repositories, rows: readonly PlannedRow[], { ids, today }: { readonly ids: IdSource; /** `YYYY-MM-DD`. */ readonly today: string }): Promise<AppliedImport> {
  const year = await repositories.school.currentYear();
  const classes = new Map((await repositories.school.classes()).map((group) => [group.name, group]));
  const enrollments = new Map((await knownPupils(repositories)).enrollments);
  const changes: StoredImportChange[] = [];
  const arrivals = new Map<string, Set<string>>();
  const counts = { added: 0, changed: 0, classesAdded: 0 };
  const note = (entity: StoredImportChange['entity'], entityId: string, before: unknown, after: unknown) => changes.push({ entity, entityId, before: before === null ? null : JSON.stringify(before), after: JSON.stringify(after) });

  /** Also for a class that somebody leaves. */
  function arrivalsOf(classId: string): Set<string> {
    const known = arrivals.get(classId) ?? new Set<string>();
    arrivals.set(classId, known);
    return known;
  }

  async function classFor(name: string): Promise<StoredClass> {
    const known = classes.get(name);
    if (known !== undefined) return known;
    const grade = gradeOf(name);
    if (grade === null) throw new Error('a class without a grade was planned');
    const group: StoredClass = { id: ids.next(), yearId: year.id, name, grade, homeroomTeacherId: null };
    await repositories.school.saveClass(group);
    note('class', group.id, null, group);
    classes.set(name, group);
    counts.classesAdded += 1;
    return group;
  }

  for (const row of rows) {
    const stored = row.pupilId === null ? null : await repositories.pupils.byId(row.pupilId);
    const pupil: StoredPupil = { id: row.pupilId ?? ids.next(), data: row.data };
    if (stored === null || JSON.stringify(stored.pupil.data) !== JSON.stringify(pupil.data)) {
      await repositories.pupils.savePupil(pupil);
      note('pupil', pupil.id, stored?.pupil ?? null, pupil);
    }
    const before = enrollments.get(pupil.id) ?? null;
    const group = row.className === null ? null : await classFor(row.className);
    const status: EnrollmentStatus = row.status ?? before?.status ?? 'studying';
    const after: StoredEnrollment =
      before === null
        ? { id: ids.next(), yearId: year.id, classId: group?.id ?? '', pupilId: pupil.id, position: atTheEnd + enrollments.size, status, enteredOn: today, leftOn: status === 'left-school' ? today : null }
        : { ...before, classId: group?.id ?? before.classId, position: group === null || group.id === before.classId ? before.position : atTheEnd + enrollments.size, status, leftOn: status === 'left-school' ? (before.leftOn ?? today) : null };
    if (before === null || JSON.stringify(before) !== JSON.stringify(after)) {
      await repositories.pupils.saveEnrollment(after);
      note('enrollment', after.id, before, after);
      enrollments.set(pupil.id, after);
      if (before?.classId !== after.classId) {
        if (before !== null) arrivalsOf(before.classId);
        arrivalsOf(after.classId).add(after.id);
      }
    }
    if (before === null) counts.added += 1;
    else counts.changed += 1;
  }
  for (const [classId, arrived] of arrivals) await order(repositories, classId, arrived, changes);
  return { changes, ...counts };
}

/** Closes the places up. A class in Vietnamese order stays so; a class that was ordered by hand gets the new ones at its end. */
async function order(repositories: Repositories, classId: string, arrived: ReadonlySet<string>, changes: StoredImportChange[]): Promise<void> {
  const places = await placesOf(repositories, classId);
  const isNew = ({ enrollment }: ClassPlace) => arrived.has(enrollment.id);
  const old = places.filter((place) => !isNew(place));
  const wanted = inNameOrder(old) ? places.toSorted(byName) : [...old, ...places.filter(isNew).toSorted(byName)];
  for (const [index, place] of wanted.entries()) {
    if (place.enrollment.position === index + 1) continue;
    const moved = await setPlace(repositories, place, index + 1);
    if (place.moveId === null) changes.push({ entity: 'enrollment', entityId: moved.id, before: JSON.stringify(place.enrollment), after: JSON.stringify(moved) });
  }
}
