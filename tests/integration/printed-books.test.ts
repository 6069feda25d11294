import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ClassId, FileHandle } from '#core/values/ids.ts';
import { openTrainingOffice, type TestOffice } from '#tests/support/open-office.ts';

const folder = mkdtempSync(join(tmpdir(), 'hocba-books-'));
let school: TestOffice;
let class7A: ClassId;
let class8B: ClassId;

beforeAll(async () => {
  school = await openTrainingOffice();
  await school.as('vanthu');
  const { classes } = await school.call('school.overview', {});
  const named = (name: string) => classes.find((group) => group.name === name)?.id ?? ('' as ClassId);
  [class7A, class8B] = [named('7A'), named('8B')];
}, 60_000);
afterAll(async () => {
  await school.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Where the PDF of a handle lies as a file. */
function saved(file: FileHandle): string {
  const path = join(folder, `${file}.pdf`);
  writeFileSync(path, school.office.giveFile('window', file)?.bytes ?? new Uint8Array());
  return path;
}

/** The text of each page as poppler reads it: lines as they stand, runs of blanks as one. */
function pagesOf(path: string): readonly string[] {
  const text = execFileSync('pdftotext', ['-layout', path, '-'], { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  return text.split('\f').slice(0, -1).map((page) => page.split('\n').map((line) => line.replace(/\s+/gu, ' ').trim()).filter((line) => line !== '').join('\n'));
}

/** The pages on which all these words stand. */
function found(pages: readonly string[], ...words: readonly string[]): readonly string[] {
  return pages.filter((page) => words.every((word) => page.includes(word)));
}

describe('the printed class gradebook', () => {
  test('holds every part of the form, numbered through, with names and results as the program knows them', async () => {
    await school.as('vanthu');
    const { file, name } = await school.call('books.class', { classId: class7A });
    const path = saved(file);
    const pages = pagesOf(path);
    expect(name).toBe('so-lop-7A-2025-2026.pdf');
    // Letters of the watermark may stand alone on a line.
    const heading = (page: string) => page.split('\n').find((line) => !line.startsWith('LUYỆN TẬP') && line.length > 3) ?? '';
    expect(pages.map(heading).filter((line, index, all) => line !== all[index - 1])).toEqual([
      'TRƯỜNG THCS HOA BAN (LUYỆN TẬP)',
      'HƯỚNG DẪN SỬ DỤNG',
      'TRƯỜNG THCS HOA BAN (LUYỆN TẬP)',
      // The pupil on the left page, the family on the facing one; the class takes two pairs.
      'SƠ YẾU LÍ LỊCH HỌC SINH',
      expect.stringContaining('Số'),
      'SƠ YẾU LÍ LỊCH HỌC SINH',
      expect.stringContaining('Số'),
      ...[9, 10, 11, 12, 1, 2, 3, 4, 5].map((month) => `ĐIỂM DANH Tháng ${month} năm ${month > 8 ? 2025 : 2026} Tổng số học sinh của lớp 7A: 38`),
      'PHẦN GHI KẾT QUẢ ĐÁNH GIÁ HỌC SINH',
      'HỌC KÌ I',
      'TỔNG HỢP KẾT QUẢ HỌC KÌ I',
      'PHẦN GHI KẾT QUẢ ĐÁNH GIÁ HỌC SINH',
      'HỌC KÌ II',
      'TỔNG HỢP KẾT QUẢ HỌC KÌ II',
      'TỔNG HỢP KẾT QUẢ CÁC MÔN HỌC CẢ NĂM HỌC',
      'ĐÁNH GIÁ, XẾP LOẠI CẢ NĂM HỌC',
      'NHẬN XÉT CỦA HIỆU TRƯỞNG',
    ]);
    expect(pages.slice(1).map((page) => /Trang (\d+\/\d+)$/u.exec(page)?.[1])).toEqual(pages.slice(1).map((_, index) => `${index + 2}/${pages.length}`));

    const subjects = (await school.call('school.overview', {})).subjects;
    const maths = subjects.find(({ name: each }) => each === 'Toán');
    if (maths === undefined) throw new Error('no mathematics');
    const { rows } = await school.call('gradebook.sheet', { classId: class7A, subjectId: maths.id, semester: 1 });
    const written = (tenths: number | null | undefined) => (tenths == null ? '' : `${Math.trunc(tenths / 10)},${tenths % 10}`);
    const expected = rows.map((row) => `${row.position} ${row.fullName} ${(['regular1', 'regular2', 'regular3', 'regular4', 'midterm', 'final'] as const).map((column) => written(row.cells[column]?.score)).join(' ')} ${written(row.semesterScore)}`);
    const [list = ''] = found(pages, 'HỌC KÌ I\n', 'Môn: Toán');
    expect(list.split('\n').filter((line) => /^\d+ \p{L}/u.test(line))).toEqual(expected);

    const { pupils } = await school.call('results.class', { classId: class7A });
    const levels = { T: 'Tốt', K: 'Khá', Đ: 'Đạt', CĐ: 'Chưa đạt' } as const;
    const awards = { XUAT_SAC: ' Học sinh Xuất sắc', GIOI: ' Học sinh Giỏi' } as const;
    const year = found(pages, 'ĐÁNH GIÁ, XẾP LOẠI CẢ NĂM HỌC').join('\n');
    const lines = pupils.map((pupil) => `${pupil.fullName} ${levels[pupil.conductYear ?? 'CĐ']} ${levels[pupil.year.level ?? 'CĐ']}${pupil.afterSummer === null ? '' : ` ${levels[pupil.afterSummer.conduct ?? 'CĐ']} ${levels[pupil.afterSummer.learning ?? 'CĐ']}`} ${pupil.absences} x${pupil.award === null ? '' : awards[pupil.award]}`);
    expect(lines.filter((line) => !year.includes(line))).toEqual([]);
    expect(['Tổng số học sinh: 38', 'Được lên lớp: 38', 'đánh giá lại, rèn luyện trong hè: 1', 'GIÁO VIÊN CHỦ NHIỆM', 'HIỆU TRƯỞNG'].filter((line) => !year.includes(line))).toEqual([]);

    const fonts = execFileSync('pdffonts', [path], { encoding: 'utf8' }).trim().split('\n').slice(2).map((row) => row.trim().split(/\s+/u));
    expect(fonts.every((cells) => /Tinos/u.test(cells[0] ?? '') && cells.at(-5) === 'yes' && cells.at(-3) === 'yes')).toBe(true);
    expect(execFileSync('pdfinfo', [path], { encoding: 'utf8' })).toMatch(/Page size:.*A4/u);
  });

  test('shows corrections with who and why, not what was typed again or taken back; strikes those who left', async () => {
    await school.as('vanthu');
    const { subjects } = await school.call('school.overview', {});
    const subjectId = subjects.find(({ name }) => name === 'Ngữ văn')?.id ?? subjects[0]?.id;
    if (subjectId === undefined) throw new Error('no subject');
    const sheet = { classId: class8B, subjectId, semester: 1 as const };
    const { rows } = await school.call('gradebook.sheet', sheet);
    const row = (position: number) => rows.find((each) => each.position === position)?.enrollmentId ?? rows[0]!.enrollmentId;
    await school.call('gradebook.setMark', { ...sheet, enrollmentId: row(1), column: 'final', text: '2,5', reason: 'Cộng nhầm điểm câu 3' });
    await school.call('gradebook.setMark', { ...sheet, enrollmentId: row(2), column: 'final', text: '2,6' });
    await school.call('gradebook.setMark', { ...sheet, enrollmentId: row(3), column: 'final', text: '2,7' });
    await school.call('gradebook.undo', sheet);

    const pages = pagesOf(saved((await school.call('books.class', { classId: class8B })).file));
    const [list = ''] = found(pages, 'HỌC KÌ I\n', 'Môn: Ngữ văn');
    const old = rows[0]?.cells.final?.score ?? 0;
    expect(list.replace(/\s/gu, '')).toContain('Danhsáchnàycó01chỗsửachữa');
    expect(list).toContain(`${Math.trunc(old / 10)},${old % 10}`);
    expect(list).toContain('2,5');
    expect(list.replace(/\s+/gu, ' ')).toContain('CK: Lê Thị Mai (văn thư)');
    expect(list.match(/CK:/gu)).toHaveLength(1);
    expect([list.includes('2,6'), list.includes('2,7')]).toEqual([true, false]);
    expect(list).toContain('Rời trường 15/12/2025');
    const year = found(pages, 'ĐÁNH GIÁ, XẾP LOẠI CẢ NĂM HỌC').join('\n');
    expect(year).toContain('Tổng số học sinh: 40');
    expect(year).toContain('Chưa có kết luận: 40');
  });

  test('is the office’s and the class’s own teacher’s; a teacher’s book is that teacher’s', async () => {
    await school.as('gvcn7a');
    const own = await school.call('books.choices', {});
    expect([own.classes.map(({ name }) => name), own.teachers.map(({ subjects }) => subjects.map(({ name, classNames }) => [name, classNames])), own.maySchool]).toEqual([['7A'], [[['Ngoại ngữ 1', ['6C', '7A', '8B']]]], false]);
    expect([await school.refusal('books.class', { classId: class7A }), await school.refusal('books.class', { classId: class8B })]).toEqual(['ok', 'homeroom.not-yours']);

    await school.as('giaovien');
    const { teachers } = await school.call('books.choices', {});
    const { teacherId, name, subjects: [subject] } = teachers[0]!;
    const book = await school.call('books.subject', { teacherId, subjectId: subject!.subjectId });
    const pages = pagesOf(saved(book.file));
    expect([pages.length > 7, pages[0]?.includes('(CỦA GIÁO VIÊN)'), found(pages, 'Môn: Toán', 'Lớp: 7A', 'Mã học sinh', 'Nhận xét sự tiến bộ').length > 1, pages.some((page) => page.includes(name))]).toEqual([true, true, true, true]);
    expect(await school.refusal('books.subject', { teacherId: own.teachers[0]!.teacherId, subjectId: own.teachers[0]!.subjects[0]!.subjectId })).toBe('gradebook.not-yours');
    expect(await school.refusal('books.class', { classId: class7A })).toBe('session.not-allowed');
  });
});
