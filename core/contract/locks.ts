import { z } from 'zod';
import * as ids from '#core/values/ids.ts';
import { command, query } from './method.ts';
import { date, dateTime, markColumn, nothing, registerName, requiredLine, semester } from './shared.ts';

/** A column of the gradebooks, or a whole register of the class (which has no subject). */
export const lockColumn = z.enum([...markColumn.options, ...registerName.options]);
export type LockColumn = z.infer<typeof lockColumn>;

/** Null: all of them. A column without a subject is that column in every subject. */
export const lockScope = z.strictObject({ classId: ids.classId.nullable(), subjectId: ids.subjectId.nullable(), semester: semester.nullable(), column: lockColumn.nullable() });
export type LockScopeInput = z.infer<typeof lockScope>;

/** Local time of the office, to the minute: `2026-01-20T17:00`. */
export const localMinute = z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/u);

export const reopening = z.object({
  id: z.string(),
  scope: lockScope,
  reason: z.string(),
  askedBy: z.string(),
  askedAt: dateTime,
  state: z.enum(['asked', 'open', 'refused', 'expired']),
  decidedBy: z.string().nullable(),
  decidedAt: dateTime.nullable(),
  expiresAt: localMinute.nullable(),
});
export type ReopeningView = z.infer<typeof reopening>;

const everybody = ['clerk', 'subjectTeacher', 'homeroomTeacher', 'principal', 'administrator'] as const;
const lockers = ['clerk', 'principal', 'administrator'] as const;
/** Whoever may enter marks never opens their own lock: the principal decides, or the administrator, who has no marks; one who also teaches there asks the other. */
const openers = ['principal', 'administrator'] as const;
const reason = requiredLine(300);

export const locks = {
  /** All locks and windows of the school year, and its reopenings, newest first: everybody sees them. */
  'locks.overview': query({
    access: everybody,
    input: nothing,
    output: z.object({
      locks: z.array(z.object({ id: z.string(), scope: lockScope, reason: z.string(), since: dateTime, by: z.string() })),
      windows: z.array(z.object({ id: z.string(), scope: lockScope, opensOn: date, closesOn: date, by: z.string() })),
      reopenings: z.array(reopening),
      mayLock: z.boolean(),
      mayOpen: z.boolean(),
    }),
  }),
  'locks.lock': command({ access: lockers, input: z.strictObject({ scope: lockScope, reason }), output: z.object({ id: z.string() }) }),
  /** Takes a lock away for good. Errors: locks.not-found, locks.own-sheet. */
  'locks.unlock': command({ access: openers, input: z.strictObject({ id: z.string(), reason }), output: nothing }),
  /** Plans when entry is possible. Where a plan stands already, another one may open what it shuts: that is not for those who enter there. Errors: locks.bad-dates, locks.own-sheet. */
  'locks.plan': command({ access: lockers, input: z.strictObject({ scope: lockScope, opensOn: date, closesOn: date }), output: z.object({ id: z.string() }) }),
  /** Errors: locks.not-found, locks.own-sheet. */
  'locks.removePlan': command({ access: openers, input: z.strictObject({ id: z.string() }), output: nothing }),
  /** Asks for a reopening; the principal or the administrator decides. */
  'locks.ask': command({ access: ['clerk', 'subjectTeacher', 'homeroomTeacher'], input: z.strictObject({ scope: lockScope, reason }), output: z.object({ id: z.string() }) }),
  /** `expiresAt` null refuses. Errors: locks.not-found, locks.bad-dates, locks.own-request, locks.own-sheet. */
  'locks.decide': command({ access: openers, input: z.strictObject({ id: z.string(), expiresAt: localMinute.nullable() }), output: nothing }),
  /** Opens without a request. Errors: locks.bad-dates, locks.own-sheet. */
  'locks.reopen': command({ access: openers, input: z.strictObject({ scope: lockScope, reason, expiresAt: localMinute }), output: z.object({ id: z.string() }) }),
  /** Ends a reopening before its time. */
  'locks.close': command({ access: lockers, input: z.strictObject({ id: z.string() }), output: nothing }),
};
