import type { PhraseKind } from '#core/contract/phrases.ts';
import type { SubjectId } from '#core/values/ids.ts';

/** What a column of comments is about: which of the teacher's phrases fit, and how long its form lets a comment be. */
export type CommentPlace = {
  readonly kind: PhraseKind;
  readonly subject: { readonly id: SubjectId; readonly name: string } | null;
  /** Characters. */
  readonly longest: number;
};
