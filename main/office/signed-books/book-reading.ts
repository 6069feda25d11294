import type { BookPupil } from '#core/contract/signed-books.ts';
import type { SemesterOnPaper } from '#core/records/gradebook-data.ts';
import type { GradebookReading, RecordLine } from '../ports/verifier.ts';

/** One pupil of a book, as its bytes say it: marks with a decimal dot, '' where nothing stands. `regular`: those that are there, in their order. */
export type PupilInBook = {
  readonly position: number;
  readonly fullName: string;
  readonly ministryCode: string;
  readonly birthDate: string;
  readonly semester1: SemesterOnPaper;
  readonly semester2: SemesterOnPaper;
  readonly year: string;
  readonly reassessed: string;
};

/** A frozen book as whoever signs it reads it, from the very bytes that are signed. `general`: texts by their tags. */
export type BookInFull = { readonly general: ReadonlyMap<string, string>; readonly pupils: readonly PupilInBook[] };

/** Puts the lines of a gradebook together again. Pure; the verifier has held the book to its form. */
export function bookInFull({ lines }: GradebookReading): BookInFull {
  const general = lines.slice(
    lines.findIndex(({ tag }) => tag === 'THONG_TIN_CHUNG') + 1,
    lines.findIndex(({ tag }) => tag === 'DANH_SACH_HOC_SINH'),
  );
  return { general: new Map(general.map(({ tag, text }) => [tag, text ?? ''])), pupils: groupsOf(lines, 'HOC_SINH').map(pupilIn) };
}

/** The pupils as a page shows them. */
export function pupilsToRead({ pupils }: BookInFull): BookPupil[] {
  const onPaper = ({ regular, ...semester }: SemesterOnPaper) => ({ ...semester, regular: [...regular] });
  return pupils.map(({ position, fullName, birthDate, semester1, semester2, year, reassessed }) => ({ position, fullName, birthDate, semester1: onPaper(semester1), semester2: onPaper(semester2), year, reassessed }));
}

/** The lines below each element with this tag. */
function groupsOf(lines: readonly RecordLine[], tag: string): readonly (readonly RecordLine[])[] {
  return lines.flatMap((line, index) => {
    if (line.tag !== tag) return [];
    const end = lines.findIndex(({ depth }, at) => at > index && depth <= line.depth);
    return [lines.slice(index + 1, end < 0 ? lines.length : end)];
  });
}

function pupilIn(lines: readonly RecordLine[]): PupilInBook {
  const text = textIn(lines);
  return {
    position: Number(text('STT')),
    fullName: text('HO_VA_TEN'),
    ministryCode: text('MA_HOC_SINH'),
    birthDate: text('NGAY_SINH'),
    semester1: semesterIn(groupsOf(lines, 'HOC_KY_1')[0] ?? []),
    semester2: semesterIn(groupsOf(lines, 'HOC_KY_2')[0] ?? []),
    year: text('KET_QUA_CA_NAM'),
    reassessed: text('KET_QUA_DANH_GIA_LAI'),
  };
}

function semesterIn(lines: readonly RecordLine[]): SemesterOnPaper {
  const text = textIn(lines);
  return {
    regular: groupsOf(lines, 'DANH_GIA_THUONG_XUYEN').map((mark) => textIn(mark)('KET_QUA')),
    topic: text('CHUYEN_DE'),
    midterm: text('DANH_GIA_GIUA_KY'),
    final: text('DANH_GIA_CUOI_KY'),
    result: text('KET_QUA_HOC_KY'),
    comment: text('NHAN_XET'),
  };
}

function textIn(lines: readonly RecordLine[]): (tag: string) => string {
  return (tag) => lines.find((line) => line.tag === tag)?.text ?? '';
}
