import { OfficeError } from '#core/contract/errors.ts';
import type { Repositories } from '../ports/database.ts';
import type { StoredEnrollment, StoredImportChange, StoredPupil } from '../ports/school-repositories.ts';
import { closeUp } from './class-order.ts';

/** How many of those that stand in the way are named. */
const mostNamed = 8;

/**
 * Takes an import back, last change first. Throws OfficeError import.cannot-undo {where} with the pupils and classes where later work stands on it; then nothing
 * is changed. Places in the class list do not count as work: they are closed up again afterwards.
 */
export async function undoImport(repositories: Repositories, changes: readonly StoredImportChange[]): Promise<{ readonly removed: number; readonly restored: number }> {
  const real = changes.filter((change) => !onlyPlaceChanged(change));
  const where = await standingInTheWay(repositories, real);
  if (where.length > 0) throw new OfficeError('import.cannot-undo', { where: [...where.slice(0, mostNamed), ...(where.length > mostNamed ? ['…'] : [])].join(', ') });
  const counts = { removed: 0, restored: 0 };
  const classes = new Set<string>();
  const returned = new Set<string>();
  const { pupils, school } = repositories;
  for (const change of changes.toReversed()) {
    const { entity, entityId, before, after } = change;
    if (onlyPlaceChanged(change)) {
      // Where the place was changed again since, closing up finds a new one.
      if (before !== null && JSON.stringify(await pupils.enrollment(entityId)) === after) await pupils.saveEnrollment(asEnrollment(before));
    } else if (entity === 'class') {
      await school.removeClass(entityId);
      classes.delete(entityId);
    } else if (entity === 'enrollment') {
      for (const text of [before, after]) if (text !== null) classes.add(asEnrollment(text).classId);
      if (before === null) await pupils.removeEnrollment(entityId);
      else {
        await pupils.saveEnrollment(asEnrollment(before));
        returned.add(entityId);
      }
    } else if (before === null) {
      await pupils.removePupil(entityId);
      counts.removed += 1;
    } else {
      await pupils.savePupil(asPupil(before));
      counts.restored += 1;
    }
  }
  for (const classId of classes) await closeUp(repositories, classId, returned);
  return counts;
}

/** Names of pupils and classes that are not as the import left them, or that something stands on. */
async function standingInTheWay(repositories: Repositories, changes: readonly StoredImportChange[]): Promise<readonly string[]> {
  const { pupils, school } = repositories;
  const where = new Set<string>();
  const year = await school.currentYear();
  const lastAfter = new Map(changes.map(({ entity, entityId, after }) => [`${entity} ${entityId}`, after]));
  const removed = new Set(changes.filter(({ entity, before }) => entity === 'pupil' && before === null).map(({ entityId }) => entityId));
  const others = (await pupils.all()).filter(({ id }) => !removed.has(id));
  for (const { entity, entityId, before } of changes) {
    const after = lastAfter.get(`${entity} ${entityId}`) ?? null;
    if (entity === 'class') {
      const group = await school.classById(entityId);
      const known = new Set(changes.filter((change) => change.entity === 'enrollment').map((change) => change.entityId));
      const strangers = (await pupils.ofClass(entityId)).some(({ enrollment }) => !known.has(enrollment.id));
      if (group !== null && (JSON.stringify(group) !== after || strangers || (await school.assignments(entityId)).length > 0)) where.add(group.name);
      continue;
    }
    const found = entity === 'pupil' ? await pupils.byId(entityId) : await ofEnrollment(repositories, entityId);
    const name = found?.pupil.data.fullName ?? (entity === 'pupil' && after !== null ? asPupil(after).data.fullName : '?');
    if (entity === 'pupil') {
      if (found === null || JSON.stringify(found.pupil) !== after) where.add(name);
      else if (before !== null && others.some((other) => other.id !== entityId && sharesNumber(other, asPupil(before)))) where.add(name);
      else if (before === null && found.enrollment !== null && !lastAfter.has(`enrollment ${found.enrollment.id}`)) where.add(name);
      continue;
    }
    // What is past is only read.
    if (found?.enrollment != null && found.enrollment.yearId !== year.id) where.add(name);
    const exempt = found?.enrollment == null ? false : (await pupils.exemptions(found.enrollment.classId)).some(({ enrollmentId }) => enrollmentId === entityId);
    if (found?.enrollment == null || after === null || !sameButPlace(found.enrollment, asEnrollment(after))) where.add(name);
    else if (before === null && (exempt || (await pupils.hasWork(entityId)))) where.add(name);
  }
  return [...where];
}

async function ofEnrollment({ pupils }: Repositories, enrollmentId: string): Promise<{ readonly pupil: StoredPupil; readonly enrollment: StoredEnrollment } | null> {
  const enrollment = await pupils.enrollment(enrollmentId);
  const found = enrollment === null ? null : await pupils.byId(enrollment.pupilId);
  return enrollment === null || found === null ? null : { pupil: found.pupil, enrollment };
}

function onlyPlaceChanged({ entity, before, after }: StoredImportChange): boolean {
  return entity === 'enrollment' && before !== null && after !== null && sameButPlace(asEnrollment(before), asEnrollment(after));
}

function sameButPlace(one: StoredEnrollment, other: StoredEnrollment): boolean {
  return JSON.stringify({ ...one, position: 0 }) === JSON.stringify({ ...other, position: 0 });
}

function sharesNumber({ data }: StoredPupil, { data: other }: StoredPupil): boolean {
  return (data.personalId !== '' && data.personalId === other.personalId) || (data.ministryCode !== '' && data.ministryCode === other.ministryCode);
}

/** The texts were written by this program in the same shape. */
function asEnrollment(text: string): StoredEnrollment {
  return JSON.parse(text) as StoredEnrollment;
}

function asPupil(text: string): StoredPupil {
  return JSON.parse(text) as StoredPupil;
}
