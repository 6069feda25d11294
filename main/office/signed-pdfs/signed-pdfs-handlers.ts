import { OfficeError } from '#core/contract/errors.ts';
import type { ParsedInput } from '#core/contract/index.ts';
import type { PdfRoleCounts } from '#core/contract/signed-pdfs.ts';
import type { CertificateFacts } from '#core/contract/verification.ts';
import { jobId as jobIdOf, recordId as recordIdOf } from '#core/values/ids.ts';
import { hasRole, type CallContext, type Handlers, type SignedInUser } from '../call-context.ts';
import type { JobBoard, JobProgress } from '../job-board.ts';
import type { IdSource } from '../ports/clock.ts';
import type { OfficeDatabase, Repositories } from '../ports/database.ts';
import type { PdfRole } from '../ports/pdf-signing.ts';
import type { KeyChoice, ModuleChoice, TokenService } from '../ports/signing.ts';
import type { BatchJournal, SignableItem } from '../ports/signing-batch.ts';
import type { TrustAnchors, Verifier } from '../ports/verifier.ts';
import { dataOf } from '../records/stored-records.ts';
import { moduleById } from '../signing/module-choices.ts';
import { signItems } from '../signing/sign-items.ts';
import type { SigningDesk } from '../signing/signing-desk.ts';
import { countPdfs, pdfItem, pdfsOfClass, type PdfItemsParts, type PdfOfRecord } from './pdf-items.ts';
import { createPdfWorkers } from './pdf-workers.ts';

export type SignedPdfsParts = PdfItemsParts & {
  readonly tokens: TokenService;
  readonly verifier: Verifier;
  readonly anchors: () => Promise<TrustAnchors>;
  readonly jobs: JobBoard;
  readonly ids: IdSource;
  readonly log: (line: string) => void;
  readonly desk: Pick<SigningDesk, 'occupy' | 'running'>;
  readonly trainingModule: () => ModuleChoice | null;
  readonly outdatedVersions: (repositories: Repositories, classId: string, at: string) => Promise<ReadonlySet<string>>;
};

type Names = 'signedPdfs.class' | 'signedPdfs.start';

/** Signing the PDFs of a class's issued records, each with its visible signatures. */
export function createSignedPdfsHandlers(parts: SignedPdfsParts): Handlers<Names> {
  return {
    'signedPdfs.class': ({ classId }, context) =>
      context.database().read(async (repositories) => {
        const outdated = await parts.outdatedVersions(repositories, classId, parts.clock.now());
        const asPrincipal = await pdfsOfClass(repositories, classId, 'principal', outdated);
        return {
          principal: await roleCounts(repositories, asPrincipal, 'principal', context.user),
          school: await roleCounts(repositories, await pdfsOfClass(repositories, classId, 'school', outdated), 'school', context.user),
          pdfs: asPrincipal.map(({ record, signatures }) => ({ recordId: recordIdOf.parse(record.version.recordId), signatures: signatures.map(({ role, signer, signedAt }) => ({ role, signer, signedAt })) })),
        };
      }),

    async 'signedPdfs.start'(input, context) {
      if (parts.desk.running() !== null) throw new OfficeError('signing.batch-running');
      if (!mayActAs(context.user, input.role)) throw new OfficeError('signing.not-your-role');
      const database = context.database();
      const ready = await readyPdfs(parts, database, input);
      const key = { module: await moduleById(parts, database, input.moduleId), tokenSerial: input.tokenSerial, certificateDigest: input.certificateDigest };
      const release = parts.desk.occupy();
      const jobId = parts.jobs.start({ kind: 'sign', total: ready.length, mayCancel: true, userId: context.user?.id ?? null }, async (progress) => {
        try {
          await signPdfs(parts, database, { ready, key, input, context }, progress);
        } finally {
          release();
          context.changed(['records', 'signing']);
        }
      });
      return { jobId: jobIdOf.parse(jobId) };
    },
  };
}

/** What can be signed now. Errors: records.not-found, signing.pdf-not-issued, signing.nothing-to-sign. */
async function readyPdfs(parts: SignedPdfsParts, database: OfficeDatabase, { classId, recordId, role }: ParsedInput<'signedPdfs.start'>): Promise<readonly PdfOfRecord[]> {
  const pdfs = await database.read(async (repositories) => pdfsOfClass(repositories, classId, role, await parts.outdatedVersions(repositories, classId, parts.clock.now())));
  const wanted = recordId === null ? pdfs : pdfs.filter(({ record }) => record.version.recordId === recordId);
  if (wanted.length === 0) throw new OfficeError('records.not-found');
  const ready = wanted.filter(({ state }) => state === 'ready');
  if (ready.length > 0) return ready;
  throw new OfficeError(wanted.every(({ state }) => state === 'record-not-issued') ? 'signing.pdf-not-issued' : 'signing.nothing-to-sign');
}

