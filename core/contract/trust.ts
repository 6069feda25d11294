import { z } from 'zod';
import * as ids from '#core/values/ids.ts';
import { command, query } from './method.ts';
import { date, dateTime, line, nothing, requiredLine } from './shared.ts';
import { certificateFacts } from './verification.ts';

/** Whom the program may ask about certificates. Empty addresses: only those that certificates name themselves; no timestamps. */
export const trustSettings = z.strictObject({
  askOnline: z.boolean(),
  ocspAddress: line(300),
  crlAddress: line(300),
  timestampAddress: line(300),
});
export type TrustSettingsInput = z.infer<typeof trustSettings>;

/** Why nothing is known of a certificate's revocation (main/office/ports/trust.ts says what each means). */
export const revocationUnknown = z.enum(['training', 'no-path', 'offline', 'no-address', 'unreachable', 'too-slow', 'too-large', 'unreadable', 'other-certificate', 'not-authorised', 'out-of-date', 'replayed', 'said-unknown']);

/** "Unknown" is an answer of its own. `knownAt`: the date of knowledge; `validUntil`: when it must be asked again. */
export const revocationState = z.discriminatedUnion('state', [
  z.object({ state: z.literal('good'), knownAt: dateTime, validUntil: dateTime, source: z.enum(['ocsp', 'crl']), cached: z.boolean() }),
  z.object({ state: z.literal('revoked'), revokedAt: dateTime, holder: z.string(), knownAt: dateTime, source: z.enum(['ocsp', 'crl']), cached: z.boolean() }),
  z.object({ state: z.literal('unknown'), reason: revocationUnknown }),
]);
export type RevocationState = z.infer<typeof revocationState>;

export const chainFault = z.enum(['unknown-issuer', 'authority-expired', 'not-an-authority', 'weak', 'forged', 'unreadable']);

export const chainState = z.discriminatedUnion('state', [
  z.object({ state: z.enum(['trusted', 'practice']), root: z.string() }),
  z.object({ state: z.literal('untrusted'), issuer: z.string(), reason: chainFault }),
]);

const digest = z.string().regex(/^[0-9a-f]{64}$/);

/** A certificate as the administrator has to recognise it. `digest`: SHA-256 of the DER, hexadecimal. */
export const anchorCertificate = z.object({ digest, holder: z.string(), issuer: z.string(), notBefore: dateTime, notAfter: dateTime, kind: z.enum(['root', 'intermediate']) });

export const timestampFault = z.enum(['no-address', 'unreachable', 'too-slow', 'too-large', 'unreadable', 'refused', 'wrong-imprint', 'replayed', 'bad-signature', 'not-authorised', 'untrusted']);

const readers = ['clerk', 'principal', 'administrator'] as const;

export const trust = {
  /** All that is known about trust in this school; nobody is asked for it. */
  'trust.overview': query({
    access: readers,
    input: nothing,
    output: z.object({
      training: z.boolean(),
      mayChange: z.boolean(),
      settings: trustSettings,
      /** `addedBy` null: shipped with the program. */
      anchors: z.array(anchorCertificate.extend({ addedAt: dateTime.nullable(), addedBy: z.string().nullable() })),
      /** Revocation lists at hand. `authority` null: of an authority that is not (or no longer) trusted. */
      lists: z.array(z.object({ authority: z.string().nullable(), thisUpdate: dateTime, nextUpdate: dateTime.nullable(), inForce: z.boolean(), source: z.enum(['network', 'file', 'shipped']), storedAt: dateTime.nullable() })),
      /** Certificates that signed in this school. */
      certificates: z.array(z.object({ facts: certificateFacts, chain: chainState, revocation: revocationState })),
    }),
  }),
  /** Certificates in a file, to be compared before they are trusted. Nothing is stored. Errors: file.not-found, trust.no-certificate. */
  'trust.readAnchors': query({
    access: ['administrator'],
    input: z.strictObject({ file: ids.fileHandle }),
    output: z.object({ certificates: z.array(anchorCertificate.extend({ authority: z.boolean(), inForce: z.boolean(), trusted: z.boolean() })) }),
  }),
  /**
   * Trusts an authority. `compared`: the last eight characters of the SHA-256 as typed from the authority's own paper. Errors: trust.training,
   * trust.no-certificate, trust.fingerprint-differs, trust.not-an-authority {holder}, trust.practice-root.
   */
  'trust.addAnchor': command({ access: ['administrator'], input: z.strictObject({ file: ids.fileHandle, digest, compared: line(100) }), output: nothing }),
  'trust.removeAnchor': command({ access: ['administrator'], input: z.strictObject({ digest, reason: requiredLine(300) }), output: nothing }),
  /** A revocation list from a file (a USB stick, for an office without a line). Errors: file.not-found, trust.not-a-list, trust.list-of-stranger, trust.list-older {thisUpdate}. */
  'trust.importList': command({ access: readers, input: z.strictObject({ file: ids.fileHandle }), output: z.object({ authority: z.string(), thisUpdate: dateTime, nextUpdate: dateTime.nullable() }) }),
  /** Errors: trust.bad-address {address}. */
  'trust.saveSettings': command({ access: ['administrator'], input: trustSettings, output: nothing }),
  /** Asks the authorities anew about every certificate that signed here and is still in force. A job of kind `trust`. Errors: trust.training, trust.offline. */
  'trust.askNow': command({ access: readers, input: nothing, output: z.object({ jobId: ids.jobId }) }),
  /** Asks a TSA for a timestamp over nothing of the school's, to see whether it answers. Nothing is stored. Errors: trust.training, trust.offline, trust.bad-address {address}. */
  'trust.tryTimestamp': query({
    access: ['administrator'],
    input: z.strictObject({ address: requiredLine(300) }),
    output: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('stamped'), time: dateTime, authority: z.string(), /** Seconds that this PC's clock is ahead (+) or behind (-). */ clockAhead: z.number() }),
      z.object({ kind: z.literal('none'), reason: timestampFault }),
    ]),
  }),
  /** Signatures of each class's current records, and how many of them have a timestamp. */
  'trust.stamps': query({
    access: readers,
    input: nothing,
    output: z.object({ classes: z.array(z.object({ classId: ids.classId, className: z.string(), signatures: z.number().int(), stamped: z.number().int(), lastOn: date.nullable() })) }),
  }),
  /** Gets the timestamps that the class's signatures lack (bổ sung dấu thời gian). A job of kind `trust`. Errors: trust.training, trust.offline, trust.no-timestamp-address. */
  'trust.stampClass': command({ access: ['clerk', 'principal'], input: z.strictObject({ classId: ids.classId }), output: z.object({ jobId: ids.jobId }) }),
};
