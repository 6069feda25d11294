import type { Level } from '#core/values/marks.ts';
import type { LevelRules } from '../rule-tables.ts';
import { countedSubjects, subjectsNeeded } from '../tt22/learning-level.ts';
import { afterReassessment, excellentSubjects, missedTooMuch, type Decision, type YearInput, type YearOutcome } from '../tt22/year-outcome.ts';
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

/** How conduct of the year comes from both semesters (TT 22/2021 Art. 8). `onlySecond`: the learner was not there in the first. */
export function explainConduct(semester1: Level | null, semester2: Level | null, year: Level | null, { articles }: LevelRules, onlySecond = false): readonly Step[] {
  const words = (level: Level | null) => (level === null ? 'chưa có' : levelWords[level]);
  const inputs = step('input', `Rèn luyện học kì I: ${words(semester1)}; học kì II: ${words(semester2)}.`);
  if (year === null) {
    const missing = [semester1 === null ? 'học kì I' : '', semester2 === null ? 'học kì II' : ''].filter((word) => word !== '');
    return [inputs, step('missed', `Chưa có kết quả rèn luyện cả năm: còn thiếu ${listed(missing)}.`, articles.conduct)];
  }
  if (semester1 === null && onlySecond) return [inputs, step('result', `Học kì I không có kết quả; theo cách hiểu của trường, rèn luyện cả năm là kết quả học kì II: ${levelWords[year]}.`, articles.conduct)];
  return [inputs, step('result', `Theo bảng của thông tư (học kì I ${words(semester1)}, học kì II ${words(semester2)}), rèn luyện cả năm: ${levelWords[year]}.`, articles.conduct)];
}

/** How the decision and the title of the year come about. `review`: what is to be said of points left open (see explain-review). */
export function explainYear<Id extends string>(input: YearInput<Id>, outcome: YearOutcome<Id>, nameOf: NameOf<Id>, rules: LevelRules, review: readonly Step[] = []): readonly Step[] {
  return [...explainLearningLevel(input.subjects, nameOf, rules), ...promotionSteps(input, outcome, nameOf, rules), ...titleSteps(input, outcome, nameOf, rules), ...summerSteps(input, outcome, nameOf, rules), ...review];
}

function promotionSteps<Id extends string>({ conduct, absences }: YearInput<Id>, { learning, decision, reassessable }: YearOutcome<Id>, nameOf: NameOf<Id>, rules: LevelRules): readonly Step[] {
  const { articles } = rules;
  const again = reassessable.length === 0 ? [] : [step('rule', `Các môn được đánh giá lại (dưới ${written(rules.reassessBelow)} hoặc Chưa đạt): ${listed(reassessable.map(nameOf))}. Không phải môn nào cũng cần đạt; chỉ xét mức học tập sau khi thay kết quả mới.`, articles.reassessment)];
  if (learning === null || conduct === null || absences === null) {
    const missing = [...(learning === null ? ['kết quả học tập cả năm'] : []), ...(conduct === null ? ['kết quả rèn luyện cả năm'] : []), ...(absences === null ? ['số buổi nghỉ học'] : [])];
    return [step('missed', `Chưa quyết định được việc lên lớp: còn thiếu ${listed(missing)}.`, articles.promotion)];
  }
  return [
    step(learning.level === 'CĐ' ? 'missed' : 'met', `Lên lớp: học tập cả năm từ mức Đạt trở lên: ${levelWords[learning.level]}.`, articles.promotion),
    step(conduct === 'CĐ' ? 'missed' : 'met', `Lên lớp: rèn luyện cả năm từ mức Đạt trở lên: ${levelWords[conduct]}.`, articles.promotion),
    step(missedTooMuch(absences, rules) ? 'missed' : 'met', `Lên lớp: nghỉ học không quá ${rules.mostAbsences} buổi: ${absenceWords(absences, rules)}.`, articles.promotion),
    step('result', decisionSentences[decision], articleOf(decision, rules)),
    ...again,
  ];
}

function absenceWords(absences: number, { policies }: LevelRules): string {
  return policies.absencePlan === 'two-sessions' ? `${absences} ngày, tính ${2 * absences} buổi theo kế hoạch hai buổi mỗi ngày` : `${absences} buổi`;
}

