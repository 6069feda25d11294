import type { Derivation, DerivationSubject } from '#core/contract/results.ts';
import { OfficeError } from '#core/contract/errors.ts';
import { explainCommentSemester, explainCommentYear, explainSemesterAverage, explainYearAverage } from '#core/rules/explain/explain-averages.ts';
import { explainLearningLevel, wayToNextLevel } from '#core/rules/explain/explain-level.ts';
import { explainConduct, explainYear } from '#core/rules/explain/explain-year.ts';
import { step, type Step } from '#core/rules/explain/steps.ts';
import type { ClassSubject, LevelFrame, PupilYear } from './class-data.ts';
import { outcomesOf, pupilResult, yearInput } from './pupil-result.ts';
import { commentMarks, scoredSemester, subjectYear } from './subject-year.ts';

/** How one result of one pupil comes about: the same values and the same rules as the result itself. `forTeacher`: with the way to the next level. */
export function explainResult(data: Pick<LevelFrame, 'subjects' | 'rules'>, pupil: PupilYear, about: DerivationSubject, forTeacher: boolean): Omit<Derivation, 'pupilName'> {
  const { rules } = data;
  const nameOf = (id: string) => data.subjects.find((subject) => subject.id === id)?.name ?? id;
  const told = (steps: readonly Step[], hints: readonly Step[] = []) => ({ circular: rules.circular, steps: [...steps], hints: forTeacher ? [...hints] : [] });
  switch (about.kind) {
    case 'subject': {
      const subject = data.subjects.find(({ id }) => id === about.subjectId);
      if (subject === undefined) throw new OfficeError('gradebook.not-found');
      return told(explainSubject(data, subject, pupil, about.period));
    }
    case 'learning': {
      const outcomes = outcomesOf(pupilResult(data, pupil).subjects, about.period);
      return told(explainLearningLevel(outcomes, nameOf, rules), wayToNextLevel(outcomes, nameOf, rules));
    }
    case 'conduct': {
      const { conduct1, conduct2, conduct } = pupilResult(data, pupil);
      return told(explainConduct(conduct1, conduct2, conduct, rules));
    }
    case 'year': {
      const result = pupilResult(data, pupil);
      const input = yearInput(result);
      return told(explainYear(input, result.outcome, nameOf, rules), wayToNextLevel(input.subjects, nameOf, rules));
    }
    default:
      return about satisfies never;
  }
}

function explainSubject({ rules }: Pick<LevelFrame, 'rules'>, subject: ClassSubject, pupil: PupilYear, period: 1 | 2 | 'year'): readonly Step[] {
  const marks = pupil.marks.get(subject.id) ?? [];
  const year = subjectYear(subject, pupil, rules);
  if (year.exempt) return [step('result', 'Học sinh được miễn môn này: không tính vào kết quả.')];
  if (subject.kind === 'scored') {
    const semester = (number: 1 | 2) => {
      const { marks: given, required } = scoredSemester(subject, marks, number, pupil.topics.has(subject.id), rules);
      return explainSemesterAverage(given, required, number, rules);
    };
    const score = (value: typeof year.semester1) => (typeof value === 'number' ? value : null);
    return period === 'year' ? [...semester(1), ...semester(2), ...explainYearAverage(score(year.semester1), score(year.semester2), rules)] : semester(period);
  }
  const pass = (value: typeof year.semester1) => (typeof value === 'string' ? value : null);
  const semester = (number: 1 | 2) => explainCommentSemester(commentMarks(marks, number), subject.requiredRegular, pass(number === 1 ? year.semester1 : year.semester2), rules);
  return period === 'year' ? [...semester(2), ...explainCommentYear(pass(year.year), rules)] : semester(period);
}
