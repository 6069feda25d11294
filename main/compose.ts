import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CarriedKind } from '#core/contract/hand-off.ts';
import type { MethodName } from '#core/contract/index.ts';
import { trainingKind } from '#core/contract/shared.ts';
import { slotOf as formatSlot } from '#core/records/record-format.ts';
import { gradebookFormat } from '#core/records/gradebook-format.ts';
import { secondaryFormat } from '#core/records/secondary-format.ts';
import { compareVietnameseNames } from '#core/text/names.ts';
import { practicePassword } from '#core/values/practice.ts';
import { handOffWork } from './compose-hand-off-work.ts';
import { createHandOffJournal } from './db/hand-off-journal.ts';
import { createSchoolStore } from './db/school-store.ts';
import { createWholeSchoolReader } from './db/whole-school-reader.ts';
import { createBookPrinter } from './documents/gradebook-book/book-printer.ts';
import { createQualityReportPrinter } from './documents/quality-report/quality-report-printer.ts';
import { createPrintThread } from './documents/printing/print-thread.ts';
import { createRecordPrinter } from './documents/record-pdf/record-printer.ts';
import { createBookWriter } from './documents/record-xml/book-writer.ts';
import { signatureWorkParts } from './compose-signature-work.ts';
import { createRecordWriter } from './documents/record-xml/record-writer.ts';
import { createMarkWorkbookWriter } from './documents/spreadsheet/mark-workbook.ts';
import { createQualityWorkbookWriter } from './documents/spreadsheet/quality-workbook.ts';
import { createSpreadsheetReader } from './documents/spreadsheet/spreadsheet-reader.ts';
import { createBundlePacker } from './exchange/bundle-packer.ts';
import { createFileWriter } from './exchange/safe-file.ts';
import { createGatewayClient } from './exchange/gateway-client.ts';
import { createPackageBench } from './exchange/hand-off-bench.ts';
import { createPackageContainers } from './exchange/hand-off-container.ts';
import { createPackageKeys } from './exchange/hand-off-keys.ts';
import { createMediaFinder } from './exchange/media-finder.ts';
import { createTransactionPacker } from './exchange/transaction-packer.ts';
import { createAuditHandlers } from './office/audit/audit-handlers.ts';
import { createBooksHandlers } from './office/books/books-handlers.ts';
import { createBoardHandlers } from './office/board/board-handlers.ts';
import type { Handlers } from './office/call-context.ts';
import { createJobBoard } from './office/create-job-board.ts';
import { createOffice, createOfficeEvents } from './office/create-office.ts';
import { createDestinations } from './office/exchange/destinations.ts';
import { createExchangeHandlers } from './office/exchange/exchange-handlers.ts';
import { createFileBox } from './office/file-box.ts';
import { createGradebookHandlers } from './office/gradebook/gradebook-handlers.ts';
import { createMarkFilesHandlers } from './office/mark-files/mark-files-handlers.ts';
import { createHandOffHandlers } from './office/hand-off/hand-off-handlers.ts';
import { doorTrustPlace } from './office/hand-off/door-trust.ts';
import { createSignerDoorHandlers } from './office/hand-off/signer-door-handlers.ts';
import { createJobsHandlers } from './office/jobs/jobs-handlers.ts';
import { createLocksHandlers } from './office/locks/locks-handlers.ts';
import { createMovesHandlers } from './office/moves/moves-handlers.ts';
import { createYearTurnHandlers } from './office/moves/year-turn-handlers.ts';
import type { Office } from './office/office.ts';
import { createOpenSchool } from './office/open-school.ts';
import type { GatewayCredentials } from './office/ports/exchange.ts';
import type { ProcessSpawner } from './office/ports/processes.ts';
import type { SlotRole, SignatureSlot } from './office/ports/signing.ts';
import { createPhrasesHandlers } from './office/phrases/phrases-handlers.ts';
import { createChoiceHandlers } from './office/pupils/choice-handlers.ts';
import { createPoliciesHandlers } from './office/policies/policies-handlers.ts';
import { createReviewHandlers } from './office/policies/review-handlers.ts';
import { createDataReport } from './office/quality/data-report.ts';
import { createQualityGate } from './office/quality/quality-gate.ts';
import { createRulesHandlers } from './office/quality/rules-handlers.ts';
import { createQualityHandlers } from './office/quality/quality-handlers.ts';
import { createPupilsHandlers } from './office/pupils/pupils-handlers.ts';
import { isPackageBatch } from './office/hand-off/sign-package.ts';
import { outdatedVersions } from './office/records/outdated-versions.ts';
import { createRecordsHandlers } from './office/records/records-handlers.ts';
import { createRegisterFilesHandlers } from './office/register-files/register-files-handlers.ts';
import { createRegistersHandlers } from './office/registers/registers-handlers.ts';
import { createPrimaryResultsHandlers } from './office/results/primary-results-handlers.ts';
import { createResultsHandlers } from './office/results/results-handlers.ts';
import { createSchoolHandlers } from './office/school/school-handlers.ts';
import { hashPassword } from './office/session/password-hash.ts';
import { createSessionHandlers } from './office/session/session-handlers.ts';
import { createSetupHandlers } from './office/setup/setup-handlers.ts';
import { createBookSource } from './office/signed-books/signable-books.ts';
import { createSignedBooksHandlers } from './office/signed-books/signed-books-handlers.ts';
import { registerPracticeSigners } from './office/signers/register-practice.ts';
import { createSignersHandlers } from './office/signers/signers-handlers.ts';
import { createSigningDesk } from './office/signing/signing-desk.ts';
import { createSignatureImagesHandlers } from './office/signed-pdfs/signature-images-handlers.ts';
import { createTokenDoctorHandlers } from './office/token-doctor/token-doctor-handlers.ts';
import { anchorsOfSchool, schoolTrustPlace } from './office/trust/school-trust.ts';
import { createSignerAssessor } from './office/trust/signer-assessor.ts';
import { stampAfterSigning } from './office/trust/stamp-after-signing.ts';
import { createStampingSealer } from './office/trust/stamping-sealer.ts';
import { createTrustHandlers } from './office/trust/trust-handlers.ts';
import { createPdfSource } from './office/signed-pdfs/signable-pdfs.ts';
import { createSignedPdfsHandlers } from './office/signed-pdfs/signed-pdfs-handlers.ts';
import { createBatchHandlers } from './office/signing/batch-handlers.ts';
import { pauseInterruptedBatches } from './office/signing/batch-runs.ts';
import { createRecordSource } from './office/signing/record-source.ts';
import { createTokenWatch } from './office/signing/token-watch.ts';
import { createSigningHandlers } from './office/signing/signing-handlers.ts';
import { createUsersHandlers } from './office/users/users-handlers.ts';
import { createVerificationHandlers } from './office/verification/verification-handlers.ts';
import { createGatewayControl } from './practice/gateway/gateway-control.ts';
import { practiceAccount, practiceProfile } from './practice/gateway/practice-profile.ts';
import { tokenHolders } from './practice/school/token-holders.ts';
import { createTrainingSchoolMaker } from './practice/school/training-school.ts';
import { readManifest } from './practice/tokens/practice-manifest.ts';
import { createPracticeTokenMaker, type PracticeTokens } from './practice/tokens/practice-token-maker.ts';
import { practicePin } from './practice/tokens/provision.ts';
import { addPdfTimestamp, pdfStampedValues } from './signing/pdf/pdf-timestamp.ts';
import { createSignatureWorkers } from './signing/batch/signature-workers.ts';
import { readKnownDrivers } from './signing/token/known-drivers.ts';
import { createTokenExaminer } from './signing/token/token-examiner.ts';
import { createTokenService } from './signing/token/token-service.ts';
import { createTrustChecks } from './signing/trust/trust-checks.ts';
import { readSignerFacts } from './signing/verifier/signer-facts.ts';
import { isSignedBy } from './signing/verifier/detached-check.ts';
import { loadTrustAnchors } from './signing/verifier/trust-anchors.ts';
import { createVerifier } from './signing/verifier/verifier.ts';
import { createBundleSealer } from './signing/xml/bundle-sealer.ts';
import { createRecordSigner } from './signing/xml/record-signer.ts';
import { addSignatureTimeStamp, imprintOf, stampedValues } from './signing/xml/signature-timestamp.ts';
import { createTransactionSigner } from './signing/xml/transaction-signer.ts';
import { loadCodeTables } from './rules/load-code-tables.ts';
import { loadCurricula } from './rules/load-curricula.ts';
import { answerWholeSchool } from './office/whole-school/answer-whole-school.ts';
import { loadableWorker } from './loadable-worker.ts';
import { createBatchFiles } from './signing/batch/batch-files.ts';
import { loadRuleLibrary } from './rules/load-rule-library.ts';
import { loadSchoolYearFrames } from './rules/load-school-year-frames.ts';
import { systemClock } from './system-clock.ts';

