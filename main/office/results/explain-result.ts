import type { Derivation, DerivationSubject } from '#core/contract/results.ts';
import { OfficeError } from '#core/contract/errors.ts';
import { explainTransferred } from '#core/rules/explain/explain-transferred.ts';
import { explainCommentSemester, explainCommentYear, explainSemesterAverage, explainYearAverage } from '#core/rules/explain/explain-averages.ts';
import { explainLearningLevel, wayToNextLevel } from '#core/rules/explain/explain-level.ts';
import { explainReview, type SettledPoint } from '#core/rules/explain/explain-review.ts';
import { explainConduct, explainYear, wayToNextTitle } from '#core/rules/explain/explain-year.ts';
import { step, written, type Step } from '#core/rules/explain/steps.ts';
import type { LevelRules } from '#core/rules/rule-tables.ts';
import type { ClassSubject, LevelFrame, PupilYear } from './class-data.ts';
import { outcomesOf, pupilResult, told, yearInput, type YearResult } from './pupil-result.ts';
import { commentMarks, markIn, scoredSemester, subjectYear } from './subject-year.ts';
import { schoolOf, transferredIn } from './transferred.ts';

/**
 * How one result of one pupil comes about: the same values and the same rules as the result itself. `review`: points left open on which the pupil's results
 * hang. `forTeacher`: with the way to the next level.
 */
export function explainResult(data: Pick<LevelFrame, 'subjects' | 'rules' | 'group'>, pupil: PupilYear, about: DerivationSubject, { review, forTeacher }: { readonly review: readonly SettledPoint[]; readonly forTeacher: boolean }): Omit<Derivation, 'pupilName'> {
  const result = pupilResult(data, pupil);
  const { rules } = result;
  const nameOf = (id: string) => data.subjects.find((subject) => subject.id === id)?.name ?? id;
  const derivation = (steps: readonly Step[], hints: readonly Step[] = []) => ({ circular: rules.circular, steps: [...steps], hints: forTeacher ? [...hints] : [] });
  const open = () => explainReview(review, told(result), rules);
  switch (about.kind) {
    case 'subject': {
      const subject = data.subjects.find(({ id }) => id === about.subjectId);
      if (subject === undefined) throw new OfficeError('gradebook.not-found');
      return derivation(explainSubject(subject, pupil, about.period, rules));
    }
    case 'learning': {
      const outcomes = outcomesOf(result.subjects, about.period, result.optional);
      return derivation([...explainLearningLevel(outcomes, nameOf, rules), ...open()], wayToNextLevel(outcomes, nameOf, rules));
    }
    case 'conduct':
      return derivation(explainConduct(result.conduct1, result.conduct2, result.conduct, rules, result.onlySecond));
    case 'year': {
      const input = yearInput(result);
      const steps = [...conductAndAbsences(result), ...explainYear(input, result.outcome, nameOf, rules, open())];
      return derivation(steps, [...wayToNextLevel(input.subjects, nameOf, rules), ...wayToNextTitle(input, result.outcome, nameOf, rules)]);
    }
    default:
      return about satisfies never;
  }
}

/** What stands on the homeroom sheet and enters the year's decision. */
function conductAndAbsences({ pupil, conduct1, conduct2, conduct, absences, onlySecond, rules }: YearResult): readonly Step[] {
  const count = (field: 'excused1' | 'unexcused1' | 'excused2' | 'unexcused2') => String(pupil.homeroom?.[field] ?? 'chưa nhập');
  const sum = absences === null ? '' : `; cả năm ${absences} buổi`;
  return [...explainConduct(conduct1, conduct2, conduct, rules, onlySecond), step('input', `Nghỉ học: học kì I có phép ${count('excused1')}, không phép ${count('unexcused1')}; học kì II có phép ${count('excused2')}, không phép ${count('unexcused2')}${sum}.`)];
}

function explainSubject(subject: ClassSubject, pupil: PupilYear, period: 1 | 2 | 'year', rules: LevelRules): readonly Step[] {
  if (pupil.notTaken.has(subject.id)) return [step('result', `Đây là môn lựa chọn và ${rules.words.learner} không học môn này: không tính vào kết quả.`)];
  const marks = pupil.marks.get(subject.id) ?? [];
  const year = subjectYear(subject, pupil, rules);
  if (year.exempt) return [step('result', 'Được miễn môn này: không tính vào kết quả.')];
  const again = period === 'year' && year.reassessed !== null ? [step('input', `Đánh giá lại trong hè: ${typeof year.reassessed === 'number' ? written(year.reassessed) : year.reassessed}; chỉ thay kết quả cả năm khi xét lên lớp.`, rules.articles.reassessment)] : [];
  const supplied = (number: 1 | 2) => {
    const value = number === 1 ? year.semester1 : year.semester2;
    return transferredIn(pupil, subject.id, number) === null || value === null ? null : explainTransferred(value, number, schoolOf(pupil, number) ?? '');
  };
  if (subject.kind === 'scored') {
    const semester = (number: 1 | 2) => {
      const told = supplied(number);
      if (told !== null) return told;
      const { marks: given, required } = scoredSemester(subject, marks, number, pupil.topics.has(subject.id), rules);
      return [...topicSteps(subject, pupil, number, rules), ...explainSemesterAverage(given, required, number, rules)];
    };
    const score = (value: typeof year.semester1) => (typeof value === 'number' ? value : null);
    return period === 'year' ? [...(year.onlySecond ? [] : semester(1)), ...semester(2), ...explainYearAverage(score(year.semester1), score(year.semester2), rules, year.onlySecond), ...again] : semester(period);
  }
  const pass = (value: typeof year.semester1) => (typeof value === 'string' ? value : null);
  const semester = (number: 1 | 2) => supplied(number) ?? explainCommentSemester(commentMarks(marks, number), subject.requiredRegular, pass(number === 1 ? year.semester1 : year.semester2), rules);
  return period === 'year' ? [...semester(2), ...explainCommentYear(pass(year.year), rules), ...again] : semester(period);
}

/** The mark of the special topics is among the regular marks; which one, and how it counts. */
function topicSteps(subject: ClassSubject, pupil: PupilYear, semester: 1 | 2, rules: LevelRules): readonly Step[] {
  const { specialTopics, specialTopicsSemester } = rules.policies;
  if (!pupil.topics.has(subject.id) || specialTopics === 'none' || specialTopicsSemester !== String(semester)) return [];
  const mark = markIn(pupil.marks.get(subject.id) ?? [], semester, 'topic');
  const counts = specialTopics === 'extra' ? 'thêm một ĐĐGtx ngoài số quy định' : 'là một trong số ĐĐGtx quy định';
  if (mark?.score == null) return [step(specialTopics === 'extra' ? 'missed' : 'input', `Cụm chuyên đề học tập (${counts}): chưa có điểm.`, rules.articles.regular)];
  return [step('input', `Trong các ĐĐGtx có điểm cụm chuyên đề học tập: ${written(mark.score)} (${counts}).`, rules.articles.regular)];
}
