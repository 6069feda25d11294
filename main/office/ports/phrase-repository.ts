import type { PhraseKind } from '#core/contract/phrases.ts';

export type StoredPhrase = { readonly id: string; readonly kind: PhraseKind; readonly subjectId: string | null; readonly text: string };

/** Each user's own phrases for comments. */
export type PhraseRepository = {
  /** In their order. */
  ofUser(userId: string): Promise<readonly StoredPhrase[]>;
  /** The user's phrases as they now are, whole and in order. */
  replace(userId: string, phrases: readonly StoredPhrase[]): Promise<void>;
};
