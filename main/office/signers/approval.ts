import { OfficeError } from '#core/contract/errors.ts';
import type { SignerPost } from '#core/contract/signers.ts';
import type { StoredUser } from '../ports/school-repositories.ts';
import type { RegisteredSigner } from './register-state.ts';

type Approver = Pick<StoredUser, 'id' | 'roles'>;

/**
 * Whether this user's approval for the post counts, and whether it is one person's second. The two approvals are of two people wherever the school has two; where one
 * person is the only administrator and the only principal, the second is given knowingly (`alone`) and the register says so for good.
 * Errors: signers.already-decided, signers.not-your-approval, signers.other-person {names}, signers.confirm-alone.
 */
export function checkApproval(input: { readonly entry: RegisteredSigner; readonly user: Approver; readonly post: SignerPost; readonly users: readonly (Approver & Pick<StoredUser, 'displayName' | 'active'>)[]; readonly alone: boolean }): { readonly alone: boolean } {
  const { entry, user, post } = input;
  if (!user.roles.includes(post)) throw new OfficeError('signers.not-your-approval');
  if (entry.ended !== null || entry.approvals.some((approval) => approval.post === post)) throw new OfficeError('signers.already-decided');
  if (!entry.approvals.some(({ userId }) => userId === user.id)) return { alone: false };
  const others = input.users.filter(({ id, active, roles }) => active && id !== user.id && roles.includes(post));
  if (others.length > 0) throw new OfficeError('signers.other-person', { names: others.map(({ displayName }) => displayName).join(', ') });
  if (!input.alone) throw new OfficeError('signers.confirm-alone');
  return { alone: true };
}
