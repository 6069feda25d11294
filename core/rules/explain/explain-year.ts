import type { Level } from '#core/values/marks.ts';
import type { LevelRules } from '../rule-tables.ts';
import { subjectsNeeded } from '../tt22/learning-level.ts';
import { excellentSubjects, type Decision, type ReviewPoint, type YearInput, type YearOutcome } from '../tt22/year-outcome.ts';
import { explainLearningLevel, type NameOf } from './explain-level.ts';
import { levelWords, listed, step, written, type Step } from './steps.ts';

export const decisionSentences: Readonly<Record<Decision, string>> = {
  PROMOTED: 'Được lên lớp (hoặc hoàn thành chương trình ở lớp cuối cấp).',
  REASSESS: 'Phải kiểm tra, đánh giá lại trong hè.',
  SUMMER_CONDUCT: 'Phải rèn luyện trong hè.',
  SUMMER_CONDUCT_THEN_REASSESS: 'Phải rèn luyện trong hè, sau đó kiểm tra, đánh giá lại.',
  RETAINED: 'Không được lên lớp.',
  INCOMPLETE: 'Chưa đủ dữ liệu để quyết định.',
};

export const reviewSentences: Readonly<Record<ReviewPoint, string>> = {
  'adjustment-ambiguous': 'Việc điều chỉnh mức có thể hiểu hai cách (bỏ môn đó ra, hoặc coi môn đó có kết quả cao nhất) và kết quả của học sinh này sẽ khác.',
  'adjustment-comment-subject': 'Thông tư không nói rõ môn đánh giá bằng nhận xét có được coi là “duy nhất một môn học” hay không, và kết quả của học sinh này phụ thuộc vào điều đó.',
  'exempt-need': 'Học sinh được miễn môn: thông tư không nói số môn tối thiểu có giảm theo hay không, và kết quả của học sinh này phụ thuộc vào điều đó.',
  'conduct-and-learning': 'Rèn luyện và học tập đều Chưa đạt: thông tư không nói rõ trình tự. Hiệu trưởng cần quyết định.',
  'title-with-absences': 'Đủ điều kiện danh hiệu nhưng nghỉ quá số buổi nên không được lên lớp: nhà trường cần quyết định có khen thưởng hay không.',
};

/** How conduct of the year comes from both semesters (TT 22/2021 Art. 8). */
export function explainConduct(semester1: Level | null, semester2: Level | null, year: Level | null, { articles }: LevelRules): readonly Step[] {
  const words = (level: Level | null) => (level === null ? 'chưa có' : levelWords[level]);
  const inputs = step('input', `Rèn luyện học kì I: ${words(semester1)}; học kì II: ${words(semester2)}.`);
  return [inputs, year === null ? step('missed', 'Chưa có kết quả rèn luyện cả năm: còn thiếu một học kì.', articles.conduct) : step('result', `Theo bảng của thông tư, rèn luyện cả năm: ${levelWords[year]}.`, articles.conduct)];
}

/** How the decision and the title of the year come about. */
export function explainYear<Id extends string>(input: YearInput<Id>, outcome: YearOutcome<Id>, nameOf: NameOf<Id>, rules: LevelRules): readonly Step[] {
  const { articles, mostAbsences } = rules;
  const learning = outcome.learning;
  const conditions =
    learning === null || input.conduct === null || input.absences === null
      ? [step('missed', `Chưa quyết định được: còn thiếu ${listed([...(learning === null ? ['kết quả học tập cả năm'] : []), ...(input.conduct === null ? ['kết quả rèn luyện cả năm'] : []), ...(input.absences === null ? ['số buổi nghỉ học'] : [])])}.`, articles.promotion)]
      : [
          step(learning.level === 'CĐ' ? 'missed' : 'met', `Học tập cả năm từ mức Đạt trở lên: ${levelWords[learning.level]}.`, articles.promotion),
          step(input.conduct === 'CĐ' ? 'missed' : 'met', `Rèn luyện cả năm từ mức Đạt trở lên: ${levelWords[input.conduct]}.`, articles.promotion),
          step(input.absences > mostAbsences ? 'missed' : 'met', `Nghỉ học không quá ${mostAbsences} buổi: ${input.absences} buổi.`, articles.promotion),
        ];
  return [
    ...explainLearningLevel(input.subjects, nameOf, rules),
    ...conditions,
    step('result', decisionSentences[outcome.decision], articleOf(outcome.decision, rules)),
    ...(outcome.reassessable.length === 0 ? [] : [step('rule', `Các môn được đánh giá lại (dưới ${written(rules.reassessBelow)} hoặc Chưa đạt): ${listed(outcome.reassessable.map(nameOf))}. Không phải môn nào cũng cần đạt; chỉ xét mức học tập sau khi thay kết quả mới.`, articles.reassessment)]),
    ...titleSteps(input, outcome, nameOf, rules),
    ...summerSteps(outcome, rules),
    ...outcome.review.map((point) => step('review', `Cần nhà trường xem xét: ${reviewSentences[point]}`)),
  ];
}

function titleSteps<Id extends string>(input: YearInput<Id>, outcome: YearOutcome<Id>, nameOf: NameOf<Id>, rules: LevelRules): readonly Step[] {
  if (outcome.title === null) return [];
  const excellent = excellentSubjects(input.subjects, rules);
  const count = `Học tập Tốt, rèn luyện Tốt; ${excellent.length} môn từ ${written(rules.titles.XUAT_SAC.reach)} trở lên${excellent.length === 0 ? '' : ` (${listed(excellent.map(({ id }) => nameOf(id)))})`}, danh hiệu ${rules.titles.XUAT_SAC.name} cần ${subjectsNeeded(input.subjects, rules)} môn`;
  return [step('result', `${count}: ${rules.titles[outcome.title].name}.`, rules.articles.titles)];
}

function summerSteps<Id extends string>({ afterSummer }: YearOutcome<Id>, { articles }: LevelRules): readonly Step[] {
  if (afterSummer === null) return [];
  return [step('result', `Sau hè: học tập ${levelWords[afterSummer.learning]}, rèn luyện ${levelWords[afterSummer.conduct]}. ${decisionSentences[afterSummer.decision]}`, articles.reassessment)];
}

function articleOf(decision: Decision, { articles }: LevelRules): string {
  if (decision === 'REASSESS') return articles.reassessment;
  return decision === 'SUMMER_CONDUCT' || decision === 'SUMMER_CONDUCT_THEN_REASSESS' ? articles.summer : articles.promotion;
}
