import { OfficeError } from '#core/contract/errors.ts';
import { compareVietnameseNames } from '#core/text/names.ts';
import type { IdSource } from '../ports/clock.ts';
import type { Repositories } from '../ports/database.ts';
import type { EnrollmentStatus, StoredClass, StoredEnrollment, StoredImportChange, StoredPupil } from '../ports/school-repositories.ts';
import { gradeOf } from './import-cells.ts';
import type { PlannedRow } from './import-plan.ts';

export type AppliedImport = { readonly changes: readonly StoredImportChange[]; readonly added: number; readonly changed: number; readonly classesAdded: number };

/** Writes planned rows inside the caller's transaction and says what became of each thing, so that it can be taken back. */
export async function applyImport(repositories: Repositories, rows: readonly PlannedRow[], { ids, today }: { readonly ids: IdSource; /** `YYYY-MM-DD`. */ readonly today: string }): Promise<AppliedImport> {
  const year = await repositories.school.currentYear();
  const classes = new Map((await repositories.school.classes()).map((group) => [group.name, group]));
  const enrollments = new Map((await repositories.pupils.ofClass(null)).map(({ pupil, enrollment }) => [pupil.id, enrollment]));
  const changes: StoredImportChange[] = [];
  const touched = new Set<string>();
  const counts = { added: 0, changed: 0, classesAdded: 0 };
  const note = (entity: StoredImportChange['entity'], entityId: string, before: unknown, after: unknown) => changes.push({ entity, entityId, before: before === null ? null : JSON.stringify(before), after: JSON.stringify(after) });

  async function classFor(name: string): Promise<StoredClass> {
    const known = classes.get(name);
    if (known !== undefined) return known;
    const group: StoredClass = { id: ids.next(), yearId: year.id, name, grade: gradeOf(name) ?? 6, homeroomTeacherId: null };
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
        ? { id: ids.next(), yearId: year.id, classId: group?.id ?? '', pupilId: pupil.id, position: 10_000 + enrollments.size, status, enteredOn: today, leftOn: status === 'left-school' ? today : null }
        : { ...before, classId: group?.id ?? before.classId, status, leftOn: status === 'left-school' ? (before.leftOn ?? today) : null };
    if (before === null || JSON.stringify(before) !== JSON.stringify(after)) {
      await repositories.pupils.saveEnrollment(after);
      note('enrollment', after.id, before, after);
      enrollments.set(pupil.id, after);
      touched.add(after.classId);
    }
    if (before === null) counts.added += 1;
    else counts.changed += 1;
  }
  for (const classId of touched) await order(repositories, classId, changes);
  return { changes, ...counts };
}

/** A class in Vietnamese order stays so; a class that was ordered by hand gets the new ones at its end. */
async function order(repositories: Repositories, classId: string, changes: StoredImportChange[]): Promise<void> {
  const members = await repositories.pupils.ofClass(classId);
  const isNew = (enrollmentId: string) => changes.some(({ entity, entityId }) => entity === 'enrollment' && entityId === enrollmentId);
  const old = members.filter(({ enrollment }) => !isNew(enrollment.id));
  const names = old.map(({ pupil }) => pupil.data.fullName);
  const inOrder = names.every((name, index) => index === 0 || compareVietnameseNames(names[index - 1] ?? '', name) <= 0);
  const byName = (list: typeof members) => list.toSorted((a, b) => compareVietnameseNames(a.pupil.data.fullName, b.pupil.data.fullName));
  const wanted = inOrder ? byName(members) : [...old, ...byName(members.filter(({ enrollment }) => isNew(enrollment.id)))];
  for (const [index, { enrollment }] of wanted.entries()) {
    if (enrollment.position === index + 1) continue;
    const moved = { ...enrollment, position: index + 1 };
    await repositories.pupils.saveEnrollment(moved);
    changes.push({ entity: 'enrollment', entityId: enrollment.id, before: JSON.stringify(enrollment), after: JSON.stringify(moved) });
  }
}

/**
 * Takes an import back, last change first. Throws OfficeError import.cannot-undo {reason} where later work stands on it: then nothing is changed, for the
 * caller's transaction is rolled back.
 */
export async function undoImport(repositories: Repositories, changes: readonly StoredImportChange[]): Promise<{ readonly removed: number; readonly restored: number }> {
  const counts = { removed: 0, restored: 0 };
  for (const change of changes.toReversed()) {
    if (change.entity === 'class') await undoClass(repositories, change);
    else if (change.entity === 'enrollment') await undoEnrollment(repositories, change);
    else {
      const current = (await repositories.pupils.byId(change.entityId))?.pupil ?? null;
      if (current === null || change.after !== JSON.stringify(current)) throw cannotUndo(`hồ sơ ${current?.data.fullName ?? ''} đã sửa sau đó`);
      if (change.before === null) {
        await repositories.pupils.removePupil(change.entityId);
        counts.removed += 1;
      } else {
        await repositories.pupils.savePupil(JSON.parse(change.before) as StoredPupil);
        counts.restored += 1;
      }
    }
  }
  return counts;
}

async function undoEnrollment(repositories: Repositories, change: StoredImportChange): Promise<void> {
  const current = await repositories.pupils.enrollment(change.entityId);
  const name = current === null ? '' : ((await repositories.pupils.byId(current.pupilId))?.pupil.data.fullName ?? '');
  if (current === null || change.after !== JSON.stringify(current)) throw cannotUndo(`${name} đã chuyển lớp hoặc đổi thứ tự sau đó`);
  if (change.before !== null) return repositories.pupils.saveEnrollment(JSON.parse(change.before) as StoredEnrollment);
  if (await repositories.pupils.hasWork(change.entityId)) throw cannotUndo(`${name} đã có điểm hoặc học bạ`);
  await repositories.pupils.removeEnrollment(change.entityId);
}

async function undoClass(repositories: Repositories, change: StoredImportChange): Promise<void> {
  const left = await repositories.pupils.ofClass(change.entityId);
  const group = await repositories.school.classById(change.entityId);
  if (left.length > 0) throw cannotUndo(`lớp ${group?.name ?? ''} đã có thêm học sinh`);
  await repositories.school.removeClass(change.entityId);
}

function cannotUndo(reason: string): OfficeError {
  return new OfficeError('import.cannot-undo', { reason });
}
