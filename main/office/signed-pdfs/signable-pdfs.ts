import { OfficeError } from '#core/contract/errors.ts';
import type { SigningRole, SigningScope } from '#core/contract/signing.ts';
import type { RecordData } from '#core/records/record-data.ts';
import type { SignedInUser } from '../call-context.ts';
import type { Clock } from '../ports/clock.ts';
import type { OfficeDatabase, Repositories } from '../ports/database.ts';
import type { PrintableRecord, RecordPrinter } from '../ports/documents.ts';
import type { PdfRole, SignatureAppearance } from '../ports/pdf-signing.ts';
import type { SignatureSlot } from '../ports/signing.ts';
import type { DocumentToSign, MadeSignature, SignableItem } from '../ports/signing-batch.ts';
import { printable, type AssembleParts } from '../records/stored-records.ts';
import { signerAnswer, signerRefusal } from '../signers/signer-answer.ts';
import type { GatheredItems, ItemDescription, SignableSource } from '../signing/signable-source.ts';
import { pdfsOfClass, pdfState, type PdfOfRecord } from './pdf-states.ts';

export type PdfSourceParts = AssembleParts & {
  readonly printer: Pick<RecordPrinter, 'printToSign' | 'printAppearance'>;
  readonly outdatedVersions: (repositories: Repositories, classId: string, at: string) => Promise<ReadonlySet<string>>;
  readonly clock: Clock;
};

type Asked = { readonly role: SigningRole; readonly user: SignedInUser | null; readonly certificateDigest: string | null };

/** Fields of the PDF, named as signature slots are. */
const slots: Readonly<Record<PdfRole, SignatureSlot>> = {
  principal: { role: 'principal', path: 'HieuTruong', references: 'PDF', propertyId: 'HieuTruong' },
  school: { role: 'school', path: 'NhaTruong', references: 'PDF', propertyId: 'NhaTruong' },
};

/** Another name than the version's own, which stands for the record itself in batches. */
const itemId = (versionId: string) => `pdf:${versionId}`;
const versionOf = (id: string) => id.slice('pdf:'.length);

/** The PDFs of issued records of whole classes, or of one record: the principal's visible signature, then the school's. Errors: school.not-found, records.not-found, signing.not-your-role. */
export function createPdfSource(parts: PdfSourceParts): SignableSource {
  return {
    kind: 'pdf',
    async gather(database, scope, asked) {
      const classes: GatheredItems[] = [];
      for (const classId of scope.classIds) {
        classes.push(await database.read((repositories) => gatherClassPdfs(parts, database, repositories, { classId, recordId: recordIn(scope) }, asked)));
        await new Promise((done) => setImmediate(done));
      }
      const sum = (count: keyof GatheredItems['counts']) => classes.reduce((total, { counts }) => total + counts[count], 0);
      return {
        ready: classes.flatMap(({ ready }) => ready),
        counts: { alreadySigned: sum('alreadySigned'), waitingForOthers: sum('waitingForOthers'), outdated: sum('outdated'), missing: sum('missing') },
        training: classes.some(({ training }) => training),
        mayActAs: classes.every(({ mayActAs }) => mayActAs),
        refused: classes.find(({ refused }) => refused !== null)?.refused ?? null,
      };
    },
    mayActAs: (repositories, { classIds }, role, user) => mayActAs(parts, repositories, classIds, role, user),
    store: (repositories, made, by) => storePdf(repositories, made, by),
    async describe({ records }, itemIds) {
      const versions = new Map((await records.sources(itemIds.map(versionOf))).map((version) => [itemId(version.id), version]));
      return itemIds.flatMap((id): readonly ItemDescription[] => {
        const version = versions.get(id);
        if (version === undefined) return [];
        const { pupil, className } = JSON.parse(version.source) as RecordData;
        return [{ itemId: id, label: pupil.fullName, group: className, recordId: version.recordId }];
      });
    },
    async changes({ records }, itemIds, role) {
      const signatures = await records.signatures(itemIds.map(versionOf));
      return itemIds.map((id) => ({ itemId: id, kind: 'printed', signedBefore: signatures.find((signature) => signature.versionId === versionOf(id) && signature.role === role)?.signedAt ?? null, fields: [] }));
    },
  };
}

/** Inside the journal's transaction. */
export async function storePdf({ signedPdfs }: Pick<Repositories, 'signedPdfs'>, { item, ...made }: MadeSignature, by: { readonly role: SigningRole; readonly certificateDigest: string; readonly signer: string }): Promise<void> {
  await signedPdfs.add(
    { versionId: versionOf(item.id), role: by.role as PdfRole, order: made.order, documentDigest: made.documentDigest, certificateDigest: by.certificateDigest, signer: by.signer, signedAt: made.signingTime },
    Buffer.from(made.fragment, 'base64'),
    made.stamped ?? new Uint8Array(),
  );
}

/** Whether the user holds the post for all these classes; only the principal and the school sign PDFs. */
export async function mayActAs({ clock }: Pick<PdfSourceParts, 'clock'>, repositories: Repositories, classIds: readonly string[], role: SigningRole, user: SignedInUser | null): Promise<boolean> {
  if (role !== 'principal' && role !== 'school') return false;
  for (const classId of classIds) {
    const answer = await signerAnswer(repositories, { user, role, classId, subjectId: null, certificateDigest: null, at: clock.now() });
    if (!answer.may && answer.reason === 'not-your-post') return false;
  }
  return true;
}

function recordIn(scope: SigningScope): string | null {
  return scope.kind === 'pdfs' ? scope.recordId : null;
}

