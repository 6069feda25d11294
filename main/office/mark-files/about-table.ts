import { OfficeError } from '#core/contract/errors.ts';
import type { Semester } from '#core/contract/shared.ts';
import { nameKey } from '#core/text/names.ts';
import { momentIn, semestersIn, spaced, type Moment } from './headings.ts';
import { parseIdentity, type MarkFileIdentity } from './sheet-identity.ts';
import type { FileTable } from './file-tables.ts';

export type KnownSubject = { readonly id: string; readonly name: string; readonly shortName: string };
export type KnownClass = { readonly id: string; readonly name: string; readonly subjects: readonly KnownSubject[] };

/** What the office knows, against which the words of a file are read. */
export type KnownSchool = { readonly code: string; readonly year: string; readonly classes: readonly KnownClass[] };

/** What a table says of itself. Null: it does not say. */
export type TableAbout = { readonly identity: MarkFileIdentity | null; readonly classId: string | null; readonly subjectId: string | null; readonly semester: Semester | 'both' | null; readonly moment: Moment | null };

/** Reads the sheet's name and the titles over a table; the program's own sheets say it in so many words. Errors: import.other-school, import.other-year, import.no-such-sheet. */
export function aboutTable({ sheet, titles, corner }: Pick<FileTable, 'sheet' | 'titles' | 'corner'>, school: KnownSchool, openClassId: string): TableAbout {
  const identity = parseIdentity(corner);
  if (identity !== null) {
    if (identity.school !== school.code) throw new OfficeError('import.other-school', { found: identity.school, wanted: school.code });
    checkYear(identity.year, school);
    const group = school.classes.find(({ id }) => id === identity.classId);
    if (group?.subjects.some(({ id }) => id === identity.subjectId) !== true) throw new OfficeError('import.no-such-sheet', { text: `${identity.subject}, ${identity.className}` });
    return { identity, classId: identity.classId, subjectId: identity.subjectId, semester: identity.semester, moment: null };
  }
  const texts = [sheet, ...titles];
  const year = yearIn(titles);
  if (year !== null) checkYear(year, school);
  const classId = only(classesIn([sheet], school)) ?? only(classesIn(titles, school));
  const group = school.classes.find(({ id }) => id === (classId ?? openClassId));
  return { identity: null, classId, subjectId: subjectIn(sheet, titles, group?.subjects ?? []), semester: only(texts.flatMap(semestersIn)) ?? (texts.some((text) => semestersIn(text).length > 0) ? 'both' : null), moment: only(texts.map(momentIn).filter((found) => found !== null)) };
}

/** Whether two titles can stand over pages of one list: neither names another class or semester than the other. */
export function sameAbout(school: KnownSchool): (titles: readonly string[], next: readonly string[]) => boolean {
  const key = (titles: readonly string[]) => JSON.stringify([classesIn(titles, school), [...new Set(titles.flatMap(semestersIn))]]);
  const nothing = key([]);
  return (titles, next) => key(next) === nothing || key(next) === key(titles);
}

function checkYear(found: string, { year }: KnownSchool): void {
  if (found !== year) throw new OfficeError('import.other-year', { found, wanted: year });
}

function yearIn(titles: readonly string[]): string | null {
  return only(titles.flatMap((text) => Array.from(text.matchAll(/(20\d\d)\s*[-–—/]\s*(20\d\d)/gu), ([, from = '', to = '']) => (Number(to) === Number(from) + 1 ? `${from}-${to}` : '')).filter((found) => found !== '')));
}

/** `lớp 7A`, `TOÁN 7A`; a name of digits alone (`7/1`) only after the word. */
function classesIn(texts: readonly string[], { classes }: KnownSchool): readonly string[] {
  const plain = texts.map((text) => ` ${spaced(text)} `);
  return classes.filter(({ name }) => plain.some((text) => text.includes(` lop ${spaced(name)} `) || (/[a-z]/u.test(spaced(name)) && text.includes(` ${spaced(name)} `)) || text.trim() === spaced(name))).map(({ id }) => id);
}

/** Lines of a title that are about marks. Others hold words like `Văn` or `Hoá` by chance: names of schools and of teachers. */
function aboutSubject(title: string): readonly string[] {
  const text = title.toLowerCase();
  if (/giáo viên|\bgv/u.test(text)) return [];
  const [, named] = /môn\s*(?:học)?\s*:?\s*(.+)$/u.exec(text) ?? [];
  if (named !== undefined) return [named];
  return /(điểm|sổ|đánh giá|kết quả|kiểm tra|lớp)/u.test(text) && !/(trường|phòng|sở|ubnd)/u.test(text) ? [text] : [];
}

function subjectIn(sheet: string, titles: readonly string[], subjects: readonly KnownSubject[]): string | null {
  return longest(titles.flatMap(aboutSubject), subjects, wordsOf) ?? longest([sheet], subjects, wordsOf) ?? longest([sheet], subjects, spaced);
}

/** The subject with the longest name among those that are named: `Giáo dục công dân` is not `Công dân`. */
function longest(texts: readonly string[], subjects: readonly KnownSubject[], read: (text: string) => string): string | null {
  const plain = texts.map((text) => ` ${read(text)} `);
  const found = subjects.flatMap(({ id, name, shortName }) => [name, shortName].map(read).filter((words) => words !== '' && plain.some((text) => text.includes(` ${words} `))).map((words) => ({ id, length: words.length })));
  const most = Math.max(0, ...found.map(({ length }) => length));
  return only(found.filter(({ length }) => length === most).map(({ id }) => id));
}

/** Words with their tones, the tones in one place. */
function wordsOf(text: string): string {
  return nameKey(text.replace(/[^\p{L}\p{M}\d]+/gu, ' '));
}

function only<Value>(values: readonly Value[]): Value | null {
  const [first] = new Set(values);
  return new Set(values).size === 1 && first !== undefined ? first : null;
}
