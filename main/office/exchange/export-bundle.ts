import { OfficeError } from '#core/contract/errors.ts';
import type { Destination } from '#core/contract/exchange.ts';
import type { BundleSummary, Verdict } from '#core/contract/verification.ts';
import { formatDay } from '#core/text/common.ts';
import { largestFileOn, roomProblem } from '#core/values/medium.ts';
import { classId } from '#core/values/ids.ts';
import type { JobProgress } from '../job-board.ts';
import type { IdSource } from '../ports/clock.ts';
import type { Actor, OfficeDatabase } from '../ports/database.ts';
import type { RecordPrinter } from '../ports/documents.ts';
import type { BundleFile, BundlePacker, FileWriter, SealedName } from '../ports/exchange.ts';
import type { StoredCertificate } from '../ports/exchange-repository.ts';
import type { BundleSealer, TokenSession } from '../ports/signing.ts';
import type { TimestampForms } from '../ports/trust.ts';
import type { TrustAnchors, Verifier } from '../ports/verifier.ts';
import type { DataReport } from '../quality/data-report.ts';
import { printable, recordDocument, type AssembleParts } from '../records/stored-records.ts';
import { signedPdfFile } from '../signed-pdfs/signed-pdf-file.ts';
import { plainName, type BundleContents, type Carried } from './bundle-contents.ts';
import { keptTimestamps } from './kept-timestamps.ts';
import { withSchoolSeal, type SealChoice, type SealParts } from './school-seal.ts';

export type ExportParts = SealParts &
  AssembleParts & {
    readonly printer: RecordPrinter;
    readonly sealer: BundleSealer;
    readonly bundles: BundlePacker;
    readonly writer: FileWriter;
    readonly verifier: Verifier;
    readonly anchors: () => Promise<TrustAnchors>;
    readonly ids: IdSource;
    readonly version: string;
    readonly forms: TimestampForms;
    readonly dataReport: DataReport;
  };

export type ExportInput = { readonly contents: BundleContents; readonly destination: Destination; readonly seal: SealChoice; readonly actor: Actor };

const containerType = 'application/vnd.etsi.asic-e+zip';

/** Prints under way while one record is written: the printing thread never waits for the medium. */
const ahead = 2;

type Write = (chunk: Uint8Array) => Promise<void>;
type Made = { readonly summary: BundleSummary; readonly note: string };

/** Refuses what has no room on the medium. Throws OfficeError exchange.nothing-to-send, exchange.no-room, exchange.file-system-limit. */
export function requireRoom({ records, estimatedBytes }: BundleContents, destination: Destination): void {
  if (records === 0) throw new OfficeError('exchange.nothing-to-send');
  const problem = roomProblem(destination, estimatedBytes);
  if (problem !== null) throw new OfficeError(problem.code, problem.params);
}

/**
 * Writes issued records and their papers as an ASiC-E container sealed by the school: of a class or a pupil one container, of a year one for each class inside
 * one (docs/decisions/0015-bundles.md). Record by record from the database to the medium; there it is read back, and the verifier looks at what is really
 * there before it gets its name. Errors: exchange.*, token.*, signing.*, job.cancelled.
 */
