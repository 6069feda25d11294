import { z } from 'zod';
import { OfficeError } from '#core/contract/errors.ts';
import { successCodes } from './transactions.ts';

/** Texts of an answer: gateways write numbers as text and leave out what is empty. */
const text = z
  .union([z.string(), z.number(), z.boolean(), z.null()])
  .optional()
  .transform((value) => (value === null || value === undefined ? '' : String(value).normalize('NFC').trim()));

/**
 * What every transaction answers (CV 2088 II.2.2 and II.2.4). The specification spells the same fields `ErrorDescription`,
 * `error_description` and once `error_filed_title`, so names are compared without case and underscores.
 */
const envelope = z.object({
  messageid: text,
  error: text,
  errordescription: text,
  responsecode: text,
  responsedescription: text,
});

export type GatewayAnswer = z.infer<typeof envelope> & { readonly fields: Readonly<Record<string, unknown>>; readonly rows: readonly Readonly<Record<string, unknown>>[] };

/** Reads an answer's JSON. Errors: exchange.bad-answer where it is not an object or a list of objects. */
export function readAnswer(host: string, json: unknown): GatewayAnswer {
  if (Array.isArray(json)) return { ...envelope.parse({}), fields: {}, rows: rowsOf(host, json) };
  const fields = plainFields(json);
  if (fields === null) throw new OfficeError('exchange.bad-answer', { host, reason: 'not-an-object' });
  const read = envelope.safeParse(fields);
  if (!read.success) throw new OfficeError('exchange.bad-answer', { host, reason: 'envelope' });
  const rows = fields['data'] ?? [];
  return { ...read.data, fields, rows: rowsOf(host, Array.isArray(rows) ? rows : [rows]) };
}

export function isSuccess(answer: GatewayAnswer): boolean {
  return successCodes.has(answer.error);
}

/** The gateway's own words, for the user. */
export function messageOf(answer: GatewayAnswer): string {
  return answer.errordescription || answer.responsedescription || answer.error || answer.responsecode;
}

const row = z.object({
  mahocsinh: text,
  tenhocsinh: text,
  socccd: text,
  matracuuuuid: text,
  trangthai: text,
  error: text,
  errorfieldtitle: text,
  errorfiledtitle: text,
  errordescription: text,
});

/** Rows of a result (CV 2088 II.2.3). */
export function readResultRow(host: string, fields: Readonly<Record<string, unknown>>): z.infer<typeof row> {
  const read = row.safeParse(fields);
  if (!read.success) throw new OfficeError('exchange.bad-answer', { host, reason: 'row' });
  return read.data;
}

const certificateRow = z.object({ serialnumber: text, trangthaipheduyet: text, error: text, errordescription: text });

/** Rows about certificates (CV 2088 II.2.5). */
export function readCertificateRow(host: string, fields: Readonly<Record<string, unknown>>): z.infer<typeof certificateRow> {
  const read = certificateRow.safeParse(fields);
  if (!read.success) throw new OfficeError('exchange.bad-answer', { host, reason: 'certificate-row' });
  return read.data;
}

const tokenFields = z.object({ token: z.string().min(1).max(8_000) });

/** The token of a token answer, at its top or under `data`. */
export function readToken(host: string, answer: GatewayAnswer): string {
  const read = [answer.fields, ...answer.rows].map((fields) => tokenFields.safeParse(fields)).find((each) => each.success);
  if (read?.data === undefined) throw new OfficeError('exchange.bad-answer', { host, reason: 'no-token' });
  return read.data.token;
}

function rowsOf(host: string, list: readonly unknown[]): readonly Readonly<Record<string, unknown>>[] {
  return list.map((each) => {
    const fields = plainFields(each);
    if (fields === null) throw new OfficeError('exchange.bad-answer', { host, reason: 'row' });
    return fields;
  });
}

function plainFields(value: unknown): Readonly<Record<string, unknown>> | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name.toLowerCase().replaceAll('_', ''), field]));
}
