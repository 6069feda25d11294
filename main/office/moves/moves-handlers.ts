import { OfficeError } from '#core/contract/errors.ts';
import type { UndoObstacle } from '#core/contract/moves.ts';
import type { Handlers } from '../call-context.ts';
import type { Clock, IdSource } from '../ports/clock.ts';
import { applyPlan } from './apply-plan.ts';
import { mayApply, planDigest } from './move-plan.ts';
import { auditNames, mayDo, planAction } from './plan-action.ts';
import { pupilsWay } from './pupil-moves.ts';
import { touched } from './touched.ts';
import { undoChanges, undoObstacles } from './undo-action.ts';

type Names = 'moves.preview' | 'moves.apply' | 'moves.list' | 'moves.checkUndo' | 'moves.undo' | 'moves.ofPupil';

/** The list shows as much as anybody looks back for. */
const mostListed = 200;
/** How many of those that stand in the way are named. */
const mostNamed = 8;

export function createMovesHandlers({ clock, ids }: { readonly clock: Clock; readonly ids: IdSource }): Handlers<Names> {
  return {
    'moves.preview': ({ action }, context) =>
      context.database().read(async (repositories) => {
        const plan = await planAction(repositories, action, context.user, clock);
        return { rows: [...plan.rows], remarks: [...plan.remarks], mayApply: mayApply(plan), digest: planDigest(plan) };
      }),

    async 'moves.apply'({ action, digest }, context) {
      const id = await context.database().write(context.actor, async (repositories) => {
        const plan = await planAction(repositories, action, context.user, clock);
        if (planDigest(plan) !== digest) throw new OfficeError('moves.outdated-preview');
        const { actionId } = await applyPlan(repositories, plan, { kind: action.kind, at: clock.now(), by: context.actor.userName, ids });
        return { value: actionId, audit: { action: auditNames[action.kind], detail: { actionId, ...plan.subject } } };
      });
      context.changed(touched);
      return { id };
    },

    'moves.list': (_, context) =>
      context.database().read(async ({ moves }) => ({
        done: (await moves.actions(mostListed)).map(({ subject, ...action }) => ({ ...action, subject: JSON.parse(subject) as Record<string, string | number>, mayUndo: action.undoneAt === null && mayDo(context.user, action.kind) })),
      })),

    'moves.checkUndo': ({ id }, context) =>
      context.database().read(async (repositories) => {
        const action = await repositories.moves.action(id);
        if (action === null) throw new OfficeError('moves.not-found');
        return { obstacles: action.undoneAt === null ? [...(await undoObstacles(repositories, action, await repositories.moves.changes(id)))] : [] };
      }),

    async 'moves.undo'({ id }, context) {
      const undoneAt = clock.now();
      await context.database().write(context.actor, async (repositories) => {
        const action = await repositories.moves.action(id);
        if (action === null) throw new OfficeError('moves.not-found');
        if (!mayDo(context.user, action.kind)) throw new OfficeError('session.not-allowed');
        if (action.undoneAt !== null) throw new OfficeError('moves.already-undone');
        const changes = await repositories.moves.changes(id);
        const obstacles = await undoObstacles(repositories, action, changes);
        if (obstacles.length > 0) throw new OfficeError('moves.cannot-undo', { where: named(obstacles) });
        await undoChanges(repositories, changes);
        await repositories.moves.markUndone(id, undoneAt, context.actor.userName);
        return { value: undefined, audit: { action: 'moves.undone', detail: { actionId: id, kind: action.kind } } };
      });
      context.changed(touched);
      return { undoneAt };
    },

    'moves.ofPupil': ({ pupilId }, context) => context.database().read((repositories) => pupilsWay(repositories, pupilId, context.user)),
  };
}

function named(obstacles: readonly UndoObstacle[]): string {
  const names = [...new Set(obstacles.map(({ name, what }) => (name === '' ? what : name)))];
  return [...names.slice(0, mostNamed), ...(names.length > mostNamed ? ['…'] : [])].join(', ');
}
