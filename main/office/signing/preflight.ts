import { randomInt } from 'node:crypto';
import { OfficeError } from '#core/contract/errors.ts';
import type { MethodOutput, ParsedInput } from '#core/contract/index.ts';
import type { SignerLook, SigningRole } from '#core/contract/signing.ts';
import { recordId } from '#core/values/ids.ts';
import { rsaSchemeNames } from '#core/values/rsa-schemes.ts';
import type { CallContext } from '../call-context.ts';
import { asData } from '../dispatcher.ts';
import type { IdSource } from '../ports/clock.ts';
import type { OfficeDatabase } from '../ports/database.ts';
import type { FoundCertificate, KeyChoice, RsaScheme, SignatureForm, TokenService } from '../ports/signing.ts';
import { moduleById, type ModuleParts } from './module-choices.ts';
import type { GatheredItems, SignableSource } from './signable-source.ts';
import { admission, type AdmissionParts } from './signer-admission.ts';
import { signatureForm } from './signature-form.ts';
import { signerFindings } from './signer-findings.ts';
import { later, signingEstimate } from './signing-pace.ts';

export type PreflightParts = ModuleParts & AdmissionParts & { readonly ids: IdSource };

type Preflight = MethodOutput<'signing.preflight'>;

/** So many documents are compared between two turns of the office. */
const piece = 50;

/** Everything that is looked at before a PIN is asked for. Errors: signing.not-your-role, token.module-not-found, token.certificate-not-found, and those of looking at tokens. */
export async function preflight(parts: PreflightParts, source: SignableSource, input: ParsedInput<'signing.preflight'>, context: CallContext): Promise<Preflight> {
  const database = context.database();
  const { scope, role } = input;
  const gathered = await source.gather(database, scope, { role, user: context.user, certificateDigest: input.certificateDigest });
  if (!gathered.mayActAs) throw new OfficeError('signing.not-your-role');
  const key = { module: await moduleById(parts, database, input.moduleId), tokenSerial: input.tokenSerial, certificateDigest: input.certificateDigest };
  const count = gathered.ready.length;
  const estimate = await database.read(({ batches }) => signingEstimate(batches, input.certificateDigest, count));
  const { rsaScheme } = await database.read((repositories) => signatureForm(repositories, source.kind));
  const look = await lookAtSigner(parts, key, { ...gathered, count, estimate, rsaScheme });
  const items = await changedItems(database, source, gathered.ready.map(({ id }) => id), role);
  return {
    ...look,
    changes: { items, sample: sampleOf(items.map(({ itemId }) => itemId)), ...(await lastSigned(database, source, role)) },
  };
}

/** What is signed, as far as it concerns whoever signs: how much, for whom, and why the register does not allow it. */
export type AboutSigning = Pick<GatheredItems, 'training' | 'refused'> & Pick<SignerLook, 'count' | 'estimate'> & Pick<SignatureForm, 'rsaScheme'>;

/** Token, certificate and trust, before a PIN is typed. Errors: token.certificate-not-found, and those of looking at tokens. */
export async function lookAtSigner(parts: AdmissionParts & { readonly tokens: Pick<TokenService, 'listCertificates'>; readonly ids: IdSource }, { module, tokenSerial, certificateDigest }: KeyChoice, { count, estimate, rsaScheme, ...gathered }: AboutSigning): Promise<SignerLook> {
  const { certificates, problems } = await parts.tokens.listCertificates([module]);
  const certificate = certificates.find((found) => found.tokenSerial === tokenSerial && found.facts.digest === certificateDigest);
  if (certificate === undefined) {
    const problem = problems.get(module.id);
    throw problem === undefined ? new OfficeError('token.certificate-not-found') : new OfficeError(problem.code, problem.params);
  }
  const { assessment, refused } = await admission(parts, { certificate, gathered, until: later(parts.clock.now(), estimate.seconds) });
  const { facts, pin, pinEachTime } = certificate;
  return { holder: facts.holder, notAfter: facts.notAfter, signer: signerFindings(assessment), pin, pinEachTime, count, estimate, blocking: [...refused, ...otherScheme(certificate, rsaScheme)].map((error) => asData(error, parts.ids.next())) };
}

/** Told before the PIN is typed; a token that gives no list of what it can is asked by signing with it. */
function otherScheme({ rsaSchemes }: FoundCertificate, wanted: RsaScheme | null): readonly OfficeError[] {
  return wanted === null || rsaSchemes === null || rsaSchemes.includes(wanted) ? [] : [new OfficeError('token.scheme-missing', { scheme: rsaSchemeNames[wanted] })];
}

type ChangedItem = Preflight['changes']['items'][number];

async function changedItems(database: OfficeDatabase, source: SignableSource, itemIds: readonly string[], role: SigningRole): Promise<ChangedItem[]> {
  const items: ChangedItem[] = [];
  for (let from = 0; from < itemIds.length; from += piece) {
    const some = itemIds.slice(from, from + piece);
    const described = await database.read(async (repositories) => ({ about: await source.describe(repositories, some), changes: await source.changes(repositories, some, role) }));
    const changes = new Map(described.changes.map((change) => [change.itemId, change]));
    for (const { itemId, label, group, recordId: opened } of described.about) {
      const change = changes.get(itemId);
      items.push({ itemId, label, group, recordId: opened === null ? null : recordId.parse(opened), kind: change?.kind ?? 'new', signedBefore: change?.signedBefore ?? null, fields: (change?.fields ?? []).map((field) => ({ ...field })) });
    }
    await new Promise((done) => setImmediate(done));
  }
  return items;
}

/** At random, so that nobody can prepare for it: one in twenty, at least five and at most thirty. */
function sampleOf(itemIds: readonly string[]): string[] {
  const rest = [...itemIds];
  const size = Math.min(rest.length, 30, Math.max(5, Math.ceil(rest.length / 20)));
  return Array.from({ length: size }, () => rest.splice(randomInt(rest.length), 1)[0] ?? '');
}

/** The audit log between this role's last batch and now: nothing in it can have been removed meanwhile without its head telling. */
async function lastSigned(database: OfficeDatabase, source: SignableSource, role: SigningRole): Promise<Pick<Preflight['changes'], 'auditHead' | 'last'>> {
  return database.read(async ({ audit, batches }) => {
    const last = await batches.lastSigned(source.kind, role);
    return { auditHead: await audit.head(), last: last === null ? null : { auditHead: last.auditHead, at: last.startedAt, entriesSince: await audit.entriesAfter(last.auditHead) } };
  });
}
