import { z } from 'zod';
import { errorCodes } from './errors.ts';
import * as ids from '#core/values/ids.ts';

/** What sheets share that are written in steps: a block of cells, what becomes of each, and the step that undo takes back. */
export const editKind = z.enum(['edit', 'paste', 'fill', 'clear', 'cut', 'quick', 'import']);
export type EditKind = z.infer<typeof editKind>;

export const editStep = z.object({ id: z.string(), kind: editKind, cells: z.number().int() });
export type EditStep = z.infer<typeof editStep>;

/** Why something was refused, as data; the words are in core/text/errors. */
export const refusal = z.object({ code: z.enum(errorCodes), params: z.record(z.string(), z.union([z.string(), z.number()])) });

/** One cell of a block, as typed or pasted; empty text clears it. A sheet adds its own `column`. */
export const changeShape = { enrollmentId: ids.enrollmentId, text: z.string().max(8000) };

/** What a change does or would do: `before` and `after` as people see the cell; a refused one is left as it is. A sheet adds its own `column`. */
export const verdictShape = { enrollmentId: ids.enrollmentId, before: z.string(), after: z.string(), verdict: z.enum(['change', 'same', 'refused']), error: refusal.nullable() };
const verdict = z.object(verdictShape);

/** The same as types, for the office's own code. */
export type CellPlace<Column extends string> = { readonly enrollmentId: ids.EnrollmentId; readonly column: Column };
export type CellText<Column extends string> = CellPlace<Column> & { readonly text: string };
export type Verdict<Column extends string> = z.infer<typeof verdict> & { column: Column };

/** What locks say of a sheet's columns. */
export function lockShape<Column extends z.ZodType>(column: Column) {
  return {
    /** Columns that cannot be entered now, each with its reason. */
    locked: z.array(z.object({ column, why: z.enum(['locked', 'not-open', 'closed', 'past-year']), by: z.string(), on: z.string() })),
    /** Columns that are open only because of a reopening, with its reason and until when (local minute). */
    reopened: z.array(z.object({ column, reason: z.string(), until: z.string() })),
    /** Columns that were locked once and are open again: changing what stands there needs a reason. */
    reasonNeeded: z.array(column),
  };
}
