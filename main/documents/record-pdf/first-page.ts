import type { Content, TableCell } from 'pdfmake/interfaces.js';
import type { PrintableRecord } from '#main/office/ports/documents.ts';
import { dayWords, longDay, measureWords } from './record-words.ts';
import { placeToSign, signatureBox } from './signature-box.ts';

/** A photograph of 3 × 4 cm, in points. */
const photo = { width: 85, height: 113 } as const;

/** Page 1 of the record (TT 22/2021 annex): whose it is, and the years of learning. */
export function firstPage(record: PrintableRecord, use: 'paper' | 'to-sign'): Content[] {
  const { data } = record;
  return [
    heading(record),
    {
      columns: [
        { width: photo.width, table: { widths: ['*'], heights: [photo.height], body: [[{ text: 'Ảnh\n3 × 4 cm', alignment: 'center', color: '#666666', fontSize: 10, margin: [0, photo.height / 2 - 14, 0, 0] }]] }, layout: 'photo' },
        {
          width: '*',
          alignment: 'center',
          stack: [
            { text: 'HỌC BẠ', bold: true, fontSize: 27, margin: [0, 4, 0, 0] },
            { text: 'TRUNG HỌC CƠ SỞ', bold: true, fontSize: 15 },
            { text: `Năm học ${data.schoolYear}`, fontSize: 13, margin: [0, 4, 0, 8] },
            { text: data.pupil.fullName.toLocaleUpperCase('vi'), bold: true, fontSize: 16 },
            { text: `Số đăng bộ: ${data.pupil.registryNumber}     Lớp: ${data.className}`, margin: [0, 5, 0, 0] },
          ],
        },
        // As wide as the photograph, so that the title stands in the middle of the sheet.
        { width: photo.width, text: '' },
      ],
      columnGap: 10,
      margin: [0, 26, 0, 22],
    },
    person(record),
    { text: 'QUÁ TRÌNH HỌC TẬP', bold: true, alignment: 'center', fontSize: 13, margin: [0, 20, 0, 6] },
    {
      table: {
        headerRows: 1,
        dontBreakRows: true,
        widths: [80, 60, '*', 110],
        body: [['Năm học', 'Lớp', 'Trường', 'Ngày vào học'].map((text) => ({ text, style: 'head' })), ...data.history.map((year) => [center(year.schoolYear), center(year.className), { text: year.schoolName }, center(dayWords(year.enteredOn))])],
      },
      layout: 'grid',
    },
    {
      columns: [
        { width: '*', text: '' },
        { width: use === 'paper' ? 230 : 248, unbreakable: true, stack: [{ text: `${data.issue.place}, ${longDay(data.createdAt)}`, italics: true, alignment: 'center', margin: [0, 0, 0, 2] }, use === 'paper' ? signatureBox(record, 'principal') : placeToSign(record)] },
      ],
      margin: [0, use === 'paper' ? 24 : 14, 0, 0],
    },
  ];
}

function heading({ data: { school } }: PrintableRecord): Content {
  const centred = (text: string, bold = true): Content => ({ text, bold, alignment: 'center' });
  return {
    columns: [
      { width: '46%', stack: [centred(school.departmentName.toLocaleUpperCase('vi'), false), centred(school.name.toLocaleUpperCase('vi')), rule(70)] },
      { width: '54%', stack: [{ text: 'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', bold: true, alignment: 'center', noWrap: true }, centred('Độc lập - Tự do - Hạnh phúc'), rule(130)] },
    ],
    columnGap: 8,
    fontSize: 10.5,
  };
}

function person({ data }: PrintableRecord): Content {
  const { pupil, measures } = data;
  return {
    table: {
      widths: [138, '*', 84, 104],
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
        line('Chiều cao', measureWords(measures.height, 'cm'), 'Cân nặng', measureWords(measures.weight, 'kg')),
      ],
    },
    layout: 'form',
    fontSize: 11.5,
  };
}

function line(label: string, value: string, secondLabel: string, second: string): TableCell[] {
  return [{ text: `${label}:` }, { text: value, bold: true }, { text: `${secondLabel}:` }, { text: second, bold: true }];
}

function wide(label: string, value: string): TableCell[] {
  return [{ text: `${label}:` }, { text: value === '' ? '–' : value, bold: true, colSpan: 3 }, '', ''];
}

function center(text: string): TableCell {
  return { text, alignment: 'center' };
}

function rule(width: number): Content {
  return { canvas: [{ type: 'line', x1: 0, y1: 2, x2: width, y2: 2, lineWidth: 0.7 }], alignment: 'center', margin: [0, 1, 0, 0] };
}
