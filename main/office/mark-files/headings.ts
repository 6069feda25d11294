import type { MarkColumn, Semester } from '#core/contract/shared.ts';
import { foldAccents } from '#core/text/names.ts';

/** Columns that say whose line it is. */
export type PersonHeading = 'id' | 'number' | 'code' | 'fullName' | 'familyName' | 'givenName' | 'birthDate' | 'className';

/** A column to be entered. `regular`: an ĐĐGtx, whose number may stand in the heading. `semester`: where the heading names one. */
export type MarkHeading = { readonly column: MarkColumn | 'regular'; readonly number: number | null; readonly semester: Semester | null };

/** Primary assessments stand in the middle or at the end of a semester (TT 27/2020 Art. 7). */
export type Moment = 'mid' | 'end';

/** By letters alone: without tones, blanks, signs and what stands in brackets. */
const persons: readonly (readonly [RegExp, PersonHeading])[] = [
  [/^manoibo/u, 'id'],
  [/^(stt|tt|sott|sothutu)$/u, 'number'],
  [/^ma(so)?(dinhdanh)?(cua)?(hocsinh|hs|hocvien|hv)(bogd.*|bo|cuabo|csdl.*|moet)?$|^madinhdanh/u, 'code'],
  [/^ho(va)?(chudem|dem|lot|tendem|tenlot|chulot)?$/u, 'familyName'],
  [/^ten(hs)?$/u, 'givenName'],
  [/^ho(va)?ten(khaisinh|cua)?(hocsinh|hs|hocvien|hv|em)?$|^(ten)?(hocsinh|hocvien)$/u, 'fullName'],
  [/^(ngay(thang)?(nam)?sinh|ngsinh|ntns)/u, 'birthDate'],
  [/^(lop|tenlop|lophoc)$/u, 'className'],
];

const test = '(cot|bai|diem|ddg|dg|kt|bkt|danhgia|kiemtra|dinhk[iy]|thi)*';
const levelMarks: readonly (readonly [RegExp, MarkColumn | 'regular'])[] = [
  [new RegExp(`^${test}d?(tx|thuongxuyen|ddgtx)(lan|cot|bai)?\\d?$`, 'u'), 'regular'],
  [/^(diem)?(cum)?chuyende(hoctap)?$/u, 'topic'],
  [new RegExp(`^${test}d?(gk|giua(hoc)?k[iy]|giuahk)$`, 'u'), 'midterm'],
  [new RegExp(`^${test}d?(ck|cuoi(hoc)?k[iy]|cuoihk|cuoinam)$`, 'u'), 'final'],
  [/^(diem)?(thi|kiemtra|kt)(hock[iy]|hk)$/u, 'final'],
  [/^(diem|ketqua|muc)?danhgialai$/u, 'reassessment'],
  [/^(loi)?nhanxet|^nx/u, 'comment'],
];

const semesterWords = /(?:hoc k[iy]|hk|k[iy]|gk|ck)\s*(ii|i|1|2)(?![a-z0-9])/u;

/** `học kì 1`, `HKI`, `kỳ II`, `GK2`; the year's end is in the second semester. A text may name both. */
export function semestersIn(text: string): readonly Semester[] {
  const plain = spaced(text);
  const found = Array.from(plain.matchAll(new RegExp(semesterWords, 'gu')), ([, number]): Semester => (number === '1' || number === 'i' ? 1 : 2));
  return found.length > 0 ? [...new Set(found)] : /\bcuoi nam\b/u.test(plain) ? [2] : [];
}

/** `GIỮA HỌC KÌ I`, `KTGK`, `Cuối năm`. */
export function momentIn(text: string): Moment | null {
  const plain = spaced(text);
  if (/\bgiua (hoc )?(k[iy]|hk|nam)|\bgk|gk\b/u.test(plain)) return 'mid';
  return /\bcuoi (hoc )?(k[iy]|hk|nam)|\bck|ck\b/u.test(plain) ? 'end' : null;
}

/** What a column says of the person, from the texts that stand over it; null: nothing. */
export function personHeading(texts: readonly string[]): PersonHeading | null {
  return firstReading(texts, (reading) => persons.find(([pattern]) => pattern.test(reading))?.[1]);
}

/**
 * Reads the texts that stand over a column, from the top down, in a class under a circular with levels: `ĐĐGtx` over `2` is a regular mark, `HỌC KÌ I` over
 * `Giữa kì` the midterm of the first semester; an average under `HỌC KÌ I` is nothing to enter. Null: nothing to enter.
 */
export function levelHeading(texts: readonly string[]): MarkHeading | null {
  return firstReading(texts, (reading) => {
    const column = levelMarks.find(([pattern]) => pattern.test(reading))?.[1];
    return column === undefined ? undefined : { column, number: column === 'regular' ? numberAt(reading) : null, semester: semesterOf(texts) };
  });
}

/** The same in a primary class: level, test or comment, at a moment that the heading or, where it does not (`moment`), the title of the table names. */
export function primaryHeading(texts: readonly string[], moment: Moment | null): MarkHeading | 'moment-unknown' | null {
  const plain = texts.map(compact).join('');
  const measure = /nhanxet|nx/u.test(plain) ? 'Comment' : /diem|kiemtra|kt/u.test(plain) ? 'Test' : /muc|xeploai|ketqua|danhgia|^(giua|cuoi)(hoc)?(k[iy]|hk|nam)$|^[gc]k$/u.test(plain) ? 'Level' : null;
  if (measure === null || personHeading(texts) !== null) return null;
  const semester = semesterOf(texts);
  if (plain.includes('bosung')) return measure === 'Comment' ? null : { column: `support${measure}`, number: null, semester };
  const found = texts.map(momentIn).findLast((each) => each !== null) ?? moment;
  return found === null ? 'moment-unknown' : { column: `${found}${measure}`, number: null, semester };
}

function semesterOf(texts: readonly string[]): Semester | null {
  return texts.flatMap(semestersIn).at(-1) ?? null;
}

/** All texts together, then without the uppermost, and so on; last the single texts from below. */
function firstReading<Found>(texts: readonly string[], read: (reading: string) => Found | undefined): Found | null {
  const plain = texts.map(compact).filter((text) => text !== '');
  for (const reading of [...plain.map((_, index) => plain.slice(index).join('')), ...plain.toReversed()]) {
    const found = read(reading);
    if (found !== undefined) return found;
  }
  return null;
}

function numberAt(reading: string): number | null {
  const [, digit] = /(\d)$/u.exec(reading) ?? [];
  return digit === undefined ? null : Number(digit);
}

/** Small plain letters with single blanks between words. */
export function spaced(text: string): string {
  return foldAccents(text).replace(/[^a-z0-9]+/gu, ' ').trim();
}

/** Small plain letters without brackets, blanks and the number of a semester. */
function compact(text: string): string {
  return spaced(text.replace(/\([^)]*\)/gu, ' '))
    .replace(semesterWords, (found) => found.replace(/\s*(ii|i|1|2)$/u, ''))
    .replaceAll(' ', '');
}
