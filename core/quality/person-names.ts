import { remark, type Remark } from './finding.ts';
import { isVietnameseWord } from './letters.ts';
import type { PersonField } from './quality-data.ts';

/**
 * Rule D06: how a name is written. Names of one word, of single letters (`Y Hương`), with apostrophe, dot or hyphen (`H'Hen Niê`, `K.Brơi`, `A-Lăng`) are legal.
 * `after` is given where nobody has to think: blanks, and capitals of a name all of whose words are Vietnamese.
 */
export function checkName(field: PersonField, name: string): readonly Remark[] {
  const tidy = withTidyBlanks(name);
  const found: Remark[] = tidy === name ? [] : [remark('D06.blanks', field, { field, value: name }, tidy)];
  if (/\d/u.test(tidy)) found.push(remark('D06.digits', field, { field, value: tidy }));
  const strange = strangeIn(tidy);
  if (strange.length > 0) found.push(remark('D06.strange', field, { field, value: tidy, letters: strange.join(' ') }));
  if (/\d/u.test(tidy) || strange.length > 0) return found;
  if (inCapitals(tidy) || words(tidy).some(hasInnerCapital)) found.push(remark('D06.capitals', field, { field, value: tidy }, capitalised(tidy) ?? undefined));
  else if (words(tidy).some((word) => /^\p{Ll}/u.test(word))) found.push(remark('D06.small-letters', field, { field, value: tidy }, capitalised(tidy) ?? undefined));
  return found;
}

/** One blank between words, none at the ends. */
export function withTidyBlanks(text: string): string {
  return text.trim().replace(/\s+/gu, ' ');
}

/** `NGUYỄN VĂN AN` and `nguyễn văn an` as `Nguyễn Văn An`; null where a word may be right as it is (`K'BRƠI`, `ksor`). */
export function capitalised(name: string): string | null {
  const parts = words(name);
  if (!parts.every((word) => /^[\p{L}\p{M}]+$/u.test(word) && isVietnameseWord(word))) return null;
  return parts.map((word) => word.toLowerCase().replace(/^./u, (letter) => letter.toUpperCase())).join(' ');
}

/** Several words, or one long one, without a small letter. */
function inCapitals(name: string): boolean {
  return name === name.toUpperCase() && /\p{Lu}.*\p{Lu}/u.test(name) && words(name).some((word) => word.replace(/[^\p{L}]/gu, '').length > 1 && !/^\p{L}['’ʼ.]/u.test(word));
}

/** `NHậT`, as keyboards without capitals with tones left it; `McDonald` and `H'Hen` are no Vietnamese words. */
function hasInnerCapital(word: string): boolean {
  return /^.+\p{Lu}/u.test(word.normalize('NFC')) && isVietnameseWord(word);
}

/** Anything but Latin letters, blanks, apostrophes, dots, hyphens and brackets; look-alikes and invisible marks are rule D25's. */
function strangeIn(name: string): readonly string[] {
  return [...new Set(name.match(/[^\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{M}\p{Cf}\p{Zs}\d.'’ʼ\-()]/gu) ?? [])];
}

function words(name: string): readonly string[] {
  return name.split(' ').filter((word) => word !== '');
}
