import type { MissingItem } from '#core/contract/results.ts';
import { semesterOfColumn } from './column-words.ts';
import type { MarkColumn, Semester } from '#core/contract/shared.ts';
import { classId as classIdOf, enrollmentId as enrollmentIdOf, subjectId as subjectIdOf } from '#core/values/ids.ts';
import { isAssessed, studying, type ClassData, type ClassSubject, type LevelClassData, type PrimaryClassSubject, type PupilYear } from './class-data.ts';
import { rulesFor } from './pupil-result.ts';
import { hasTopicColumn, markIn, regularColumns, subjectYear } from './subject-year.ts';
import { transferredIn } from './transferred.ts';

type Place = { readonly subject: ClassSubject | PrimaryClassSubject; readonly semester: Semester; readonly column: MarkColumn };

/**
 * Marks that a result still waits for: regular marks up to the number due, the special topics' mark, both periodic ones, and everything excused (the make-up
 * is due); in primary classes levels and tests of every moment. A column that nobody has yet is one line, not one per pupil.
 */
export function missingMarks(data: ClassData): readonly MissingItem[] {
  const pupils = studying(data);
  return ([1, 2] as const).flatMap((semester) =>
    data.subjects.flatMap((subject) => dueColumns(data, subject, semester).flatMap((column) => linesOf(data, pupils, { subject, semester, column }, 'mark', (pupil) => isMissing(data, pupil, { subject, semester, column })))),
  );
}

/** Comments of the year: the record shows the second semester's (TT 22/2021 annex; TT 27/2020 annex 1). */
export function missingComments(data: ClassData): readonly MissingItem[] {
  const pupils = studying(data);
  const column = data.kind === 'primary' ? 'endComment' : 'comment';
  return data.subjects.flatMap((subject) =>
    linesOf(data, pupils, { subject, semester: 2, column }, 'subject-comment', (pupil) => isAssessed(pupil, subject.id) && (markIn(pupil.marks.get(subject.id) ?? [], 2, column)?.comment ?? '') === ''),
  );
}

function dueColumns(data: ClassData, subject: ClassSubject | PrimaryClassSubject, semester: Semester): readonly MarkColumn[] {
  if (subject.kind === 'primary') return ['midLevel', ...(subject.tests.middle ? (['midTest'] as const) : []), 'endLevel', ...(subject.tests.end ? (['endTest'] as const) : [])];
  const topic = data.kind === 'levels' && data.pupils.some((pupil) => asksForTopic(data, pupil, { subject, semester })) ? (['topic'] as const) : [];
  return [...regularColumns.slice(0, subject.requiredRegular), ...topic, 'midterm', 'final'];
}

/** Whether the mark of the special topics has to be there, under the readings that hold for the pupil. */
function asksForTopic(data: LevelClassData, pupil: PupilYear, { subject, semester }: Pick<Place, 'subject' | 'semester'>): boolean {
  const rules = rulesFor(data, pupil);
  return subject.kind !== 'primary' && pupil.topics.has(subject.id) && rules.policies.specialTopics === 'extra' && hasTopicColumn(subject, semester, rules);
}

/** Whether the second semester stands for the whole year of a pupil who has nothing in the first. */
function standsWithout(data: ClassData, pupil: PupilYear, { subject, semester }: Pick<Place, 'subject' | 'semester'>): boolean {
  if (data.kind !== 'levels' || subject.kind === 'primary' || semester !== 1) return false;
  const rules = rulesFor(data, pupil);
  return rules.policies.oneSemesterOnly === 'second-semester' && subjectYear(subject, pupil, rules).onlySecond;
}

function isMissing(data: ClassData, pupil: PupilYear, place: Place): boolean {
  const { subject, semester, column } = place;
  if (!isAssessed(pupil, subject.id) || standsWithout(data, pupil, place) || (column === 'topic' && (data.kind !== 'levels' || !asksForTopic(data, pupil, place)))) return false;
  // The old school's result stands in place of the semester's marks.
  if (transferredIn(pupil, subject.id, semester) !== null) return false;
  const marks = pupil.marks.get(subject.id) ?? [];
  const mark = markIn(marks, semester, column);
  if (mark?.state === 'excused') return true;
  const isRegular = column.startsWith('regular');
  if (mark !== null) return isRegular && mark.state === 'absent';
  // A pupil may have a regular mark in a later column instead; only the number counts.
  return !isRegular || subject.kind === 'primary' || regularColumns.filter((each) => markIn(marks, semester, each)?.state === 'entered').length < subject.requiredRegular;
}

function linesOf(data: ClassData, pupils: readonly PupilYear[], place: Place, what: MissingItem['what'], isDue: (pupil: PupilYear) => boolean): readonly MissingItem[] {
  const lacking = pupils.filter(isDue);
  const detail = `${place.subject.name} – ${semesterOfColumn(place.column, place.semester)}`;
  const line = (pupil: PupilYear | null): MissingItem => {
    const enrollmentId = pupil === null ? null : enrollmentIdOf.parse(pupil.enrollment.id);
    return {
      enrollmentId,
      pupilName: pupil?.pupil.data.fullName ?? null,
      what,
      detail,
      target: { screen: 'gradebook', classId: classIdOf.parse(data.group.id), subjectId: subjectIdOf.parse(place.subject.id), semester: place.semester, enrollmentId, column: place.column },
    };
  };
  return lacking.length > 2 && lacking.length === pupils.length ? [line(null)] : lacking.map(line);
}
