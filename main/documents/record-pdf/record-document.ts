import type { Content, ContentSection, CustomTableLayout, TDocumentDefinitions } from 'pdfmake/interfaces.js';
import type { PrintableRecord } from '#main/office/ports/documents.ts';
import { recordCode } from '#core/records/record-code.ts';
import { firstPage } from './first-page.ts';
import { standingWords } from './record-words.ts';
import { yearPage } from './year-page.ts';

/** Lines of the form: none between fields, thin ones in tables, a blue frame round an electronic signature. */
export const tableLayouts: Readonly<Record<string, CustomTableLayout>> = {
  form: { hLineWidth: () => 0, vLineWidth: () => 0, paddingLeft: () => 2, paddingRight: () => 2, paddingTop: () => 3, paddingBottom: () => 3 },
  grid: { hLineWidth: () => 0.6, vLineWidth: () => 0.6, paddingLeft: () => 3, paddingRight: () => 3, paddingTop: () => 1.8, paddingBottom: () => 1.8 },
  stamp: { hLineWidth: () => 0.9, vLineWidth: () => 0.9, hLineColor: () => '#1b4d89', vLineColor: () => '#1b4d89', paddingLeft: () => 5, paddingRight: () => 5, paddingTop: () => 3, paddingBottom: () => 3 },
  photo: { hLineWidth: () => 0.6, vLineWidth: () => 0.6 },
};

/**
 * One document for a list of pupils, A4. Each pupil is a section: begins on a new page, counts its own pages, carries its own lookup code and, in training, its own watermark.
 * `onBegun` hears the index of each pupil whose first page is begun: those before it are laid out.
 */
export function recordDocument(records: readonly PrintableRecord[], onBegun: (index: number) => void, use: 'paper' | 'to-sign' = 'paper'): TDocumentDefinitions {
  return {
    info: { title: records.length === 1 ? `Học bạ ${records[0]?.data.pupil.fullName ?? ''}` : 'Học bạ', creator: 'Học Bạ' },
    pageSize: 'A4',
    pageMargins: [48, 46, 40, 58],
    language: 'vi',
    defaultStyle: { font: 'Tinos', fontSize: 11, lineHeight: 1.12 },
    styles: { head: { bold: true, alignment: 'center', fontSize: 9.5 } },
    content: records.map((record, index) => section(record, use, () => onBegun(index))),
  };
}

/**
 * One record to be signed as a PDF: with empty places for the visible signatures, and whose it is in the document's information, where a verifier finds it. Nothing in it depends on the moment of
 * printing.
 */
export function recordDocumentToSign(record: PrintableRecord): TDocumentDefinitions {
  const { data } = record;
  const document = recordDocument([record], () => undefined, 'to-sign');
  const whoSigns: Readonly<Record<string, string>> = {
    HocBaTruong: data.school.name,
    HocBaHieuTruong: data.issue.principalName,
    HocBaDinhDanh: data.issue.principalPersonalId,
    ...(record.training ? { HocBaLuyenTap: 'LUYỆN TẬP' } : {}),
  };
  return {
    ...document,
    version: '1.7',
    info: {
      ...document.info,
      creationDate: new Date(data.createdAt),
      keywords: recordCode(data.uuid, record.dataDigest),
      ...whoSigns,
    },
  };
}

function section(record: PrintableRecord, use: 'paper' | 'to-sign', onBegun: () => void): ContentSection {
  // Backgrounds are asked for as pages are begun, footers when all stand: so a footer knows how many pages its pupil has.
  const pages = new Set<number>();
  return {
    section: [...firstPage(record, use), ...yearPage(record)],
    background: (page) => {
      if (pages.size === 0) onBegun();
      pages.add(page);
      return null;
    },
    header: record.training ? { text: 'LUYỆN TẬP – KHÔNG CÓ GIÁ TRỊ', alignment: 'center', bold: true, color: '#b3261e', fontSize: 10, margin: [0, 18, 0, 0] } : null,
    footer: (page) => footer(record, use, page - Math.min(...pages) + 1, pages.size),
    watermark: record.training ? { text: 'LUYỆN TẬP', font: 'Tinos', bold: true, color: '#b3261e', opacity: 0.11, angle: -52, fontSize: 92 } : null,
  };
}

/** Side of the QR code without its quiet zone, in points: one for each of its 29 modules (0.35 mm). */
const codeSide = 29;
/** Blank beside the code: it needs four modules of quiet. */
const codeGap = 12;

/** Which record this is, for people and for a camera, on every page. */
function footer(record: PrintableRecord, use: 'paper' | 'to-sign', page: number, pages: number): Content {
  const { uuid, pupil, className } = record.data;
  const line = (left: string, right: string): Content => ({
    columns: [
      { width: 'auto', text: left },
      { width: '*', text: right, alignment: 'right' },
    ],
    columnGap: 12,
  });
  return {
    columns: [
      {
        width: '*',
        stack: [
          { canvas: [{ type: 'line', x1: 0, y1: 0, x2: 507.28 - codeSide - codeGap, y2: 0, lineWidth: 0.4, lineColor: '#888888' }], margin: [0, 0, 0, 4] },
          line(`Mã tra cứu: ${uuid} (bản ${record.version})`, `Trang ${page}/${pages}`),
          line(standingWords(record, use), `${pupil.fullName} – ${className}`),
        ],
      },
      { width: codeSide, qr: recordCode(uuid, record.dataDigest), fit: codeSide, eccLevel: 'M' },
    ],
    columnGap: codeGap,
    fontSize: 8.5,
    color: '#333333',
    margin: [48, 4, 40, 0],
  };
}

