import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { tenths } from '#core/values/marks.ts';
import { createPrintThread } from '#main/documents/printing/print-thread.ts';
import { createRecordPrinter } from '#main/documents/record-pdf/record-printer.ts';
import type { PrintableRecord } from '#main/office/ports/documents.ts';
import { readPgm, readQr } from '#tests/support/qr-reader.ts';
import { buildRecordData, sampleSignatures, sampleSubjects } from '#tests/support/record-builder.ts';

const folder = mkdtempSync(join(tmpdir(), 'hocba-pdf-'));
const resourcesFolder = fileURLToPath(new URL('../../resources', import.meta.url));
const root = fileURLToPath(new URL('../..', import.meta.url));
/** Inside the checkout, where the built thread finds pdfmake. */
const builtFolder = join(root, `node_modules/.cache/record-pdf-${process.pid}`);
const printer = createRecordPrinter(createPrintThread({ worker: pathToFileURL(join(builtFolder, 'print-worker.js')), resourcesFolder }));

/** The thread's code as the product's build makes it: an older Node cannot load TypeScript into a thread. */
beforeAll(async () => {
  await build({
    root,
    configFile: false,
    logLevel: 'error',
    build: {
      ssr: true,
      outDir: builtFolder,
      target: 'node20',
      minify: false,
      rollupOptions: { input: join(root, 'main/documents/printing/print-worker.ts'), external: (id) => !/^[./#]|^[A-Za-z]:/u.test(id), output: { format: 'es', entryFileNames: '[name].js' } },
    },
  });
});
afterAll(async () => {
  await printer.close();
  for (const each of [folder, builtFolder]) rmSync(each, { recursive: true, force: true });
});

/** The text of each page as poppler reads it: lines as they stand, runs of blanks as one. */
function pagesOf(bytes: Uint8Array): readonly string[] {
  const file = join(folder, 'record.pdf');
  writeFileSync(file, bytes);
  const text = execFileSync('pdftotext', ['-layout', file, '-'], { encoding: 'utf8' });
  return text.split('\f').slice(0, -1).map((page) => page.split('\n').map((line) => line.replace(/\s+/g, ' ').trim()).filter((line) => line !== '').join('\n'));
}

async function pages(...records: readonly PrintableRecord[]): Promise<readonly string[]> {
  return pagesOf(await printer.print(records));
}

/** A record as the printer wants it; anything may be changed. */
function printed(overrides: Partial<PrintableRecord>): PrintableRecord {
  return { data: buildRecordData(), version: 1, dataDigest: '5a'.repeat(32), signatures: [], training: false, ...overrides };
}

/** The last lines of a page: lookup code with page number, standing with pupil. */
function footerOf(page: string): readonly string[] {
  return page.split('\n').slice(-2);
}

const data = buildRecordData();
const issued = printed({ signatures: sampleSignatures });
const unsigned = printed({});

describe('the printed record', () => {
  test('says who the pupil is and what the year brought, with every diacritic', async () => {
    const [first = '', year = '', ...more] = await pages(issued);
    expect(more).toEqual([]);
    expect(first).toBe(first.normalize('NFC'));
    const lines = ['CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', 'Độc lập - Tự do - Hạnh phúc', 'SỞ GIÁO DỤC VÀ ĐÀO TẠO SƠN LA', 'TRƯỜNG THCS NGUYỄN DU', 'HỌC BẠ', 'LÒ THỊ BÍCH Ẫ', 'Ngày sinh: 04/03/2013', 'Số định danh cá nhân: 014313000017', 'Chỗ ở hiện nay: Bản Nậm Ỏn, xã Mường Ẳng, tỉnh Sơn La', 'Chiều cao: 152,3 cm Cân nặng: 41,2 kg', '2024-2025 6A1 Trường THCS Nguyễn Du 05/09/2024', 'Mường Ẳng, ngày 29 tháng 5 năm 2026'];
    expect(lines.filter((line) => !first.includes(line))).toEqual([]);
    const results = ['Lớp: 7A1 Năm học: 2025-2026', 'Tin học 10,0 9,5 9,7 Sử dụng thành thạo bảng tính. Đỗ Xuân Trường', 'Giáo dục thể chất Đ Đ Đ Thể lực tốt, tích cực tập luyện. Vì Văn Mạnh', 'Rèn luyện Tốt Tốt Tốt', 'Học tập Khá Tốt Tốt', 'Số buổi nghỉ học cả năm: 4 (có phép 3, không phép 1)', 'Kết luận: Được lên lớp 8', 'Danh hiệu: Học sinh Giỏi', 'Nhận xét của giáo viên chủ nhiệm: Chăm ngoan'];
    expect(results.filter((line) => !year.includes(line))).toEqual([]);
    // A mark with a point would be another country's.
    expect(year).not.toMatch(/\d\.\d/);
  });

  test('embeds Tinos and no other font', async () => {
    const file = join(folder, 'fonts.pdf');
    writeFileSync(file, await printer.print([issued]));
    const rows = execFileSync('pdffonts', [file], { encoding: 'utf8' }).trim().split('\n').slice(2);
    // Columns from the right: object number and generation, unicode map, subset, embedded.
    const fonts = rows.map((row) => row.trim().split(/\s+/)).map((cells) => ({ name: (cells[0] ?? '').replace(/^[A-Z]{6}\+/, ''), embedded: cells.at(-5), unicode: cells.at(-3) }));
    expect(fonts.toSorted((a, b) => a.name.localeCompare(b.name))).toEqual(['Tinos-Bold', 'Tinos-Italic', 'Tinos-Regular'].map((name) => expect.objectContaining({ name: expect.stringMatching(new RegExp(`^${name.replace('-Regular', '(-Regular)?')}$`)), embedded: 'yes', unicode: 'yes' })));
    expect(execFileSync('pdfinfo', [file], { encoding: 'utf8' })).toMatch(/Page size:.*A4/);
  });

  test('names a signature only where one is stored, and never more', async () => {
    const stamp = (text: string) => text.match(/Đã ký số(?: \(LUYỆN TẬP\))? bởi/g)?.length ?? 0;
    const shown = async (signatures: PrintableRecord['signatures']) => {
      const [first = '', year = ''] = await pages(printed({ signatures }));
      return { first: stamp(first), year: stamp(year), pens: year.match(/\(Ký, ghi rõ họ tên/g)?.length ?? 0, standing: footerOf(year)[1] };
    };
    expect([await shown([]), await shown(sampleSignatures.slice(0, 1)), await shown(sampleSignatures)]).toEqual([
      { first: 0, year: 0, pens: 2, standing: 'Bản in chưa có chữ ký số. Lò Thị Bích Ẫ – 7A1' },
      { first: 0, year: 1, pens: 1, standing: 'Bản in chưa đủ chữ ký số. Lò Thị Bích Ẫ – 7A1' },
      { first: 1, year: 3, pens: 0, standing: 'In từ học bạ số đã ký. Kiểm tra chữ ký số trên tệp XML của học bạ. Lò Thị Bích Ẫ – 7A1' },
    ]);
    // Whatever offset a moment was written with, paper shows the time in Viet Nam.
    const [, late = ''] = await pages(printed({ signatures: [{ role: 'principal', signer: 'Trần Văn Bình', signedAt: '2026-05-31T18:30:00Z', serial: '5401' }] }));
    expect(late).toContain('lúc 01:30 ngày 01/06/2026');
  });

  test('counts pages and shows the lookup code for each pupil alone; training marks only its own', async () => {
    const uuids = [1, 2, 3].map((number) => `7d1f4f2e-5f3c-4b58-9d8e-00000000000${number}`);
    const [one = '', two = '', three = ''] = uuids;
    const talkative = sampleSubjects.map((subject) => ({ ...subject, comment: `${subject.comment} `.repeat(6) }));
    const progress: number[] = [];
    const bytes = await printer.print(
      [
        printed({ data: buildRecordData({ uuid: one }), signatures: [], training: false }),
        printed({ data: buildRecordData({ uuid: two, subjects: talkative }), signatures: [], training: false }),
        printed({ data: buildRecordData({ uuid: three, training: true }), signatures: sampleSignatures, training: true }),
      ],
      (done) => progress.push(done),
    );
    const found = pagesOf(bytes);
    expect(found.map((page) => footerOf(page)[0])).toEqual([
      `Mã tra cứu: ${one} (bản 1) Trang 1/2`,
      `Mã tra cứu: ${one} (bản 1) Trang 2/2`,
      ...[1, 2, 3].map((page) => `Mã tra cứu: ${two} (bản 1) Trang ${page}/3`),
      `Mã tra cứu: ${three} (bản 1) Trang 1/2`,
      `Mã tra cứu: ${three} (bản 1) Trang 2/2`,
    ]);
    expect(found.map((page) => page.includes('LUYỆN TẬP – KHÔNG CÓ GIÁ TRỊ'))).toEqual([false, false, false, false, false, true, true]);
    expect(found.map((page) => page.includes('Bản in luyện tập, không có giá trị.'))).toEqual([false, false, false, false, false, true, true]);
    expect(progress).toEqual([1, 2, 3]);
  });

  test('bears a code on every page that a camera reads: the lookup code and the digest of the data, nothing about the pupil', async () => {
    const file = join(folder, 'code.pdf');
    writeFileSync(file, await printer.print([printed({ dataDigest: `0123456789abcdef${'f'.repeat(48)}` })]));
    execFileSync('pdftoppm', ['-r', '200', '-gray', file, join(folder, 'code')]);
    const inch = (points: number) => Math.round((points * 200) / 72);
    const codes = [1, 2].map((page) => readQr(readPgm(readFileSync(join(folder, `code-${page}.pgm`))), { left: inch(520), top: inch(775), right: inch(595), bottom: inch(841) }));
    const code = `HOCBA:1:${data.uuid.toUpperCase()}:0123456789ABCDEF`;
    expect(codes).toEqual([code, code]);
  }, 20_000);

  test('wraps what is long, without an empty page and without signatures on a page of their own', async () => {
    const long = buildRecordData({
      school: { ...data.school, name: 'Trường Phổ thông Dân tộc Bán trú Trung học cơ sở Nguyễn Thị Minh Khai – Tà Xùa' },
      issue: { ...data.issue, principalTitle: 'Phó Hiệu trưởng', principalName: 'Nguyễn Phúc Hoàng Bảo Long' },
      pupil: { ...data.pupil, fullName: 'Công Tằng Tôn Nữ Nguyễn Hoàng Quỳnh Như Ngọc Diễm', guardianName: 'Nguyễn Văn Giám', address: 'tổ dân phố số 12, phường Chiềng Sinh, '.repeat(8).slice(0, 290) },
      homeroomComment: 'Chăm ngoan, lễ phép, học đều các môn. '.repeat(52),
    });
    const found = await pages(printed({ data: long }));
    expect(found.map((page) => page.split('\n').length > 6)).toEqual(found.map(() => true));
    const signed = found.filter((page) => page.includes('GIÁO VIÊN CHỦ NHIỆM'));
    expect(signed).toHaveLength(1);
    expect(signed[0]).toContain('Nhận xét của giáo viên chủ nhiệm:');
    expect(signed[0]).toContain('KT. HIỆU TRƯỞNG');
    const words = found.join(' ').replace(/\s+/g, ' ');
    expect(words).toContain('CÔNG TẰNG TÔN NỮ NGUYỄN HOÀNG QUỲNH NHƯ NGỌC DIỄM');
    expect(words.match(/Chăm ngoan/g)).toHaveLength(52);
  });

  test('tells a year that ended otherwise: re-assessed, exempt, retained; grade 9', async () => {
    const subjects = sampleSubjects.map((subject) => (subject.code === 'TOAN' ? { ...subject, year: tenths(32), reassessed: tenths(45) } : subject.code === 'GDTC' ? { ...subject, semester1: 'M' as const, semester2: 'M' as const, year: 'M' as const, comment: 'Được miễn' } : subject));
    const retained = buildRecordData({ subjects, title: null, commendation: '', decision: 'RETAINED', learning: { semester1: 'CĐ', semester2: 'Đ', year: 'CĐ', adjustedBy: null }, afterSummer: { learning: 'CĐ', conduct: 'T' } });
    const [, year = ''] = await pages(printed({ data: retained }));
    expect(['Giáo dục thể chất Miễn Miễn Miễn Được miễn', 'Môn đánh giá lại: Toán (1 môn).', 'Học tập Chưa đạt Đạt Chưa đạt Chưa đạt', 'Kết luận: Không được lên lớp, học lại lớp 7'].filter((line) => !year.includes(line))).toEqual([]);
    expect(year).toMatch(/8,5 9,1 3,2 4,5/);
    expect(year).not.toMatch(/Danh hiệu|Khen thưởng/);
    const [, last = ''] = await pages(printed({ data: buildRecordData({ grade: 9, className: '9A' }), signatures: [], training: false }));
    expect(last).toContain('Kết luận: Hoàn thành chương trình trung học cơ sở');
  });

  test('prints the same without a thread, and goes on after close', async () => {
    const alone = createRecordPrinter(createPrintThread({ worker: null, resourcesFolder }));
    const progress: number[] = [];
    const [inProcess, first] = [await alone.print([unsigned, issued], (done) => progress.push(done)), await printer.print([unsigned, issued])];
    await alone.close();
    await printer.close();
    const again = await printer.print([unsigned, issued]);
    expect([pagesOf(inProcess), progress]).toEqual([pagesOf(first), [1, 2]]);
    expect(pagesOf(again)).toEqual(pagesOf(first));
  });

  test('fails what is under way when it is closed', async () => {
    const [outcome] = await Promise.allSettled([printer.print([unsigned]), printer.close()]);
    expect(outcome).toMatchObject({ status: 'rejected', reason: { message: 'The printer was closed.' } });
  });

  test('fails where the fonts are missing', async () => {
    const short = createRecordPrinter(createPrintThread({ worker: null, resourcesFolder: folder }));
    await expect(short.print([unsigned])).rejects.toThrow();
  });
});
