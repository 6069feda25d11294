import type { SignerPost, SignerState } from '#core/contract/signers.ts';
import type { StoredSigner, StoredSignerEvent } from '../ports/signer-repository.ts';

export const signerPosts = ['administrator', 'principal'] as const satisfies readonly SignerPost[];

/** A certificate of the register with what was decided about it. `ended`: refused, or revoked from a day on (which may still be to come). */
export type RegisteredSigner = {
  readonly signer: StoredSigner;
  readonly state: SignerState;
  readonly approvals: readonly Extract<StoredSignerEvent, { kind: 'approved' }>[];
  readonly ended: Exclude<StoredSignerEvent, { kind: 'approved' }> | null;
};

/** The register as it stands at a moment (ISO 8601 with offset), in the order of proposal. A certificate signs only while it is `approved`. */
export function registerAt(signers: readonly StoredSigner[], events: readonly StoredSignerEvent[], at: string): readonly RegisteredSigner[] {
  return signers.map((signer) => {
    const own = events.filter(({ signerId }) => signerId === signer.id);
    const approvals = own.filter((event) => event.kind === 'approved');
    const ended = own.find((event) => event.kind !== 'approved') ?? null;
    return { signer, approvals, ended, state: stateOf(signer, approvals.length, ended, at) };
  });
}

function stateOf({ facts }: StoredSigner, approvals: number, ended: RegisteredSigner['ended'], at: string): SignerState {
  if (ended?.kind === 'refused') return 'refused';
  if (ended?.kind === 'revoked' && ended.day <= dayOf(at)) return 'revoked';
  if (Date.parse(at) > Date.parse(facts.notAfter)) return 'expired';
  // Each approval is there once (the register's own index), so two are both posts.
  return approvals === signerPosts.length ? 'approved' : 'waiting';
}

/** The local day of a moment that carries its offset. */
export function dayOf(moment: string): string {
  return moment.slice(0, 10);
}
