import type { MarkColumn, Semester } from '#core/contract/shared.ts';

/** Columns by their names in the gradebook's form (TT 22/2021 annex); the abbreviations are the circular's own. */
const words: Readonly<Record<MarkColumn, string>> = {
  regular1: 'ĐĐGtx 1',
  regular2: 'ĐĐGtx 2',
  regular3: 'ĐĐGtx 3',
  regular4: 'ĐĐGtx 4',
  regular5: 'ĐĐGtx 5',
  regular6: 'ĐĐGtx 6',
  midterm: 'ĐĐGgk',
  final: 'ĐĐGck',
  comment: 'Nhận xét',
  reassessment: 'Đánh giá lại',
};

/** `ĐĐGgk, học kì 1`. */
export function semesterOfColumn(column: MarkColumn, semester: Semester): string {
  return `${words[column]}, học kì ${semester}`;
}
