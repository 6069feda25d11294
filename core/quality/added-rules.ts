import { z } from 'zod';

/** Fields of a pupil (quality-data.ts). */
const fields = ['ministryCode', 'personalId', 'registryNumber', 'fullName', 'birthDate', 'sex', 'ethnicity', 'nationality', 'birthPlace', 'homeTown', 'address', 'fatherName', 'motherName', 'guardianName'] as const;
const field = z.enum(fields);
const words = z.strictObject({ vi: z.string().min(1).max(300), en: z.string().min(1).max(300) });

/** A repetition of something that repeats (`(a+)+`) may take for ever on a text that does not fit: no rule needs one. */
const repeatedRepetition = /\([^)]*[+*{][^)]*\)\s*[+*{]/u;

function isPattern(text: string): boolean {
  if (repeatedRepetition.test(text)) return false;
  try {
    return new RegExp(text, 'u') instanceof RegExp;
  } catch {
    return false;
  }
}

/** What a field has to be. A pattern is a regular expression (ECMAScript, Unicode) over the whole text; an empty field is `required`'s alone. */
const check = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('required') }),
  z.strictObject({ kind: z.literal('pattern'), pattern: z.string().min(1).max(200).refine(isPattern) }),
  z.strictObject({ kind: z.literal('one-of'), values: z.array(z.string().max(300)).min(1).max(5000) }),
  z.strictObject({ kind: z.literal('longest'), characters: z.number().int().min(1).max(300) }),
]);

/** One rule of a province: it looks at one field of a pupil, where wanted only of pupils whose other field has one of some values. */
const addedRule = z.strictObject({
  id: z.string().regex(/^[A-Z]{1,3}\d{2}$/u),
  severity: z.enum(['error', 'warning']),
  field,
  where: z.strictObject({ field, oneOf: z.array(z.string().max(300)).min(1).max(500) }).nullable(),
  check,
  message: words,
  source: z.string().min(1).max(200),
});
export type AddedRule = z.infer<typeof addedRule>;

/** Rules that a province adds without a new program, for the school years from one until another (included); `until` null: still. */
export const addedRules = z.strictObject({
  format: z.literal('hocba-rules/1'),
  issuer: z.string().min(1).max(200),
  name: z.string().min(1).max(200),
  version: z.string().min(1).max(40),
  from: z.string().regex(/^\d{4}-\d{4}$/u),
  until: z.string().regex(/^\d{4}-\d{4}$/u).nullable(),
  rules: z.array(addedRule).min(1).max(200),
});
export type AddedRules = z.infer<typeof addedRules>;

/** The rules of the files that hold in a school year. */
export function rulesInYear(files: readonly AddedRules[], schoolYear: string): readonly AddedRule[] {
  return files.filter(({ from, until }) => from <= schoolYear && (until === null || schoolYear <= until)).flatMap(({ rules }) => rules);
}
