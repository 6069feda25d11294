import type { Content } from 'pdfmake/interfaces.js';
import type { PrintableRecord, PrintedSignature } from '#main/office/ports/documents.ts';
import { momentWords } from './record-words.ts';

type Role = PrintedSignature['role'];

/** Where somebody signs: what is established about the stored electronic signature, or room for a pen. Paper never claims more than was verified. */
export function signatureBox(record: PrintableRecord, role: Role): Content {
  const { data } = record;
  const signature = record.signatures.find((each) => each.role === role) ?? null;
  const heading = { homeroomTeacher: 'GIÁO VIÊN CHỦ NHIỆM', principal: data.issue.principalTitle.toLocaleUpperCase('vi'), school: 'CON DẤU SỐ CỦA TRƯỜNG' }[role];
  const name = { homeroomTeacher: data.homeroomTeacher.name, principal: data.issue.principalName, school: data.school.name }[role];
  if (signature === null && role === 'school') return { text: '' };
  const body: Content =
    signature === null
      ? { text: '(Kí, ghi rõ họ tên)', italics: true, alignment: 'center', fontSize: 9.5, margin: [0, 0, 0, 40] }
      : {
          table: { widths: ['*'], body: [[{ stack: [{ text: record.training ? 'Đã ký số (LUYỆN TẬP)' : 'Đã ký số', bold: true }, { text: `Người ký: ${signature.signer}` }, { text: `Thời điểm: ${momentWords(signature.signedAt)}` }, { text: `Số chứng thư: ${signature.serial}`, fontSize: 7.5 }], fontSize: 8.5, color: '#1b4d89' }]] },
          layout: 'stamp',
          margin: [0, 3, 0, 4],
        };
  return { unbreakable: true, stack: [{ text: heading, bold: true, alignment: 'center', fontSize: 10.5, margin: [0, 2, 0, 0] }, body, ...(role === 'school' ? [] : [{ text: name, bold: true, alignment: 'center' as const }])] };
}
