import type { UndoObstacle } from '#core/contract/moves.ts';
import type { Repositories } from '../ports/database.ts';
import type { EntityName, EntityValue, JournalEntities, StoredAction, StoredChangeText, Standing } from '../ports/move-repository.ts';
import { closeUp } from '../pupils/class-order.ts';
import { canonicalText } from './move-plan.ts';

/** References by which one thing stands on another. */
const parents = { yearId: 'year', classId: 'class', pupilId: 'pupil', enrollmentId: 'enrollment' } as const satisfies Readonly<Record<string, EntityName>>;

/** Kinds after which a pupil's marks, homeroom entries and records stand on what was done. */
const carriesWork: ReadonlySet<string> = new Set(['change-class', 'return']);

/** Why an action cannot be taken back now; empty: it can. Nothing is written. */
export async function undoObstacles(repositories: Repositories, action: StoredAction, changes: readonly StoredChangeText[]): Promise<readonly UndoObstacle[]> {
  const { moves } = repositories;
  const obstacles: UndoObstacle[] = (await moves.hasLater('roll-over', action.id)) ? [{ code: 'year-turned', name: '', what: 'year' }] : [];
  const own = ownReferences(changes);
  const standing = await standingOnMade(repositories, changes);
  for (const each of changes) {
    const now = await moves.read(each.entity, each.entityId);
    if (comparable(now) !== comparable(parsed(each.after))) {
      obstacles.push({ code: each.after !== null && now === null ? 'gone' : 'changed', name: await nameOf(repositories, each), what: each.entity });
    } else if (each.before === null) {
      for (const [what, count] of standing.get(`${each.entity} ${each.entityId}`) ?? []) {
        if (count > (own.get(`${each.entity} ${each.entityId} ${what}`) ?? 0)) obstacles.push({ code: 'stands-on', name: await nameOf(repositories, each), what });
      }
    } else if (each.entity === 'enrollment' && carriesWork.has(action.kind) && (await moves.workSince(each.entityId, action))) obstacles.push({ code: 'work-since', name: await nameOf(repositories, each), what: 'marks' });
  }
  return obstacles;
}

/** Puts everything back as it was, last change first; call after `undoObstacles` found none. */
export async function undoChanges(repositories: Repositories, changes: readonly StoredChangeText[]): Promise<void> {
  const returned = new Map<string, Set<string>>();
  for (const { entity, entityId, before } of changes.toReversed()) {
    const value = parsed(before);
    await repositories.moves.write(entity, entityId, value as never);
    if (entity !== 'enrollment' || value === null) continue;
    const { classId } = value as JournalEntities['enrollment'];
    returned.set(classId, (returned.get(classId) ?? new Set()).add(entityId));
  }
  // Where somebody took the place of one who comes back, the list closes up again.
  for (const [classId, enrollments] of returned) await closeUp(repositories, classId, enrollments, 'where-places-clash');
}

/** What refers to the things that the action made, by `entity id`. */
async function standingOnMade({ moves }: Repositories, changes: readonly StoredChangeText[]): Promise<ReadonlyMap<string, ReadonlyMap<Standing, number>>> {
  const made = new Map<EntityName, string[]>();
  for (const { entity, entityId, before } of changes) {
    if (before !== null) continue;
    const ids = made.get(entity) ?? [];
    ids.push(entityId);
    made.set(entity, ids);
  }
  const standing = new Map<string, ReadonlyMap<Standing, number>>();
  for (const [entity, own] of made) {
    for (const [id, counts] of await moves.standingOn(entity, own)) standing.set(`${entity} ${id}`, counts);
  }
  return standing;
}

/** How often the action's own things refer to each other, by `entity id what`. */
function ownReferences(changes: readonly StoredChangeText[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { entity, after } of changes) {
    const value = parsed(after);
    if (value === null) continue;
    for (const [property, parent] of Object.entries(parents)) {
      const id = (value as unknown as Readonly<Record<string, unknown>>)[property];
      if (typeof id !== 'string') continue;
      const key = `${parent} ${id} ${entity satisfies Standing}`;
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
  }
  return counts;
}

/** A place in a list is nobody's work. */
function comparable(value: EntityValue | null): string {
  return value === null ? '' : canonicalText('position' in value ? { ...value, position: 0 } : value);
}

/** The texts were written by this program in the same shape. */
function parsed(text: string | null): EntityValue | null {
  return text === null ? null : (JSON.parse(text) as EntityValue);
}

/** The pupil or the class that a thing belongs to. */
async function nameOf({ moves, pupils, school }: Repositories, { entity, before, after }: StoredChangeText): Promise<string> {
  const value = parsed(after ?? before);
  if (value === null) return '';
  if (entity === 'pupil') return (value as JournalEntities['pupil']).data.fullName;
  if (entity === 'class' || entity === 'year') return (value as JournalEntities['class']).name;
  const fields = value as unknown as Readonly<Record<string, unknown>>;
  const enrollmentId = entity === 'enrollment' ? fields['id'] : fields['enrollmentId'];
  const enrollment = typeof enrollmentId === 'string' ? await moves.read('enrollment', enrollmentId) : null;
  const pupilId = enrollment?.pupilId ?? fields['pupilId'];
  if (typeof pupilId === 'string') return (await pupils.byId(pupilId))?.pupil.data.fullName ?? '';
  return typeof fields['classId'] === 'string' ? ((await school.classById(fields['classId']))?.name ?? '') : '';
}
