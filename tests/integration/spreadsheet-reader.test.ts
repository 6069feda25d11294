import { readFile } from 'node:fs/promises';
import { Workbook } from '@cj-tech-master/excelts';
import { describe, expect, test } from 'vitest';
import { ZipFile } from 'yazl';
import { OfficeError } from '#core/contract/errors.ts';
import { createSpreadsheetReader } from '#main/documents/spreadsheet/spreadsheet-reader.ts';

const reader = createSpreadsheetReader();

describe('a workbook of LibreOffice', () => {
  test('is read whole', async () => {
    const bytes = await readFile(new URL('../fixtures/pupils-libreoffice.xlsx', import.meta.url));
    const [pupils, codes] = await reader.read(bytes);
    const texts = (number: number) => pupils?.rows.find((row) => row.number === number)?.cells.map((cell) => cell.text);
    expect({
      sheets: [pupils?.name, codes?.name],
      numbers: pupils?.rows.map((row) => row.number),
      title: texts(4)?.[0],
      header: [texts(7), texts(8)],
      plain: texts(9),
      decomposed: texts(13),
      nameless: texts(37),
      total: texts(54)?.[0],
      code: codes?.rows[1]?.cells.map((cell) => cell.text),
      composed: pupils?.rows.every((row) => row.cells.every((cell) => cell.text === cell.text.normalize('NFC'))),
    }).toEqual({
      sheets: ['DanhSachHocSinh', 'DanToc'],
      numbers: [1, 2, 4, ...range(6, 28), ...range(30, 52), 54, 56, 57],
      title: 'DANH SÁCH HỌC SINH NĂM HỌC 2025-2026',
      header: [
        ['STT', 'Mã\nlớp', 'Mã học sinh', 'Họ và tên', 'Ngày sinh\n(dd/mm/yyyy)', 'Giới tính', 'Dân tộc', 'Số định danh\ncá nhân', 'Quan hệ gia đình', 'Quan hệ gia đình', 'Email', 'Trạng thái', 'Trạng thái'],
        ['STT', 'Mã\nlớp', 'Mã học sinh', 'Họ và tên', 'Ngày sinh\n(dd/mm/yyyy)', 'Giới tính', 'Dân tộc', 'Số định danh\ncá nhân', 'Họ tên cha', 'Họ tên mẹ', 'Email', 'Trạng thái', 'Ngày trạng thái'],
      ],
      plain: ['1', '6A', '2511200000', 'Nguyễn Hoàng An', '2014-03-12', 'Nam', 'Kinh', '025214001200', 'Nguyễn Văn Hải', 'Lê Thị Thuỷ', '', 'Đang học', '2025-09-05'],
      decomposed: ['5', '6A', '2511200004', 'Lò Thị Chi', '2014-05-17', 'Nữ', 'Thái', '25314001348', 'Lò Văn Tưởng', 'Hà Thị Lan', '', 'Đang học', '2025-09-05'],
      nameless: ['5', '6B', '2511200024', '', '2014-10-01', 'Nữ', 'Kinh', '25314002088', 'Vũ Văn Hải', 'Đinh Thị Hoà', '', 'Đang học', '2025-09-05'],
      total: 'Tổng số: 40 học sinh',
      code: ['01', 'Kinh'],
      composed: true,
    });
    const cell = (row: number, column: number) => pupils?.rows.find((each) => each.number === row)?.cells[column];
    expect([cell(10, 0), cell(10, 7), cell(14, 4), cell(20, 3), cell(24, 10), cell(37, 3)]).toEqual([
      { kind: 'number', text: '2', number: 2, fontName: 'Times New Roman' },
      { kind: 'number', text: '25314001237', number: 25_314_001_237, fontName: 'Times New Roman' },
      { kind: 'number', text: '41853', number: 41_853, fontName: 'Times New Roman' },
      { kind: 'text', text: 'NguyÔn V¨n Hïng', number: null, fontName: '.VnTime' },
      { kind: 'text', text: 'khanhlinh.6a@hungson.example', number: null, fontName: 'Times New Roman' },
      { kind: 'empty', text: '', number: null, fontName: null },
    ]);
  });
});

