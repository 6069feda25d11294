import type { ImportProblem } from '#core/contract/pupils.ts';
import { foldAccents } from '#core/text/names.ts';
import { modernText } from '#core/values/old-fonts.ts';
import { parseDay } from '#core/text/common.ts';
import { gradeOf } from '#core/values/class-names.ts';
import { ethnicityByName } from '#core/values/ethnicities.ts';
import { withZerosInFront } from '#core/values/personal-ids.ts';
import type { SheetCell } from '../ports/documents.ts';
import type { EnrollmentStatus } from '../ports/school-repositories.ts';
import type { ImportField } from './import-columns.ts';

/** A cell as it was understood. Empty value: the file says nothing, and what is stored stays. */
export type ReadCell = { readonly value: string; readonly problem: ImportProblem | null; readonly severity: 'none' | 'note' | 'warning' | 'error' };

const longest: Readonly<Partial<Record<ImportField, number>>> = { ministryCode: 20, registryNumber: 30, fullName: 100, nationality: 50, birthPlace: 200, homeTown: 200, address: 300, fatherName: 100, motherName: 100, guardianName: 100, className: 10 };

const names: ReadonlySet<ImportField> = new Set(['fullName', 'fatherName', 'motherName', 'guardianName']);

/** Letters that names of the country's peoples and of foreigners are written with; no digits, no letters of other scripts that only look alike. */
const strangeInName = /[^\p{Script=Latin}\p{M}\s.'’ʼ\-()]/u;
/** `TrÇn`: a capital with a mark after a small letter is text of an old code page. */
const oldLetters = /\p{Ll}[À-Þ]/u;

/** Pure: one cell as it stands. Whether an empty one is missed depends on the row. */
export function readImportCell(field: ImportField, cell: SheetCell): ReadCell {
  if (cell.kind !== 'text') return readModernCell(field, cell);
  const { text, converted } = modernText(cell);
  const read = readModernCell(field, { ...cell, text });
  // Told even where nothing else is wrong, so that somebody looks at the letters before they are stored.
  return !converted || read.severity === 'error' ? read : { ...read, problem: read.problem ?? 'old-font-converted', severity: read.problem === null ? 'note' : read.severity };
}

function readModernCell(field: ImportField, cell: SheetCell): ReadCell {
  // Marks without width (D25) come along when text is copied from web pages; nobody ever means them.
  const text = cell.text.normalize('NFC').replace(/\p{Cf}/gu, '').replace(/[\p{Cc}\p{Cs}]/gu, ' ').replace(/\s+/gu, ' ').trim();
  if (text === '' || cell.kind === 'error') return right('');
  if (field === 'birthDate') return readDay(cell, text);
  if (field === 'personalId') return readPersonalId(text);
  if (field === 'sex') return readSex(text);
  if (field === 'ethnicity') return fromCode(ethnicityByName(text), 'unknown-ethnicity');
  if (field === 'status') return fromCode(statusOf(text), 'unknown-status');
  if (field === 'className') return readClass(text);
  if (names.has(field) && (strangeInName.test(text) || oldLetters.test(text))) return wrong(text, 'name-looks-wrong');
  if (Array.from(text).length > (longest[field] ?? 300)) return wrong(text, 'too-long');
  if (field === 'fullName' && text.includes(' ') && text === text.toUpperCase()) return { value: text, problem: 'name-in-capitals', severity: 'warning' };
  return right(text);
}

/** Nobody at a school was born before 1990; a later bound keeps `2104` out. */
const [firstBirth, lastBirth] = ['1990-01-01', '2035-12-31'];
const dayMilliseconds = 86_400_000;

function readDay(cell: SheetCell, text: string): ReadCell {
  // A date whose cell lost its format is the number of days since 30 December 1899.
  const serial = cell.kind !== 'date' && /^\d{5}$/u.test(text) ? new Date(Date.UTC(1899, 11, 30) + Number(text) * dayMilliseconds).toISOString().slice(0, 10) : null;
  const day = serial ?? (/^\d{4}-\d{2}-\d{2}$/u.test(text) ? parseDay(text.split('-').toReversed().join('/')) : parseDay(text));
  return day === null || day < firstBirth || day > lastBirth ? wrong(text, 'not-a-date') : right(day);
}

/** Twelve digits, as they are or with the zeros that Excel took away. */
function readPersonalId(text: string): ReadCell {
  const digits = text.replace(/[\s.\-'’]/gu, '');
  if (/^\d{12}$/u.test(digits)) return right(digits);
  const restored = withZerosInFront(digits);
  return restored === null ? wrong(text, 'not-a-personal-id') : { value: restored, problem: 'leading-zero-restored', severity: 'note' };
}

const sexes: Readonly<Record<string, 'male' | 'female'>> = { nam: 'male', trai: 'male', m: 'male', male: 'male', nữ: 'female', gái: 'female', f: 'female', female: 'female', x: 'female' };

function readSex(text: string): ReadCell {
  const exact = sexes[text.toLowerCase()];
  if (exact !== undefined) return right(exact);
  // `Nử`, `Nu`: told, because it was guessed.
  const alike = { nam: 'male', trai: 'male', nu: 'female', gai: 'female' }[foldAccents(text)];
  return alike === undefined ? wrong(text, 'unknown-sex') : { value: alike, problem: 'unknown-sex', severity: 'note' };
}

function readClass(text: string): ReadCell {
  const bare = text.replace(/^lớp\s+/iu, '');
  // Preschool names are words (`Lá 2`); the others are a number and letters.
  const name = gradeOf(bare) === 0 ? bare.replace(/\s+/gu, ' ') : bare.toUpperCase().replace(/\s+/gu, '');
  return gradeOf(name) === null || name.length > 10 ? wrong(text, 'unknown-class') : right(name);
}

/** The ministry's list knows twelve states ("Chuyển đến kỳ 1", "Chuyển đi kỳ 2", "Thôi học trong hè" …); null for words that say neither. */
function statusOf(text: string): EnrollmentStatus | null {
  const plain = foldAccents(text);
  if (/\b(thoi hoc|bo hoc|chuyen truong|chuyen di|nghi hoc|da mat|qua doi|xoa ten|buoc thoi hoc|tot nghiep)\b/u.test(plain)) return 'left-school';
  return /\b(dang hoc|hoc lai|luu ban|chuyen den|nhap hoc|tiep nhan|chuyen lop|hoc)\b/u.test(plain) ? 'studying' : null;
}

function fromCode(code: string | null, problem: ImportProblem): ReadCell {
  return code === null ? { value: '', problem, severity: 'warning' } : right(code);
}

function right(value: string): ReadCell {
  return { value, problem: null, severity: 'none' };
}

function wrong(value: string, problem: ImportProblem): ReadCell {
  return { value, problem, severity: 'error' };
}
