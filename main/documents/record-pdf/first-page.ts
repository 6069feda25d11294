import type { Content, TableCell } from 'pdfmake/interfaces.js';
import type { PrintableRecord } from '#main/office/ports/documents.ts';
import { dayWords, longDay, measureWords } from './record-words.ts';
import { signatureBox } from './signature-box.ts';

/** Page 1 of the record (TT 22/2021 annex): whose it is, and the years of learning. */
export function firstPage(record: PrintableRecord): Content[] {
  const { data } = record;
  const { pupil, school } = data;
  const level = 'TRUNG HỌC CƠ SỞ';
  return [
    {
      columns: [
        { width: '45%', stack: [{ text: school.departmentName.toUpperCase(), alignment: 'center' }, { text: school.name, bold: true, alignment: 'center' }, rule(70)] },
        { width: '55%', stack: [{ text: 'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', bold: true, alignment: 'center', noWrap: true }, { text: 'Độc lập - Tự do - Hạnh phúc', bold: true, alignment: 'center' }, rule(120)] },
      ],
      columnGap: 6,
      fontSize: 10.5,
    },
    { text: 'HỌC BẠ', alignment: 'center', bold: true, fontSize: 26, margin: [0, 34, 0, 0] },
    { text: level, alignment: 'center', bold: true, fontSize: 15 },
    { text: `Năm học ${data.schoolYear}`, alignment: 'center', fontSize: 13, margin: [0, 4, 0, 22] },
    { text: pupil.fullName.toLocaleUpperCase('vi'), alignment: 'center', bold: true, fontSize: 17 },
    { text: `Số đăng bộ: ${pupil.registryNumber}`, alignment: 'center', margin: [0, 4, 0, 20] },
    {
      table: {
        widths: [150, '*', 92, 96],
        body: [
          line('Giới tính', pupil.sex === 'female' ? 'Nữ' : 'Nam', 'Ngày sinh', dayWords(pupil.birthDate)),
          line('Số định danh cá nhân', pupil.personalId, 'Mã học sinh', pupil.ministryCode),
          line('Dân tộc', pupil.ethnicity, 'Quốc tịch', pupil.nationality),
          wide('Nơi sinh', pupil.birthPlace),
          wide('Quê quán', pupil.homeTown),
          wide('Chỗ ở hiện nay', pupil.address),
          wide('Họ và tên cha', pupil.fatherName),
          wide('Họ và tên mẹ', pupil.motherName),
          ...(pupil.guardianName === '' ? [] : [wide('Họ và tên người giám hộ', pupil.guardianName)]),
          line('Chiều cao', measureWords(data.measures.height, 'cm'), 'Cân nặng', measureWords(data.measures.weight, 'kg')),
        ],
      },
      layout: 'form',
    },
    { text: 'QUÁ TRÌNH HỌC TẬP', bold: true, alignment: 'center', fontSize: 13, margin: [0, 22, 0, 6] },
    {
      table: {
        headerRows: 1,
        widths: [80, 60, '*', 110],
        body: [['Năm học', 'Lớp', 'Trường', 'Ngày vào học'].map((text) => ({ text, style: 'head' })), ...data.history.map((year) => [center(year.schoolYear), center(year.className), { text: year.schoolName }, center(dayWords(year.enteredOn))])],
      },
      layout: 'grid',
    },
    {
      columns: [
        { width: '*', text: '' },
        { width: 250, unbreakable: true, stack: [{ text: `${data.issue.place}, ${longDay(data.createdAt)}`, italics: true, alignment: 'center' }, signatureBox(record, 'principal')] },
      ],
      margin: [0, 26, 0, 0],
    },
  ];
}

function line(label: string, value: string, secondLabel: string, second: string): TableCell[] {
  return [
    { text: `${label}:` },
    { text: value, bold: true },
    { text: `${secondLabel}:` },
    { text: second, bold: true },
  ];
}

function wide(label: string, value: string): TableCell[] {
  return [{ text: `${label}:` }, { text: value, bold: true, colSpan: 3 }, '', ''];
}

function center(text: string): TableCell {
  return { text, alignment: 'center' };
}

function rule(width: number): Content {
  return { canvas: [{ type: 'line', x1: 0, y1: 2, x2: width, y2: 2, lineWidth: 0.7 }], alignment: 'center', margin: [0, 1, 0, 0] };
}
