import { OfficeError } from '#core/contract/errors.ts';
import type { AnyAction, MoveKind } from '#core/contract/moves.ts';
import type { Role } from '#core/contract/method.ts';
import type { Clock } from '../ports/clock.ts';
import type { Repositories } from '../ports/database.ts';
import { hasRole, type SignedInUser } from '../call-context.ts';
import type { MovePlan } from './move-plan.ts';
import { gatherClassChange, planClassChange } from './plan-class-change.ts';
import { gatherDecisions, planDecisions } from './plan-decisions.ts';
import { gatherExemption, planEndOfExemption, planExemption } from './plan-exemption.ts';
import { gatherHistory, planHistory } from './plan-history.ts';
import { gatherJoin, planJoin } from './plan-join.ts';
import { gatherAtTheDoor, planLeave, planReturn } from './plan-leave.ts';
import { gatherSetTransferred, planSetTransferred } from './plan-supplied.ts';
import { gatherRollOver } from './gather-roll-over.ts';
import { planRollOver } from './plan-roll-over.ts';
import { breathe } from './breathe.ts';

/** What is journalled without being a move: the fixes of the data rules. */
export const cleaning = 'clean-data';

/** Who does what: the clerk keeps the lists, the principal grants (TT 22/2021 Art. 10). */
const roles: Readonly<Record<MoveKind | typeof cleaning, readonly Role[]>> = {
  join: ['clerk'],
  'set-transferred': ['clerk'],
  'set-history': ['clerk'],
  leave: ['clerk'],
  return: ['clerk'],
  'change-class': ['clerk'],
  exempt: ['clerk', 'principal'],
  'end-exemption': ['clerk', 'principal'],
  decide: ['principal'],
  'roll-over': ['clerk', 'principal'],
  [cleaning]: ['clerk'],
};

/** What the audit log calls it. */
export const auditNames: Readonly<Record<MoveKind, string>> = {
  join: 'moves.joined',
  'set-transferred': 'moves.transferredSet',
  'set-history': 'moves.historySet',
  leave: 'moves.left',
  return: 'moves.returned',
  'change-class': 'moves.classChanged',
  exempt: 'moves.exempted',
  'end-exemption': 'moves.exemptionEnded',
  decide: 'moves.decided',
  'roll-over': 'moves.rolledOver',
};

export function mayDo(user: SignedInUser | null, kind: string): boolean {
  return kind in roles && hasRole(user, ...roles[kind as keyof typeof roles]);
}

/** Gathers what the action is about and plans it. Errors: session.not-allowed, pupils.not-found, school.not-found, gradebook.not-found. */
export async function planAction(repositories: Repositories, action: AnyAction, user: SignedInUser | null, clock: Clock): Promise<MovePlan> {
  if (!mayDo(user, action.kind)) throw new OfficeError('session.not-allowed');
  switch (action.kind) {
    case 'join':
      return planJoin(await gatherJoin(repositories, action), action);
    case 'set-transferred':
      return planSetTransferred(await gatherSetTransferred(repositories, action), action);
    case 'set-history':
      return planHistory(await gatherHistory(repositories, action), action);
    case 'leave':
      return planLeave(await gatherAtTheDoor(repositories, action.enrollmentId), action);
    case 'return':
      return planReturn(await gatherAtTheDoor(repositories, action.enrollmentId), action);
    case 'change-class':
      return planClassChange(await gatherClassChange(repositories, action), action);
    case 'exempt':
      return planExemption(await gatherExemption(repositories, action), action);
    case 'end-exemption':
      return planEndOfExemption(await gatherExemption(repositories, action));
    case 'decide':
      return planDecisions(await gatherDecisions(repositories, action, user?.displayName ?? ''), action);
    case 'roll-over':
      return planRollOver((await gatherRollOver(repositories, clock, breathe)).facts, action);
    default:
      return action satisfies never;
  }
}
