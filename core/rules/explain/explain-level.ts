import { levels, type Level } from '#core/values/marks.ts';
import type { LevelRules } from '../rule-tables.ts';
import { conditionsOf, countedSubjects, learningLevel, ofProgramme, subjectsNeeded, type Condition, type SubjectOutcome } from '../tt22/learning-level.ts';
import { levelWords, listed, step, written, type Step } from './steps.ts';
import { wayUp } from './way-up.ts';

export type NameOf<Id extends string> = (id: Id) => string;

/** How a learning level comes about: every threshold from the top, met or missed and by which subjects, and the adjustment of Art. 9.3. */
export function explainLearningLevel<Id extends string>(subjects: readonly SubjectOutcome<Id>[], nameOf: NameOf<Id>, rules: LevelRules): readonly Step[] {
  const counted = countedSubjects(subjects, rules);
  const result = learningLevel(subjects, rules);
  const exempt = subjects.filter(({ value }) => value === 'M').map(({ id }) => nameOf(id));
  const free = subjects.filter((subject) => subject.value !== 'M' && !ofProgramme(subject, rules.policies)).map(({ id }) => nameOf(id));
  const inputs = [
    step('input', `Kết quả các môn: ${counted.map(({ id, value }) => `${nameOf(id)} ${value === null ? 'chưa có' : typeof value === 'number' ? written(value) : value}`).join('; ')}.`),
    ...(exempt.length === 0 ? [] : [step('input', `Không tính (được miễn): ${listed(exempt)}.`)]),
    ...(free.length === 0 ? [] : [step('input', `Không tính (môn học tự chọn, theo cách hiểu của trường): ${listed(free)}.`)]),
    ...(rules.commentSubjects ? [] : [step('rule', 'Không có môn đánh giá bằng nhận xét nào tham gia xếp mức.', rules.articles.level)]),
  ];
  if (result === null) {
    const missing = counted.filter(({ value }) => value === null).map(({ id }) => nameOf(id));
    return [...inputs, step('missed', missing.length === 0 ? 'Chưa có môn học nào.' : `Chưa xếp được mức: chưa có kết quả của ${listed(missing)}.`, rules.articles.level)];
  }
  const needed = subjectsNeeded(subjects, rules);
  const tried = (['T', 'K', 'Đ'] as const).slice(0, result.base === 'CĐ' ? 3 : levels.indexOf(result.base) + 1);
  const table = tried.flatMap((level) => conditionsOf(counted, level, needed, rules).filter(({ kind }) => kind !== 'comments' || rules.commentSubjects).map((condition) => conditionStep(level, condition, nameOf, rules)));
  const fewer = needed === rules.need ? [] : [step('rule', `Số môn cần đạt giảm từ ${rules.need} xuống ${needed} vì được miễn môn (cách hiểu của trường).`, rules.articles.level)];
  const base = step('result', result.base === 'CĐ' ? 'Không đủ điều kiện của mức nào ở trên: Chưa đạt.' : `Đủ mọi điều kiện của mức ${levelWords[result.base]}.`, rules.articles.level);
  return [...inputs, ...fewer, ...table, base, ...adjustmentSteps(result, nameOf, rules)];
}

function adjustmentSteps<Id extends string>(result: NonNullable<ReturnType<typeof learningLevel<Id>>>, nameOf: NameOf<Id>, rules: LevelRules): readonly Step[] {
  const { adjustment } = rules.articles;
  const way = rules.policies.adjustmentCounterfactual === 'remove' ? 'bỏ môn đó ra' : 'coi như môn đó có kết quả cao nhất';
  if (result.adjustedBy === null) return [];
  return [
    step('rule', `Nếu chỉ do kết quả của duy nhất một môn học mà mức thấp hơn từ hai mức trở lên so với mức Tốt hoặc Khá, thì được điều chỉnh lên mức liền kề. Cách xét: ${way}.`, adjustment),
    step('result', `Chỉ do môn ${nameOf(result.adjustedBy)}: được điều chỉnh từ ${levelWords[result.base]} lên ${levelWords[result.level]}.`, adjustment),
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

/** What is missing to reach the next higher level, for the class teacher's own use: the nearest way, and nothing beyond it. */
export function wayToNextLevel<Id extends string>(subjects: readonly SubjectOutcome<Id>[], nameOf: NameOf<Id>, rules: LevelRules): readonly Step[] {
  const { level: article, adjustment } = rules.articles;
  const now = learningLevel(subjects, rules);
  if (now === null || now.level === 'T') return [];
  const way = wayUp(subjects, rules);
  if (way === null) return [step('hint', 'Không đủ số môn đánh giá bằng điểm để xếp mức cao hơn; nhà trường xem xét trường hợp này.', article)];
  const { target, raises, through } = way;
  const steps = raises.map(({ id, from, to }) => step('hint', to === null ? `${nameOf(id)}: cần Đạt.` : `${nameOf(id)}: từ ${written(from)} lên ít nhất ${written(to)} (còn thiếu ${written(to - from)}).`));
  const stays = through === null ? [] : [step('hint', `Chỉ còn môn ${nameOf(through)} thấp, nên mức được điều chỉnh lên ${levelWords[target]}.`, adjustment)];
  // On the way through the adjustment that mark is the floor of the level above, which every subject needs.
  const choice = through === null && raises.some(({ to }) => to === rules.levels[target].reach) ? [step('hint', 'Môn khác đạt cùng mức điểm thì cũng được.')] : [];
  return [step('hint', `Cách gần nhất để đạt mức ${levelWords[target]}:`, article), ...steps, ...stays, ...choice];
}