export async function exportBundle(parts: ExportParts, database: OfficeDatabase, input: ExportInput, progress: JobProgress): Promise<void> {
  const { contents, destination } = input;
  const { certificates, head, school } = await database.read(async (repositories) => ({ certificates: await repositories.exchange.certificates(), head: await repositories.audit.head(), school: await repositories.school.school() }));
  if (school === null || contents.records === 0) throw new OfficeError('exchange.nothing-to-send');
  const writtenAt = parts.clock.now();
  const summary = { schoolName: school.name, schoolCode: school.code, writtenAt, auditHead: head, program: parts.version, training: school.training };
  const fileName = `${school.training ? 'LUYEN-TAP-' : ''}${nameOf(contents)}-${writtenAt.slice(0, 10)}.asice`;
  const readingBack = Math.ceil(contents.records / 5);
  const total = contents.records * 2 + readingBack;
  let done = 0;
  let verdict: Verdict = 'unsigned';

  /** One sealed container; `records` of one class, or over the years of one pupil. */
  async function pack(write: Write, session: TokenSession, groups: BundleContents['classes'], made: Made): Promise<void> {
    const bundle = await parts.bundles.open(write);
    await putNotes((file) => bundle.add(file), made);
    const stamps = await keptTimestamps(parts.forms, database, groups.flatMap(({ records }) => records.map(({ versionId }) => versionId)));
    if (stamps !== null) await bundle.add(stamps);
    for (const group of groups) {
      // Who receives a class sees what the rules said of its data, and what was let pass and why.
      const data = contents.scope.kind === 'pupil' ? null : await parts.dataReport(database, group.classId);
      if (data !== null) await bundle.add({ name: 'kiem-tra-du-lieu.txt', bytes: new Uint8Array(Buffer.from(data, 'utf8')), mimeType: 'text/plain' });
      for await (const { item, files } of recordFiles(parts, database, certificates, group.records)) {
        progress.checkCancelled();
        progress.report(done, total, item.pupilName);
        const stem = contents.scope.kind === 'pupil' ? `${group.yearName}-${plainName(group.className)}` : String(group.records.indexOf(item) + 1).padStart(2, '0');
        for (const { ending, ...file } of files) await bundle.add({ ...file, name: `hoc-ba/${stem}-${plainName(item.pupilName)}.${ending}` });
        done += 1;
      }
    }
    await bundle.seal((files) => sealOf(session, files));
  }

  function sealOf(session: TokenSession, files: readonly SealedName[]): Promise<Uint8Array> {
    progress.checkCancelled();
    return parts.sealer.seal({ files, certificate: session.certificate.der, chain: session.certificate.chain, algorithm: session.algorithm, signingTime: writtenAt, sign: (data) => session.sign(data) });
  }

  async function packYear(write: Write, session: TokenSession): Promise<void> {
    const bundle = await parts.bundles.open(write);
    await putNotes((file) => bundle.add(file), describe(contents, summary));
    const names = new Set<string>();
    for (const group of contents.classes) {
      // One class is in memory at a time: its container has to be whole before its digest is known.
      const chunks: Uint8Array[] = [];
      const own: BundleContents = { ...contents, scope: { kind: 'class', classId: classId.parse(group.classId) }, className: group.className, classes: [group], records: group.records.length };
      await pack(async (chunk) => void chunks.push(chunk), session, [group], describe(own, summary));
      let name = plainName(group.className).toUpperCase();
      while (names.has(name)) name = `${name}-2`;
      names.add(name);
      await bundle.add({ name: `lop/${name}.asice`, bytes: Buffer.concat(chunks), mimeType: containerType });
    }
    await bundle.seal((files) => sealOf(session, files));
  }

  async function look(path: string): Promise<void> {
    const report = await parts.verifier.checkPath({
      name: fileName,
      path,
      anchors: await parts.anchors(),
      at: parts.clock.now(),
      signal: progress.signal,
      onProgress: (files, of) => progress.report(total - contents.records + Math.floor((files / Math.max(of, 1)) * contents.records), total, fileName),
    });
    // The medium gave back what was written: what is wrong now is the seal.
    if (report.verdict === 'invalid' || report.verdict === 'unsupported' || report.verdict === 'unsigned' || report.file.bundle?.records !== contents.records) throw new OfficeError('signing.self-check-failed', { uuid: fileName });
    verdict = report.verdict;
  }

  const written = await parts.writer.stream({
    folder: destination.path,
    fileName,
    signal: progress.signal,
    largestFile: largestFileOn(destination.fileSystem),
    // The token's process lives no longer than there is something to sign.
    fill: (write) => withSchoolSeal(parts, database, input.actor, input.seal, (session) => (contents.scope.kind === 'year' ? packYear(write, session) : pack(write, session, contents.classes, describe(contents, summary)))),
    onReadBack: (bytes, of) => progress.report(contents.records + Math.floor((bytes / of) * readingBack), total, fileName),
    check: look,
  });
  await database.write(input.actor, async ({ exchange }) => {
    const { kind } = contents.scope;
    const { path, bytes, digest } = written;
    await exchange.addExport({ id: parts.ids.next(), classId: contents.scope.kind === 'class' ? contents.scope.classId : null, scope: kind, title: titleOf(contents), fileName, path, bytes, records: contents.records, digest, writtenAt, writtenBy: input.actor.userName, auditHead: head, verdict });
    return { value: undefined, audit: { action: 'exchange.exported', detail: { scope: kind, fileName, records: contents.records, digest, auditHead: head } } };
  });
  progress.report(total, total, fileName);
}

type RecordFile = Omit<BundleFile, 'name'> & { readonly ending: 'xml' | 'pdf' };
type RecordFiles = { readonly item: Carried; readonly files: readonly RecordFile[] };

