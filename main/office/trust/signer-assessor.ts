import type { Clock } from '../ports/clock.ts';
import type { RevocationAnswer, SignerAssessment, SignerAssessor } from '../ports/trust.ts';
import { judgeClock } from './clock-sanity.ts';
import { askRevocationAt, type SchoolTrustParts, type TrustPlace } from './school-trust.ts';

export type SignerAssessorParts = Pick<SchoolTrustParts, 'checks'> & { /** The open school, or the PC where a package is signed. */ readonly place: () => TrustPlace; readonly clock: Clock };

/** Authorities have so long to answer before a batch (milliseconds). */
const patience = 10_000;

/** Trust before a batch (domain.md 4.1). */
export function createSignerAssessor(parts: SignerAssessorParts): SignerAssessor {
  return {
    async assess({ certificate, chain, at, until, freshestOnly = false }): Promise<SignerAssessment> {
      const place = parts.place();
      const { gathered, lastAudit } = await place.gather();
      const facts = parts.checks.describe(certificate);
      const { answer, path } = await parts.checks.chain({ certificate, chain, trusted: gathered.trusted, at });
      const asked = gathered.training || answer.state === 'practice' ? { answer: training, offset: null } : await askRevocationAt(parts, place, gathered, { path, at, patience, freshestOnly });
      return {
        chain: answer,
        keyUsage: facts?.keyUsage ?? 'may-not-sign',
        validity: facts === null ? 'expired' : validityFor(facts, at, until),
        revocation: asked.answer,
        clock: judgeClock({ at: parts.clock.now(), notBefore: facts?.notBefore ?? null, lastAudit, offset: asked.offset }),
      };
    },
  };
}

const training: RevocationAnswer = { state: 'unknown', reason: 'training' };

function validityFor({ notBefore, notAfter }: { readonly notBefore: string; readonly notAfter: string }, at: string, until: string): SignerAssessment['validity'] {
  if (Date.parse(at) < Date.parse(notBefore)) return 'not-yet-valid';
  if (Date.parse(at) > Date.parse(notAfter)) return 'expired';
  return Date.parse(until) > Date.parse(notAfter) ? 'expires-during' : 'valid';
}
