import type { MarkColumn, Semester } from '#core/contract/shared.ts';
import { formatDay } from '#core/text/common.ts';
import { longestComment } from '#core/values/comment-lengths.ts';
import type { LockCheck } from '../locks/lock-check.ts';
import type { MarkWorkbookCell, MarkWorkbookEntry, MarkWorkbookSheet } from '../ports/documents.ts';
import { isAssessed, studying, type ClassData, type PupilYear } from '../results/class-data.ts';
import { columnWords } from '../results/column-words.ts';
import { markIn } from '../results/subject-year.ts';
import { mayReassess, sheetColumns, type SheetSubject } from '../gradebook/gradebook-sheet.ts';
import { identityText } from './sheet-identity.ts';
import { markText } from '../gradebook/mark-input.ts';

/** Heading of the hidden column with the pupils' ids. */
export const idHeading = 'Mã nội bộ (không sửa)';

const summerColumns: ReadonlySet<MarkColumn> = new Set(['reassessment', 'supportLevel', 'supportTest']);
/** A column that is there to be read. */
export const told = (heading: string, width: number) => ({ heading, width, entry: null });
const frame = [told(idHeading, 10), told('STT', 5), told('Mã học sinh', 14), told('Họ và tên', 28), told('Ngày sinh', 12)] as const;

export type SheetToFill = { readonly data: ClassData; readonly subject: SheetSubject; readonly semester: Semester; /** The user enters this subject. */ readonly mayEdit: boolean; readonly lockOf: (column: MarkColumn) => ReturnType<LockCheck> };

/** One subject's sheet to fill in outside the program. What cannot be entered now (locked, exempt, not due) is there to be read, but closed. */
export function sheetToFill({ data, subject, semester, mayEdit, lockOf }: SheetToFill): MarkWorkbookSheet {
  const pupils = studying(data).filter((pupil) => isAssessed(pupil, subject.id));
  const textOf = (pupil: PupilYear, column: MarkColumn) => markText(markIn(pupil.marks.get(subject.id) ?? [], semester, column), column);
  const columns = sheetColumns(data, subject, data.pupils, semester).filter((column) => !summerColumns.has(column) || pupils.some((pupil) => textOf(pupil, column) !== '' || mayReassess(data, subject, pupil)));
  const closed = new Set(columns.filter((column) => !mayEdit || lockOf(column).refusal !== null));
  const isOpen = (pupil: PupilYear, column: MarkColumn) => !closed.has(column) && (column !== 'topic' || pupil.topics.has(subject.id)) && (!summerColumns.has(column) || mayReassess(data, subject, pupil));
  const row = (pupil: PupilYear): readonly MarkWorkbookCell[] => [
    ...[pupil.enrollment.id, String(pupil.enrollment.position), pupil.pupil.data.ministryCode, pupil.pupil.data.fullName, formatDay(pupil.pupil.data.birthDate)].map((text) => ({ text, open: false })),
    ...columns.map((column) => ({ text: textOf(pupil, column), open: isOpen(pupil, column) })),
  ];
  return {
    name: subject.shortName,
    identity: identityText({ school: data.school, year: data.year, classId: data.group.id, className: data.group.name, subjectId: subject.id, subject: subject.name, semester }),
    title: `${subject.name}, lớp ${data.group.name}, học kì ${semester}, năm học ${data.year.name}`,
    instructions: instructions(subject, columns.length > 0 && closed.size === columns.length, closed.size > 0),
    columns: [...frame, ...columns.map((column) => ({ heading: closed.has(column) && mayEdit ? `${columnWords[column]} (đã khóa)` : columnWords[column], width: widthOf(column), entry: entryOf(subject, column) }))],
    firstEntry: frame.length,
    rows: pupils.map(row),
  };
}

function entryOf(subject: SheetSubject, column: MarkColumn): MarkWorkbookEntry {
  if (column === 'comment' || column === 'midComment' || column === 'endComment') return { kind: 'text', longest: longestComment };
  if (subject.kind === 'primary') return column.endsWith('Test') ? { kind: 'number', most: 10, whole: true, words: [] } : { kind: 'choice', choices: ['T', 'H', 'C'] };
  const words = column === 'reassessment' ? [] : column === 'midterm' || column === 'final' ? ['P', 'V'] : ['P'];
  return subject.kind === 'scored' ? { kind: 'number', most: 10, whole: false, words } : { kind: 'choice', choices: ['Đ', 'CĐ', ...words] };
}

function widthOf(column: MarkColumn): number {
  return column.toLowerCase().endsWith('comment') ? 56 : 11;
}

function instructions(subject: SheetSubject, allClosed: boolean, someClosed: boolean): readonly string[] {
  if (allClosed) return ['Trang này chỉ để xem: không có ô nào nhập được lúc này.'];
  const taken = {
    scored: 'Điểm: số từ 0 đến 10, nhiều nhất một chữ số thập phân. P: vắng có phép, chờ làm bù. V (chỉ ở ĐĐGgk, ĐĐGck): vắng không làm bù, tính 0 điểm.',
    comment: 'Đ: đạt. CĐ: chưa đạt. P: vắng có phép, chờ làm bù. V (chỉ ở ĐĐGgk, ĐĐGck): vắng không làm bù, tính chưa đạt.',
    primary: 'Mức: T (hoàn thành tốt), H (hoàn thành), C (chưa hoàn thành). Điểm bài kiểm tra: số nguyên từ 0 đến 10.',
  }[subject.kind];
  return [`Chỉ nhập ở các ô trắng${someClosed ? '; ô xám không nhập được' : ''}. Không đổi tên, xóa hay thêm cột. Ô để trống khi nhập lại không xóa điểm đã có trong sổ.`, taken];
}
