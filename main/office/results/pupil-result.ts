import { conductYear } from '#core/rules/tt22/conduct-year.ts';
import { learningLevel, type LearningLevel, type SubjectOutcome } from '#core/rules/tt22/learning-level.ts';
import { yearOutcome, type YearInput, type YearOutcome } from '#core/rules/tt22/year-outcome.ts';
import { levels, type Level, type PassLevel, type Tenths } from '#core/values/marks.ts';
import type { StoredHomeroom } from '../ports/school-repositories.ts';
import type { LevelFrame, PupilYear } from './class-data.ts';
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

export function pupilResult(data: Pick<LevelFrame, 'subjects' | 'rules'>, pupil: PupilYear): YearResult {
  const subjects = data.subjects.filter(({ id }) => !pupil.notTaken.has(id)).map((subject) => subjectYear(subject, pupil, data.rules));
  const conduct1 = levelOf(pupil.homeroom?.conduct1);
  const conduct2 = levelOf(pupil.homeroom?.conduct2);
  const conduct = conductYear(conduct1, conduct2, data.rules);
  const absences = absencesOf(pupil.homeroom);
  return {
    pupil,
    subjects,
    semester1: learningLevel(outcomesOf(subjects, 1), data.rules),
    semester2: learningLevel(outcomesOf(subjects, 2), data.rules),
    outcome: yearOutcome(yearInput({ pupil, subjects, conduct, absences }), data.rules),
    conduct1,
    conduct2,
    conduct,
    absences,
  };
}

/** The results of a period as the rules for levels take them. */
export function outcomesOf(subjects: readonly SubjectYear[], period: 1 | 2 | 'year'): readonly SubjectOutcome[] {
  return subjects.map((year) => asOutcome(year, { 1: year.semester1, 2: year.semester2, year: year.year }[period]));
}

/** A pupil's year as the rules for promotion and titles take it. */
export function yearInput({ pupil, subjects, conduct, absences }: Pick<YearResult, 'pupil' | 'subjects' | 'conduct' | 'absences'>): YearInput<string> {
  return {
    subjects: outcomesOf(subjects, 'year'),
    conduct,
    absences,
    reassessed: new Map(subjects.flatMap(({ subject, reassessed }) => (reassessed === null ? [] : [[subject.id, reassessed] as const]))),
    summerConduct: levelOf(pupil.homeroom?.summerConduct),
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
