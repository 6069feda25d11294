import type { StoredSubject } from '#main/office/ports/school-repositories.ts';
import type { MarkColumn, Semester } from '#core/contract/shared.ts';
import type { Random } from './random.ts';

/** One cell that a teacher filled in. `score` in tenths. */
export type PracticeMark = { readonly semester: Semester; readonly column: MarkColumn; readonly score: number | null; readonly pass: 'Đ' | 'CĐ' | null; readonly comment: string | null; readonly level?: 'T' | 'H' | 'C' };

const regularColumns = ['regular1', 'regular2', 'regular3', 'regular4', 'regular5', 'regular6'] as const satisfies readonly MarkColumn[];

/**
 * All marks of one pupil in one subject for the whole year. `ability` in tenths is what the pupil would get on a usual day; marks scatter round it,
 * tests of the whole class a little more than oral ones. Regular marks are whole numbers as teachers give them.
 */
export function yearOfMarks(random: Random, subject: StoredSubject, regular: number, ability: number): readonly PracticeMark[] {
  return ([1, 2] as const).flatMap((semester) => {
    if (subject.kind === 'comment') {
      const columns: readonly MarkColumn[] = [...regularColumns.slice(0, regular), 'midterm', 'final'];
      return columns.map((column): PracticeMark => ({ semester, column, score: null, pass: 'Đ', comment: null }));
    }
    const day = ability + random.whole(-4, 4) + (semester === 2 ? random.whole(0, 3) : 0);
    return [
      ...regularColumns.slice(0, regular).map((column): PracticeMark => scored(semester, column, Math.round((day + random.whole(-6, 12)) / 10) * 10)),
      scored(semester, 'midterm', Math.round((day + random.whole(-10, 10)) / 5) * 5),
      scored(semester, 'final', day + random.whole(-8, 8)),
    ];
  });
}

function scored(semester: Semester, column: MarkColumn, value: number): PracticeMark {
  return { semester, column, score: Math.min(100, Math.max(0, value)), pass: null, comment: null };
}

/**
 * A primary subject's year: level, comment and the tests that are due, at both moments of both semesters. `supported`: the year ended with C, and the
 * supplementary assessment brought the pupil to H.
 */
export function primaryYearOfMarks(random: Random, tests: { readonly middle: boolean; readonly end: boolean }, ability: number, supported: boolean): readonly PracticeMark[] {
  const level = (day: number) => (day >= 76 ? 'T' : day >= 48 ? 'H' : 'C');
  const cell = (semester: Semester, column: MarkColumn, value: Partial<PracticeMark>): PracticeMark => ({ semester, column, score: null, pass: null, comment: null, ...value });
  const test = (day: number) => Math.min(10, Math.max(1, Math.round(day / 10))) * 10;
  const year = ([1, 2] as const).flatMap((semester) =>
    (['mid', 'end'] as const).flatMap((moment) => {
      const day = ability + random.whole(-3, 5);
      const due = moment === 'mid' ? tests.middle : tests.end;
      return [
        cell(semester, `${moment}Level`, { level: level(day) }),
        ...(due ? [cell(semester, `${moment}Test`, { score: test(day) })] : []),
        cell(semester, `${moment}Comment`, { comment: random.pick(primaryPraise[level(day)]) }),
      ];
    }),
  );
  return supported ? [...year, cell(2, 'supportLevel', { level: 'H' }), ...(tests.end ? [cell(2, 'supportTest', { score: 60 })] : [])] : year;
}

const primaryPraise = {
  T: ['Em nắm vững kiến thức, làm bài nhanh và đúng.', 'Em tự giác, biết giúp bạn cùng học.', 'Em trình bày bài sạch đẹp, tiếp thu tốt.'],
  H: ['Em hoàn thành các yêu cầu của bài; cần đọc kĩ đề hơn.', 'Em có tiến bộ, cần luyện thêm ở nhà.', 'Em chăm chỉ, cần mạnh dạn phát biểu.'],
  C: ['Em cần được giúp đỡ thêm ở phần kiến thức cơ bản.'],
} as const;

const praise = {
  high: ['Nắm vững kiến thức, vận dụng linh hoạt, tích cực phát biểu.', 'Học tốt, có tư duy độc lập, nên tham gia bồi dưỡng thêm.', 'Tiếp thu nhanh, trình bày bài cẩn thận, rõ ràng.'],
  good: ['Nắm được kiến thức cơ bản, làm bài đầy đủ; cần mạnh dạn phát biểu hơn.', 'Có tiến bộ ở học kì II, cần rèn thêm kĩ năng trình bày.', 'Chăm chỉ, có ý thức tự học; cần luyện thêm dạng bài vận dụng.'],
  fair: ['Đạt yêu cầu cần đạt của môn học; cần cố gắng đều hơn ở nhà.', 'Tiếp thu còn chậm nhưng có cố gắng; cần ôn lại kiến thức nền.', 'Hoàn thành nhiệm vụ học tập, nên trao đổi nhiều hơn với thầy cô.'],
  comment: ['Tích cực luyện tập, hoàn thành tốt các yêu cầu của môn học.', 'Tham gia đầy đủ, hợp tác tốt với bạn trong hoạt động nhóm.', 'Có năng khiếu, nên tham gia câu lạc bộ của trường.'],
} as const;

/** What the subject teacher writes at the end of a term. */
export function subjectComment(random: Random, kind: 'scored' | 'comment', ability: number): string {
  if (kind === 'comment') return random.pick(praise.comment);
  return random.pick(ability >= 80 ? praise.high : ability >= 65 ? praise.good : praise.fair);
}

/** What the homeroom teacher writes on the record. */
export function homeroomComment(random: Random, ability: number): string {
  const first = ability >= 80 ? 'Chăm ngoan, học tốt, gương mẫu trong các hoạt động của lớp.' : ability >= 65 ? 'Ngoan, lễ phép, có ý thức vươn lên trong học tập.' : 'Ngoan, hòa đồng với bạn; cần tập trung hơn trong giờ học.';
  const second = random.pick(['Tích cực tham gia hoạt động tập thể.', 'Có trách nhiệm với công việc được giao.', 'Cần mạnh dạn hơn trước tập thể.', 'Biết giúp đỡ bạn bè.']);
  return `${first} ${second}`;
}

/** What the homeroom teacher of a primary class writes about qualities, general and specific competencies. */
export function attributeComment(random: Random, column: 'NHAN_XET_PHAM_CHAT' | 'NHAN_XET_NANG_LUC_CHUNG' | 'NHAN_XET_NANG_LUC_DAC_THU'): string {
  return random.pick(attributePraise[column]);
}

const attributePraise = {
  NHAN_XET_PHAM_CHAT: ['Em lễ phép, biết giúp đỡ bạn bè và giữ lời hứa.', 'Em chăm chỉ, trung thực, có trách nhiệm với việc của lớp.'],
  NHAN_XET_NANG_LUC_CHUNG: ['Em tự phục vụ tốt, biết hợp tác khi làm việc nhóm.', 'Em mạnh dạn trao đổi, biết tìm cách giải quyết khi gặp bài khó.'],
  NHAN_XET_NANG_LUC_DAC_THU: ['Em đọc trôi chảy, tính toán nhanh, thích khám phá.', 'Em có năng khiếu mĩ thuật, diễn đạt rõ ràng.'],
} as const;
