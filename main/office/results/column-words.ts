import type { MarkColumn, Semester } from '#core/contract/shared.ts';

/** Columns by their names in the gradebook's form (TT 22/2021 annex); the abbreviations are the circular's own. */
export const columnWords: Readonly<Record<MarkColumn, string>> = {
  regular1: 'ĐĐGtx 1',
  regular2: 'ĐĐGtx 2',
  regular3: 'ĐĐGtx 3',
  regular4: 'ĐĐGtx 4',
  regular5: 'ĐĐGtx 5',
  regular6: 'ĐĐGtx 6',
  midterm: 'ĐĐGgk',
  final: 'ĐĐGck',
  topic: 'Cụm chuyên đề',
  comment: 'Nhận xét',
  reassessment: 'Đánh giá lại',
  midLevel: 'Mức đạt được giữa kì',
  midTest: 'Bài kiểm tra giữa kì',
  midComment: 'Nhận xét giữa kì',
  endLevel: 'Mức đạt được cuối kì',
  endTest: 'Bài kiểm tra cuối kì',
  endComment: 'Nhận xét cuối kì',
  supportLevel: 'Mức đánh giá bổ sung',
  supportTest: 'Bài kiểm tra bổ sung',
};

/** `ĐĐGgk, học kì 1`. */
export function semesterOfColumn(column: MarkColumn, semester: Semester): string {
  return `${columnWords[column]}, học kì ${semester}`;
}
