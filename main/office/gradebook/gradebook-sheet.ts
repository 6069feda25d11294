import type { MarkCell, SheetRow } from '#core/contract/gradebook.ts';
import type { MarkColumn, Semester } from '#core/contract/shared.ts';
import type { PassLevel, Tenths } from '#core/values/marks.ts';
import { enrollmentId as enrollmentIdOf, pupilId as pupilIdOf } from '#core/values/ids.ts';
import type { ClassData, ClassSubject, PupilYear } from '../results/class-data.ts';
import { pupilResult } from '../results/pupil-result.ts';
import { markIn, regularColumns, subjectYear } from '../results/subject-year.ts';

/** Columns of a subject's sheet: as many ĐĐGtx as are due, and more where more were given; the re-assessment only in the second semester. */
export function sheetColumns(subject: ClassSubject, pupils: readonly PupilYear[], semester: Semester): readonly MarkColumn[] {
  const used = regularColumns.findLastIndex((column) => pupils.some((pupil) => markIn(pupil.marks.get(subject.id) ?? [], semester, column) !== null));
  return [...regularColumns.slice(0, Math.max(subject.requiredRegular, used + 1)), 'midterm', 'final', 'comment', ...(semester === 2 ? (['reassessment'] as const) : [])];
}

/** One pupil's row of one subject's sheet, with the averages as they now are. */
export function sheetRow(data: Pick<ClassData, 'subjects' | 'rules'>, subject: ClassSubject, pupil: PupilYear, semester: Semester): SheetRow {
  const marks = pupil.marks.get(subject.id) ?? [];
  const year = subjectYear(subject, pupil, data.rules);
  const [own, other] = semester === 1 ? [year.semester1, year.semester2] : [year.semester2, year.semester1];
  const cells: Partial<Record<MarkColumn, MarkCell>> = {};
  for (const mark of marks) {
    if (mark.semester !== semester) continue;
    const { state, pass, comment, changes, score } = mark;
    cells[mark.column] = { state, score, pass, comment, changes };
  }
  return {
    enrollmentId: enrollmentIdOf.parse(pupil.enrollment.id),
    pupilId: pupilIdOf.parse(pupil.pupil.id),
    position: pupil.enrollment.position,
    fullName: pupil.pupil.data.fullName,
    birthDate: pupil.pupil.data.birthDate,
    status: pupil.enrollment.status,
    exempt: pupil.exempt.has(subject.id),
    cells,
    semesterScore: score(own),
    semesterPass: pass(own),
    otherSemesterScore: semester === 2 ? score(other) : null,
    otherSemesterPass: semester === 2 ? pass(other) : null,
    yearScore: semester === 2 ? score(year.year) : null,
    yearPass: semester === 2 ? pass(year.year) : null,
    mayReassess: semester === 2 && mayReassess(data, subject, pupil),
  };
}

/** Whether a re-assessment of this subject is due (TT 22/2021 Art. 14). */
export function mayReassess(data: Pick<ClassData, 'subjects' | 'rules'>, subject: ClassSubject, pupil: PupilYear): boolean {
  return pupil.enrollment.status === 'studying' && pupilResult(data, pupil).outcome.reassessable.includes(subject.id);
}

function score(value: Tenths | PassLevel | null): number | null {
  return typeof value === 'number' ? value : null;
}

function pass(value: Tenths | PassLevel | null): PassLevel | null {
  return typeof value === 'string' ? value : null;
}
