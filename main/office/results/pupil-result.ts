import { conductYear } from '#core/rules/tt22/conduct-year.ts';
import { learningLevel, type LearningLevel, type SubjectOutcome } from '#core/rules/tt22/learning-level.ts';
import { yearOutcome, type YearOutcome } from '#core/rules/tt22/year-outcome.ts';
import { levels, type Level, type PassLevel, type Tenths } from '#core/values/marks.ts';
import type { StoredHomeroom } from '../ports/school-repositories.ts';
import type { ClassData, PupilYear } from './class-data.ts';
import { subjectYear, type SubjectYear } from './subject-year.ts';

/** A pupil's year under the class's circular. Learning levels are null while a subject has no result. */
export type YearResult = {
  readonly pupil: PupilYear;
  readonly subjects: readonly SubjectYear[];
  readonly semester1: LearningLevel | null;
  readonly semester2: LearningLevel | null;
  readonly outcome: YearOutcome<string>;
  readonly conduct1: Level | null;
  readonly conduct2: Level | null;
  readonly conduct: Level | null;
  /** Whole sessions of the year; null while a count is missing. */
  readonly absences: number | null;
};

export function pupilResult(data: Pick<ClassData, 'subjects' | 'rules'>, pupil: PupilYear): YearResult {
  const subjects = data.subjects.map((subject) => subjectYear(subject, pupil, data.rules));
  const outcomes = (value: (year: SubjectYear) => Tenths | PassLevel | null) => subjects.map((year) => asOutcome(year, value(year)));
  const conduct1 = levelOf(pupil.homeroom?.conduct1);
  const conduct2 = levelOf(pupil.homeroom?.conduct2);
  const conduct = conductYear(conduct1, conduct2, data.rules);
  const absences = absencesOf(pupil.homeroom);
  return {
    pupil,
    subjects,
    semester1: learningLevel(outcomes(({ semester1 }) => semester1), data.rules),
    semester2: learningLevel(outcomes(({ semester2 }) => semester2), data.rules),
    outcome: yearOutcome({
      subjects: outcomes(({ year }) => year),
      conduct,
      absences,
      reassessed: new Map(subjects.flatMap(({ subject, reassessed }) => (reassessed === null ? [] : [[subject.id, reassessed] as const]))),
      summerConduct: levelOf(pupil.homeroom?.summerConduct),
    }, data.rules),
    conduct1,
    conduct2,
    conduct,
    absences,
  };
}

/** Excused and unexcused sessions of both semesters together (TT 22/2021 Art. 12.1.c); null while one of the four is not entered. */
export function absencesOf(homeroom: StoredHomeroom | null): number | null {
  const counts = [homeroom?.excused1, homeroom?.unexcused1, homeroom?.excused2, homeroom?.unexcused2];
  return counts.reduce<number | null>((sum, count) => (sum === null || count === null || count === undefined ? null : sum + count), 0);
}

export function levelOf(text: string | null | undefined): Level | null {
  return levels.find((level) => level === text) ?? null;
}

function asOutcome({ subject, exempt }: SubjectYear, value: Tenths | PassLevel | null): SubjectOutcome {
  if (subject.kind === 'scored') return { id: subject.id, kind: 'scored', value: exempt ? 'M' : typeof value === 'number' ? value : null };
  return { id: subject.id, kind: 'comment', value: exempt ? 'M' : typeof value === 'number' ? null : value };
}
