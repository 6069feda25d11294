import { fromOldEncoding, type OldEncoding } from '#core/values/old-fonts.ts';

/** Letters of other scripts that look like Latin ones; as pairs `look-alike, Latin`. */
const cyrillicPairs = 'аaеeоoрpсcуyхxіiјjѕsһhԁdԛqԝwАAВBЕEКKМMНHОOРPСCТTУYХXІIЈJЅSԀDԚQԜW';
const greekPairs = 'ΑAΒBΕEΖZΗHΙIΚKΜMΝNΟOΡPΤTΥYΧXαaιiκkνvοoρpυu';
/** Eth and African D for Đ. */
const dPairs = 'ÐĐðđƉĐɖđ';

const lookAlikes: ReadonlyMap<string, string> = new Map(
  [cyrillicPairs, greekPairs, dPairs].flatMap((pairs) => {
    const letters = Array.from(pairs);
    return letters.flatMap((letter, index) => (index % 2 === 0 ? [[letter, letters[index + 1] ?? letter] as const] : []));
  }),
);

/** D with a stroke laid over it (U+0335, U+0336), and letters in the width of Chinese ones. */
const otherForms = /[dD][\u0335\u0336]|[\uff21-\uff3a\uff41-\uff5a]/gu;
const foreign = /[\p{Script=Cyrillic}\p{Script=Greek}ÐðƉɖ]/gu;

/** Composed Vietnamese, digits and the signs of names and addresses: almost every text of a school, told by one look. */
const ordinary = /^[A-Za-z0-9 .,'’()/+-]*$/u;
const ordinaryVietnamese = /^[A-Za-z0-9 .,'’()/+\-À-ÃÈ-ÊÌÍÒ-ÕÙÚÝà-ãè-êìíò-õùúýĂăĐđĨĩŨũƠơƯưẠ-ỹ]*$/u;

/** Whether a text is composed Vietnamese with nothing in it that rules D07 and D25 look for. Text of an old code page may be so all the same. */
export function isOrdinary(text: string): boolean {
  return ordinary.test(text) || ordinaryVietnamese.test(text);
}

/** The letters of a text that only look like what they should be (rule D25), each once; empty: none. */
export function lookAlikeLetters(text: string): readonly string[] {
  return [...new Set([...(text.match(foreign) ?? []), ...(text.match(otherForms) ?? [])])];
}

/** The text with its Latin letters; null where one of the letters looks like none. */
export function withLatinLetters(text: string): string | null {
  const latin = text
    .replace(otherForms, (found) => (found.length > 1 ? (found.startsWith('d') ? 'đ' : 'Đ') : found.normalize('NFKC')))
    .replace(foreign, (letter) => lookAlikes.get(letter) ?? letter)
    .normalize('NFC');
  return lookAlikeLetters(latin).length === 0 ? latin : null;
}

/** Marks without width or shape, and blanks that are no ordinary blank. Line breaks are none of them. */
const withoutWidth = /\p{Cf}|\u034f|[\u115f\u1160\u3164\uffa0]|[\ufe00-\ufe0f]/gu;
const otherBlanks = /[\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/gu;

/** Code points (`U+200B`) of what cannot be seen in a text (rule D25), each once. */
export function invisibleCharacters(text: string): readonly string[] {
  const found = [...(text.match(withoutWidth) ?? []), ...(text.match(otherBlanks) ?? [])];
  return [...new Set(found.map((character) => `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`))];
}

export function withoutInvisible(text: string): string {
  return text.replace(withoutWidth, '').replace(otherBlanks, ' ');
}

/** Onset, nucleus and coda of a Vietnamese syllable, tones taken away. */
const syllable = /^(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdđghklmnpqrstvx])?(?:iê|yê|ia|ya|ua|uô|ưa|ươ|uâ|uê|uy|uyê|uya|uơ|oa|oă|oe|oo|[aăâeêioôơuưy])(?:ch|nh|ng|[cmnptiyou])?$/u;

/** Whether a word is written as Vietnamese words are; names of other peoples (`Kđăm`) often are not. */
export function isVietnameseWord(word: string): boolean {
  const bare = word
    .toLowerCase()
    .normalize('NFD')
    .replace(/[\u0300\u0301\u0303\u0309\u0323]/gu, '')
    .normalize('NFC');
  return syllable.test(bare);
}

/**
 * What a text says if it was typed for a font of before Unicode (`NguyÔn` for TCVN3, `Nguyeãn` for VNI); null where it was not: only a text with a word that
 * cannot be Vietnamese, all of whose words are when read so, counts. A guess: to be shown, never written by itself.
 */
export function readAsOldEncoding(text: string): string | null {
  // What has letters of later code pages was typed in Unicode; what has none beyond ASCII is the same in all.
  if (!/[\u00a1-\u00ff]/u.test(text) || /[\u0100-\u02ff\u1e00-\u1fff]/u.test(text)) return null;
  const words = text.split(/[\s,.-]+/u).filter((word) => /\p{L}/u.test(word) && !isVietnameseWord(word));
  if (words.length === 0 || !words.some((word) => /[\u00a1-\u00ff]/u.test(word))) return null;
  for (const encoding of ['tcvn3', 'vni'] as const satisfies readonly OldEncoding[]) {
    const read = fromOldEncoding(text, encoding).normalize('NFC');
    const all = read.split(/[\s,.-]+/u).filter((word) => /\p{L}/u.test(word));
    if (read !== text.normalize('NFC') && all.every(isVietnameseWord)) return read;
  }
  return null;
}
