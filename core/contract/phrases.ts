import { z } from 'zod';
import * as ids from '#core/values/ids.ts';
import { command, query } from './method.ts';
import { nothing, paragraph } from './shared.ts';

/** What a phrase is for: comments of a kind of subject, on qualities and competencies (primary), the homeroom teacher's comment, a commendation. */
export const phraseKind = z.enum(['scored', 'comment', 'primary', 'qualities', 'homeroom', 'commendation']);
export type PhraseKind = z.infer<typeof phraseKind>;

/** `subjectId` null: for every subject of its kind. */
export const phrase = z.object({ id: ids.phraseId, kind: phraseKind, subjectId: ids.subjectId.nullable(), text: z.string() });
export type Phrase = z.infer<typeof phrase>;

const writers = ['clerk', 'subjectTeacher', 'homeroomTeacher'] as const;
/** All of the user's own phrases, in their order. Nobody sees anybody else's. */
const own = z.object({ phrases: z.array(phrase) });

export const phrases = {
  'phrases.list': query({ access: writers, input: nothing, output: own }),
  /** Adds (`id` null) or rewrites a phrase. A text that is there already for the same kind and subject is not added twice. Errors: phrases.not-found, phrases.too-many, mark.comment-too-long. */
  'phrases.save': command({
    access: writers,
    input: z.strictObject({ id: ids.phraseId.nullable(), kind: phraseKind, subjectId: ids.subjectId.nullable(), text: paragraph(4000).pipe(z.string().min(1)) }),
    output: own,
  }),
  /** Errors: phrases.not-found. */
  'phrases.remove': command({ access: writers, input: z.strictObject({ id: ids.phraseId }), output: own }),
  /** The phrases named come first, in this order; the others keep theirs. */
  'phrases.arrange': command({ access: writers, input: z.strictObject({ ids: z.array(ids.phraseId).max(500) }), output: own }),
};
