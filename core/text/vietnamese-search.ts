import { foldAccents } from './names.ts';

/**
 * Whether a name holds every word that was typed, in any order, each from the beginning of a word of the name: `quynh gi` finds `Ngô Quỳnh Giang`. For
 * searching only, never for comparing identities.
 */
export function nameMatches(name: string, typed: string): boolean {
  const words = wordsOf(name);
  return wordsOf(typed).every((wanted) => words.some((word) => word.startsWith(wanted)));
}

function wordsOf(text: string): readonly string[] {
  return foldAccents(text).trim().split(/\s+/u);
}
