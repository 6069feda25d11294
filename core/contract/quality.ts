import { z } from 'zod';
import { findingCodes, ruleIds, type FindingCode } from '#core/quality/rules.ts';
import * as ids from '#core/values/ids.ts';
import { command, query } from './method.ts';
import { dateTime, nothing, pupilField, requiredLine, target } from './shared.ts';

const count = z.number().int();
const code = z.enum(Object.keys(findingCodes) as [FindingCode, ...FindingCode[]]);

/** Why a warning is let pass, by whom. */
export const qualityWaiver = z.object({ id: ids.waiverId, reason: z.string(), by: z.string(), at: dateTime });

/** One thing that the data rules found. Words stand in core/text/quality-rules.ts. `subjectName`: of the pupil, teacher or class; `safe`: what the program would write by itself. */
export const qualityFinding = z.object({
  key: z.string(),
  code,
  ruleId: z.enum(ruleIds),
  severity: z.enum(['error', 'warning']),
  about: z.enum(['pupil', 'teacher', 'class', 'school']),
  subjectName: z.string(),
  classId: ids.classId.nullable(),
  className: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
  target,
  safe: z.string().nullable(),
  waiver: qualityWaiver.nullable(),
});
export type QualityFinding = z.infer<typeof qualityFinding>;

/** What a check found, as of when. `className` null: the whole school. A waived warning counts as waived, not as a warning. */
export const qualityReport = z.object({
  schoolYear: z.string(),
  className: z.string().nullable(),
  checkedAt: dateTime,
  classes: count,
  pupils: count,
  errors: count,
  warnings: count,
  waived: count,
  findings: z.array(qualityFinding),
});
export type QualityReport = z.infer<typeof qualityReport>;

/** A field of a pupil that the program mends by itself. `key`: pupil and field. */
export const safeFix = z.object({ key: z.string(), pupilId: ids.pupilId, pupilName: z.string(), className: z.string(), field: pupilField, before: z.string(), after: z.string() });
export type SafeFixView = z.infer<typeof safeFix>;

/** A province's file of rules, as it is shown before and after it is added. `from`, `until`: school years. */
const rulesFile = z.object({ name: z.string(), issuer: z.string(), version: z.string(), from: z.string(), until: z.string().nullable(), signer: z.string(), rules: z.array(z.object({ id: z.string(), severity: z.enum(['error', 'warning']), vi: z.string(), en: z.string(), source: z.string() })) });
export type RulesFileView = z.infer<typeof rulesFile>;

const readers = ['clerk', 'homeroomTeacher', 'principal'] as const;
/** Which report: of a class as it is now, or what a job found in the school. */
const reportOf = z.discriminatedUnion('kind', [z.strictObject({ kind: z.literal('class'), classId: ids.classId }), z.strictObject({ kind: z.literal('school'), jobId: ids.jobId })]);
export type ReportOf = z.infer<typeof reportOf>;
const written = z.object({ file: ids.fileHandle, name: z.string() });
const scope = { classId: ids.classId.nullable() };

export const quality = {
  /** Checks a class of the present year with its pupils, marks and entries. Errors: school.not-found, school.past-year, homeroom.not-yours. */
  'quality.class': query({ access: readers, input: z.strictObject({ classId: ids.classId }), output: qualityReport }),
  /** Checks the whole school beside the office. A job; what it found is asked for by `quality.school`. */
  'quality.checkSchool': command({ access: ['clerk', 'principal'], input: nothing, output: z.object({ jobId: ids.jobId }) }),
  /** What a job of `quality.checkSchool` found, with the waivers as they are now. Errors: job.not-found (still running, cancelled, or too long ago). */
  'quality.school': query({ access: ['clerk', 'principal'], input: z.strictObject({ jobId: ids.jobId }), output: qualityReport }),
  /** A report as a PDF, to be worked through on paper. Errors: those of `quality.class` and `quality.school`. */
  'quality.pdf': query({ access: readers, input: z.strictObject({ of: reportOf }), output: written }),
  /** The same as one list in a workbook. */
  'quality.workbook': query({ access: readers, input: z.strictObject({ of: reportOf }), output: written }),
  /** What the program would mend by itself, in a class or (null) the school. Writes nothing. */
  'quality.previewFixes': query({ access: ['clerk'], input: z.strictObject(scope), output: z.object({ fixes: z.array(safeFix), digest: z.string() }) }),
  /**
   * Mends what the preview showed, but for the keys left out, as one act that `moves.undo` takes back. Errors: moves.outdated-preview where the data changed
   * since, moves.not-possible where nothing is left.
   */
  'quality.applyFixes': command({
    access: ['clerk'],
    input: z.strictObject({ ...scope, digest: z.string().max(64), leaveOut: z.array(z.string().max(120)).max(100_000) }),
    output: z.object({ actionId: count, mended: count }),
  }),
  /** Lets a warning pass, as long as its values stay the same. Errors: quality.not-found where nothing of this key is found now, quality.not-a-warning, homeroom.not-yours. */
  'quality.waive': command({ access: readers, input: z.strictObject({ ...scope, key: z.string().max(1000), reason: requiredLine(300) }), output: z.object({ id: ids.waiverId }) }),
  /** Rules of the province that were added. */
  'quality.rules': query({ access: readers, input: nothing, output: z.object({ files: z.array(rulesFile.extend({ id: ids.addedRulesId, addedAt: dateTime, addedBy: z.string() })) }) }),
  /** Reads a file of rules and says who signed it. Errors: file.not-found, quality.not-rules, quality.rules-unsigned, signing.issuer-not-trusted, signing.certificate-*. */
  'quality.readRules': query({ access: ['principal'], input: z.strictObject({ file: ids.fileHandle }), output: rulesFile }),
  /** Adds them. Errors: those of `quality.readRules`, quality.rules-known. */
  'quality.addRules': command({ access: ['principal'], input: z.strictObject({ file: ids.fileHandle }), output: z.object({ id: ids.addedRulesId }) }),
  /** Takes a file out again. Errors: quality.not-found. */
  'quality.removeRules': command({ access: ['principal'], input: z.strictObject({ id: ids.addedRulesId }), output: nothing }),
  /** Takes a waiver back: the warning stands again. Errors: quality.not-found. */
  'quality.revokeWaiver': command({ access: readers, input: z.strictObject({ id: ids.waiverId }), output: z.object({ revokedAt: dateTime }) }),
};