async function gatherClassPdfs(parts: PdfSourceParts, database: OfficeDatabase, repositories: Repositories, { classId, recordId }: { readonly classId: string; readonly recordId: string | null }, { role, user, certificateDigest }: Asked): Promise<GatheredItems> {
  if (role !== 'principal' && role !== 'school') throw new OfficeError('signing.not-your-role');
  const at = parts.clock.now();
  const school = await repositories.school.school();
  if (school === null) throw new OfficeError('school.not-found');
  const answer = await signerAnswer(repositories, { user, role, classId, subjectId: null, certificateDigest, at });
  const signer = answer.may ? (answer.holder?.personalId ?? null) : null;
  const outdated = await parts.outdatedVersions(repositories, classId, at);
  const all = await pdfsOfClass(repositories, classId);
  const wanted = recordId === null ? all : all.filter(({ version }) => version.recordId === recordId);
  if (recordId !== null && wanted.length === 0) throw new OfficeError('records.not-found');
  const states = wanted.map((pdf) => {
    const state = pdfState(pdf, role, outdated.has(pdf.version.id));
    return { pdf, state: state === 'ready' && isOther(pdf, role, signer) ? ('waiting' as const) : state };
  });
  const count = (...counted: readonly (typeof states)[number]['state'][]) => states.filter(({ state }) => counted.includes(state)).length;
  return {
    ready: states.filter(({ state }) => state === 'ready').map(({ pdf }) => pdfItem(parts, database, pdf.version, role)),
    counts: { alreadySigned: count('signed'), waitingForOthers: count('waiting', 'record-not-issued'), outdated: count('outdated'), missing: 0 },
    training: school.training,
    mayActAs: answer.may || answer.reason !== 'not-your-post',
    refused: certificateDigest === null ? null : signerRefusal(answer),
  };
}

/** The record names its principal, and nobody else's name stands under the signature: a successor or a deputy leaves those of the one before alone. */
function isOther({ version }: PdfOfRecord, role: PdfRole, signer: string | null): boolean {
  return role === 'principal' && signer !== null && (JSON.parse(version.source) as RecordData).issue.principalPersonalId !== signer;
}

/** One PDF as an item of a batch. What it holds is read and printed when its turn comes. */
export function pdfItem(parts: Pick<PdfSourceParts, 'signer' | 'slotOf' | 'printer'>, database: OfficeDatabase, version: PdfOfRecord['version'], role: PdfRole): SignableItem {
  return {
    id: itemId(version.id),
    kind: 'pdf',
    document: itemId(version.id),
    name: version.uuid,
    label: (JSON.parse(version.source) as RecordData).pupil.fullName,
    slot: slots[role],
    signerPersonalId: null,
    load: (signingTime) => loadPdf(parts, database, version, role, signingTime),
  };
}

/** What stands in the database now, and what is printed from it: the file as it is, and what the new signature will show. Printing is done on the printing thread. */
async function loadPdf(parts: Pick<PdfSourceParts, 'signer' | 'slotOf' | 'printer'>, database: OfficeDatabase, { id, recordId }: PdfOfRecord['version'], role: PdfRole, signingTime: string): Promise<DocumentToSign | OfficeError> {
  const found = await database.read(async (repositories) => {
    const version = await repositories.records.current(recordId);
    // Frozen bytes: what changed meanwhile shows in a new version, or in signatures.
    if (version?.id !== id) return new OfficeError('signing.item-reissued');
    const pdf: PdfOfRecord = { version, recordSignatures: await repositories.records.signatures([id]), signatures: await repositories.signedPdfs.signatures([id]) };
    const state = pdfState(pdf, role, false);
    if (state !== 'ready') return new OfficeError(state === 'signed' ? 'signing.item-signed' : 'signing.item-not-ready');
    const record = printable(parts, { version, signatures: pdf.recordSignatures }, await repositories.exchange.certificates());
    return { record, signatures: pdf.signatures, document: await repositories.signedPdfs.document(id), image: await imageFor(repositories, record, role) };
  });
  if (found instanceof OfficeError) return found;
  try {
    return {
      data: found.document ?? (await parts.printer.printToSign(found.record)),
      signatures: found.signatures.map((signature) => ({ slot: slots[signature.role], fragment: '' })),
      appearance: await parts.printer.printAppearance(appearanceOf(found.record, role, vietnamTime(signingTime), found.image)),
    };
  } catch {
    // One record that cannot be printed keeps none of the others back.
    return new OfficeError('signing.pdf-form', { detail: role });
  }
}

/** NĐ 30/2020/NĐ-CP: the time of signing is written in the zone of Viet Nam (ISO 8601), whatever the PC's is. */
function vietnamTime(moment: string): string {
  return `${new Date(Date.parse(moment) + 7 * 3_600_000).toISOString().slice(0, 19)}+07:00`;
}

/** The picture in force of whoever the record names: of another principal's record, that principal's. */
async function imageFor({ signedPdfs }: Repositories, { data }: PrintableRecord, role: PdfRole): Promise<SignatureAppearance['image']> {
  return role === 'principal' ? signedPdfs.image('person', data.issue.principalName) : signedPdfs.image('organisation', data.school.name);
}

function appearanceOf({ data, training }: PrintableRecord, role: PdfRole, signedAt: string, image: SignatureAppearance['image']): SignatureAppearance {
  return { role, signer: data.issue.principalName, organisation: data.school.name, signedAt, training, image: image === null ? null : { png: image.png, millimetres: image.millimetres } };
}