type Run = { readonly ready: readonly PdfOfRecord[]; readonly key: KeyChoice; readonly input: ParsedInput<'signedPdfs.start'>; readonly context: CallContext };

async function signPdfs(parts: SignedPdfsParts, database: OfficeDatabase, { ready, key, input, context }: Run, progress: JobProgress): Promise<void> {
  const { role } = input;
  const session = await parts.tokens.openSession(key, input.pin, { lastTryConfirmed: input.lastTryConfirmed });
  try {
    const { facts, der } = session.certificate;
    checkSigner(facts, ready, role, parts.clock.now());
    await database.write(context.actor, async ({ exchange, audit }) => {
      await exchange.saveCertificate({ digest: facts.digest, der, facts: JSON.stringify(facts), firstSeenAt: parts.clock.now(), gatewayState: null, gatewayAskedAt: null });
      return { value: undefined, audit: { action: 'signing.pdfsStarted', detail: { role, documents: ready.length, certificate: facts.digest, auditHead: await audit.head() } } };
    });
    let done = 0;
    const workers = createPdfWorkers({ pdfSigner: parts.pdfSigner, verifier: parts.verifier, anchors: await parts.anchors(), session });
    const { error, stopped } = await signItems(
      { workers, clock: parts.clock, ids: parts.ids, log: parts.log },
      {
        session,
        items: ready.map((pdf) => pdfItem(parts, database, pdf, role, dataOf(pdf.record).pupil.fullName)),
        journal: journalOf(database, context, role, facts),
        mayStop: () => progress.signal.aborted,
        onDurable(items: readonly SignableItem[]) {
          done += items.length;
          progress.report(done, ready.length, items.at(-1)?.label ?? '');
        },
      },
    );
    if (error !== null) throw new OfficeError(error.code, error.params);
    if (stopped) throw new OfficeError('job.cancelled');
  } finally {
    // Ends the process that holds the PIN, whatever happened.
    await session.close();
  }
}

/** Whoever signed the record in this role signs its PDF: the same certificate, or a newer one of the same holder. Errors: signing.wrong-person, signing.certificate-expired, signing.certificate-not-yet-valid. */
function checkSigner(facts: CertificateFacts, ready: readonly PdfOfRecord[], role: PdfRole, at: string): void {
  if (Date.parse(at) > Date.parse(facts.notAfter)) throw new OfficeError('signing.certificate-expired', { holder: facts.holder, notAfter: facts.notAfter });
  if (Date.parse(at) < Date.parse(facts.notBefore)) throw new OfficeError('signing.certificate-not-yet-valid', { holder: facts.holder, notBefore: facts.notBefore });
  for (const { record } of ready) {
    const own = record.signatures.find((signature) => signature.role === role);
    if (own === undefined || (own.certificateDigest !== facts.digest && own.signer !== facts.holder)) throw new OfficeError('signing.wrong-person', { holder: facts.holder, expected: own?.signer ?? '' });
  }
}

/** Each signed file with its audit entry in one transaction, before it is counted. */
function journalOf(database: OfficeDatabase, context: CallContext, role: PdfRole, facts: CertificateFacts): Pick<BatchJournal, 'signed' | 'setAside'> {
  return {
    async signed(made) {
      for (const { item, fragment, documentDigest, signingTime, order } of made) {
        await database.write(context.actor, async ({ signedPdfs }) => {
          await signedPdfs.add({ versionId: item.id, role, order, documentDigest, certificateDigest: facts.digest, signer: facts.holder, signedAt: signingTime }, Buffer.from(fragment, 'base64'));
          return { value: undefined, audit: { action: 'signing.pdfSigned', detail: { role, uuid: item.name, certificate: facts.digest, digest: documentDigest } } };
        });
      }
    },
    async setAside(item, state, { code }) {
      await database.write(context.actor, () => Promise.resolve({ value: undefined, audit: { action: 'signing.failed', detail: { role, uuid: item.name, state, code } } }));
    },
  };
}

async function roleCounts(repositories: Repositories, pdfs: readonly PdfOfRecord[], role: PdfRole, user: SignedInUser | null): Promise<PdfRoleCounts> {
  const school = await repositories.school.school();
  const image = school === null ? null : role === 'principal' ? await repositories.signedPdfs.image('person', school.principalName) : await repositories.signedPdfs.image('organisation', school.name);
  return { ...countPdfs(pdfs), mayActAs: mayActAs(user, role), withImage: image !== null };
}

/** As for the records: the principal, and for the seal the clerk who holds it or the principal. */
function mayActAs(user: SignedInUser | null, role: PdfRole): boolean {
  return role === 'school' ? hasRole(user, 'clerk', 'principal') : hasRole(user, 'principal');
}
