import type { Semester } from '#core/contract/shared.ts';
import type { StoredSchool, StoredYear } from '../ports/school-repositories.ts';

/** Whose sheet a table of a workbook is, as the program wrote it into the sheet itself: it stays when sheets are renamed or copied to another workbook. */
export type MarkFileIdentity = {
  readonly school: string;
  readonly year: string;
  readonly classId: string;
  readonly className: string;
  readonly subjectId: string;
  readonly subject: string;
  readonly semester: Semester;
};

/** The same of a class register. */
export type RegisterFileIdentity = { readonly school: string; readonly year: string; readonly classId: string; readonly className: string; readonly register: string; readonly period: string };

const [gradebookMark, registerMark] = ['hocba-so-diem-1', 'hocba-so-lop-1'];

type Source = { readonly school: Pick<StoredSchool, 'code'>; readonly year: Pick<StoredYear, 'name'> };

/** The text of the hidden cell A1. */
export function identityText({ school, year, ...sheet }: Omit<MarkFileIdentity, 'school' | 'year'> & Source): string {
  return written([gradebookMark, school.code, year.name, String(sheet.semester), sheet.classId, sheet.className, sheet.subjectId, sheet.subject]);
}

export function registerIdentityText({ school, year, ...sheet }: Omit<RegisterFileIdentity, 'school' | 'year'> & Source): string {
  return written([registerMark, school.code, year.name, sheet.classId, sheet.className, sheet.register, sheet.period]);
}

/** Null: not a gradebook sheet that the program wrote. */
export function parseIdentity(text: string): MarkFileIdentity | null {
  const [school = '', year = '', semester = '', classId = '', className = '', subjectId = '', subject = ''] = partsOf(text, gradebookMark, 7);
  return semester === '1' || semester === '2' ? { school, year, classId, className, subjectId, subject, semester: semester === '1' ? 1 : 2 } : null;
}

/** Null: not a register that the program wrote. */
export function parseRegisterIdentity(text: string): RegisterFileIdentity | null {
  const [school = '', year = '', classId = '', className = '', register = '', period = ''] = partsOf(text, registerMark, 6);
  return period === '' ? null : { school, year, classId, className, register, period };
}

function written(parts: readonly string[]): string {
  return parts.map((part) => encodeURIComponent(part)).join(' ');
}

/** Empty where it is another text. */
function partsOf(text: string, mark: string, count: number): readonly string[] {
  const [found, ...parts] = text.trim().split(' ');
  if (found !== mark || parts.length !== count) return [];
  try {
    return parts.map((part) => decodeURIComponent(part));
  } catch {
    // Somebody typed a sign of percent into it.
    return [];
  }
}