export type Surroundings = {
  /** Where the schools' databases lie. Never a network share. */
  readonly dataFolder: string;
  readonly resourcesFolder: string;
  readonly spawner: ProcessSpawner;
  /** Code of worker threads, where the program is built; null: their work is done in the office's own thread. */
  readonly workers: { readonly printing: URL | null; readonly wholeSchool: URL | null; readonly checking: URL | null; readonly signing: URL | null; readonly handOff: URL | null };
  readonly version: string;
  readonly log: (line: string) => void;
  /** How long a token's driver may stay silent in one call, in milliseconds, where it is not the usual half a minute. */
  readonly driverSilence?: number;
};

/** Creates the whole office: the only place where objects are made and wired. */
export async function composeOffice({ dataFolder, resourcesFolder, spawner, workers, version, log, driverSilence }: Surroundings): Promise<Office> {
  const clock = systemClock();
  const ids = { next: () => randomUUID() };
  const now = () => Date.now();
  const rules = loadRuleLibrary(resourcesFolder);
  const frames = loadSchoolYearFrames(resourcesFolder);
  const qualityTables = { codes: loadCodeTables(resourcesFolder), frames };
  const wholeSchool = createWholeSchoolReader({ code: loadableWorker(workers.wholeSchool), resourcesFolder, answer: answerWholeSchool });
  const store = createSchoolStore({ dataFolder, clock, rules, soundness: (path) => wholeSchool.soundness(path) });
  const school = createOpenSchool(now);
  const events = createOfficeEvents();
  const jobs = createJobBoard({
    clock,
    ids,
    log,
    progressed(job, userId) {
      events.tellJob(job, userId, school);
      if (job.kind === 'sign' && job.state !== 'running') stampLater();
    },
  });
  /** Timestamps are asked for after a batch, and never hold it up. */
  const stampLater = () => {
    const database = school.current()?.database;
    if (database !== undefined) stampAfterSigning({ ...trust, jobs }, database).catch((error: unknown) => log(`timestamps after signing: ${String(error)}`));
  };
  const files = createFileBox(ids);
  const verifier = createVerifier({ worker: loadableWorker(workers.checking) });
  const printing = createPrintThread({ worker: workers.printing, resourcesFolder });
  const printer = createRecordPrinter(printing);
  const destinations = createDestinations(createMediaFinder());
  const fileWriter = createFileWriter();
  const signer = createRecordSigner();
  const transactionSigner = createTransactionSigner();
  const session = { school, store, clock, version, practicePassword };

  const tokenMaker = createPracticeTokenMaker({ spawner });
  const tokenFolder = (trainingFolder: string) => join(trainingFolder, 'tokens');
  /** Of the training school that is open or being opened. */
  let practice: PracticeTokens | null = null;
  const inTraining = () => school.current()?.door === 'training';
  const knownDrivers = readKnownDrivers(readFileSync(join(resourcesFolder, 'token-drivers.json'), 'utf8'));
  const tokenProcesses = { spawner, describeCertificate: (der: Uint8Array) => verifier.describeCertificate(der), environment: () => practice?.environment ?? {} };
  const tokens = createTokenService({ ...tokenProcesses, knownDrivers, platform: { name: process.platform, environment: process.env }, ...(driverSilence === undefined ? {} : { silenceLimit: driverSilence }) });

  // A practice file may come from any training school of this PC.
  const practiceRoots = () =>
    trainingKind.options.flatMap((kind) => {
      const authority = readManifest(tokenFolder(store.folder(kind)))?.caCertificate;
      return authority === undefined ? [] : [new Uint8Array(Buffer.from(authority, 'base64'))];
    });
  const trust = { checks: createTrustChecks(now), shipped: await loadTrustAnchors(join(resourcesFolder, 'trust')), practiceRoots, forms: { stampedValues, imprintOf, addSignatureTimeStamp, pdfStampedValues, addPdfTimestamp }, clock };
  const assessor = createSignerAssessor({ ...trust, place: () => schoolTrustPlace(trust, school.database()) });
  const anchors = (document?: Uint8Array) => anchorsOfSchool(trust, school.current()?.database ?? null, document);

  const gatewayControl = createGatewayControl({ spawner, log });
  const practiceGateway = (): Promise<GatewayCredentials> | null => {
    const place = school.current()?.place ?? 'real';
    if (place === 'real') return null;
    const environment = { HOCBA_GATEWAY_DB: join(store.folder(place), 'cong-luyen-tap'), HOCBA_PRACTICE_CA: Buffer.from(practice?.caCertificate ?? []).toString('base64'), HOCBA_RESOURCES: resourcesFolder };
    return gatewayControl.start(environment).then(({ url }) => ({ profile: practiceProfile(url), password: practiceAccount.password }));
  };

  const subjectsFor = loadCurricula(resourcesFolder);
  const trainingSchool = createTrainingSchoolMaker({
    clock,
    ids,
    subjectsFor,
    rules,
    compareNames: compareVietnameseNames,
    hashPassword,
    password: practicePassword,
    provisionTokens: async (folder, holders) => {
      await tokenMaker.provision(tokenFolder(folder), holders);
    },
  });

  const slotOf = (role: SlotRole, region: string): SignatureSlot => formatSlot(secondaryFormat, role, region);
  const bookSlotOf = (role: SlotRole): SignatureSlot => formatSlot(gradebookFormat, role, '');
  const trainingModule = () => (inTraining() ? (practice?.module ?? null) : null);
  /** Where no school is open, a package of a training school is signed with the training tokens that this PC has. */
  const trainingModuleAtDoor = () => {
    if (school.current()?.door === 'real') return null;
    if (!inTraining()) practice ??= trainingKind.options.map((kind) => tokenMaker.find(tokenFolder(store.folder(kind)))).find((found) => found !== null) ?? null;
    return practice?.module ?? null;
  };
  const handOffFolder = join(dataFolder, 'trinh-ky');
  const journal = createHandOffJournal(join(handOffFolder, 'nhat-ky.sqlite'));
  const gate = createQualityGate(qualityTables);
  const common = { forms: trust.forms, clock, ids, jobs, signer, slotOf, tokens, verifier, anchors, trainingModule, assessor };

  const batchFiles = createBatchFiles((batchId) => (isPackageBatch(batchId) || school.current() === null ? handOffFolder : store.folder(school.current()?.place ?? 'real')));
  const signatureWorkers = createSignatureWorkers({ ...signatureWorkParts(), code: loadableWorker(workers.signing) });
  const tokenWatch = createTokenWatch(tokens);
  const desk = createSigningDesk({ jobs, tokens, openWorkers: signatureWorkers.open, anchors, files: batchFiles, clock, ids, log });
  const sources = { records: createRecordSource({ slotOf, outdatedVersions, verifier, clock, gate }), gradebooks: createBookSource({ bookSlotOf, verifier, clock }), pdfs: createPdfSource({ signer, slotOf, printer, outdatedVersions, clock }) };

  const bench = createPackageBench({ code: loadableWorker(workers.handOff), work: handOffWork() });
  const carriedSlot = (kind: CarriedKind, role: SlotRole, region: string) => (kind === 'record' ? slotOf(role, region) : bookSlotOf(role));
  const packages = { bench, carriedSlot, containers: createPackageContainers(), keys: createPackageKeys(), writer: fileWriter, destinations, sources: { record: sources.records, gradebook: sources.gradebooks } };
  const registers = createRegistersHandlers({ clock, frames });
  const handlers: Handlers<MethodName> = {
    ...createSessionHandlers(session),
    ...createSetupHandlers({
      ...session,
      ids,
      jobs,
      trainingSchool,
      subjectsFor,
      async beforeOpening(place, database) {
        await pauseInterruptedBatches(database, { ids, clock });
        if (place === 'real') return;
        const folder = tokenFolder(store.folder(place));
        practice = await tokenMaker.provision(folder, await database.read(tokenHolders));
        const certificates = (readManifest(folder)?.tokens ?? []).map(({ certificate }) => new Uint8Array(Buffer.from(certificate, 'base64')));
        await registerPracticeSigners({ clock, ids, readSigner: readSignerFacts }, database, certificates);
      },
      async beforeClosing() {
        tokenWatch.stop();
        await wholeSchool.abandon();
        await gatewayControl.stop();
      },
    }),
    ...createSchoolHandlers({ clock, ids, subjectsFor, wholeSchool }),
    ...createUsersHandlers({ school, clock, ids }),
    ...createPupilsHandlers({ reader: createSpreadsheetReader(), clock, ids }),
    ...createChoiceHandlers({ clock }),
    ...createGradebookHandlers({ clock }),
    ...createMarkFilesHandlers({ clock, ids, reader: createSpreadsheetReader(), workbooks: createMarkWorkbookWriter() }),
    ...registers,
    ...createRegisterFilesHandlers({ reader: createSpreadsheetReader(), workbooks: createMarkWorkbookWriter(), registers }),
    ...createLocksHandlers({ clock, ids }),
    ...createPhrasesHandlers({ ids }),
    ...createMovesHandlers({ clock, ids }),
    ...createYearTurnHandlers({ clock, ids, jobs }),
    ...createBoardHandlers({ wholeSchool }),
    ...createResultsHandlers({ wholeSchool, jobs, clock }),
    ...createPrimaryResultsHandlers(),
    ...createQualityHandlers({ clock, ids, jobs, wholeSchool, tables: qualityTables, printer: createQualityReportPrinter(printing), workbooks: createQualityWorkbookWriter() }),
    ...createRulesHandlers({ verifier, assessor, isSignedBy, clock, ids }),
    ...createBooksHandlers({ clock, frames, jobs, destinations, writer: fileWriter, printer: createBookPrinter(printing) }),
    ...createPoliciesHandlers({ clock }),
    ...createReviewHandlers({ clock }),
    ...createRecordsHandlers({ ...common, gate, writer: createRecordWriter({ resourcesFolder }), printer }),
    ...createTokenDoctorHandlers({ clock, tokens, examiner: createTokenExaminer(tokenProcesses), version, platform: `${process.platform} ${process.arch}`, knownDrivers: knownDrivers.length, trainingModule }),
    ...createSignedBooksHandlers({ clock, ids, signer, verifier, writer: createBookWriter({ resourcesFolder }), bookSlotOf }),
    ...createSignersHandlers({ clock, ids, tokens, readSigner: readSignerFacts, trainingModule }),
    ...createSigningHandlers({ ...common, desk, watch: tokenWatch, destinations, practicePin }),
    ...createExchangeHandlers({ ...common, gate, dataReport: createDataReport({ tables: qualityTables, clock }), transactionSigner, gateway: createGatewayClient({ log }), packer: createTransactionPacker(), printer, sealer: createStampingSealer(createBundleSealer(), { ...trust, database: () => school.database() }), bundles: createBundlePacker(), writer: fileWriter, version, destinations, practiceGateway }),
    ...createBatchHandlers({ ...common, desk, watch: tokenWatch, sourceOf: ({ kind }) => sources[kind] }),
    ...createTrustHandlers({ ...trust, jobs }),
    ...createHandOffHandlers({ ...common, gate, ...packages }),
    ...createSignerDoorHandlers({ ...common, ...packages, desk, journal, trainingModule: trainingModuleAtDoor, practicePin, trustPlace: (training) => doorTrustPlace({ ...trust, journal, openSchool: () => school.current()?.database ?? null }, training), checks: trust.checks }),
    ...createVerificationHandlers({ verifier, anchors, clock }),
    ...createSignatureImagesHandlers({ clock }),
    ...createSignedPdfsHandlers({ clock, outdatedVersions }),
    ...createAuditHandlers(),
    ...createJobsHandlers({ jobs }),
  };

  return createOffice({
    handlers,
    jobs,
    files,
    school,
    ids,
    session,
    now,
    log,
    events,
    async closing() {
      tokenWatch.stop();
      destinations.close();
      await gatewayControl.stop();
      await printing.close();
      await signatureWorkers.close();
      await wholeSchool.close();
      await bench.close();
      await journal.close();
    },
  });
}
