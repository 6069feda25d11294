import type { OfficeDatabase } from '../ports/database.ts';
import type { HandOffJournal } from '../ports/hand-off.ts';
import { defaultSettings, gatherTrust, type GatheredTrust, type SchoolTrustParts, type TrustPlace } from '../trust/school-trust.ts';

export type DoorTrustParts = SchoolTrustParts & { readonly journal: HandOffJournal; /** The school that is open on this PC; mostly there is none. */ readonly openSchool: () => OfficeDatabase | null };

/**
 * What a signer is judged by where a package is signed: what is shipped, what the open school added if there is one, and what the signer's own book keeps.
 * `training`: of the package's school. Nothing in a package is trusted.
 */
export function doorTrustPlace(parts: DoorTrustParts, training: boolean): TrustPlace {
  async function here(): Promise<GatheredTrust> {
    const database = parts.openSchool();
    if (database !== null) return database.read((repositories) => gatherTrust(parts, repositories));
    const { checks, shipped, practiceRoots } = parts;
    return {
      training,
      settings: defaultSettings,
      trusted: { roots: shipped.roots, practiceRoots: practiceRoots(), intermediates: shipped.intermediates },
      evidence: (shipped.crls ?? []).flatMap((der) => checks.readList(der, [])?.evidence ?? []),
    };
  }

  return {
    async gather() {
      const [found, kept, entries] = [await here(), await parts.journal.evidence(), await parts.journal.log(1)];
      return { gathered: { ...found, training, evidence: [...found.evidence, ...kept] }, lastAudit: entries[0]?.at ?? null };
    },
    keep: (learnt) => parts.journal.keepEvidence(learnt),
  };
}
