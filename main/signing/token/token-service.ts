import { randomUUID, X509Certificate } from 'node:crypto';
import { OfficeError, type OfficeErrorData } from '#core/contract/errors.ts';
import type { TokenModule } from '#core/contract/signing.ts';
import type { CertificateFacts } from '#core/contract/verification.ts';
import { moduleId } from '#core/values/ids.ts';
import type { ProcessSpawner } from '#main/office/ports/processes.ts';
import type { BareToken, FoundCertificate, ModuleChoice, TokenService, TokenSession } from '#main/office/ports/signing.ts';
import { findKnownModules, type KnownDriver, type PlatformFacts } from './known-drivers.ts';
import { readSignatureJournal } from './signature-journal.ts';
import { startSigningRun } from './signing-run.ts';
import { startTokenConversation, type TokenConversation } from './token-conversation.ts';
import { watchDriver } from './token-watcher.ts';
import { fromBase64, toBase64, type TokenMessage, type TokenReply } from './token-messages.ts';

export type TokenServiceParts = {
  readonly spawner: ProcessSpawner;
  readonly knownDrivers: readonly KnownDriver[];
  readonly platform: PlatformFacts;
  readonly describeCertificate: (der: Uint8Array) => CertificateFacts;
  /** What every token process must find in its environment (SOFTHSM2_CONF of the training tokens); asked anew each time. */
  readonly environment: () => Readonly<Record<string, string>>;
  /** How long a driver may stay silent in one call before its process is killed, in milliseconds. Default 30 s (signing.md 4). */
  readonly silenceLimit?: number;
  /** How long a logged-in process may be without work before it ends itself, and the PIN with it, in milliseconds. Default 3 minutes: a look at something in between. */
  readonly idleLimit?: number;
};

/** Items sent ahead of what was stored: at 20 ms a signature more than half a second of work, and little to throw away on a stop. */
const defaultWindow = 32;

/** Old PCs have two cores and some drivers poll every reader: more processes at once only make all of them slow. */
const processesAtOnce = 4;

/** PKCS#11 through processes: one per module and look, one per batch; each is killed when it has answered. */
export function createTokenService(parts: TokenServiceParts): TokenService {
  const silenceLimit = parts.silenceLimit ?? 30_000;
  const idleSeconds = (parts.idleLimit ?? 180_000) / 1000;
  const converse = () => startTokenConversation(parts.spawner, parts.environment(), silenceLimit);

  async function once<Value>(talk: (conversation: TokenConversation) => Promise<Value>): Promise<Value> {
    const conversation = await converse();
    try {
      return await talk(conversation);
    } finally {
      conversation.end();
    }
  }

  async function probe(module: ModuleChoice): Promise<TokenModule> {
    const problem = await problemOf(once((conversation) => conversation.ask({ kind: 'probe', path: module.path }, 'probed')));
    return { id: moduleId.parse(module.id), name: module.name, path: module.path, source: module.source, problem };
  }

  return {
    knownModules: () => findKnownModules(parts.knownDrivers, parts.platform),

    probe,

    async listCertificates(modules) {
      const problems = new Map<string, OfficeErrorData>();
      const found = await mapLimited(modules, processesAtOnce, async (module) => {
        try {
          const { tokens } = await once((conversation) => conversation.ask({ kind: 'list', path: module.path }, 'listed'));
          return tokens.map((token) => ({ token, certificates: certificatesOf(token, module.id, parts.describeCertificate) }));
        } catch (error) {
          problems.set(module.id, errorData(error));
          return [];
        }
      });
      const present = found.flat();
      return { certificates: withoutTwins(present.flatMap(({ certificates }) => certificates)), bare: bareTokens(present), problems };
    },

    watch(modules, moved) {
      const ends = modules.slice(0, processesAtOnce).map(({ path }) => watchDriver(converse, path, moved));
      return () => {
        for (const end of ends) end();
      };
    },

    readJournal: readSignatureJournal,

    async openSession(key, pin, options = {}) {
      const conversation = await converse();
      try {
        const opened = await conversation.ask(
          { kind: 'open', path: key.module.path, key: { serial: key.tokenSerial, certificateDigest: key.certificateDigest }, pin, options: { lastTryConfirmed: options.lastTryConfirmed === true, rsaScheme: options.rsaScheme ?? null, journal: options.journal ?? null, idleSeconds } },
          'opened',
        );
        return createSession(conversation, opened, key.module.id, parts.describeCertificate);
      } catch (error) {
        conversation.end();
        throw error;
      }
    },
  };
}

type Opened = Extract<TokenReply, { readonly kind: 'opened' }>;

