import type { MarkColumn, Semester } from '#core/contract/shared.ts';
import { formatDay } from '#core/text/common.ts';
import { formatTenths, type PassLevel, type Tenths } from '#core/values/marks.ts';
import { markText } from '../gradebook/mark-input.ts';
import type { BookCell, BookPupil, SubjectRow, SubjectSheet } from '../ports/books.ts';
import type { LevelClassData, ClassSubject, PupilYear } from '../results/class-data.ts';
import { rulesFor } from '../results/pupil-result.ts';
import { hasTopicColumn, markIn, regularColumns, subjectYear } from '../results/subject-year.ts';
import { schoolOf, transferredIn } from '../results/transferred.ts';
import { correctionNotes, type CorrectedCells } from './corrected-cells.ts';

/** The form has room for four regular assessments. */
const formColumns = 4;

/** One subject's list in one semester, as it stands in the class's book and in the teacher's own. */
export function subjectSheet(data: LevelClassData, subject: ClassSubject, semester: Semester, pupils: ReadonlyMap<string, BookPupil>, corrected: CorrectedCells): SubjectSheet {
  const used = regularColumns.findLastIndex((column) => data.pupils.some((pupil) => markIn(pupil.marks.get(subject.id) ?? [], semester, column) !== null));
  const topics = hasTopicColumn(subject, semester, data.rules) && data.pupils.some((pupil) => pupil.topics.has(subject.id));
  const columns: readonly MarkColumn[] = [...regularColumns.slice(0, Math.max(formColumns, used + 1)), ...(topics ? (['topic'] as const) : [])];
  const lines = data.pupils.filter(({ notTaken }) => !notTaken.has(subject.id)).flatMap((pupil) => {
    const line = pupils.get(pupil.enrollment.id);
    return line === undefined ? [] : [subjectLine({ data, subject, semester, corrected, columns }, pupil, line)];
  });
  return {
    className: data.group.name,
    subject: subject.name,
    kind: subject.kind,
    semester,
    teacher: data.teachers.get(data.assignments.get(subject.id) ?? '')?.fullName ?? '',
    regular: columns.map((column) => (column === 'topic' ? 'Chuyên đề' : '')),
    rows: lines.map(({ row }) => row),
    corrections: lines.reduce((sum, { corrections }) => sum + corrections, 0),
    hasAbsences: lines.some(({ row }) => [...row.regular, row.midterm, row.final].some((cell) => cell === 'P' || cell === 'V')),
  };
}

type Line = { readonly row: SubjectRow; readonly corrections: number };
type Sheet = { readonly data: LevelClassData; readonly subject: ClassSubject; readonly semester: Semester; readonly corrected: CorrectedCells; readonly columns: readonly MarkColumn[] };

function subjectLine({ data, subject, semester, corrected, columns }: Sheet, pupil: PupilYear, line: BookPupil): Line {
  const marks = pupil.marks.get(subject.id) ?? [];
  const notes: string[] = [...(line.remark === '' ? [] : [line.remark]), ...remarksOn(pupil, subject.id, semester)];
  let corrections = 0;
  const cell = (column: MarkColumn): BookCell => {
    const text = markText(markIn(marks, semester, column), column);
    const correction = corrected.mark({ enrollmentId: pupil.enrollment.id, subjectId: subject.id, semester, column });
    if (correction === null) return text;
    corrections += correction.struck.length;
    notes.push(...correctionNotes(column, correction));
    return { struck: correction.struck, text };
  };
  const year = subjectYear(subject, pupil, rulesFor(data, pupil));
  const result = (value: Tenths | PassLevel | null) => (year.exempt ? 'Miễn' : resultText(value));
  const row: SubjectRow = {
    pupil: line,
    code: pupil.pupil.data.ministryCode,
    birthDate: formatDay(pupil.pupil.data.birthDate),
    regular: columns.map(cell),
    midterm: cell('midterm'),
    final: cell('final'),
    semester: result(semester === 1 ? year.semester1 : year.semester2),
    year: semester === 1 ? '' : result(year.year),
    reassessment: semester === 1 ? '' : cell('reassessment'),
    comment: markText(markIn(marks, semester, 'comment'), 'comment'),
    notes,
  };
  return { row, corrections };
}

/** What the sheet has to say where its cells do not tell all: results of the old school, theory in place of practice. */
function remarksOn(pupil: PupilYear, subjectId: string, semester: Semester): readonly string[] {
  const practical = pupil.practical.get(subjectId);
  return [
    ...(transferredIn(pupil, subjectId, semester) === null ? [] : [`Kết quả trường cũ (${schoolOf(pupil, semester) ?? ''})`]),
    ...(practical === undefined || practical.term === `semester${semester === 1 ? 2 : 1}` ? [] : [`Miễn thực hành: ${practical.reason}`]),
  ];
}

/** A result on paper: decimal comma, or Đ, CĐ. */
export function resultText(value: Tenths | PassLevel | null): string {
  return typeof value === 'number' ? formatTenths(value, ',') : (value ?? '');
}
