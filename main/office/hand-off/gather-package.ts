import { OfficeError } from '#core/contract/errors.ts';
import type { CarriedKind } from '#core/contract/hand-off.ts';
import type { SigningRole } from '#core/contract/signing.ts';
import type { Clock } from '../ports/clock.ts';
import type { OfficeDatabase, Repositories } from '../ports/database.ts';
import type { SignatureForm, SignatureSlot } from '../ports/signing.ts';
import type { DocumentToSign, SignableItem } from '../ports/signing-batch.ts';
import type { StoredSchool } from '../ports/school-repositories.ts';
import { yearOfClass } from '../school/class-year.ts';
import type { CarriedSource, GatheredItems } from '../signing/signable-source.ts';
import { signatureForm } from '../signing/signature-form.ts';
import type { RequestItem } from './package-content.ts';
import { packageSigner, type PackageSigner } from './package-signer.ts';
import type { HandedDocument } from './package-tasks.ts';

export type GatherParts = { readonly sources: Readonly<Record<CarriedKind, CarriedSource>>; readonly clock: Clock };

/** `teacherId`: whose subjects, for the role of a subject teacher. */
export type PackageQuestion = { readonly kind: CarriedKind; readonly classIds: readonly string[]; readonly role: SigningRole; readonly teacherId: string | null };

export type GatheredPackage = Pick<GatheredItems, 'ready' | 'counts'> & { readonly school: StoredSchool; readonly classNames: readonly string[]; readonly schoolYear: string; readonly signer: PackageSigner; readonly form: SignatureForm };

/** What of the classes could go out for one signer. Errors: school.not-found, signers.nobody-in-post, signers.no-personal-id, hand-off.several-signers. */
export async function gatherPackage(parts: GatherParts, database: OfficeDatabase, asked: PackageQuestion): Promise<GatheredPackage> {
  const about = await database.read(async (repositories) => ({ ...(await aboutSchool(repositories, asked)), signer: await oneSigner(repositories, asked, parts.clock.now()) }));
  const { ready, counts } = await parts.sources[asked.kind].gatherFor(database, asked.classIds, { role: asked.role, personalId: about.signer.personalId });
  return { ...about, ready, counts };
}

async function aboutSchool(repositories: Repositories, { kind, classIds }: PackageQuestion): Promise<Omit<GatheredPackage, 'ready' | 'counts' | 'signer'>> {
  const school = await repositories.school.school();
  const classes = await Promise.all(classIds.map((id) => repositories.school.classById(id)));
  const names = classes.flatMap((group) => (group === null ? [] : [group.name]));
  const [first] = classIds;
  if (school === null || first === undefined || names.length < classIds.length) throw new OfficeError('school.not-found');
  return { school, classNames: names, schoolYear: (await yearOfClass(repositories, first)).name, form: await signatureForm(repositories, kind) };
}

/** A package is for one signer: homeroom teachers of several classes get one each. */
async function oneSigner(repositories: Repositories, { classIds, role, teacherId }: PackageQuestion, at: string): Promise<PackageSigner> {
  const [first, ...others] = role === 'homeroomTeacher' ? classIds : classIds.slice(0, 1);
  if (first === undefined) throw new OfficeError('school.not-found');
  const signer = await packageSigner(repositories, { classId: first, role, teacherId }, at);
  for (const classId of others) if ((await packageSigner(repositories, { classId, role, teacherId }, at)).personalId !== signer.personalId) throw new OfficeError('hand-off.several-signers');
  return signer;
}

/** Documents are read from the database so many at a time. */
const portion = 8;

/**
 * The documents themselves, as the package's thread asks for them. One that was signed or issued anew since it was gathered has no place in a package:
 * throws OfficeError signing.item-signed, signing.item-reissued.
 */
export async function* handedDocuments({ sources }: GatherParts, database: OfficeDatabase, { kind, role }: Pick<PackageQuestion, 'kind' | 'role'>, items: readonly SignableItem[], told: (done: number) => void): AsyncGenerator<readonly HandedDocument[]> {
  for (let from = 0; from < items.length; from += portion) {
    const some = items.slice(from, from + portion);
    yield await database.read(async (repositories) => {
      const before = await sources[kind].signedBefore(repositories, some.map(({ id }) => id), role);
      const documents: HandedDocument[] = [];
      for (const { id, name } of some) {
        const document = await sources[kind].load(repositories, id, role);
        if (document instanceof OfficeError) throw document;
        documents.push({ uuid: name, region: regionOf(id), ...carried(kind, document), previous: carriedBefore(kind, before.get(id)) });
      }
      return documents;
    });
    told(from + some.length);
  }
}

function carriedBefore(kind: CarriedKind, document: DocumentToSign | undefined): HandedDocument['previous'] {
  return document === undefined ? null : carried(kind, document);
}

function carried(kind: CarriedKind, { data, signatures }: DocumentToSign): { readonly data: Uint8Array; readonly signatures: RequestItem['signatures'] } {
  return { data, signatures: signatures.map(({ slot, fragment }) => ({ role: slot.role, region: regionIn(kind, slot), fragment })) };
}

/** Of a record, subject teachers sign one region each; everything else is signed once by a role. */
export function regionIn(kind: CarriedKind, { role, references }: SignatureSlot): string {
  return kind === 'record' && role === 'subjectTeacher' ? references : '';
}

/** The region in an item's name, which batches write behind the document's id. */
export function regionOf(itemId: string): string {
  return itemId.split(' ')[1] ?? '';
}
