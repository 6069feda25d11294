import { z } from 'zod';
import * as ids from '#core/values/ids.ts';
import { officeErrorData } from './errors.ts';
import { destination } from './exchange.ts';
import { command, query } from './method.ts';
import { dateTime, nothing, password } from './shared.ts';
import { bareToken, changedField, signerLook, signingItemId, signingRole, tokenCertificate, tokenModule } from './signing.ts';
import { bookPupil } from './signed-books.ts';
import { recordSummary, verdict } from './verification.ts';

const digest = z.string().regex(/^[0-9a-f]{64}$/);

/** What packages carry. */
export const carriedKind = z.enum(['record', 'gradebook']);
export type CarriedKind = z.infer<typeof carriedKind>;

/** open: nothing came back yet. partly: some signatures did. expired: not signed in time. */
export const packageState = z.enum(['open', 'partly', 'done', 'expired', 'cancelled']);
export type PackageState = z.infer<typeof packageState>;

export const handOffPackage = z.object({
  id: ids.packageId,
  kind: carriedKind,
  /** Names of the classes. */
  classNames: z.array(z.string()),
  role: signingRole,
  /** Who was asked to sign. */
  signer: z.string(),
  lock: z.enum(['passphrase', 'certificate']),
  state: packageState,
  createdAt: dateTime,
  createdBy: z.string(),
  expiresAt: dateTime,
  path: z.string(),
  bytes: z.number().int(),
  records: z.number().int(),
  taken: z.number().int(),
  refused: z.number().int(),
});
export type HandOffPackage = z.infer<typeof handOffPackage>;

export const handOffItem = z.object({
  itemId: signingItemId,
  /** A pupil, or a subject; and the class. */
  label: z.string(),
  group: z.string(),
  state: z.enum(['waiting', 'taken', 'refused']),
  error: officeErrorData.nullable(),
});
export type HandOffItem = z.infer<typeof handOffItem>;

/** How a package is locked: with a passphrase that goes another way than the stick, or to the signer's RSA certificate. */
export const packageLock = z.discriminatedUnion('kind', [z.strictObject({ kind: z.literal('passphrase'), passphrase: password }), z.strictObject({ kind: z.literal('certificate'), certificateDigest: digest })]);

/** How the signer looked at the records before signing; chosen knowingly, written in both logs. */
export const reviewKind = z.enum(['all', 'sample', 'unread']);
export type ReviewKind = z.infer<typeof reviewKind>;

/** A document of an opened package; everything about it read from the very bytes that would be signed. */
export const openedDocument = z.object({
  uuid: z.string(),
  region: z.string(),
  /** A pupil, or a subject; and the class. */
  label: z.string(),
  group: z.string(),
  /** Null for a gradebook. */
  record: recordSummary.nullable(),
  /** How many pupils a gradebook is about; null for a record. */
  pupils: z.number().int().nullable(),
  digest,
  /** Verdict on the signatures that are there already; null where there is none yet. */
  verdict: verdict.nullable(),
  signedBefore: z.array(z.object({ role: signingRole, signer: z.string() })),
  /** Null: this role has not signed an earlier version of it. */
  changes: z.array(changedField).nullable(),
  read: z.boolean(),
  signed: z.boolean(),
});
export type OpenedDocument = z.infer<typeof openedDocument>;

export const openedPackage = z.object({
  id: ids.packageId,
  fileName: z.string(),
  school: z.object({ code: z.string(), name: z.string(), training: z.boolean() }),
  kind: carriedKind,
  classNames: z.array(z.string()),
  schoolYear: z.string(),
  role: signingRole,
  /** Who is asked to sign; the certificate has to be this one's. */
  signer: z.string(),
  createdAt: dateTime,
  createdBy: z.string(),
  expiresAt: dateTime,
  auditHead: z.string(),
  /** The school's key: seen before on this PC, for the first time, or another one than before. */
  sender: z.enum(['known', 'new', 'changed']),
  /** To be compared with what the clerk's screen shows. */
  fingerprint: z.string(),
  /** How many documents a sample has at least. */
  sampleSize: z.number().int(),
  documents: z.array(openedDocument),
  running: z.object({ jobId: ids.jobId, stopping: z.boolean() }).nullable(),
});
export type OpenedPackage = z.infer<typeof openedPackage>;

export const documentLine = z.object({ depth: z.number().int(), tag: z.string(), id: z.string().nullable(), text: z.string().nullable() });

const clerks = ['clerk', 'principal'] as const;
const key = { moduleId: ids.moduleId, tokenSerial: z.string().max(64), certificateDigest: digest } as const;
const onToken = { ...key, pin: z.string().min(1).max(64), lastTryConfirmed: z.boolean().default(false) } as const;

/** `classIds`: all of one signer. `teacherId`: whose subjects, for the role of a subject teacher; null otherwise. */
const about = { kind: carriedKind, classIds: z.array(ids.classId).min(1).max(300), role: signingRole, teacherId: ids.teacherId.nullable().default(null) } as const;

