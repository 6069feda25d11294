import { z } from 'zod';
import { levelPolicies, levelPolicyName, primaryPolicies, primaryPolicyName } from './policies.ts';

/**
 * The rule tables of resources/rules as values: one file per circular. A new circular is a new file; only where it computes in another way does it
 * need a function of its own. All marks are integer tenths.
 */
const level = z.enum(['T', 'K', 'Đ', 'CĐ']);
const schoolYear = z.string().regex(/^\d{4}-\d{4}$/u);
const tenths = z.number().int().min(0).max(100);

export const programme = z.enum(['general', 'continuing']);
export const schoolLevel = z.enum(['primary', 'lower-secondary', 'upper-secondary']);
export type Programme = z.infer<typeof programme>;
export type SchoolLevel = z.infer<typeof schoolLevel>;

/** One grade in which the table holds, from and until a school year (both included; null: until a later circular says so). */
const application = z.strictObject({ programme, level: schoolLevel, grade: z.number().int().min(1).max(12), from: schoolYear, until: schoolYear.nullable() });

const head = {
  id: z.string().regex(/^[a-z0-9-]+$/u),
  /** Its number: `22/2021/TT-BGDĐT`. */
  circular: z.string(),
  source: z.string(),
  effectiveFrom: z.iso.date(),
  applies: z.array(application).min(1),
  words: z.strictObject({ learner: z.string(), head: z.string(), classTeacher: z.string() }),
};

const threshold = z.strictObject({
  /** Every scored subject at least this. */
  floor: tenths,
  /** As many as `need` at least this. */
  reach: tenths,
  /** At most so many comment subjects with CĐ. */
  failedComments: z.number().int().min(0),
});

export const levelRules = z.strictObject({
  kind: z.literal('levels'),
  ...head,
  regularMarks: z.strictObject({ byPeriods: z.array(z.strictObject({ upTo: z.number().int().nullable(), count: z.number().int().min(1) })).min(1), comment: z.number().int().min(1) }),
  weights: z.strictObject({ midterm: z.number().int(), final: z.number().int(), semester1: z.number().int(), semester2: z.number().int() }),
  /** How many subjects have to reach a level's `reach`, and a title's. */
  need: z.number().int().min(1),
  levels: z.strictObject({ T: threshold, K: threshold, Đ: threshold }),
  /** Whether comment subjects are counted at all. */
  commentSubjects: z.boolean(),
  adjustment: z.strictObject({ drop: z.number().int().min(1), towards: z.array(level) }),
  /** Row: semester I, column: semester II. */
  conduct: z.strictObject({ T: z.record(level, level), K: z.record(level, level), Đ: z.record(level, level), CĐ: z.record(level, level) }),
  mostAbsences: z.number().int(),
  reassessBelow: tenths,
  titles: z.strictObject({ XUAT_SAC: z.strictObject({ name: z.string(), reach: tenths }), GIOI: z.strictObject({ name: z.string() }) }),
  /** Subjects learnt by free choice beside the programme: electives up to a grade (above it electives are part of the programme), and these codes in every grade. */
  optionalSubjects: z.strictObject({ electivesUntilGrade: z.number().int(), codes: z.array(z.string()) }),
  /** The default readings, and the points which the circular leaves open: only those can be chosen and are told of. */
  policies: levelPolicies,
  leftOpen: z.array(levelPolicyName),
  articles: z.strictObject({
    regular: z.string(),
    average: z.string(),
    level: z.string(),
    adjustment: z.string(),
    conduct: z.string(),
    promotion: z.string(),
    summer: z.string(),
    reassessment: z.string(),
    titles: z.string(),
  }),
});

export const primaryRules = z.strictObject({
  kind: z.literal('primary'),
  ...head,
  qualities: z.array(z.strictObject({ code: z.string(), name: z.string() })),
  competencies: z.array(z.strictObject({ code: z.string(), name: z.string(), general: z.boolean(), optionalUntilGrade: z.number().int() })),
  /** Subject codes with a compulsory test, by grade: at the end of both semesters, and at mid-term. Several codes in one entry: any of them carries the test. */
  tests: z.array(z.strictObject({ grade: z.number().int(), end: z.array(z.array(z.string()).min(1)), middle: z.array(z.array(z.string()).min(1)) })),
  /** Whole marks of the year-end tests. */
  outcome: z.strictObject({ HTXS: z.number().int(), HTT: z.number().int(), HT: z.number().int() }),
  policies: primaryPolicies,
  leftOpen: z.array(primaryPolicyName),
  lastGrade: z.number().int(),
  articles: z.strictObject({ moments: z.string(), outcome: z.string(), completion: z.string(), commendation: z.string() }),
});

export const ruleTable = z.discriminatedUnion('kind', [levelRules, primaryRules]);

export type LevelRules = z.infer<typeof levelRules>;
export type PrimaryRules = z.infer<typeof primaryRules>;
export type RuleTable = LevelRules | PrimaryRules;
