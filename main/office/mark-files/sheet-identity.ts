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

const mark = 'hocba-so-diem-1';

/** The text of the hidden cell A1. */
export function identityText({ school, year, ...sheet }: Omit<MarkFileIdentity, 'school' | 'year'> & { readonly school: Pick<StoredSchool, 'code'>; readonly year: Pick<StoredYear, 'name'> }): string {
  return [mark, school.code, year.name, sheet.semester, sheet.classId, sheet.className, sheet.subjectId, sheet.subject].map((part) => encodeURIComponent(part)).join(' ');
}

/** Null: not the program's own sheet. */
export function parseIdentity(text: string): MarkFileIdentity | null {
  const [found, ...parts] = text.trim().split(' ');
  if (found !== mark || parts.length !== 7) return null;
  try {
    const [school = '', year = '', semester = '', classId = '', className = '', subjectId = '', subject = ''] = parts.map((part) => decodeURIComponent(part));
    return semester === '1' || semester === '2' ? { school, year, classId, className, subjectId, subject, semester: semester === '1' ? 1 : 2 } : null;
  } catch {
    // Somebody typed a sign of percent into it.
    return null;
  }
}
