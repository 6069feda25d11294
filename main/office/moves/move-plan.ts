import { createHash } from 'node:crypto';
import type { MoveRemark, MoveRow } from '#core/contract/moves.ts';
import type { IdSource } from '../ports/clock.ts';
import type { Change, EntityName, JournalEntities } from '../ports/move-repository.ts';

/**
 * What an action would do: made without writing, shown as the dry run, and written as it stands. Things that do not exist yet have ids `new:1`, `new:2` …, so
 * that two plans of the same action are equal.
 */
export type MovePlan = {
  readonly changes: readonly Change[];
  readonly rows: readonly MoveRow[];
  readonly remarks: readonly MoveRemark[];
  /** What the list of things done says about it. */
  readonly subject: Readonly<Record<string, string | number>>;
};

/** A change of one thing, of the entity's own type. */
export function change<Name extends EntityName>(entity: Name, before: JournalEntities[Name] | null, after: JournalEntities[Name] | null): Change {
  return { entity, before, after } as unknown as Change;
}

/** Ids of things to come, the same in every plan. */
export function placeholderIds(): IdSource {
  let count = 0;
  return {
    next() {
      count += 1;
      return `new:${count}`;
    },
  };
}

/** Nothing stands in the way. */
export function mayApply({ remarks, changes }: Pick<MovePlan, 'remarks' | 'changes'>): boolean {
  return changes.length > 0 && !remarks.some(({ severity }) => severity === 'error');
}

/** Tells whether the data still are what the dry run was made from; hexadecimal. */
export function planDigest({ changes, remarks }: Pick<MovePlan, 'changes' | 'remarks'>): string {
  return createHash('sha256').update(canonicalText({ changes, remarks }), 'utf8').digest('hex');
}

/** The changes with real ids. */
export function withRealIds(changes: readonly Change[], ids: IdSource): readonly Change[] {
  const given = new Map<string, string>();
  const real = (value: unknown): unknown => {
    if (typeof value === 'string' && /^new:\d+$/u.test(value)) {
      const id = given.get(value) ?? ids.next();
      given.set(value, id);
      return id;
    }
    if (Array.isArray(value)) return value.map(real);
    return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, real(inner)])) : value;
  };
  return changes.map((each) => real(each) as Change);
}

/** JSON with sorted keys: equal values give equal texts. */
export function canonicalText(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) => (typeof inner === 'object' && inner !== null && !Array.isArray(inner) ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1))) : inner));
}
