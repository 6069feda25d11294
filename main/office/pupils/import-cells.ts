import type { ImportProblem } from '#core/contract/pupils.ts';
import { foldAccents } from '#core/text/names.ts';
import { parseDay } from '#core/text/common.ts';
import { ethnicityByName } from '#core/values/ethnicities.ts';
import type { SheetCell } from '../ports/documents.ts';
import type { EnrollmentStatus } from '../ports/school-repositories.ts';
import type { ImportField } from './import-columns.ts';

/** A cell as it was understood. Empty value: the file says nothing, and what is stored stays. */
export type ReadCell = { readonly value: string; readonly problem: ImportProblem | null; readonly severity: 'none' | 'note' | 'warning' | 'error' };

const longest: Readonly<Partial<Record<ImportField, number>>> = { ministryCode: 20, registryNumber: 30, fullName: 100, nationality: 50, birthPlace: 200, homeTown: 200, address: 300, fatherName: 100, motherName: 100, guardianName: 100, className: 10 };

const names: ReadonlySet<ImportField> = new Set(['fullName', 'fatherName', 'motherName', 'guardianName']);

export function readImportCell(field: ImportField, cell: SheetCell): ReadCell {
  const text = cell.text.normalize('NFC').replace(/[\p{Cc}\p{Cs}]/gu, ' ').replace(/\s+/gu, ' ').trim();
  if (text === '' || cell.kind === 'error') return field === 'fullName' || field === 'birthDate' ? wrong('', 'empty') : right('');
  if (field === 'birthDate') return readDay(cell, text);
  if (field === 'personalId') return readPersonalId(text);
  if (field === 'sex') return readSex(text);
  if (field === 'ethnicity') return fromCode(ethnicityByName(text), 'unknown-ethnicity');
  if (field === 'status') return right(statusOf(text));
  if (field === 'className') return readClass(text);
  // Letters of an old font look right in Excel and are nonsense everywhere else.
  if (names.has(field) && (/^(\.vn|vni-)/iu.test(cell.fontName ?? '') || /[^\p{L}\p{M}\s.'’\-()]/u.test(text))) return wrong(text, 'name-looks-wrong');
  if (Array.from(text).length > (longest[field] ?? 300)) return wrong(text, 'too-long');
  return right(text);
}

function readDay(cell: SheetCell, text: string): ReadCell {
  if (cell.kind === 'date') return /^\d{4}-\d{2}-\d{2}$/u.test(text) ? right(text) : wrong(text, 'not-a-date');
  // A date whose cell lost its format is the number of days since 30 December 1899; 1990 to 2035 is all a pupil can be born in.
  const serial = /^\d{5}$/u.test(text) ? Number(text) : 0;
  if (serial >= 32_874 && serial <= 49_674) return right(new Date(Date.UTC(1899, 11, 30) + serial * 86_400_000).toISOString().slice(0, 10));
  const day = parseDay(text) ?? (/^\d{4}-\d{2}-\d{2}$/u.test(text) ? parseDay(text.split('-').toReversed().join('/')) : null);
  return day === null ? wrong(text, 'not-a-date') : right(day);
}

/** Twelve digits. Numbers of the provinces 001 to 096 lose one or two zeros in a cell that Excel took for a number. */
function readPersonalId(text: string): ReadCell {
  const digits = text.replace(/[\s.\-'’]/gu, '');
  if (/^\d{12}$/u.test(digits)) return right(digits);
  return /^\d{10,11}$/u.test(digits) ? { value: digits.padStart(12, '0'), problem: 'leading-zero-restored', severity: 'note' } : wrong(text, 'not-a-personal-id');
}

function readSex(text: string): ReadCell {
  const plain = foldAccents(text);
  if (['nam', 'trai', 'm', 'male'].includes(plain)) return right('male');
  return ['nu', 'gai', 'f', 'female', 'x'].includes(plain) ? right('female') : wrong(text, 'unknown-sex');
}

function readClass(text: string): ReadCell {
  const name = text.replace(/^lớp\s+/iu, '').toUpperCase().replace(/\s+/gu, '');
  return gradeOf(name) === null || name.length > 10 ? wrong(text, 'unknown-class') : right(name);
}

/** `6A1` is grade 6; null where the name begins with none of the level. */
export function gradeOf(className: string): number | null {
  const grade = Number(/^(\d{1,2})(?!\d)/u.exec(className)?.[1] ?? 0);
  return grade >= 6 && grade <= 9 ? grade : null;
}

/** The ministry's list knows twelve states; whoever is not at this school any more has left it. */
function statusOf(text: string): EnrollmentStatus {
  return /(thoi hoc|bo hoc|chuyen truong|chuyen di|nghi hoc|mat|xoa ten|buoc thoi|tot nghiep)/u.test(foldAccents(text)) ? 'left-school' : 'studying';
}

/** What the number says of its holder (NĐ 70/2024 Art. 7): the fourth digit sex and century, the next two the year of birth. */
export function personalIdDisagrees(personalId: string, sex: string, birthDate: string): boolean {
  if (!/^\d{12}$/u.test(personalId) || birthDate === '') return false;
  const mark = Number(personalId[3]);
  const year = (19 + Math.floor(mark / 2)) * 100 + Number(personalId.slice(4, 6));
  return year !== Number(birthDate.slice(0, 4)) || (sex !== '' && (mark % 2 === 1) !== (sex === 'female'));
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
