import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
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
function saved(file: FileHandle, office: TestOffice = school): string {
  const path = join(folder, `${file}.pdf`);
  writeFileSync(path, office.office.giveFile('window', file)?.bytes ?? new Uint8Array());
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
    const homeroom = { classId: class8B, register: 'homeroom' as const, period: 'year', kind: 'edit' as const };
    await school.call('registers.set', { ...homeroom, changes: [{ enrollmentId: row(1), column: 'conduct1', text: 'Đ' }], reason: 'Hội đồng xét lại' });
    await school.call('registers.set', { ...homeroom, changes: [{ enrollmentId: row(2), column: 'conduct1', text: 'CĐ' }] });
    await school.call('registers.set', { classId: class8B, register: 'attendance', period: '2025-10', kind: 'edit', changes: [{ enrollmentId: row(1), column: 'd06', text: 'P' }, { enrollmentId: row(1), column: 'd07', text: 'K' }] });

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
    const semester = found(pages, 'TỔNG HỢP KẾT QUẢ HỌC KÌ I\n').join('\n').replace(/\s+/gu, ' ');
    expect([semester.match(/RL: Lê Thị Mai/gu)?.length, semester.includes('(Hội đồng xét lại)'), semester.includes('Chưa đạt')]).toEqual([1, true, true]);
    const october = found(pages, 'ĐIỂM DANH Tháng 10 năm 2025').join('\n');
    expect(october).toContain(`1 ${rows[0]?.fullName} P K 2 1 1`);
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

  test('goes out for the whole school class by class; stopped, it leaves what was finished and nothing half', async () => {
    await school.as('hieutruong');
    const path = join(folder, 'usb');
    mkdirSync(path);
    const { destination } = await school.call('exchange.addDestination', { path });
    const first = await school.call('books.school', { destinationId: destination.id });
    await school.progress(first.jobId, ({ done }) => done === 1);
    await school.call('jobs.cancel', { jobId: first.jobId });
    const stopped = await school.ended(first.jobId);
    expect([stopped.state, first.folder, readdirSync(first.folder)]).toEqual(['cancelled', join(path, 'LUYEN-TAP-so-in-2025-2026'), ['so-lop-6C-2025-2026.pdf']]);

    const second = await school.call('books.school', { destinationId: destination.id });
    const done = await school.ended(second.jobId);
    expect([done.state, done.done, done.total, readdirSync(second.folder).toSorted()]).toEqual(['done', 3, 3, ['so-lop-6C-2025-2026.pdf', 'so-lop-7A-2025-2026.pdf', 'so-lop-8B-2025-2026.pdf']]);
    expect(found(pagesOf(join(second.folder, 'so-lop-8B-2025-2026.pdf')), 'TỔNG HỢP CHUNG')).toHaveLength(1);

    const { entries } = await school.call('audit.list', { before: null, limit: 10 });
    expect(entries.filter(({ action }) => action === 'books.printed').map(({ detail }) => JSON.parse(detail) as unknown)).toEqual([{ classes: ['6C', '7A', '8B'], of: 3 }, { classes: ['6C'], of: 3 }]);
    expect(await school.refusal('books.school', { destinationId: 'none' as typeof destination.id })).toBe('exchange.destination-gone');
    await school.as('gvcn7a');
    expect(await school.refusal('books.school', { destinationId: destination.id })).toBe('session.not-allowed');
  });
});

describe('books of other schools', () => {
  test('continuing education has its own words, and lists only of electives that somebody chose', async () => {
    const centre = await openTrainingOffice('continuing');
    await centre.as('vanthu');
    const { classes } = await centre.call('books.choices', {});
    const book = await centre.call('books.class', { classId: classes[0]!.classId });
    const pages = pagesOf(saved(book.file, centre));
    await centre.close();
    const text = pages.join('\n');
    expect(['SỔ THEO DÕI VÀ ĐÁNH GIÁ HỌC VIÊN', 'GIÁO DỤC THƯỜNG XUYÊN CẤP TRUNG HỌC PHỔ THÔNG', 'Thông tư số 43/2021/TT-BGDĐT', 'NHẬN XÉT CỦA GIÁM ĐỐC', 'Tổng số học viên: 31', 'do trung tâm quản lí và sử dụng'].filter((words) => !text.includes(words))).toEqual([]);
    expect(text).not.toMatch(/học sinh|Hiệu trưởng|nhà trường/iu);
    // An elective that nobody of the class chose has no list.
    expect([found(pages, 'Môn: Địa lí').length, found(pages, 'Môn: Vật lí').length]).toEqual([2, 0]);
  }, 60_000);

  test('a primary class has its summary tables: levels and tests of a moment, and at the year’s end what it comes to', async () => {
    const primary = await openTrainingOffice('primary');
    await primary.as('vanthu');
    const { classes } = await primary.call('books.choices', {});
    const { classId } = classes.find(({ name }) => name === '4A')!;
    const [mid, all] = [await primary.call('books.primary', { classId, moment: '1-mid' }), await primary.call('books.primary', { classId, moment: null })];
    const results = await primary.call('results.primary', { classId, moment: '2-end' });
    const [midPages, pages] = [pagesOf(saved(mid.file, primary)), pagesOf(saved(all.file, primary))];
    expect([mid.name, all.name, await primary.refusal('books.class', { classId })]).toEqual(['bang-tong-hop-4A-2025-2026-giua-hk1.pdf', 'bang-tong-hop-4A-2025-2026.pdf', 'results.primary-class']);
    await primary.close();
    const moments = ['Giữa học kì I ', 'Cuối học kì I ', 'Giữa học kì II ', 'Cuối năm học '].map((moment) => found(pages, `${moment}– Lớp: 4A`).length > 0);
    expect([moments, midPages.every((page) => page.includes('Giữa học kì I – Lớp: 4A')), pages.at(-1)?.includes(`Trang ${pages.length}/${pages.length}`)]).toEqual([[true, true, true, true], true, true]);
    const year = found(pages, 'Cuối năm học – Lớp: 4A').join('\n');
    const written = results.pupils.map((pupil) => {
      const marks = pupil.subjects.flatMap(({ subjectId, level, test }) => (results.subjects.find(({ id }) => id === subjectId)?.hasTest === true ? [level, test] : [level]));
      return `${pupil.fullName} ${marks.join(' ')} ${results.attributes.map(({ code }) => pupil.attributes[code]).join(' ')} X`;
    });
    const lines = year.split('\n').map((line) => line.replace(/ \d\d\/\d\d\/\d{4}(?: X)?/u, ''));
    // Whoever was assessed again shows the last assessment instead.
    const again = results.pupils.filter(({ afterSupport }) => afterSupport !== null).map(({ fullName }) => fullName);
    expect(written.filter((line) => !again.some((name) => line.startsWith(name)) && !lines.some((each) => each.includes(line)))).toEqual([]);
    const count = (outcome: string) => results.pupils.filter((pupil) => (pupil.afterSupport?.outcome ?? pupil.outcome) === outcome).length;
    expect(year).toContain(`Tổng số: 33. Hoàn thành xuất sắc: ${count('HTXS')}. Hoàn thành tốt: ${count('HTT')}. Hoàn thành: ${count('HT')}. Chưa hoàn thành: ${count('CHT')}.`);
    expect(['GIÁO VIÊN CHỦ NHIỆM', 'HIỆU TRƯỞNG'].filter((words) => !year.includes(words))).toEqual([]);
  }, 60_000);
});
