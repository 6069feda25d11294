import type { Content, TableCell } from 'pdfmake/interfaces.js';
import type { PrintableRecord } from '#main/office/ports/documents.ts';
import { dayWords, levelWords, longDay, outcomeWords, titleWords, valueWords } from './record-words.ts';
import { signatureBox } from './signature-box.ts';

/** The year (TT 22/2021 annex): subjects with comments and teachers, levels, absences, decision, comments and signatures. */
export function yearPage(record: PrintableRecord): Content[] {
  const { data } = record;
  return [
    { text: 'KẾT QUẢ HỌC TẬP VÀ RÈN LUYỆN', bold: true, alignment: 'center', fontSize: 14, margin: [0, 0, 0, 6], pageBreak: 'before' },
    {
      columns: [
        { width: '*', text: ['Họ và tên: ', { text: data.pupil.fullName, bold: true }] },
        { width: 118, text: ['Ngày sinh: ', { text: dayWords(data.pupil.birthDate), bold: true }], alignment: 'right' },
      ],
      columnGap: 10,
      margin: [0, 0, 0, 2],
    },
    {
      columns: [
        { width: '*', text: `${data.school.name}, ${data.school.communeName}, ${data.school.provinceName}` },
        { width: 170, text: ['Lớp: ', { text: data.className, bold: true }, '     Năm học: ', { text: data.schoolYear, bold: true }], alignment: 'right' },
      ],
      columnGap: 10,
      margin: [0, 0, 0, 6],
    },
    subjectTable(record),
    { text: reassessmentNote(record), italics: true, fontSize: 9, margin: [0, 2, 0, 4] },
    summaryTable(record),
    decisions(record),
    {
      unbreakable: true,
      stack: [
        { text: [{ text: 'Nhận xét của giáo viên chủ nhiệm: ', bold: true }, data.homeroomComment], margin: [0, 4, 0, 8] },
        { text: `${data.issue.place}, ${longDay(data.createdAt)}`, italics: true, alignment: 'right', margin: [0, 0, 20, 2] },
        {
          columns: [
            { width: '*', stack: [signatureBox(record, 'homeroomTeacher')] },
            ...(record.signatures.some(({ role }) => role === 'school') ? [{ width: '*', stack: [signatureBox(record, 'school')] }] : []),
            { width: '*', stack: [signatureBox(record, 'principal')] },
          ],
          columnGap: 10,
        },
      ],
    },
  ];
}

function subjectTable({ data }: PrintableRecord): Content {
  const head = (text: string, span: object = {}): TableCell => ({ text, style: 'head', ...span });
  // Alignment in the middle does not reach over spanned rows.
  const tall = (text: string): TableCell => head(text, { rowSpan: 2, margin: [0, 7, 0, 0] });
  const rows = data.subjects.map((subject): TableCell[] => [
    { text: subject.name, bold: true, verticalAlignment: 'middle' },
    result(valueWords(subject.semester1)),
    result(valueWords(subject.semester2)),
    result(valueWords(subject.year), true),
    result(valueWords(subject.reassessed)),
    { text: subject.comment, fontSize: 9.3, verticalAlignment: 'middle' },
    { text: subject.teacher.name, fontSize: 9.3, alignment: 'center', verticalAlignment: 'middle' },
  ]);
  return {
    table: {
      headerRows: 2,
      dontBreakRows: true,
      widths: [96, 26, 28, 36, 34, '*', 78],
      body: [
        [tall('Môn học / Hoạt động giáo dục'), head('ĐTB môn học hoặc mức đánh giá', { colSpan: 3 }), '', '', tall('Đánh giá lại'), tall('Nhận xét sự tiến bộ, ưu điểm nổi bật, hạn chế chủ yếu (nếu có)'), tall('Giáo viên môn học')],
        ['', head('HK I'), head('HK II'), head('Cả năm'), '', '', ''],
        ...rows,
      ],
    },
    layout: 'grid',
    fontSize: 10,
  };
}

function result(text: string, bold = false): TableCell {
  return { text, alignment: 'center', bold, verticalAlignment: 'middle' };
}

function reassessmentNote({ data }: PrintableRecord): string {
  const again = data.subjects.filter(({ reassessed }) => reassessed !== null);
  const note = 'Đ: Đạt; CĐ: Chưa đạt; HK: học kì.';
  return again.length === 0 ? note : `${note} Môn đánh giá lại: ${again.map(({ name }) => name).join(', ')} (${again.length} môn).`;
}

function summaryTable({ data }: PrintableRecord): Content {
  const head = (text: string): TableCell => ({ text, style: 'head', verticalAlignment: 'middle' });
  const cell = (text: string): TableCell => ({ text, alignment: 'center' });
  const after = data.afterSummer;
  return {
    table: {
      headerRows: 1,
      dontBreakRows: true,
      widths: ['*', 80, 80, 80, 120],
      body: [
        [head('Kết quả'), head('Học kì I'), head('Học kì II'), head('Cả năm'), head('Sau đánh giá lại, rèn luyện trong hè')],
        [{ text: 'Rèn luyện', bold: true }, cell(levelWords[data.conduct.semester1]), cell(levelWords[data.conduct.semester2]), { text: levelWords[data.conduct.year], alignment: 'center', bold: true }, cell(after === null ? '' : levelWords[after.conduct])],
        [{ text: 'Học tập', bold: true }, cell(levelWords[data.learning.semester1]), cell(levelWords[data.learning.semester2]), { text: levelWords[data.learning.year], alignment: 'center', bold: true }, cell(after === null ? '' : levelWords[after.learning])],
      ],
    },
    layout: 'grid',
    fontSize: 10.5,
  };
}

function decisions({ data }: PrintableRecord): Content {
  const adjusted = data.subjects.find(({ code }) => code === data.learning.adjustedBy);
  const lines: Content[] = [
    { text: [{ text: 'Số buổi nghỉ học cả năm: ' }, { text: String(data.absences.excused + data.absences.unexcused), bold: true }, { text: ` (có phép ${data.absences.excused}, không phép ${data.absences.unexcused})` }] },
    { text: [{ text: 'Kết luận: ' }, { text: outcomeWords(data), bold: true }] },
  ];
  if (data.title !== null) lines.push({ text: [{ text: 'Danh hiệu: ' }, { text: titleWords[data.title], bold: true }] });
  if (data.commendation !== '') lines.push({ text: [{ text: 'Khen thưởng: ' }, data.commendation] });
  if (adjusted !== undefined) lines.push({ text: `Kết quả học tập cả năm được điều chỉnh theo khoản 3 Điều 9 Thông tư 22/2021/TT-BGDĐT do môn ${adjusted.name}.`, italics: true, fontSize: 9.5 });
  return { stack: lines, margin: [0, 6, 0, 2] };
}
