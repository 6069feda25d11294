import { z } from 'zod';
import { query } from './method.ts';
import { dateTime, nothing } from './shared.ts';

export const auditEntry = z.object({
  sequence: z.number().int(),
  at: dateTime,
  userName: z.string(),
  action: z.string(),
  /** What the action was about, as JSON text without personal secrets. */
  detail: z.string(),
  /** SHA-256 chain value, hexadecimal. */
  hash: z.string(),
});
export type AuditEntry = z.infer<typeof auditEntry>;

export const audit = {
  'audit.list': query({
    access: ['administrator', 'principal'],
    input: z.strictObject({ before: z.number().int().nullable(), limit: z.number().int().min(1).max(200) }),
    output: z.object({ entries: z.array(auditEntry), total: z.number().int() }),
  }),
  /** Recomputes the whole chain. `brokenAt`: the first entry that does not fit, or null. */
  'audit.verify': query({ access: ['administrator', 'principal'], input: nothing, output: z.object({ entries: z.number().int(), head: z.string(), brokenAt: z.number().int().nullable() }) }),
};
