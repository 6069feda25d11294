import type { RecordData } from '#core/records/record-data.ts';
import { subjectRegion } from '#core/records/secondary-format.ts';
import type { SlotRoleStored } from '../ports/frozen-document.ts';
import type { StoredSignature, StoredVersion } from '../ports/record-repository.ts';

/** A place for one signature: a role, and for a subject teacher the region of the subject (`mon-TOAN`), else ''. */
export type SlotKey = { readonly role: SlotRoleStored; readonly region: string };

/** Which of the optional signatures the school's profile asks for; the principal's and the school's are always asked for (CV 2088/BGDĐT-GDTH annex 1). */
export type Obligations = { readonly subjectTeachers: boolean; readonly homeroomTeacher: boolean };

/** One step of the order: everything in it may be signed side by side. A step that is not asked for may be left out, wholly or in part. */
export type SigningStep = { readonly slots: readonly SlotKey[]; readonly asked: boolean };

/** The order of signatures (domain.md 3.3, 3.9): the subject teachers each over the region of a subject, the homeroom teacher after all of them, the principal, the school last. */
export function signingSteps({ subjectTeachers, homeroomTeacher }: Obligations, regions: readonly string[]): readonly SigningStep[] {
  const one = (role: SlotRoleStored, asked: boolean): SigningStep => ({ slots: [{ role, region: '' }], asked });
  return [{ slots: regions.map((region) => ({ role: 'subjectTeacher', region })), asked: subjectTeachers }, one('homeroomTeacher', homeroomTeacher), one('principal', true), one('school', true)];
}

export type SigningState = 'ready' | 'already-signed' | 'waiting-for-others' | 'outdated';

export function slotText({ role, region }: SlotKey): string {
  return `${role} ${region}`;
}

/**
 * Whether a document can take this signature now: everything asked for before it is there, and nothing that comes after. So a signature that is not asked for may
 * still be made, but only in its turn. `signed`: slots as `slotText` writes them.
 */
export function slotState(slot: SlotKey, steps: readonly SigningStep[], signed: ReadonlySet<string>, outdated: boolean): SigningState {
  if (signed.has(slotText(slot))) return 'already-signed';
  if (outdated) return 'outdated';
  const place = steps.findIndex(({ slots }) => slots.some((each) => slotText(each) === slotText(slot)));
  if (place < 0) return 'waiting-for-others';
  const earlierDone = steps.slice(0, place).every(({ slots, asked }) => !asked || slots.every((each) => signed.has(slotText(each))));
  const noneLater = steps.slice(place + 1).every(({ slots }) => slots.every((each) => !signed.has(slotText(each))));
  return earlierDone && noneLater ? 'ready' : 'waiting-for-others';
}

/** One signature that a record may take. `region`: see SlotKey. */
export type VersionToSign = { readonly version: StoredVersion; readonly signatures: readonly StoredSignature[]; readonly region: string; readonly state: SigningState };

/**
 * What each of the versions can take in a role, in the order given. `signer`: the ID number of the one who signs: a version waits where its data name another person
 * for this place (the principal's while a deputy acts, another teacher's subject), and of the subjects only the signer's own are told; null: whoever is named.
 */
export function versionsToSign(
  versions: readonly StoredVersion[],
  signatures: readonly StoredSignature[],
  input: { readonly role: SlotRoleStored; readonly signer: string | null; readonly obligations: Obligations; readonly outdated: ReadonlySet<string> },
): readonly VersionToSign[] {
  const { role, signer } = input;
  return versions.flatMap((version) => {
    const data = JSON.parse(version.source) as RecordData;
    const own = signatures.filter(({ versionId }) => versionId === version.id);
    const signed = new Set(own.map(slotText));
    const steps = signingSteps(
      input.obligations,
      data.subjects.map(({ code }) => subjectRegion(code)),
    );
    return namedIn(data, role)
      .filter(({ personalId }) => role !== 'subjectTeacher' || signer === null || personalId === signer)
      .map(({ region, personalId }) => {
        const state = slotState({ role, region }, steps, signed, input.outdated.has(version.id));
        const isOther = personalId !== null && signer !== null && personalId !== signer;
        return { version, signatures: own, region, state: state === 'ready' && isOther ? 'waiting-for-others' : state };
      });
  });
}

/** Whom the frozen data name for each place of a role; null: no person. */
function namedIn(data: RecordData, role: SlotRoleStored): readonly { readonly region: string; readonly personalId: string | null }[] {
  if (role === 'subjectTeacher') return data.subjects.map(({ code, teacher }) => ({ region: subjectRegion(code), personalId: teacher.personalId }));
  if (role === 'homeroomTeacher') return [{ region: '', personalId: data.homeroomTeacher.personalId }];
  return [{ region: '', personalId: role === 'principal' ? data.issue.principalPersonalId : null }];
}