describe('what Excel shows', () => {
  test.each([
    ['1900', false, '44096', '2020-09-22'],
    ['1904 as Excel writes it', '1', '42634', '2020-09-22'],
    ['1904 as LibreOffice writes it', 'true', '42634', '2020-09-22'],
  ])('dates count from %s', async (_, date1904, serial, expected) => {
    const bytes = await workbookOf(`<row r="1"><c r="A1" s="1"><v>${serial}</v></c></row>`, date1904 === false ? '' : `<workbookPr date1904="${date1904}"/>`);
    expect((await reader.read(bytes))[0]?.rows).toEqual([{ number: 1, cells: [expect.objectContaining({ kind: 'date', text: expected })] }]);
  });

  test('rich text, formulas, errors, zeros of a format, floats and long numbers', async () => {
    const book = new Workbook();
    const sheet = book.addWorksheet('Lớp');
    sheet.getCell('A1').value = { richText: [{ text: 'Nguyễn ' }, { text: 'Văn A', font: { name: 'VNI-Times' } }] };
    sheet.getCell('B1').value = { formula: '1+7.2', result: 8.2 };
    sheet.getCell('C1').value = { error: '#N/A' };
    sheet.getCell('D1').value = 25_214_001_200;
    sheet.getCell('D1').numFmt = '000000000000';
    sheet.getCell('E1').value = 0.1 + 0.2;
    sheet.getCell('F1').value = 1e21;
    sheet.getCell('G1').value = true;
    sheet.getCell('H1').value = { formula: 'A9' };
    sheet.getCell('I1').value = new Date(Date.UTC(2014, 2, 12, 23, 59, 59));
    sheet.getCell('I1').numFmt = '[$-42A]dd/mm/yyyy hh:mm;@';
    sheet.getCell('J1').value = 0.85;
    sheet.getCell('J1').numFmt = '0%';
    sheet.getCell('K1').value = 8.5;
    sheet.mergeCells('K1:L1');
    const [table] = await reader.read(await bytesOf(book));
    expect(table?.rows[0]?.cells.flatMap(({ runs, oddity, merged }): readonly unknown[] => runs ?? [oddity ?? merged ?? []].flat())).toEqual([{ text: 'Nguyễn ', fontName: 'Calibri' }, { text: 'Văn A', fontName: 'VNI-Times' }, 'percent', 'K1']);
    expect(table?.rows[0]?.cells.map(({ kind, text, fontName }) => [kind, text, fontName])).toEqual([
      ['text', 'Nguyễn Văn A', 'Calibri'],
      ['number', '8.2', 'Calibri'],
      ['error', '#N/A', 'Calibri'],
      ['number', '025214001200', 'Calibri'],
      ['number', '0.3', 'Calibri'],
      ['number', '1000000000000000000000', 'Calibri'],
      ['boolean', 'TRUE', 'Calibri'],
      ['empty', '', null],
      ['date', '2014-03-12', 'Calibri'],
      ['number', '0.85', 'Calibri'],
      ['number', '8.5', 'Calibri'],
    ]);
  });

  test('formulas that no program has computed yet', async () => {
    const book = new Workbook();
    book.addWorksheet('S').getCell('A1').value = { formula: '1+1' };
    expect((await reader.read(await bytesOf(book)))[0]?.rows[0]?.cells).toEqual([{ kind: 'empty', text: '', number: null, fontName: null, oddity: 'no-result' }]);
  });

  test('a title merged over the whole row does not widen the table', async () => {
    const book = new Workbook();
    const sheet = book.addWorksheet('S');
    sheet.getCell('A1').value = 'DANH SÁCH';
    sheet.mergeCells('A1:ALL1');
    sheet.getCell('A2').value = 'a';
    sheet.getCell('B2').value = 'b';
    const [table] = await reader.read(await bytesOf(book));
    expect(table?.rows.map((row) => row.cells.map((cell) => cell.text))).toEqual([
      ['DANH SÁCH', 'DANH SÁCH'],
      ['a', 'b'],
    ]);
  });
});

