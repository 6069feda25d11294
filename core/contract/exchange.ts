import { z } from 'zod';
import * as ids from '#core/values/ids.ts';
import { command, query } from './method.ts';
import { dateTime, line, nothing, requiredLine, target } from './shared.ts';
import { certificateFacts } from './verification.ts';

/** How to reach the province's reception gateway. The real addresses are not public: the office types what the Sở gives. */
export const gatewayProfile = z.strictObject({
  name: requiredLine(100),
  /** Base address; each transaction's path is in `paths`. */
  url: requiredLine(300),
  userName: line(100),
  unitCode: line(20),
  paths: z.strictObject({
    token: requiredLine(200),
    registerCertificate: requiredLine(200),
    queryCertificate: requiredLine(200),
    submit: requiredLine(200),
    queryResult: requiredLine(200),
  }),
  /** Canonicalisation of the signatures the gateway wants. */
  canonicalization: z.enum(['exclusive', 'inclusive']),
  /** How RSA keys sign. Null: the gateway does not say; then PKCS#1 v1.5, and PSS only with a token that knows nothing else. */
  rsaScheme: z.enum(['pkcs1', 'pss']).nullable().default(null),
});
export type GatewayProfile = z.infer<typeof gatewayProfile>;

export const transmission = z.object({
  id: ids.transmissionId,
  classId: ids.classId.nullable(),
  className: z.string(),
  messageId: z.string(),
  state: z.enum(['preparing', 'sent', 'answered', 'failed']),
  records: z.number().int(),
  accepted: z.number().int(),
  refused: z.number().int(),
  startedAt: dateTime,
  answeredAt: dateTime.nullable(),
  /** The gateway's words when the transaction as a whole was refused. */
  message: z.string().nullable(),
  bytes: z.number().int(),
});
export type Transmission = z.infer<typeof transmission>;

export const refusal = z.object({
  recordId: ids.recordId.nullable(),
  pupilName: z.string(),
  uuid: z.string(),
  errorCode: z.string(),
  fieldTitle: z.string(),
  description: z.string(),
  target: target.nullable(),
});
export type Refusal = z.infer<typeof refusal>;

export const destination = z.object({
  id: ids.destinationId,
  label: z.string(),
  path: z.string(),
  kind: z.enum(['removable', 'folder']),
  freeBytes: z.number().nullable(),
  /** As people know it (`FAT32`); null where the system does not tell. */
  fileSystem: z.string().nullable(),
});
export type Destination = z.infer<typeof destination>;

/** What one bundle carries: a class, the whole school year that is looked at, or all records of one pupil ("gói chuyển trường"). */
export const bundleScope = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('class'), classId: ids.classId }),
  z.strictObject({ kind: z.literal('year') }),
  z.strictObject({ kind: z.literal('pupil'), pupilId: ids.pupilId }),
]);
export type BundleScope = z.infer<typeof bundleScope>;

const senders = ['clerk', 'principal'] as const;

const sealWith = {
  moduleId: ids.moduleId,
  tokenSerial: z.string().max(64),
  certificateDigest: z.string().regex(/^[0-9a-f]{64}$/),
  pin: z.string().min(1).max(64),
  /** The user was told that one more wrong PIN locks the token, and confirmed it by itself. */
  lastTryConfirmed: z.boolean().default(false),
} as const;

export const exchange = {
  'exchange.profile': query({
    access: [...senders, 'administrator'],
    input: nothing,
    output: z.object({
      profile: gatewayProfile.nullable(),
      passwordSet: z.boolean(),
      practice: z.boolean(),
      /** State of the school's certificate at the gateway, as last asked. */
      certificate: z.object({ facts: certificateFacts, state: z.enum(['asked', 'approved', 'refused']), asOf: dateTime }).nullable(),
    }),
  }),
  /** Reads a profile file (JSON, resources/gateway/profile.example.json); nothing is stored. Errors: file.not-found, exchange.bad-profile {field}. */
  'exchange.readProfile': query({ access: ['clerk', 'administrator'], input: z.strictObject({ file: ids.fileHandle }), output: z.object({ profile: gatewayProfile }) }),
  'exchange.saveProfile': command({ access: ['clerk', 'administrator'], input: z.strictObject({ profile: gatewayProfile, password: z.string().max(200).nullable() }), output: nothing }),
  /** Registers the school's certificate with the gateway and asks for its state. */
  'exchange.registerCertificate': command({ access: senders, input: z.strictObject(sealWith), output: z.object({ state: z.enum(['asked', 'approved', 'refused']), message: z.string() }) }),
  /** Sends every issued, not yet accepted record of the class, in transactions of at most 10 MB. A job of kind `submit`. */
  'exchange.submit': command({ access: senders, input: z.strictObject({ classId: ids.classId, ...sealWith }), output: z.object({ jobId: ids.jobId }) }),
  /** Asks the gateway for the result of a transmission again. */
  'exchange.askResult': command({ access: senders, input: z.strictObject({ transmissionId: ids.transmissionId }), output: z.object({ transmission }) }),
  'exchange.transmissions': query({ access: senders, input: nothing, output: z.object({ transmissions: z.array(transmission) }) }),
  'exchange.refusals': query({ access: senders, input: z.strictObject({ transmissionId: ids.transmissionId }), output: z.object({ refusals: z.array(refusal) }) }),
  /** Sticks first. While windows ask, the office looks for sticks that come and go, and tells (data.changed `media`). */
  'exchange.destinations': query({ access: senders, input: nothing, output: z.object({ destinations: z.array(destination) }) }),
  /** A folder typed or chosen by hand. */
  'exchange.addDestination': command({ access: senders, input: z.strictObject({ path: z.string().min(1).max(500) }), output: z.object({ destination }) }),
  /** What a bundle would hold, and who would not be in it: pupils (of one pupil: years) without an issued record. */
  'exchange.contents': query({
    access: senders,
    input: z.strictObject({ scope: bundleScope }),
    output: z.object({
      records: z.number().int(),
      classes: z.number().int(),
      missing: z.array(z.object({ pupilName: z.string(), className: z.string(), schoolYear: z.string() })),
      /** As the file will be, about. */
      bytes: z.number().int(),
    }),
  }),
  /**
   * Writes issued records and their PDFs as one ASiC-E bundle, sealed by the school, to the destination; read back and verified before it gets its name. A job
   * of kind `export`. Errors: exchange.nothing-to-send, exchange.no-room, exchange.file-system-limit, exchange.destination-gone.
   */
  'exchange.export': command({ access: senders, input: z.strictObject({ scope: bundleScope, destinationId: ids.destinationId, ...sealWith }), output: z.object({ jobId: ids.jobId }) }),
  'exchange.exports': query({
    access: senders,
    input: nothing,
    output: z.object({
      exports: z.array(z.object({ scope: z.enum(['class', 'year', 'pupil']), /** Class, school year or pupil. */ title: z.string(), fileName: z.string(), path: z.string(), bytes: z.number().int(), records: z.number().int(), digest: z.string(), writtenAt: dateTime, verdict: z.string() })),
    }),
  }),
};
