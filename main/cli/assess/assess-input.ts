import { z } from 'zod';
import { parseScore, tenths, type Tenths } from '#core/values/marks.ts';

/** The lines that `hocba assess` reads, as schemas: marks become integer tenths on the way in. */
const score = z.string().transform((text, context): Tenths => {
  const read = parseScore(text);
  if (read.ok) return tenths(read.value);
  context.addIssue({ code: 'custom', message: `điểm không hợp lệ: “${text.slice(0, 20)}”` });
  return z.NEVER;
});
const average = score.nullable();
const periodic = z.union([z.literal('ABSENT'), score]).nullable();
const pass = z.enum(['Đ', 'CĐ']);
const periodicPass = z.union([z.literal('ABSENT'), pass]).nullable();
const level = z.enum(['T', 'K', 'Đ', 'CĐ']);
const scoreMarks = z.object({ regular: z.array(score.nullable()), mid: periodic, final: periodic });
const passMarks = z.object({ regular: z.array(pass.nullable()), mid: periodicPass, final: periodicPass });
const need = z.number().int().min(1).max(20).optional();
const absences = z.number().int().min(0).max(1000).nullable();
const conduct = z.object({ hk1: level.nullable(), hk2: level.nullable() });
const levelInput = { scored: z.record(z.string(), z.union([z.literal('M'), score]).nullable()), comment: z.record(z.string(), z.union([z.literal('M'), pass]).nullable()).default({}), need };
const summer = { reassess: z.record(z.string(), z.union([pass, score])).optional(), summerConduct: level.optional() };
const periodsPerYear = z.number().int().min(1).max(1000).optional();

const scoreSubject = z.object({ type: z.literal('score'), exempt: z.boolean().optional(), periodsPerYear, hk1: z.union([z.object({ avg: average }), scoreMarks]).nullish(), hk2: z.union([z.object({ avg: average }), scoreMarks]).nullish() });
const commentSubject = z.object({ type: z.literal('comment'), exempt: z.boolean().optional(), hk1: z.union([z.object({ result: pass.nullable() }), passMarks]).nullish(), hk2: z.union([z.object({ result: pass.nullable() }), passMarks]).nullish() });

export const levelLine = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('subject_semester'), periodsPerYear, ...scoreMarks.shape }),
  z.object({ kind: z.literal('subject_year'), periodsPerYear, hk1: z.union([average, scoreMarks]), hk2: z.union([average, scoreMarks]) }),
  z.object({ kind: z.literal('comment_subject'), hk1: passMarks, hk2: passMarks }),
  z.object({ kind: z.literal('conduct_year'), hk1: level.nullable(), hk2: level.nullable() }),
  z.object({ kind: z.literal('learning_level'), ...levelInput }),
  z.object({ kind: z.literal('year_outcome'), ...levelInput, conduct, absences, ...summer }),
  z.object({ kind: z.literal('full_year'), absences, conduct, need, subjects: z.record(z.string(), z.discriminatedUnion('type', [scoreSubject, commentSubject])), ...summer }),
]);
export type LevelLine = z.infer<typeof levelLine>;
export type ScoreMarks = z.infer<typeof scoreMarks>;
export type PassMarks = z.infer<typeof passMarks>;
export type ScoreSubject = z.infer<typeof scoreSubject>;
export type CommentSubject = z.infer<typeof commentSubject>;

const primaryLevel = z.enum(['T', 'H', 'C']);
const attributeLevel = z.enum(['T', 'Đ', 'C']);
const test = z.number().int().min(0).max(10);
export const primaryLine = z.object({
  kind: z.literal('year'),
  grade: z.number().int().min(1).max(5),
  subjects: z.record(z.string(), z.object({ level: z.union([primaryLevel, z.literal('M')]).nullable(), test: test.nullable().default(null) })),
  attributes: z.record(z.string(), attributeLevel.nullable()),
  classNomination: z.boolean().default(false),
  outstandingOrProgress: z.boolean().default(false),
  supplementary: z
    .object({ subjects: z.record(z.string(), z.object({ level: primaryLevel.optional(), test: test.optional() })).default({}), attributes: z.record(z.string(), attributeLevel).default({}) })
    .optional(),
});
export type PrimaryLine = z.infer<typeof primaryLine>;
