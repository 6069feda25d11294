import type { MarkCell, SheetRow } from '#core/contract/gradebook.ts';
import type { MarkColumn, Semester } from '#core/contract/shared.ts';
import { isReassessable } from '#core/rules/tt22/year-outcome.ts';
import type { PassLevel, Tenths } from '#core/values/marks.ts';
import { enrollmentId as enrollmentIdOf, pupilId as pupilIdOf } from '#core/values/ids.ts';
import type { ClassSubject, LevelFrame, PrimaryClassSubject, PrimaryFrame, PupilOfSubject, PupilYear } from '../results/class-data.ts';
import { pupilResult, rulesFor } from '../results/pupil-result.ts';
import { schoolOf, transferredIn } from '../results/transferred.ts';
import { hasTopicColumn, markIn, regularColumns, subjectYear } from '../results/subject-year.ts';

export type SheetSubject = ClassSubject | PrimaryClassSubject;
export type SheetFrame = Pick<LevelFrame, 'kind' | 'subjects' | 'rules' | 'group'> | Pick<PrimaryFrame, 'kind' | 'subjects' | 'rules'>;

/**
 * Columns of a subject's sheet: as many ĐĐGtx as are due, and more where more were given; the mark of the special topics where a pupil follows them; the
 * re-assessment only in the second semester. Primary subjects: level, comment and, where one is due, test at both moments of the semester.
 */
export function sheetColumns(data: SheetFrame, subject: SheetSubject, pupils: readonly PupilOfSubject[], semester: Semester): readonly MarkColumn[] {
  const isUsed = (column: MarkColumn) => pupils.some((pupil) => markIn(pupil.marks.get(subject.id) ?? [], semester, column) !== null);
  if (subject.kind === 'primary') {
    const test = (column: MarkColumn, due: boolean) => (due || isUsed(column) ? [column] : []);
    return ['midLevel', ...test('midTest', subject.tests.middle), 'midComment', 'endLevel', ...test('endTest', subject.tests.end), 'endComment', ...(semester === 2 ? (['supportLevel', ...test('supportTest', subject.tests.end)] as const) : [])];
  }
  const hasTopics = data.kind === 'levels' && pupils.some((pupil) => pupil.topics.has(subject.id) && hasTopicColumn(subject, semester, rulesFor(data, pupil)));
  const topic = hasTopics || isUsed('topic') ? (['topic'] as const) : [];
  const used = regularColumns.findLastIndex((column) => pupils.some((pupil) => markIn(pupil.marks.get(subject.id) ?? [], semester, column) !== null));
  return [...regularColumns.slice(0, Math.max(subject.requiredRegular, used + 1)), ...topic, 'midterm', 'final', 'comment', ...(semester === 2 ? (['reassessment'] as const) : [])];
}

/** One pupil's row of one subject's sheet, with the averages as they now are. */
export function sheetRow(data: SheetFrame, subject: SheetSubject, pupil: PupilYear, semester: Semester): SheetRow {
  return subjectRow(data, subject, pupil, semester, semester === 2 && mayReassess(data, subject, pupil));
}

/** The rows of a sheet, from the subject's own marks. `wholeYears` is asked for the pupils whose re-assessment hangs on their other subjects: those who fail this one. */
export async function sheetRows(
  data: SheetFrame,
  subject: SheetSubject,
  pupils: readonly PupilOfSubject[],
  semester: Semester,
  wholeYears: (pupils: readonly PupilOfSubject[]) => Promise<readonly PupilYear[]>,
): Promise<SheetRow[]> {
  const failing = semester === 2 ? pupils.filter((pupil) => failsSubject(data, subject, pupil)) : [];
  const due = data.kind === 'primary' ? failing : failing.length === 0 ? [] : (await wholeYears(failing)).filter((pupil) => mayReassess(data, subject, pupil));
  const dueIds = new Set(due.map(({ enrollment }) => enrollment.id));
  return pupils.map((pupil) => subjectRow(data, subject, pupil, semester, dueIds.has(pupil.enrollment.id)));
}

