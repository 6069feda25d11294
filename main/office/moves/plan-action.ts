import { OfficeError } from '#core/contract/errors.ts';
import type { MoveAction, MoveKind } from '#core/contract/moves.ts';
import type { Role } from '#core/contract/method.ts';
import type { Repositories } from '../ports/database.ts';
import { hasRole, type SignedInUser } from '../call-context.ts';
import type { MovePlan } from './move-plan.ts';
import { gatherClassChange, planClassChange } from './plan-class-change.ts';
import { gatherExemption, planEndOfExemption, planExemption } from './plan-exemption.ts';
import { gatherHistory, planHistory } from './plan-history.ts';
import { gatherJoin, planJoin } from './plan-join.ts';
import { gatherAtTheDoor, planLeave, planReturn } from './plan-leave.ts';
import { gatherSetTransferred, planSetTransferred } from './plan-supplied.ts';

/** Who does what: the clerk keeps the lists, the principal grants (TT 22/2021 Art. 10). */
const roles: Readonly<Record<MoveKind, readonly Role[]>> = {
  join: ['clerk'],
  'set-transferred': ['clerk'],
  'set-history': ['clerk'],
  leave: ['clerk'],
  return: ['clerk'],
  'change-class': ['clerk'],
  exempt: ['clerk', 'principal'],
  'end-exemption': ['clerk', 'principal'],
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
};

export function mayDo(user: SignedInUser | null, kind: string): boolean {
  return kind in roles && hasRole(user, ...roles[kind as MoveKind]);
}

/** Gathers what the action is about and plans it. Errors: session.not-allowed, pupils.not-found, school.not-found, gradebook.not-found. */
export async function planAction(repositories: Repositories, action: MoveAction, user: SignedInUser | null): Promise<MovePlan> {
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
    default:
      return action satisfies never;
  }
}