function createSession(conversation: TokenConversation, opened: Opened, module: string, describe: TokenServiceParts['describeCertificate']): TokenSession {
  const der = fromBase64(opened.certificate);
  const certificate = certificatesOf(opened.token, module, describe).find((found) => Buffer.compare(found.der, der) === 0);
  if (certificate === undefined) throw new OfficeError('token.certificate-not-found');
  return {
    algorithm: opened.algorithm,
    certificate,
    pinEachTime: opened.pinEachTime,
    decryptions: opened.decryptions,
    async sign(data) {
      const { value } = await conversation.ask({ kind: 'sign', data: toBase64(data) }, 'signed');
      return fromBase64(value);
    },
    signMany: (chunks, { window = defaultWindow } = {}) => startSigningRun(conversation, chunks, window),
    async decrypt(data, padding) {
      const answer = await conversation.ask({ kind: 'decrypt', data: toBase64(data), padding }, 'decrypted');
      return fromBase64(answer.data);
    },
    async close() {
      conversation.end();
    },
  };
}

/** A token's end-entity certificates, each with the authorities above it that the same token holds. */
function certificatesOf(token: TokenMessage, module: string, describe: TokenServiceParts['describeCertificate']): readonly FoundCertificate[] {
  const readable = token.certificates.flatMap(({ der: text, key, pinEachTime }) => {
    const der = fromBase64(text);
    try {
      return [{ der, key, pinEachTime, facts: describe(der), parsed: new X509Certificate(der) }];
    } catch {
      // A certificate that the verifier cannot read could never be signed with; the others on the token can.
      return [];
    }
  });
  const authorities = readable.filter(({ parsed }) => parsed.ca).map(({ parsed }) => parsed);
  return readable
    .filter(({ parsed }) => !parsed.ca)
    .map(({ parsed, ...found }) => ({
      ...found,
      chain: chainAbove(parsed, authorities),
      moduleId: module,
      tokenLabel: token.label,
      tokenSerial: token.serial,
      tokenModel: token.model,
      pin: token.pin,
      rsaSchemes: parsed.publicKey.asymmetricKeyType === 'rsa' ? token.rsaSchemes : null,
    }));
}

function chainAbove(certificate: X509Certificate, authorities: readonly X509Certificate[]): readonly Uint8Array[] {
  const issuer = authorities.find((candidate) => certificate.checkIssued(candidate));
  if (issuer === undefined) return [];
  return [new Uint8Array(issuer.raw), ...chainAbove(issuer, authorities.filter((candidate) => candidate !== issuer))];
}

type PresentToken = { readonly token: TokenMessage; readonly certificates: readonly FoundCertificate[] };

/** Not those that another driver shows with a certificate. */
function bareTokens(present: readonly PresentToken[]): readonly BareToken[] {
  const bare = new Map<string, BareToken>();
  for (const { token } of present) {
    const shown = present.filter((other) => other.token.serial === token.serial);
    const keys = Math.min(...shown.map((other) => other.token.keysWithoutCertificate));
    if (keys > 0 || shown.every(({ certificates }) => certificates.length === 0)) bare.set(token.serial, { tokenLabel: token.label, tokenSerial: token.serial, keys });
  }
  return [...bare.values()];
}

/** One token seen through two drivers (the vendor's and a generic one) is one choice: the driver that was asked first stands. */
function withoutTwins(certificates: readonly FoundCertificate[]): readonly FoundCertificate[] {
  const first = new Map<string, FoundCertificate>();
  for (const certificate of certificates) {
    const key = `${certificate.tokenSerial} ${certificate.facts.digest.toLowerCase()}`;
    if (!first.has(key)) first.set(key, certificate);
  }
  return [...first.values()];
}

async function problemOf(attempt: Promise<unknown>): Promise<OfficeErrorData | null> {
  try {
    await attempt;
    return null;
  } catch (error) {
    return errorData(error);
  }
}

function errorData(error: unknown): OfficeErrorData {
  const { code, params } = error instanceof OfficeError ? error : new OfficeError('token.crashed');
  return { code, params: { ...params }, correlationId: randomUUID() };
}

/** Maps with at most `limit` at work; the answers keep the order of the values. */
async function mapLimited<Value, Result>(values: readonly Value[], limit: number, work: (value: Value) => Promise<Result>): Promise<readonly Result[]> {
  const results: Result[] = [];
  const queue = values.entries();
  async function worker(): Promise<void> {
    for (const [index, value] of queue) results[index] = await work(value);
  }
  await Promise.all(Array.from({ length: Math.min(limit, values.length) }, worker));
  return results;
}