function subjectRow(data: SheetFrame, subject: SheetSubject, pupil: PupilOfSubject, semester: Semester, isReassessmentDue: boolean): SheetRow {
  const marks = pupil.marks.get(subject.id) ?? [];
  const { semester1, semester2, year } = data.kind === 'levels' && subject.kind !== 'primary' ? subjectYear(subject, pupil, rulesFor(data, pupil)) : noResults;
  const [own, other] = semester === 1 ? [semester1, semester2] : [semester2, semester1];
  const cells: Partial<Record<MarkColumn, MarkCell>> = {};
  for (const mark of marks) {
    if (mark.semester !== semester) continue;
    const { state, pass, comment, level, changes, score } = mark;
    cells[mark.column] = { state, score, pass, comment, level, changes };
  }
  const supplied = transferredIn(pupil, subject.id, semester);
  if (supplied !== null && subject.kind === 'primary') {
    const shown = { state: 'entered', pass: null, comment: null, changes: 0 } as const;
    if (supplied.level !== null) cells.endLevel = { ...shown, level: supplied.level, score: null };
    if (supplied.score !== null) cells.endTest = { ...shown, level: null, score: supplied.score };
  }
  return {
    enrollmentId: enrollmentIdOf.parse(pupil.enrollment.id),
    pupilId: pupilIdOf.parse(pupil.pupil.id),
    position: pupil.enrollment.position,
    fullName: pupil.pupil.data.fullName,
    birthDate: pupil.pupil.data.birthDate,
    status: pupil.enrollment.status,
    exempt: pupil.exempt.has(subject.id),
    practicalExemption: practicalExemption(pupil, subject.id, semester),
    transferredFrom: transferredFrom(pupil, subject.id),
    taken: !pupil.notTaken.has(subject.id),
    hasTopics: pupil.topics.has(subject.id),
    cells,
    semesterScore: score(own),
    semesterPass: pass(own),
    otherSemesterScore: semester === 2 ? score(other) : null,
    otherSemesterPass: semester === 2 ? pass(other) : null,
    yearScore: semester === 2 ? score(year) : null,
    yearPass: semester === 2 ? pass(year) : null,
    mayReassess: isReassessmentDue,
  };
}

function transferredFrom(pupil: PupilOfSubject, subjectId: string): SheetRow['transferredFrom'] {
  const semester = ([1, 2] as const).find((each) => transferredIn(pupil, subjectId, each) !== null);
  return semester === undefined ? null : { semester, school: schoolOf(pupil, semester) ?? '' };
}

/** Number of the decision that replaces the practical part in the semester; null where there is none. */
function practicalExemption({ practical }: PupilOfSubject, subjectId: string, semester: Semester): string | null {
  const granted = practical.get(subjectId);
  return granted === undefined || granted.term === `semester${semester === 1 ? 2 : 1}` ? null : granted.reason;
}

/** Averages are of circulars with levels only: TT 27/2020 adds nothing up. */
const noResults = { semester1: null, semester2: null, year: null } as const;

/** Whether a re-assessment of this subject is due (TT 22/2021 Art. 14), or a supplementary assessment: level C, or a test below what completion asks (TT 27/2020 Art. 11). */
export function mayReassess(data: SheetFrame, subject: SheetSubject, pupil: PupilYear): boolean {
  return failsSubject(data, subject, pupil) && (data.kind === 'primary' || pupilResult(data, pupil).outcome.reassessable.includes(subject.id));
}

/** What the subject alone says about it: for primary subjects everything. */
function failsSubject(data: SheetFrame, subject: SheetSubject, pupil: PupilOfSubject): boolean {
  if (pupil.enrollment.status !== 'studying') return false;
  if (data.kind === 'levels') return subject.kind !== 'primary' && isReassessable({ value: subjectYear(subject, pupil, rulesFor(data, pupil)).year }, data.rules);
  const marks = pupil.marks.get(subject.id) ?? [];
  const test = markIn(marks, 2, 'endTest')?.score ?? null;
  return markIn(marks, 2, 'endLevel')?.level === 'C' || (test !== null && test < data.rules.outcome.HT * 10);
}

function score(value: Tenths | PassLevel | null): number | null {
  return typeof value === 'number' ? value : null;
}

function pass(value: Tenths | PassLevel | null): PassLevel | null {
  return typeof value === 'string' ? value : null;
}
