import type { SlotRoleStored, StoredSignature, StoredVersion } from '../ports/record-repository.ts';

/** The order of signatures (domain.md 3.9): the homeroom teacher where the school wants it, the principal, the school last. */
export function signingOrder(homeroomSignature: boolean): readonly SlotRoleStored[] {
  return homeroomSignature ? ['homeroomTeacher', 'principal', 'school'] : ['principal', 'school'];
}

export type SigningState = 'ready' | 'already-signed' | 'waiting-for-others' | 'outdated';

/** Whether a version can take the signature of `role` now. A homeroom signature that the setting does not ask for may still be made before the principal signs. */
export function signingState(input: { readonly role: SlotRoleStored; readonly homeroomSignature: boolean; readonly signed: ReadonlySet<SlotRoleStored>; readonly outdated: boolean }): SigningState {
  const { role, signed } = input;
  if (signed.has(role)) return 'already-signed';
  if (input.outdated) return 'outdated';
  const order = signingOrder(input.homeroomSignature || role === 'homeroomTeacher');
  const place = order.indexOf(role);
  const earlierDone = order.slice(0, place).every((earlier) => signed.has(earlier));
  const noneLater = order.slice(place + 1).every((later) => !signed.has(later));
  return earlierDone && noneLater ? 'ready' : 'waiting-for-others';
}

export type VersionToSign = { readonly version: StoredVersion; readonly signatures: readonly StoredSignature[]; readonly state: SigningState };

/** The class's current versions with what each can take. */
export function versionsToSign(
  versions: readonly StoredVersion[],
  signatures: readonly StoredSignature[],
  input: { readonly role: SlotRoleStored; readonly homeroomSignature: boolean; readonly outdated: ReadonlySet<string> },
): readonly VersionToSign[] {
  return versions.map((version) => {
    const own = signatures.filter(({ versionId }) => versionId === version.id);
    const signed = new Set(own.map(({ role }) => role));
    return { version, signatures: own, state: signingState({ role: input.role, homeroomSignature: input.homeroomSignature, signed, outdated: input.outdated.has(version.id) }) };
  });
}
