import type { Content } from 'pdfmake/interfaces.js';
import type { PrintableRecord, PrintedSignature } from '#main/office/ports/documents.ts';
import { momentWords } from './record-words.ts';
import { signingPlace } from './signing-place.ts';

type Role = PrintedSignature['role'];

/** Where somebody signs: what is established about the stored electronic signature, or room for a pen. Paper never claims more than was verified. */
export function signatureBox(record: PrintableRecord, role: Role): Content {
  const signature = record.signatures.find((each) => each.role === role);
  const lines = [...headings(record, role)];
  // Boxes stand beside the principal's, whose heading may take two lines: what follows begins at one height.
  while (lines.length < headings(record, 'principal').length) lines.push(' ');
  return {
    unbreakable: true,
    stack: [...lines.map((text): Content => ({ text, bold: true, alignment: 'center', fontSize: 10.5 })), ...(signature === undefined ? roomForAPen(record, role) : [stamp(record, signature)])],
  };
}

/** Where the visible signatures of the principal and the school will stand in a signed PDF. */
export function placeToSign(record: PrintableRecord): Content {
  return { unbreakable: true, stack: [...headings(record, 'principal').map((text): Content => ({ text, bold: true, alignment: 'center', fontSize: 10.5 })), ...signingPlace(record.data.issue.principalName)] };
}

/** A deputy signs for the principal (NĐ 30/2020, annex I: `KT.` over the own post): the record names both posts, or in old ones the deputy's alone. */
function headings({ data }: PrintableRecord, role: Role): readonly string[] {
  if (role === 'homeroomTeacher') return ['GIÁO VIÊN CHỦ NHIỆM'];
  if (role === 'school') return ['NHÀ TRƯỜNG PHÁT HÀNH'];
  const title = data.issue.principalTitle.toLocaleUpperCase('vi');
  if (title.startsWith('KT. ')) return title.split(/, */u);
  return title.startsWith('PHÓ ') ? ['KT. HIỆU TRƯỞNG', title] : [title];
}

function stamp(record: PrintableRecord, { signer, signedAt, serial }: PrintedSignature): Content {
  const lines: Content[] = [
    { text: record.training ? 'Đã ký số (LUYỆN TẬP) bởi' : 'Đã ký số bởi' },
    { text: signer, bold: true, fontSize: 9.5 },
    { text: `lúc ${momentWords(signedAt)}` },
    { text: `Số chứng thư: ${serial}`, fontSize: 7.5 },
  ];
  return { table: { widths: ['*'], body: [[{ stack: lines, fontSize: 8.8, color: '#1b4d89' }]] }, layout: 'stamp', margin: [0, 4, 0, 0] };
}

function roomForAPen({ data }: PrintableRecord, role: Role): Content[] {
  const name = { homeroomTeacher: data.homeroomTeacher.name, principal: data.issue.principalName, school: '' }[role];
  return [
    { text: role === 'homeroomTeacher' ? '(Ký, ghi rõ họ tên)' : '(Ký, ghi rõ họ tên và đóng dấu)', italics: true, alignment: 'center', fontSize: 9.5 },
    { canvas: [{ type: 'line', x1: 0, y1: 46, x2: 130, y2: 46, lineWidth: 0.6, dash: { length: 1, space: 2 } }], alignment: 'center', margin: [0, 0, 0, 4] },
    { text: name, bold: true, alignment: 'center' },
  ];
}
