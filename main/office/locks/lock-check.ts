import { OfficeError } from '#core/contract/errors.ts';
import { lockStateOf, type LockPlace, type LockState } from '#core/values/locks.ts';
import type { Repositories } from '../ports/database.ts';

/** What stands in the way of writing a place, the reason that a change made under a reopening carries, and whether a change has to bring its own. */
export type LockCheck = (place: LockPlace) => { readonly refusal: OfficeError | null } & Pick<LockState, 'reason' | 'needsReason'>;

/** Reads the locks once; asks for as many places as wanted. */
export async function lockCheck(repositories: Pick<Repositories, 'locks' | 'school'>, now: string): Promise<LockCheck> {
  const state = await lockStates(repositories, now);
  return (place) => {
    const { refusal, reason, needsReason } = state(place);
    return { refusal: refusal === null ? null : refusalError(refusal), reason, needsReason };
  };
}

/** The same as plain values, for a sheet to show. Classes of past years are shut for good. */
export async function lockStates({ locks, school }: Pick<Repositories, 'locks' | 'school'>, now: string): Promise<(place: LockPlace) => LockState> {
  const present = new Set((await school.classes()).map(({ id }) => id));
  const reopenings = (await locks.reopenings()).flatMap(({ state, scope, expiresAt, reason }) => (state === 'open' && expiresAt !== null ? [{ scope, expiresAt, reason }] : []));
  const all = { locks: await locks.locks(), windows: await locks.windows(), reopenings, former: await locks.former() };
  return (place) => (present.has(place.classId) ? lockStateOf(place, all, now) : pastYear);
}

/** What a sheet shows of its columns' locks. */
export function lockedColumns<Column extends string>(columns: readonly Column[], stateOf: (column: Column) => LockState) {
  const states = columns.map((column) => ({ column, ...stateOf(column) }));
  return {
    locked: states.flatMap(({ column, refusal }) => (refusal === null ? [] : [{ column, ...refusal }])),
    reopened: states.flatMap(({ column, reason, until }) => (reason === null || until === null ? [] : [{ column, reason, until }])),
    reasonNeeded: states.flatMap(({ column, needsReason }) => (needsReason ? [column] : [])),
  };
}

const pastYear: LockState = { refusal: { why: 'past-year', by: '', on: '' }, reason: null, until: null, needsReason: false };

function refusalError({ why, by, on }: NonNullable<LockState['refusal']>): OfficeError {
  if (why === 'past-year') return new OfficeError('school.past-year');
  const [year = '', month = '', day = ''] = on.split('-');
  const shown = `${day}/${month}/${year}`;
  if (why === 'locked') return new OfficeError('gradebook.locked', { by, on: shown });
  return new OfficeError(why === 'closed' ? 'gradebook.window-closed' : 'gradebook.window-not-open', { on: shown });
}
