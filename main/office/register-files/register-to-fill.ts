import type { RegisterColumn, RegisterSheet } from '#core/contract/registers.ts';
import { formatDay } from '#core/text/common.ts';
import { homeroomTexts } from '#core/text/homeroom.ts';
import { registersTexts } from '#core/text/registers.ts';
import { moments } from '#core/values/registers.ts';
import { idHeading, told } from '../mark-files/sheet-to-fill.ts';
import { registerIdentityText } from '../mark-files/sheet-identity.ts';
import type { MarkWorkbookColumn, MarkWorkbookEntry, MarkWorkbookSheet } from '../ports/documents.ts';
import type { StoredSchool, StoredYear } from '../ports/school-repositories.ts';

const texts = registersTexts.vi;
const frame = [told(idHeading, 10), told('STT', 5), told('Họ và tên', 28), told('Ngày sinh', 12)] as const;
/** Names of the homeroom sheet's columns as its titles say them. */
const homeroomNames: Readonly<Record<string, string>> = {
  conduct1: homeroomTexts.vi.conductTitle(1),
  conduct2: homeroomTexts.vi.conductTitle(2),
  conductYear: homeroomTexts.vi.conductYearTitle,
  summerConduct: homeroomTexts.vi.summerConductTitle,
  excused1: homeroomTexts.vi.excusedTitle(1),
  unexcused1: homeroomTexts.vi.unexcusedTitle(1),
  excused2: homeroomTexts.vi.excusedTitle(2),
  unexcused2: homeroomTexts.vi.unexcusedTitle(2),
  absences: homeroomTexts.vi.allAbsencesTitle,
  height: homeroomTexts.vi.heightTitle,
  weight: homeroomTexts.vi.weightTitle,
  comment: homeroomTexts.vi.commentTitle,
  commendation: homeroomTexts.vi.commendationTitle,
  nominated: homeroomTexts.vi.nominated,
  outstanding: homeroomTexts.vi.outstanding,
  supportDecision: homeroomTexts.vi.supportDecision,
};
const attributeComments: Readonly<Record<string, string>> = texts.attributeComments;

/** `Điểm danh lớp 7A, tháng 9/2025`. */
export function registerWords({ register, className, period }: Pick<RegisterSheet, 'register' | 'className' | 'period'>): string {
  const moment = moments.find((each) => each === period);
  return texts.gridLabels[register](className, moment !== undefined ? texts.moments[moment] : period === 'year' ? '' : texts.monthName(Number(period.slice(5)), Number(period.slice(0, 4))));
}

/** The words over a column: days by their number, and the others by their full names. */
export function registerHeading({ column, name, group, longest, weekday }: RegisterColumn): string {
  if (weekday !== null) return String(Number(column.slice(1)));
  if (longest !== null && group !== null) return attributeComments[group] ?? column;
  return name ?? homeroomNames[column] ?? column;
}

/** One register to fill in outside the program; sums, and what cannot be entered now, are not in it or closed. */
export function registerToFill(sheet: RegisterSheet, { school, year }: { readonly school: Pick<StoredSchool, 'code'>; readonly year: Pick<StoredYear, 'name'> }): MarkWorkbookSheet {
  const rows = sheet.rows.filter(({ status }) => status === 'studying');
  // A column that nobody can enter and that is empty (conduct in summer) would only be in the way.
  const columns = sheet.columns.filter(({ column, kind }) => (kind !== 'computed' || sheet.register === 'homeroom') && rows.some(({ closed, cells }) => !closed.includes(column) || cells[column] !== undefined));
  const shut = new Set(sheet.locked.map(({ column }) => column));
  return {
    name: { homeroom: 'Sổ chủ nhiệm', attributes: 'Phẩm chất, năng lực', attendance: 'Điểm danh' }[sheet.register],
    identity: registerIdentityText({ school, year, classId: sheet.classId, className: sheet.className, register: sheet.register, period: sheet.period }),
    title: registerWords(sheet),
    instructions: [`Chỉ nhập ở các ô trắng${shut.size > 0 ? '; ô xám không nhập được' : ''}. Không đổi tên, xóa hay thêm cột. Ô để trống khi nhập lại không xóa nội dung đã có trong sổ.`],
    columns: [...frame, ...columns.map((column): MarkWorkbookColumn => ({ heading: registerHeading(column), width: column.longest !== null ? 56 : column.weekday !== null ? 4.5 : 13, entry: entryOf(column) }))],
    firstEntry: frame.length,
    rows: rows.map(({ enrollmentId, position, fullName, birthDate, cells, closed }) => [
      ...[enrollmentId, String(position), fullName, formatDay(birthDate)].map((text) => ({ text, open: false })),
      ...columns.map(({ column, kind }) => ({ text: cells[column]?.text ?? '', open: sheet.mayEdit && kind !== 'computed' && !shut.has(column) && !closed.includes(column) })),
    ]),
  };
}

/** Centimetres, kilograms and sessions stay below these. */
const [mostMeasure, mostCount] = [300, 400];

function entryOf({ kind, choices, longest }: RegisterColumn): MarkWorkbookEntry | null {
  if (kind === 'choice') return { kind: 'choice', choices };
  if (kind === 'text') return { kind: 'text', longest: longest ?? 0 };
  return kind === 'computed' ? null : { kind: 'number', most: kind === 'measure' ? mostMeasure : mostCount, whole: kind === 'count', words: [] };
}
