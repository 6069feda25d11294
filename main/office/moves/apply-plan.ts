import { OfficeError } from '#core/contract/errors.ts';
import type { IdSource } from '../ports/clock.ts';
import type { Repositories } from '../ports/database.ts';
import type { Change, EntityValue, MoveRepository, StoredChangeText } from '../ports/move-repository.ts';
import { canonicalText, mayApply, withRealIds, type MovePlan } from './move-plan.ts';

export type AppliedPlan = { readonly actionId: number; readonly changes: readonly StoredChangeText[] };

/**
 * Writes a plan inside the caller's transaction and journals it. `written` is told after each change. Errors: moves.not-possible where something stands in the
 * way or nothing is to be done.
 */
export async function applyPlan(repositories: Pick<Repositories, 'moves'>, plan: MovePlan, act: { readonly kind: string; readonly at: string; readonly by: string; readonly ids: IdSource }, written: (count: number) => void = () => undefined): Promise<AppliedPlan> {
  if (!mayApply(plan)) throw new OfficeError('moves.not-possible');
  const { moves } = repositories;
  const texts: StoredChangeText[] = [];
  for (const [index, each] of withRealIds(plan.changes, act.ids).entries()) {
    const entityId = idOfChange(moves, each);
    await moves.write(each.entity, entityId, each.after);
    texts.push({ entity: each.entity, entityId, before: textOf(each.before), after: textOf(each.after) });
    written(index + 1);
  }
  const actionId = await moves.addAction({ kind: act.kind, subject: JSON.stringify(plan.subject), madeAt: act.at, madeBy: act.by }, texts);
  return { actionId, changes: texts };
}

function idOfChange(moves: MoveRepository, { entity, before, after }: Change): string {
  const value = after ?? before;
  if (value === null) throw new Error('a change of nothing was planned');
  return moves.idOf(entity, value as never);
}

function textOf(value: EntityValue | null): string | null {
  return value === null ? null : canonicalText(value);
}
