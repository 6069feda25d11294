import type { Clock } from '../ports/clock.ts';
import type { OfficeDatabase } from '../ports/database.ts';
import type { RevocationAnswer, SignerAssessment, SignerAssessor } from '../ports/trust.ts';
import { judgeClock } from './clock-sanity.ts';
import { askRevocation, gatherTrust, type SchoolTrustParts } from './school-trust.ts';

export type SignerAssessorParts = SchoolTrustParts & { /** The open school. */ readonly database: () => OfficeDatabase; readonly clock: Clock };

/** Authorities have so long to answer before a batch (milliseconds). */
const patience = 10_000;

/** Trust before a batch, in the open school (domain.md 4.1). */
export function createSignerAssessor(parts: SignerAssessorParts): SignerAssessor {
  return {
    async assess({ certificate, chain, at, until, freshestOnly = false }): Promise<SignerAssessment> {
      const database = parts.database();
      const { gathered, lastAudit } = await database.read(async (repositories) => ({ gathered: await gatherTrust(parts, repositories), lastAudit: (await repositories.audit.list(null, 1))[0]?.at ?? null }));
      const facts = parts.checks.describe(certificate);
      const { answer, path } = await parts.checks.chain({ certificate, chain, trusted: gathered.trusted, at });
      const asked = gathered.training || answer.state === 'practice' ? { answer: training, offset: null } : await askRevocation(parts, database, gathered, { path, at, patience, freshestOnly });
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
