import { OfficeError } from '#core/contract/errors.ts';
import type { Semester } from '#core/contract/shared.ts';
import { formatDay } from '#core/text/common.ts';
import type { Handlers } from '../call-context.ts';
import type { Clock } from '../ports/clock.ts';
import type { MarkWorkbookSheet, MarkWorkbookWriter, SpreadsheetReader } from '../ports/documents.ts';
import { gatherClass, isAssessed, studying, type ClassData } from '../results/class-data.ts';
import { markIn } from '../results/subject-year.ts';
import { openSheet, planChanges } from './edit-cells.ts';
import { sheetColumns, type SheetSubject } from './gradebook-sheet.ts';
import { idHeading, readMarkFile } from './mark-file.ts';
import { markText } from './mark-input.ts';

type Parts = { readonly clock: Clock; readonly reader: SpreadsheetReader; readonly workbooks: MarkWorkbookWriter };

const spreadsheet = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const headingOf = { regular1: 'ĐĐGtx 1', regular2: 'ĐĐGtx 2', regular3: 'ĐĐGtx 3', regular4: 'ĐĐGtx 4', regular5: 'ĐĐGtx 5', regular6: 'ĐĐGtx 6', midterm: 'ĐĐGgk', final: 'ĐĐGck', topic: 'Chuyên đề', comment: 'Nhận xét', reassessment: 'Đánh giá lại', midLevel: 'Mức giữa kì', midTest: 'Kiểm tra giữa kì', midComment: 'Nhận xét giữa kì', endLevel: 'Mức cuối kì', endTest: 'Kiểm tra cuối kì', endComment: 'Nhận xét cuối kì', supportLevel: 'Mức đánh giá bổ sung', supportTest: 'Kiểm tra bổ sung' } as const;

/** Gradebook sheets out to Excel and back in. */
export function createMarkFileHandlers({ clock, reader, workbooks }: Parts): Handlers<'gradebook.workbook' | 'gradebook.readWorkbook'> {
  return {
    async 'gradebook.workbook'({ classId, subjectId, semester }, context) {
      const data = await context.database().read((repositories) => gatherClass(repositories, classId));
      const subjects = [...data.subjects].filter(({ id }) => subjectId === null || id === subjectId);
      if (subjects.length === 0) throw new OfficeError('gradebook.not-found');
      const bytes = await workbooks.write(subjects.map((subject) => workbookSheet(data, subject, semester)));
      const name = `so-diem-${data.group.name}-${subjectId === null ? 'ca-lop' : (subjects[0]?.code.toLowerCase().replaceAll('_', '-') ?? '')}-hk${semester}.xlsx`;
      return { file: context.files.put(context.connection, { name, mimeType: spreadsheet, bytes }), name };
    },

    async 'gradebook.readWorkbook'({ file: handle, ...place }, context) {
      const file = context.files.get(context.connection, handle);
      if (file === null) throw new OfficeError('file.not-found');
      const tables = await reader.read(file.bytes);
      return context.database().read(async (repositories) => {
        const sheet = await openSheet(repositories, place, context.user, clock.now());
        const { changes, unmatched, converted } = readMarkFile(tables, sheet.subject, studying(sheet.data));
        return { cells: planChanges(sheet, changes.slice(0, 4000)).map(({ verdict }) => verdict), unmatched: unmatched.slice(0, 100), converted };
      });
    },
  };
}

function workbookSheet(data: ClassData, subject: SheetSubject, semester: Semester): MarkWorkbookSheet {
  const columns = sheetColumns(data, subject, data.pupils, semester).filter((column) => column !== 'reassessment' && column !== 'supportLevel' && column !== 'supportTest');
  return {
    name: subject.shortName,
    title: `${subject.name}, lớp ${data.group.name}, học kì ${semester}, năm học ${data.year.name}`,
    headings: [idHeading, 'Mã học sinh', 'Họ và tên', 'Ngày sinh', ...columns.map((column) => headingOf[column])],
    firstEntry: 4,
    scored: subject.kind === 'scored',
    rows: studying(data)
      .filter((pupil) => isAssessed(pupil, subject.id))
      .map((pupil) => [pupil.enrollment.id, pupil.pupil.data.ministryCode, pupil.pupil.data.fullName, formatDay(pupil.pupil.data.birthDate), ...columns.map((column) => markText(markIn(pupil.marks.get(subject.id) ?? [], semester, column), column))]),
  };
}