/** The files of records in order, a few of them being made ahead. */
async function* recordFiles(parts: ExportParts, database: OfficeDatabase, certificates: readonly StoredCertificate[], records: readonly Carried[]): AsyncGenerator<RecordFiles> {
  const making: Promise<RecordFiles>[] = [];
  let next = 0;
  const start = () => {
    const item = records[next];
    next += 1;
    if (item === undefined) return;
    const made = filesOf(parts, database, certificates, item);
    // Where an earlier one fails, nobody asks for this one any more.
    made.catch(() => undefined);
    making.push(made);
  };
  for (let count = 0; count < ahead; count += 1) start();
  for (let first = making.shift(); first !== undefined; first = making.shift()) {
    const ready = await first;
    start();
    yield ready;
  }
}

async function filesOf(parts: ExportParts, database: OfficeDatabase, certificates: readonly StoredCertificate[], item: Carried): Promise<RecordFiles> {
  const { version, signatures, signed } = await database.read(async (repositories) => ({
    version: await repositories.records.version(item.versionId),
    signatures: await repositories.records.signatures([item.versionId]),
    signed: (await repositories.signedPdfs.sealed([item.versionId])).length > 0 ? await signedPdfFile(parts.forms, repositories, item.versionId) : null,
  }));
  if (version === null) throw new OfficeError('records.not-found');
  // A PDF that both signed is carried as it is; a print of it would be another file. One that waits for the school would make the bundle undecided.
  const paper = signed ?? (await parts.printer.print([printable(parts, { version, signatures }, certificates)]));
  return {
    item,
    files: [
      { ending: 'xml', bytes: recordDocument(parts, { version, signatures }), mimeType: 'application/xml' },
      { ending: 'pdf', bytes: paper, mimeType: 'application/pdf' },
    ],
  };
}

/** What a person and what a program reads about the bundle; sealed with the records. */
async function putNotes(add: (file: BundleFile) => Promise<void>, { summary, note }: Made): Promise<void> {
  await add({ name: 'goi-hoc-ba.txt', bytes: new Uint8Array(Buffer.from(note, 'utf8')), mimeType: 'text/plain' });
  await add({ name: 'hocba.json', bytes: new Uint8Array(Buffer.from(`${JSON.stringify({ format: 'hocba-bundle/1', ...summary }, null, 2)}\n`, 'utf8')), mimeType: 'application/json' });
}

type Common = Pick<BundleSummary, 'schoolName' | 'schoolCode' | 'writtenAt' | 'auditHead' | 'program' | 'training'>;

function describe(contents: BundleContents, common: Common): Made {
  const { scope, schoolYear, className, pupilName, records } = contents;
  const summary: BundleSummary = { scope: scope.kind, ...common, schoolYear, className, pupilName, records };
  const note = [
    ...(common.training ? ['LUYỆN TẬP - KHÔNG CÓ GIÁ TRỊ'] : []),
    `${headings[scope.kind]} ${titleOf(contents)}${scope.kind === 'year' ? '' : `, năm học ${schoolYear}`}`,
    `${common.schoolName} (${common.schoolCode})`,
    `Số học bạ: ${records}`,
    `Ngày xuất: ${formatDay(common.writtenAt)}`,
    // Whoever keeps two bundles can prove that nothing was taken out of the log between them.
    `Nhật ký (SHA-256): ${common.auditHead}`,
    `Chương trình: Học Bạ ${common.program}`,
    'Kiểm tra gói này: mở Học Bạ, chọn “Kiểm tra tệp” (không cần đăng nhập).',
    '',
  ].join('\n');
  return { summary, note };
}

const headings = { class: 'Học bạ số lớp', year: 'Học bạ số cả trường, năm học', pupil: 'Gói chuyển trường của học sinh' } as const;

function titleOf({ scope, schoolYear, className, pupilName }: BundleContents): string {
  return scope.kind === 'class' ? className : scope.kind === 'year' ? schoolYear : pupilName;
}

function nameOf({ scope, schoolYear, className, pupilName }: BundleContents): string {
  if (scope.kind === 'class') return `hoc-ba-${plainName(className).toUpperCase()}-${schoolYear}`;
  return scope.kind === 'year' ? `hoc-ba-ca-truong-${schoolYear}` : `chuyen-truong-${plainName(pupilName)}-${schoolYear}`;
}