describe('what is no workbook, or too much of one', () => {
  const ole = Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(600)]);
  const cell = '<row r="1"><c r="A1"><v>1</v></c></row>';
  test.each([
    ['a file of Excel 97', async () => ole, 'import.old-xls'],
    ['a workbook with a password', async () => Buffer.concat([ole, Buffer.from('EncryptedPackage', 'utf16le')]), 'import.password'],
    ['a web page called .xls', async () => Buffer.from('\ufeff<html><table><tr><td>1</td></tr></table></html>'), 'import.web-page'],
    ['XML of Excel 2003', async () => Buffer.from('<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>'), 'import.web-page'],
    ['a text file', async () => Buffer.from('STT;Họ và tên;GK\n1;Nguyễn Văn An;8,5\n'), 'import.text-file'],
    ['a text file as Excel writes Unicode', async () => Buffer.from('\ufeffSTT\tHọ và tên\r\n1\tLò Thị Chi\r\n', 'utf16le'), 'import.text-file'],
    ['a flat file of LibreOffice', () => readFile(new URL('../fixtures/pupils-libreoffice.fods', import.meta.url)), 'import.open-document'],
    ['a packed file of LibreOffice', async () => zipOf({ mimetype: 'application/vnd.oasis.opendocument.spreadsheet', 'content.xml': '<a/>' }), 'import.open-document'],
    ['a binary workbook', async () => zipOf({ 'xl/workbook.bin': 'x' }), 'import.binary-workbook'],
    ['a PDF', async () => Buffer.from('%PDF-1.7\n\u0001\u0002;x\n'), 'import.not-xlsx'],
    ['an empty file', async () => Buffer.alloc(0), 'import.not-xlsx'],
    ['a zip of something else', async () => zipOf({ 'word/document.xml': '<a/>' }), 'import.not-xlsx'],
    ['half a workbook', async () => (await workbookOf('<row r="1"/>', '')).subarray(0, 700), 'file.unreadable'],
    ['a workbook whose sheets are missing', async () => zipOf({ 'xl/workbook.xml': '<workbook' }), 'file.unreadable'],
    ['100 MB of nonsense', async () => Buffer.alloc(100_000_000, 7), 'import.too-large'],
    ['a bomb', async () => zipOf({ 'xl/workbook.xml': '<workbook/>', 'xl/worksheets/sheet1.xml': ' '.repeat(50_000_000) }), 'import.suspicious'],
    ['a bomb that lies about its size', async () => lying(await zipOf({ 'xl/workbook.xml': '<workbook/>', 'xl/worksheets/sheet1.xml': ' '.repeat(50_000_000) })), 'file.unreadable'],
    ['many large parts', async () => zipOf(Object.fromEntries(range(1, 80).map((part) => [`xl/media/image${part}.bmp`, ' '.repeat(999_999)]))), 'import.too-large'],
    ['thousands of parts', async () => zipOf(Object.fromEntries(range(1, 2_001).map((part) => [`xl/media/image${part}.png`, 'x']))), 'import.too-large'],
    ['a hundred and one sheets', async () => zipOf({ 'xl/workbook.xml': '<workbook/>', ...Object.fromEntries(range(1, 101).map((part) => [`xl/worksheets/sheet${part}.xml`, '<worksheet/>'])) }), 'import.too-large'],
    ['more tags than a school has cells', async () => workbookOf(Array.from({ length: 70_000 }, (_, row) => `<row r="${row + 1}">${`<c r="A${row + 1}"><v>${row * 7_919}</v></c>`.repeat(15)}</row>`).join(''), ''), 'import.too-large'],
    ['one cell merged over all cells', async () => workbookOf(cell, '', '<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>'), 'import.suspicious'],
    ...["\nref=\"A1:XFD64\"", ` ref="'S'!A1:XFD64"`, ' ref="&#65;1:XFD64"', `${' '.repeat(300)}ref="A1:XFD64"`].map((area): [string, () => Promise<Buffer>, string] => [`many cells merged, written otherwise: ${JSON.stringify(area.trim())}`, async () => workbookOf(cell, '', `<mergeCells count="1"><mergeCell${area}/></mergeCells>`), 'import.suspicious']),
    ['entities', async () => zipOf({ 'xl/workbook.xml': '<workbook/>', 'xl/sharedStrings.xml': '<!DOCTYPE a [<!ENTITY b "bb">]><sst/>' }), 'import.suspicious'],
    ['two parts of one name', async () => twice(await zipOf({ 'xl/workbook.xml': '<workbook/>', 'xl/worksheets/sheet1.xml': '<worksheet/>', 'xl/worksheets/sheet2.xml': '<worksheet/>' })), 'import.suspicious'],
  ])('%s', async (_, make, code) => {
    const error = await reader.read(await make()).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(OfficeError);
    expect(error).toMatchObject({ code });
  });

  test('rules over whole columns, as Excel writes them, do not slow it down', async () => {
    const rule = '<dataValidations count="1"><dataValidation type="decimal" sqref="A1:XFD1048576 B1:B1048576"><formula1>0</formula1><formula2>10</formula2></dataValidation></dataValidations><conditionalFormatting sqref="A1:XFD1048576"><cfRule type="cellIs" priority="1" operator="lessThan"><formula>5</formula></cfRule></conditionalFormatting>';
    expect((await reader.read(await workbookOf(cell, '', rule)))[0]?.rows).toEqual([{ number: 1, cells: [{ kind: 'number', text: '1', number: 1, fontName: 'Arial' }] }]);
  });
});

