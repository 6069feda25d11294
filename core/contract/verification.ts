import { z } from 'zod';
import * as ids from '#core/values/ids.ts';
import { query } from './method.ts';
import { dateTime } from './shared.ts';

/**
 * The verdict on a file, strictest first. `valid` only where integrity, binding, coverage, signer role, chain and validity are all established.
 * `practice`: as sound as valid, but made with training certificates or by a training school: never a real record.
 * `indeterminate`: nothing is wrong, but something could not be established (unknown issuer, …). `unsupported`: a profile we do not check. `unsigned`: no signature at all.
 */
export const verdict = z.enum(['valid', 'practice', 'indeterminate', 'invalid', 'unsupported', 'unsigned']);
export type Verdict = z.infer<typeof verdict>;

/** One thing that was looked at. `code` is stable; the words are in core/text. */
export const finding = z.object({
  code: z.string(),
  outcome: z.enum(['established', 'not-established', 'failed']),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
});
export type Finding = z.infer<typeof finding>;

export const certificateFacts = z.object({
  /** Holder's common name. */
  holder: z.string(),
  organisation: z.string(),
  /** Hexadecimal, upper case. */
  serial: z.string(),
  issuer: z.string(),
  notBefore: dateTime,
  notAfter: dateTime,
  /** SHA-256 of the DER certificate, hexadecimal. */
  digest: z.string(),
  keyType: z.string(),
  kind: z.enum(['person', 'organisation']),
  training: z.boolean(),
});
export type CertificateFacts = z.infer<typeof certificateFacts>;

export const signatureReport = z.object({
  /** subjectTeacher, homeroomTeacher, principal, school (issue), transaction, bundle (seal over a container). */
  role: z.enum(['subjectTeacher', 'homeroomTeacher', 'principal', 'school', 'transaction', 'bundle', 'unknown']),
  verdict,
  /** The signer's own clock claim, or null. Never proof of time. */
  signingTime: dateTime.nullable(),
  certificate: certificateFacts.nullable(),
  algorithm: z.string(),
  /** What the signature covers, e.g. `#data` or file names. */
  covers: z.array(z.string()),
  findings: z.array(finding),
});
export type SignatureReport = z.infer<typeof signatureReport>;

/** What the signed bytes of a record say, read from the very bytes that were digested. */
export const recordSummary = z.object({
  uuid: z.string(),
  pupilName: z.string(),
  birthDate: z.string(),
  personalId: z.string(),
  schoolName: z.string(),
  className: z.string(),
  schoolYear: z.string(),
  learning: z.string(),
  conduct: z.string(),
  promoted: z.string(),
  /** SHA-256 of the canonical data node, hexadecimal: its first 16 digits stand in the QR code of printed pages. */
  dataDigest: z.string(),
});

/** What a bundle says of itself (`hocba.json` in it), sealed by the school. `className` and `pupilName` empty where it is of more than one. */
export const bundleSummary = z.object({
  scope: z.enum(['class', 'year', 'pupil']),
  schoolName: z.string(),
  schoolCode: z.string(),
  schoolYear: z.string(),
  className: z.string(),
  pupilName: z.string(),
  records: z.number().int(),
  writtenAt: z.string(),
  /** SHA-256 (hexadecimal) at the end of the school's audit log when the bundle was written. */
  auditHead: z.string(),
  program: z.string(),
  training: z.boolean(),
});
export type BundleSummary = z.infer<typeof bundleSummary>;

export const gradebookSummary = z.object({ uuid: z.string(), schoolName: z.string(), className: z.string(), subjectName: z.string(), schoolYear: z.string(), teacherName: z.string(), pupils: z.number().int() });

export const fileReport = z.object({
  name: z.string(),
  kind: z.enum(['record-xml', 'gradebook-xml', 'asic-e', 'pdf', 'other']),
  size: z.number().int(),
  /** SHA-256, hexadecimal. */
  digest: z.string(),
  verdict,
  record: recordSummary.nullable(),
  /** What the signed bytes of a gradebook say. */
  gradebook: gradebookSummary.optional(),
  /** Of a bundle whose seal is not broken. */
  bundle: bundleSummary.nullable(),
  signatures: z.array(signatureReport),
  findings: z.array(finding),
});
export type FileReport = z.infer<typeof fileReport>;

export const verificationReport = z.object({
  checkedAt: dateTime,
  verdict,
  file: fileReport,
  /** Files inside a bundle, each checked by itself. */
  inner: z.array(fileReport),
});
export type VerificationReport = z.infer<typeof verificationReport>;

export const verification = {
  'verification.check': query({ access: 'public', input: z.strictObject({ file: ids.fileHandle }), output: verificationReport }),
};
