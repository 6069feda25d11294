import { z } from 'zod';
import * as ids from '#core/values/ids.ts';
import { command, query } from './method.ts';
import { dateTime, nothing } from './shared.ts';

/** Whose picture it is: the signature of the principal, or the seal of the school (NĐ 30/2020/NĐ-CP, annex I). */
export const signatureImageKind = z.enum(['person', 'organisation']);
export type SignatureImageKind = z.infer<typeof signatureImageKind>;

export const signatureImage = z.object({
  kind: signatureImageKind,
  /** The principal's or the school's name as the school writes it; a picture belongs to a name. */
  owner: z.string(),
  mayChange: z.boolean(),
  /** Null: signatures are shown as text. `preview`: the picture as a `data:` address. `millimetres`: how wide it is shown; a seal in its real size. */
  image: z.object({ width: z.number().int(), height: z.number().int(), millimetres: z.number().int(), addedAt: dateTime, addedBy: z.string(), preview: z.string() }).nullable(),
});
export type SignatureImageRow = z.infer<typeof signatureImage>;

/** Room of the visible signatures on the printed record: a seal of 37 mm, a signature of 44 mm at most. */
export const imageMillimetres = { person: { least: 20, most: 44, usual: 40 }, organisation: { least: 20, most: 37, usual: 36 } } as const;

/** Who signs the PDF of a record. */
export const pdfSigningRole = z.enum(['principal', 'school']);
export type PdfSigningRole = z.infer<typeof pdfSigningRole>;

/**
 * Where a record's PDF stands for one role. `record-not-issued`: the record itself has to be signed by the principal and the school first. `waiting`: the principal comes before the school. `outdated`:
 * the data changed since; the record is to be issued anew.
 */
export const pdfState = z.enum(['ready', 'signed', 'record-not-issued', 'waiting', 'outdated']);
export type PdfState = z.infer<typeof pdfState>;

const count = z.number().int();
const roleCounts = z.object({ ready: count, signed: count, recordNotIssued: count, waiting: count, outdated: count, mayActAs: z.boolean(), withImage: z.boolean() });
export type PdfRoleCounts = z.infer<typeof roleCounts>;

export const signedPdfs = {
  /** The PDFs of the records of a class: who signed them, and how many could be signed now in each role. They are signed as batches (signing.start, scope `pdfs`). */
  'signedPdfs.class': query({
    access: ['clerk', 'homeroomTeacher', 'principal'],
    input: z.strictObject({ classId: ids.classId }),
    output: z.object({
      principal: roleCounts,
      school: roleCounts,
      pdfs: z.array(z.object({ recordId: ids.recordId, signatures: z.array(z.object({ role: pdfSigningRole, signer: z.string(), signedAt: dateTime })) })),
    }),
  }),
  'signedPdfs.images': query({ access: ['clerk', 'principal', 'administrator'], input: nothing, output: z.object({ images: z.array(signatureImage) }) }),
  /** Puts a picture (PNG, transparent) in the place of the one in force; signed PDFs keep the one they were signed with. */
  'signedPdfs.setImage': command({
    access: ['clerk', 'principal', 'administrator'],
    input: z.strictObject({ kind: signatureImageKind, file: ids.fileHandle, millimetres: z.number().int().min(20).max(44) }),
    output: nothing,
  }),
  'signedPdfs.removeImage': command({ access: ['clerk', 'principal', 'administrator'], input: z.strictObject({ kind: signatureImageKind }), output: nothing }),
};
