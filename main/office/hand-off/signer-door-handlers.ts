import { randomBytes } from 'node:crypto';
import { OfficeError } from '#core/contract/errors.ts';
import type { OpenedPackage } from '#core/contract/hand-off.ts';
import type { ParsedInput } from '#core/contract/index.ts';
import { jobId as jobIdOf, packageId as packageIdOf } from '#core/values/ids.ts';
import type { CallContext, Handlers } from '../call-context.ts';
import type { Destinations } from '../exchange/destinations.ts';
import type { JobBoard } from '../job-board.ts';
import type { PackageContainers, PackageKey, WrappedKeys } from '../ports/hand-off.ts';
import type { Verifier } from '../ports/verifier.ts';
import type { RecordSigner } from '../ports/signing.ts';
import { documentReader } from './document-reading.ts';
import type { DecryptionPadding, KeyChoice, ModuleChoice, TokenService } from '../ports/signing.ts';
import type { SignerAssessor, TrustChecks } from '../ports/trust.ts';
import { bookInFull, pupilsToRead } from '../signed-books/book-reading.ts';
import { moduleAmong, moduleByHand, withKnownModules } from '../signing/module-choices.ts';
import { lookAtSigner } from '../signing/preflight.ts';
import { presentTokens } from '../signing/present-tokens.ts';
import { usualEstimate } from '../signing/signing-pace.ts';
import type { TrustPlace } from '../trust/school-trust.ts';
import { createSignerAssessor } from '../trust/signer-assessor.ts';
import { openPackage, type OpenPackage, type OpenPackageParts } from './open-package.ts';
import { notAsked, sampleSize, signPackage, writeReturn, type SignPackageParts, type WriteReturnParts } from './sign-package.ts';

export type SignerDoorParts = OpenPackageParts &
  Omit<SignPackageParts, 'assessor'> &
  WriteReturnParts & {
    readonly jobs: JobBoard;
    readonly containers: Pick<PackageContainers, 'head' | 'wrappedKeys'>;
    readonly verifier: Pick<Verifier, 'readRecord' | 'readGradebook'>;
    readonly signer: Pick<RecordSigner, 'assemble'>;
    readonly tokens: TokenService;
    readonly destinations: Destinations;
    /** The module of training tokens that this PC has, if any: for packages of a training school. */
    readonly trainingModule: () => ModuleChoice | null;
    readonly practicePin: string;
    readonly checks: TrustChecks;
    /** What a signer is judged by at this PC, for a package of a training school or of a real one. */
    readonly trustPlace: (training: boolean) => TrustPlace;
  };

type Names =
  | 'handOff.peek'
  | 'handOff.open'
  | 'handOff.opened'
  | 'handOff.read'
  | 'handOff.close'
  | 'handOff.tokens'
  | 'handOff.addModule'
  | 'handOff.removeModule'
  | 'handOff.preflight'
  | 'handOff.sign'
  | 'handOff.pause'
  | 'handOff.writeReturn'
  | 'handOff.destinations'
  | 'handOff.addDestination'
  | 'handOff.log';

/** An opened package lies in memory only, and not longer than somebody works on it. */
const keptFor = 60 * 60_000;

type Opened = { readonly connection: string; readonly value: OpenPackage; readonly read: Set<string>; timer: NodeJS.Timeout; batchId: string | null };

