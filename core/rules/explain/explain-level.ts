import { levels, type Level } from '#core/values/marks.ts';
import type { LevelRules } from '../rule-tables.ts';
import { conditionsOf, countedSubjects, learningLevel, subjectsNeeded, type Condition, type SubjectOutcome } from '../tt22/learning-level.ts';
import { levelWords, listed, step, written, type Step } from './steps.ts';

export type NameOf<Id extends string> = (id: Id) => string;

/** How a learning level comes about: every threshold from the top, met or missed and by which subjects, and the adjustment of Art. 9.3. */
export function explainLearningLevel<Id extends string>(subjects: readonly SubjectOutcome<Id>[], nameOf: NameOf<Id>, rules: LevelRules): readonly Step[] {
  const counted = countedSubjects(subjects, rules);
  const result = learningLevel(subjects, rules);
  const exempt = subjects.filter(({ value }) => value === 'M').map(({ id }) => nameOf(id));
  const inputs = [
    step('input', `Kết quả các môn: ${counted.map(({ id, value }) => `${nameOf(id)} ${value === null ? 'chưa có' : typeof value === 'number' ? written(value) : value}`).join('; ')}.`),
    ...(exempt.length === 0 ? [] : [step('input', `Không tính (được miễn): ${listed(exempt)}.`)]),
    ...(rules.commentSubjects ? [] : [step('rule', 'Không có môn đánh giá bằng nhận xét nào tham gia xếp mức.', rules.articles.level)]),
  ];
  if (result === null) {
    const missing = counted.filter(({ value }) => value === null).map(({ id }) => nameOf(id));
    return [...inputs, step('missed', missing.length === 0 ? 'Chưa có môn học nào.' : `Chưa xếp được mức: chưa có kết quả của ${listed(missing)}.`, rules.articles.level)];
  }
  const needed = subjectsNeeded(subjects, rules);
  const tried = (['T', 'K', 'Đ'] as const).slice(0, result.base === 'CĐ' ? 3 : levels.indexOf(result.base) + 1);
  const table = tried.flatMap((level) => conditionsOf(counted, level, needed, rules).map((condition) => conditionStep(level, condition, nameOf, rules)));
  const base = step('result', result.base === 'CĐ' ? 'Không đủ điều kiện của mức nào ở trên: Chưa đạt.' : `Đủ mọi điều kiện của mức ${levelWords[result.base]}.`, rules.articles.level);
  return [...inputs, ...table, base, ...adjustmentSteps(result, nameOf, rules)];
}

function adjustmentSteps<Id extends string>(result: NonNullable<ReturnType<typeof learningLevel<Id>>>, nameOf: NameOf<Id>, rules: LevelRules): readonly Step[] {
  const { adjustment } = rules.articles;
  const review = result.ambiguous ? [step('review', 'Cần nhà trường xem xét: nếu coi môn đó có kết quả cao nhất (thay vì bỏ môn đó ra) thì mức sẽ khác. Chương trình đang dùng cách bỏ môn đó ra.', adjustment)] : [];
  if (result.adjustedBy === null) return review;
  return [
    step('rule', 'Nếu chỉ do kết quả của duy nhất một môn học mà mức thấp hơn từ hai mức trở lên so với mức Tốt hoặc Khá, thì được điều chỉnh lên mức liền kề.', adjustment),
    step('result', `Chỉ do môn ${nameOf(result.adjustedBy)}: được điều chỉnh từ ${levelWords[result.base]} lên ${levelWords[result.level]}.`, adjustment),
    ...review,
  ];
}

function conditionStep<Id extends string>(level: Level, condition: Condition, nameOf: NameOf<Id>, rules: LevelRules): Step {
  const text = `Mức ${levelWords[level]}: ${conditionWords(condition, nameOf)}`;
  return step(condition.met ? 'met' : 'missed', text, rules.articles.level);
}

function conditionWords<Id extends string>(condition: Condition, nameOf: NameOf<Id>): string {
  const names = (list: readonly SubjectOutcome[]) => listed(list.map(({ id, value }) => `${nameOf(id as Id)}${typeof value === 'number' ? ` (${written(value)})` : ''}`));
  switch (condition.kind) {
    case 'comments': {
      const rule = condition.most === 0 ? 'các môn đánh giá bằng nhận xét đều Đạt' : `nhiều nhất ${condition.most} môn đánh giá bằng nhận xét Chưa đạt`;
      return condition.failed.length === 0 ? `${rule}.` : `${rule}; Chưa đạt: ${names(condition.failed)}.`;
    }
    case 'floor':
      return condition.met ? `mọi môn đánh giá bằng điểm từ ${written(condition.floor)} trở lên.` : `mọi môn đánh giá bằng điểm phải từ ${written(condition.floor)} trở lên; thấp hơn: ${names(condition.below)}.`;
    case 'reach':
      return `ít nhất ${condition.needed} môn từ ${written(condition.reach)} trở lên; có ${condition.reached.length} môn${condition.reached.length === 0 ? '' : `: ${names(condition.reached)}`}.`;
    default:
      return condition satisfies never;
  }
}

/**
 * What is missing to reach the next higher level, for the class teacher's own use. Empty at Tốt and while the level is not known. An adjusted level is
 * compared with the level above the adjusted one.
 */
export function wayToNextLevel<Id extends string>(subjects: readonly SubjectOutcome<Id>[], nameOf: NameOf<Id>, rules: LevelRules): readonly Step[] {
  const result = learningLevel(subjects, rules);
  const next = result === null ? undefined : (['T', 'K', 'Đ'] as const).find((level) => levels.indexOf(level) === levels.indexOf(result.level) - 1);
  if (next === undefined) return [];
  const counted = countedSubjects(subjects, rules);
  return conditionsOf(counted, next, subjectsNeeded(subjects, rules), rules)
    .filter(({ met }) => !met)
    .map((condition) => step('hint', `Để đạt mức ${levelWords[next]}: ${hint(condition, counted, nameOf)}`, rules.articles.level));
}

function hint<Id extends string>(condition: Condition, subjects: readonly SubjectOutcome<Id>[], nameOf: NameOf<Id>): string {
  const gap = (value: number, goal: number) => `${written(value)}, còn thiếu ${written(goal - value)}`;
  switch (condition.kind) {
    case 'comments':
      return `${listed(condition.failed.map(({ id }) => nameOf(id as Id)))} cần Đạt.`;
    case 'floor':
      return `${listed(condition.below.map(({ id, value }) => `${nameOf(id as Id)} (${typeof value === 'number' ? gap(value, condition.floor) : ''})`))} cần từ ${written(condition.floor)}.`;
    case 'reach': {
      const missing = condition.needed - condition.reached.length;
      const nearest = subjects
        .flatMap(({ id, value }) => (typeof value === 'number' && value < condition.reach ? [{ id, value }] : []))
        .sort((a, b) => b.value - a.value)
        .slice(0, missing + 1);
      return `cần thêm ${missing} môn từ ${written(condition.reach)}; gần nhất: ${listed(nearest.map(({ id, value }) => `${nameOf(id)} (${gap(value, condition.reach)})`))}.`;
    }
    default:
      return condition satisfies never;
  }
}