/** Signing on another PC: a package goes out, is signed there (public: no school's data needed), and comes back with signatures only. */
export const handOff = {
  /** What a package of these classes for this role would hold, and the certificates it can be locked to. */
  'handOff.preview': query({
    access: clerks,
    input: z.strictObject(about),
    output: z.object({
      items: z.array(z.object({ itemId: signingItemId, label: z.string(), group: z.string(), inOpenPackage: z.boolean(), /** Null: the role never signed it. */ changes: z.number().int().nullable() })),
      alreadySigned: z.number().int(),
      waitingForOthers: z.number().int(),
      outdated: z.number().int(),
      signer: z.string(),
      /** `rsa` false: a key that signs only (elliptic curve); then a passphrase is needed. */
      certificates: z.array(z.object({ digest, holder: z.string(), serial: z.string(), rsa: z.boolean() })),
    }),
  }),
  /**
   * Writes a package to the destination. `itemIds` null: everything that is ready. A job of kind `hand-off`; cancelled, nothing stays. Errors of it: hand-off.*, exchange.destination-*,
   * exchange.read-back-failed.
   */
  'handOff.export': command({
    access: clerks,
    input: z.strictObject({ ...about, itemIds: z.array(signingItemId).min(1).max(2500).nullable(), destinationId: ids.destinationId, lock: packageLock, validDays: z.number().int().min(1).max(60) }),
    output: z.object({ jobId: ids.jobId, packageId: ids.packageId }),
  }),
  'handOff.packages': query({ access: clerks, input: nothing, output: z.object({ packages: z.array(handOffPackage), /** What signers compare; null before the first package. */ fingerprint: z.string().nullable() }) }),
  'handOff.items': query({ access: clerks, input: z.strictObject({ packageId: ids.packageId }), output: z.object({ items: z.array(handOffItem) }) }),
  /** Nothing that comes back on it is taken any more. Errors: hand-off.unknown-package, hand-off.closed. */
  'handOff.cancelPackage': command({ access: clerks, input: z.strictObject({ packageId: ids.packageId }), output: nothing }),
  /** Takes signatures back. Each is checked anew; those that do not fit are refused one by one, the others stored. A job of kind `take-back`. */
  'handOff.takeBack': command({ access: clerks, input: z.strictObject({ file: ids.fileHandle }), output: z.object({ jobId: ids.jobId, packageId: ids.packageId }) }),

  /** What a package says of itself before it is opened: nothing of it is proven yet. */
  'handOff.peek': query({
    access: 'public',
    input: z.strictObject({ file: ids.fileHandle }),
    output: z.object({ createdAt: dateTime, lock: z.discriminatedUnion('kind', [z.object({ kind: z.literal('passphrase') }), z.object({ kind: z.literal('certificate'), certificateDigest: digest, holder: z.string() })]) }),
  }),
  /** A job of kind `hand-off`: every document is read and checked before anything is shown. Then `handOff.opened`. Errors of it: hand-off.*, token.*. */
  'handOff.open': command({
    access: 'public',
    input: z.strictObject({ file: ids.fileHandle, key: z.discriminatedUnion('kind', [z.strictObject({ kind: z.literal('passphrase'), passphrase: password }), z.strictObject({ kind: z.literal('token'), ...onToken })]) }),
    output: z.object({ jobId: ids.jobId }),
  }),
  /** The package that this window has open; null where it has none (or left it untouched for an hour). */
  'handOff.opened': query({ access: 'public', input: nothing, output: z.object({ package: openedPackage.nullable() }) }),
  /** A document in full; it counts as read from then on. */
  'handOff.read': command({ access: 'public', input: z.strictObject({ uuid: z.string().max(64) }), output: z.object({ lines: z.array(documentLine), /** Of a gradebook: its pupils, as a table shows them; null for a record. */ book: z.array(bookPupil).nullable() }) }),
  'handOff.close': command({ access: 'public', input: nothing, output: nothing }),
  'handOff.tokens': query({ access: 'public', input: nothing, output: z.object({ modules: z.array(tokenModule), certificates: z.array(tokenCertificate), bare: z.array(bareToken), pinHint: z.string().nullable() }) }),
  'handOff.addModule': command({ access: 'public', input: z.strictObject({ path: z.string().min(1).max(500) }), output: z.object({ module: tokenModule }) }),
  'handOff.removeModule': command({ access: 'public', input: z.strictObject({ id: ids.moduleId }), output: nothing }),
  /** As signing.preflight, for the opened package and on a PC that may have no school's data. Takes seconds with a slow token or network. */
  'handOff.preflight': query({ access: 'public', input: z.strictObject(key), output: signerLook }),
  /** Signs what is left of the opened package. A job of kind `sign`. Errors: hand-off.not-read, hand-off.not-asked, hand-off.expired, signing.*, token.*. */
  'handOff.sign': command({ access: 'public', input: z.strictObject({ review: reviewKind, ...onToken }), output: z.object({ jobId: ids.jobId }) }),
  /** Lets go of the token after what it has in hand. `stopped` false: nothing is running. */
  'handOff.pause': command({ access: 'public', input: nothing, output: z.object({ stopped: z.boolean() }) }),
  /** Writes what was signed so far, signatures only, to the destination. May be done again after more was signed. */
  'handOff.writeReturn': command({ access: 'public', input: z.strictObject({ destinationId: ids.destinationId }), output: z.object({ path: z.string(), signatures: z.number().int() }) }),
  'handOff.destinations': query({ access: 'public', input: nothing, output: z.object({ destinations: z.array(destination) }) }),
  'handOff.addDestination': command({ access: 'public', input: z.strictObject({ path: z.string().min(1).max(500) }), output: z.object({ destination }) }),
  /** The log of this PC, kept beside any school's data. `whole` false: it was tampered with. */
  'handOff.log': query({ access: 'public', input: nothing, output: z.object({ entries: z.array(z.object({ at: dateTime, action: z.string(), detail: z.string(), hash: z.string() })), whole: z.boolean() }) }),
};