/** The signer's side: works without login and without any school's data on this PC. One package at a time, for the window that opened it. */
export function createSignerDoorHandlers(parts: SignerDoorParts): Handlers<Names> {
  let opened: Opened | null = null;
  let opening = false;

  function isRunning({ batchId }: Opened): boolean {
    return batchId !== null && parts.desk.running()?.batchId === batchId;
  }

  function forget(): void {
    clearTimeout(opened?.timer);
    opened = null;
  }

  function startClock(): NodeJS.Timeout {
    return setTimeout(() => {
      if (opened !== null && isRunning(opened)) opened.timer = startClock();
      else forget();
    }, keptFor).unref();
  }

  /** Throws OfficeError hand-off.not-open. */
  function ownPackage({ connection }: CallContext): Opened {
    if (opened?.connection !== connection) throw new OfficeError('hand-off.not-open');
    clearTimeout(opened.timer);
    opened.timer = startClock();
    return opened;
  }

  async function chosenModules(): Promise<readonly ModuleChoice[]> {
    const training = parts.trainingModule();
    const byHand = await parts.journal.modules();
    return [...(training === null ? [] : [training]), ...byHand.map((module): ModuleChoice => ({ ...module, source: 'by-hand' }))];
  }

  async function keyChoice(input: { readonly moduleId: string; readonly tokenSerial: string; readonly certificateDigest: string }): Promise<KeyChoice> {
    const module = moduleAmong(withKnownModules(await chosenModules(), parts.tokens), input.moduleId);
    return { module, tokenSerial: input.tokenSerial, certificateDigest: input.certificateDigest };
  }

  function assessorFor({ school }: OpenPackage['content']): SignerAssessor {
    return createSignerAssessor({ checks: parts.checks, clock: parts.clock, place: () => parts.trustPlace(school.training) });
  }

  async function view(current: Opened): Promise<OpenedPackage> {
    const { content, documents, sender, fileName } = current.value;
    const signed = new Set((await parts.journal.signed(content.packageId)).map(({ uuid, region }) => `${uuid} ${region}`));
    const running = parts.desk.running();
    return {
      id: packageIdOf.parse(content.packageId),
      fileName,
      school: content.school,
      kind: content.kind,
      classNames: content.classNames,
      schoolYear: content.schoolYear,
      role: content.role,
      signer: content.signer.name,
      createdAt: content.createdAt,
      createdBy: content.createdBy,
      expiresAt: content.expiresAt,
      auditHead: content.auditHead,
      sender,
      fingerprint: parts.keys.fingerprint(Buffer.from(content.publicKey, 'base64')),
      sampleSize: sampleSize(documents.length),
      documents: documents.map(({ uuid, region, label, group, record, pupils, digest, verdict, signedBefore, changes }) => ({
        uuid,
        region,
        label,
        group,
        record,
        pupils,
        digest,
        verdict,
        signedBefore: [...signedBefore],
        changes: changes === null ? null : [...changes],
        read: current.read.has(uuid),
        signed: signed.has(`${uuid} ${region}`),
      })),
      running: running !== null && running.batchId === current.batchId ? { jobId: jobIdOf.parse(running.jobId), stopping: running.stopping } : null,
    };
  }

  return {
    'handOff.peek'({ file: handle }, context) {
      const file = context.files.get(context.connection, handle);
      if (file === null) throw new OfficeError('file.not-found');
      const { kind, createdAt, lock } = parts.containers.head(file.bytes);
      if (kind !== 'request' || lock.kind === 'clerk') throw new OfficeError('hand-off.is-a-return');
      return Promise.resolve({ createdAt, lock });
    },

    'handOff.open'({ file: handle, key }, context) {
      const file = context.files.get(context.connection, handle);
      if (file === null) throw new OfficeError('file.not-found');
      if (opened !== null && isRunning(opened)) throw new OfficeError('signing.batch-running');
      if (opening) throw new OfficeError('office.busy');
      opening = true;
      const jobId = parts.jobs.start({ kind: 'hand-off', total: 0, mayCancel: true, userId: null }, async (progress) => {
        try {
          const value = await openPackage(parts, file, await packageKeyOf(file.bytes, key), { signal: progress.signal, told: (done, label) => progress.report(done, 0, label) });
          forget();
          opened = { connection: context.connection, value, read: new Set(), timer: startClock(), batchId: null };
        } catch (error) {
          if (error instanceof OfficeError) await parts.journal.note({ at: parts.clock.now(), action: 'package.refused', detail: { code: error.code } });
          throw error;
        } finally {
          opening = false;
          context.changed(['signing']);
        }
      });
      return Promise.resolve({ jobId: jobIdOf.parse(jobId) });
    },

    async 'handOff.opened'(_, context) {
      return { package: opened?.connection === context.connection ? await view(opened) : null };
    },

    'handOff.read'({ uuid }, context) {
      const current = ownPackage(context);
      const { kind } = current.value.content;
      const document = current.value.documents.find((each) => each.uuid === uuid);
      if (document === undefined) throw new OfficeError('records.not-found');
      const bytes = parts.signer.assemble(document.data, document.signatures.map(({ role, region, fragment }) => ({ slot: parts.carriedSlot(kind, role, region), fragment })));
      const reading = documentReader(parts.verifier, kind).read(bytes);
      if (reading === null) throw new OfficeError('hand-off.record-unreadable', { uuid });
      current.read.add(uuid);
      context.changed(['signing']);
      return Promise.resolve({ lines: [...reading.lines], book: kind === 'gradebook' ? pupilsToRead(bookInFull(reading)) : null });
    },

    async 'handOff.close'(_, context) {
      if (opened?.connection !== context.connection) return {};
      if (isRunning(opened)) throw new OfficeError('signing.batch-running');
      const { packageId } = opened.value.content;
      forget();
      await parts.journal.note({ at: parts.clock.now(), action: 'package.closed', detail: { packageId } });
      return {};
    },

    async 'handOff.tokens'(_, context) {
      const content = opened?.connection === context.connection ? opened.value.content : null;
      return {
        ...(await presentTokens(parts, await chosenModules(), ({ digest }) => (content?.signer.certificates.includes(digest) === true ? [content.role] : []))),
        pinHint: parts.trainingModule() === null ? null : parts.practicePin,
      };
    },

    async 'handOff.addModule'({ path }) {
      const { choice, module } = await moduleByHand(parts, path);
      await parts.journal.saveModule({ id: choice.id, name: choice.name, path: choice.path });
      await parts.journal.note({ at: parts.clock.now(), action: 'module.added', detail: { name: choice.name, path: choice.path } });
      return { module };
    },

    async 'handOff.removeModule'({ id }) {
      await parts.journal.removeModule(id);
      await parts.journal.note({ at: parts.clock.now(), action: 'module.removed', detail: { id } });
      return {};
    },

    async 'handOff.preflight'(choice, context) {
      const { content, documents } = ownPackage(context).value;
      const count = documents.length - (await parts.journal.signed(content.packageId)).length;
      return lookAtSigner({ ...parts, assessor: assessorFor(content) }, await keyChoice(choice), { training: content.school.training, refused: notAsked(content, choice.certificateDigest), count, rsaScheme: content.form.rsaScheme, estimate: usualEstimate(count) });
    },

    async 'handOff.sign'({ review, pin, lastTryConfirmed, ...key }, context) {
      const current = ownPackage(context);
      const { jobId, batchId } = await signPackage({ ...parts, assessor: assessorFor(current.value.content) }, current.value, { review, read: current.value.documents.filter(({ uuid }) => current.read.has(uuid)).length, key: await keyChoice(key), pin, lastTryConfirmed, changed: () => context.changed(['signing']) });
      current.batchId = batchId;
      context.changed(['signing']);
      return { jobId: jobIdOf.parse(jobId) };
    },

    'handOff.pause'(_, context) {
      const { batchId } = ownPackage(context);
      return Promise.resolve({ stopped: batchId !== null && parts.desk.pause(batchId) });
    },

    async 'handOff.writeReturn'({ destinationId }, context) {
      const { value } = ownPackage(context);
      return writeReturn(parts, value, await parts.destinations.pathOf(destinationId));
    },

    async 'handOff.destinations'(_, context) {
      parts.destinations.watch(() => context.changed(['media']));
      return { destinations: [...(await parts.destinations.list())] };
    },
    'handOff.addDestination': async ({ path }) => ({ destination: await parts.destinations.add(path) }),

    async 'handOff.log'() {
      const entries = await parts.journal.log(500);
      return { entries: entries.map(({ at, action, detail, hash }) => ({ at, action, detail, hash })), whole: await parts.journal.logIsWhole() };
    },
  };

  /** Looked at before the PIN is used up: a package is locked to one certificate. */
  async function packageKeyOf(bytes: Uint8Array, key: ParsedInput<'handOff.open'>['key']): Promise<PackageKey> {
    if (key.kind === 'passphrase') return key;
    const { lock } = parts.containers.head(bytes);
    if (lock.kind === 'certificate' && lock.certificateDigest !== key.certificateDigest) throw new OfficeError('hand-off.token-cannot-decrypt');
    return { kind: 'secret', secret: await unwrap(parts.containers.wrappedKeys(bytes), key) };
  }

  /**
   * Asks the token for the key of the package, once, with the PIN that was just typed. What a token cannot make sense of becomes a secret that fits nothing, so that the answer
   * is the same whether a padding was wrong or only the key: PKCS#1 v1.5 must not tell (docs/security-model.md).
   */
  async function unwrap(keys: WrappedKeys, { pin, lastTryConfirmed, ...choice }: Extract<ParsedInput<'handOff.open'>['key'], { readonly kind: 'token' }>): Promise<Uint8Array> {
    const session = await parts.tokens.openSession(await keyChoice(choice), pin, { lastTryConfirmed });
    try {
      for (const padding of paddings.filter((each) => session.decryptions.includes(each))) {
        const secret = await session.decrypt(keys[padding], padding).catch(asCannot);
        if (secret?.length === secretSize) return secret;
      }
      return new Uint8Array(randomBytes(secretSize));
    } finally {
      await session.close();
    }
  }
}

const secretSize = 32;

/** Tokens list OAEP and then refuse the hash inside it: that is an answer about one padding, not about the token. Anything else ends the matter. */
function asCannot(error: unknown): null {
  const code = error instanceof OfficeError ? error.code : '';
  if (code === 'token.cannot-decrypt' || code === 'token.mechanism-missing' || code === 'token.device-error' || code === 'token.driver-error') return null;
  throw error;
}

/** The best first. */
const paddings = ['oaep-sha256', 'oaep-sha1', 'pkcs1'] as const satisfies readonly DecryptionPadding[];