/** Every condition of the titles, met or missed, from the lower to the higher title. */
function titleSteps<Id extends string>(input: YearInput<Id>, { learning, title }: YearOutcome<Id>, nameOf: NameOf<Id>, rules: LevelRules): readonly Step[] {
  const { titles, articles, policies } = rules;
  if (learning === null || input.conduct === null || input.absences === null) return [];
  const both = learning.level === 'T' && input.conduct === 'T';
  const conditions = [
    step(learning.level === 'T' ? 'met' : 'missed', `${titles.GIOI.name}: học tập cả năm Tốt: ${levelWords[learning.level]}.`, articles.titles),
    step(input.conduct === 'T' ? 'met' : 'missed', `${titles.GIOI.name}: rèn luyện cả năm Tốt: ${levelWords[input.conduct]}.`, articles.titles),
  ];
  if (!both) return [...conditions, step('result', 'Không có danh hiệu cuối năm.', articles.titles)];
  const excellent = excellentSubjects(input.subjects, rules);
  const needed = subjectsNeeded(input.subjects, rules);
  const names = excellent.length === 0 ? '' : `: ${listed(excellent.map(({ id, value }) => `${nameOf(id)}${typeof value === 'number' ? ` (${written(value)})` : ''}`))}`;
  const more = step(excellent.length >= needed ? 'met' : 'missed', `${titles.XUAT_SAC.name}: thêm ít nhất ${needed} môn từ ${written(titles.XUAT_SAC.reach)} trở lên; có ${excellent.length} môn${names}.`, articles.titles);
  const absent = missedTooMuch(input.absences, rules) ? [step('rule', `Nghỉ quá số buổi nên không được lên lớp; theo cách hiểu của trường, ${policies.titleWithAbsences === 'award' ? 'vẫn tặng' : 'không tặng'} danh hiệu.`, articles.titles)] : [];
  return [...conditions, more, ...absent, step('result', title === null ? 'Không có danh hiệu cuối năm.' : `Danh hiệu: ${titles[title].name}.`, articles.titles)];
}

/** The summer: what is new, how the level then stands, and what is still waited for. */
function summerSteps<Id extends string>(input: YearInput<Id>, outcome: YearOutcome<Id>, nameOf: NameOf<Id>, rules: LevelRules): readonly Step[] {
  const { articles } = rules;
  const { afterSummer, decision, finalDecision } = outcome;
  const trains = decision === 'SUMMER_CONDUCT' || decision === 'SUMMER_CONDUCT_THEN_REASSESS';
  const waiting = trains && input.summerConduct === null ? [step('missed', 'Sau hè: còn chờ kết quả rèn luyện trong hè.', articles.summer)] : [];
  if (afterSummer === null) return decision === 'REASSESS' ? [step('missed', 'Sau hè: còn chờ kết quả đánh giá lại.', articles.reassessment)] : waiting;
  const { subjects, retaken } = afterReassessment(input, outcome.reassessable);
  const news = retaken.map((id) => {
    const value = input.reassessed.get(id);
    return `${nameOf(id)} ${typeof value === 'number' ? written(value) : (value ?? '')}`;
  });
  return [
    ...(trains && input.summerConduct !== null ? [step('input', `Sau hè: rèn luyện trong hè ${levelWords[input.summerConduct]}, thay cho kết quả rèn luyện cả năm.`, articles.summer)] : []),
    ...waiting,
    ...(news.length === 0 ? [] : [step('input', `Sau hè: đánh giá lại ${listed(news)}; kết quả mới thay cho kết quả cả năm của môn đó khi xét lên lớp.`, articles.reassessment)]),
    ...(news.length === 0 ? [] : explainLearningLevel(subjects, nameOf, rules).filter(({ kind }) => kind !== 'input').map((each) => ({ ...each, text: `Sau hè: ${each.text}` }))),
    ...(finalDecision === 'REASSESS' && news.length === 0 ? [step('missed', 'Sau hè: còn chờ kết quả đánh giá lại.', articles.reassessment)] : []),
    step('result', `Sau hè: học tập ${levelWords[afterSummer.learning]}, rèn luyện ${levelWords[afterSummer.conduct]}. ${decisionSentences[afterSummer.decision]}`, articleOf(afterSummer.decision, rules)),
  ];
}

/** What is missing for the next title, for the class teacher's own use. Nothing while the level itself is missing: that is told with the level. */
export function wayToNextTitle<Id extends string>(input: YearInput<Id>, { learning, title }: YearOutcome<Id>, nameOf: NameOf<Id>, rules: LevelRules): readonly Step[] {
  const { titles, articles } = rules;
  if (learning?.level !== 'T' || input.conduct === null || title === 'XUAT_SAC') return [];
  if (input.conduct !== 'T') return [step('hint', `Để được ${titles.GIOI.name}: rèn luyện cả năm cần Tốt.`, articles.titles)];
  const excellent = excellentSubjects(input.subjects, rules);
  const missing = subjectsNeeded(input.subjects, rules) - excellent.length;
  if (missing <= 0) return [];
  const nearest = countedSubjects(input.subjects, rules)
    .flatMap(({ id, value }) => (typeof value === 'number' && value < titles.XUAT_SAC.reach && !excellent.some((one) => one.id === id) ? [{ id, value }] : []))
    .sort((a, b) => b.value - a.value)
    .slice(0, missing)
    .map(({ id, value }) => `${nameOf(id)} (${written(value)}, còn thiếu ${written(titles.XUAT_SAC.reach - value)})`);
  return [step('hint', `Để được ${titles.XUAT_SAC.name}: cần thêm ${missing} môn từ ${written(titles.XUAT_SAC.reach)}; gần nhất: ${listed(nearest)}.`, articles.titles)];
}

function articleOf(decision: Decision, { articles }: LevelRules): string {
  if (decision === 'REASSESS') return articles.reassessment;
  return decision === 'SUMMER_CONDUCT' || decision === 'SUMMER_CONDUCT_THEN_REASSESS' ? articles.summer : articles.promotion;
}