/** The directory says 1000 bytes where there are many more. */
function lying(zip: Buffer): Buffer {
  const size = Buffer.alloc(4);
  size.writeUInt32LE(50_000_000);
  for (let at = zip.indexOf(size); at >= 0; at = zip.indexOf(size, at)) zip.writeUInt32LE(1_000, at);
  return zip;
}

function twice(zip: Buffer): Buffer {
  for (let at = zip.indexOf('sheet2.xml'); at >= 0; at = zip.indexOf('sheet2.xml', at)) zip.write('sheet1.xml', at);
  return zip;
}

function range(from: number, to: number): readonly number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}

async function bytesOf(book: Workbook): Promise<Uint8Array> {
  return new Uint8Array(await book.xlsx.writeBuffer());
}

/** A workbook of one sheet, written by hand; style 1 is a date. */
function workbookOf(rows: string, properties: string, after = ''): Promise<Buffer> {
  const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
  const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  const packageRelations = 'http://schemas.openxmlformats.org/package/2006/relationships';
  return zipOf({
    '[Content_Types].xml':
      '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/></Types>',
    '_rels/.rels': `<Relationships xmlns="${packageRelations}"><Relationship Id="r1" Type="${relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/workbook.xml': `<workbook xmlns="${main}" xmlns:r="${relations}">${properties}<sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships xmlns="${packageRelations}"><Relationship Id="r1" Type="${relations}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="${relations}/styles" Target="styles.xml"/></Relationships>`,
    'xl/styles.xml': `<styleSheet xmlns="${main}"><fonts count="1"><font><name val="Arial"/></font></fonts><fills count="1"><fill/></fills><borders count="1"><border/></borders><cellXfs count="2"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/><xf numFmtId="14" fontId="0" fillId="0" borderId="0" applyNumberFormat="1"/></cellXfs></styleSheet>`,
    'xl/worksheets/sheet1.xml': `<worksheet xmlns="${main}"><sheetData>${rows}</sheetData>${after}</worksheet>`,
  });
}

async function zipOf(files: Readonly<Record<string, string>>): Promise<Buffer> {
  const zip = new ZipFile();
  for (const [name, content] of Object.entries(files)) zip.addBuffer(Buffer.from(content, 'utf8'), name);
  zip.end();
  const chunks: Buffer[] = [];
  for await (const chunk of zip.outputStream) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}
