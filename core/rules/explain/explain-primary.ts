import type { PrimaryRules } from '../rule-tables.ts';
import { missingTests, obstacles, primaryOutcome, type PrimaryDecision, type PrimaryOutcome, type PrimaryYear } from '../tt27/primary-year.ts';
import { listed, step, type Step } from './steps.ts';

export const outcomeWords: Readonly<Record<PrimaryOutcome, string>> = { HTXS: 'Hoàn thành xuất sắc', HTT: 'Hoàn thành tốt', HT: 'Hoàn thành', CHT: 'Chưa hoàn thành' };

const decisionWords: Readonly<Record<PrimaryDecision, string>> = {
  COMPLETED_CLASS: 'Hoàn thành chương trình lớp học.',
  COMPLETED_PRIMARY: 'Hoàn thành chương trình tiểu học.',
  NEEDS_SUPPORT: 'Được hướng dẫn, giúp đỡ và đánh giá bổ sung.',
  PRINCIPAL_DECIDES: 'Giáo viên lập danh sách báo cáo, hiệu trưởng quyết định lên lớp hoặc ở lại lớp.',
  INCOMPLETE: 'Chưa đủ dữ liệu để quyết định.',
};

/** How the year's outcome under TT 27/2020 comes about, every outcome tried from the top. */
export function explainPrimaryYear(year: PrimaryYear, decision: PrimaryDecision, nameOf: (code: string) => string, rules: PrimaryRules): readonly Step[] {
  const result = primaryOutcome(year, rules);
  const inputs = [
    step('input', `Môn học và hoạt động giáo dục: ${year.subjects.map(({ code, level, test }) => `${nameOf(code)} ${level ?? 'chưa có'}${test === null ? '' : ` (bài kiểm tra ${test})`}`).join('; ')}.`),
    step('input', `Phẩm chất, năng lực: ${year.attributes.map(({ code, level }) => `${nameOf(code)} ${level ?? 'chưa có'}`).join('; ')}.`),
  ];
  if (result === null) {
    const missing = [
      ...year.subjects.filter(({ level }) => level === null).map(({ code }) => nameOf(code)),
      ...year.attributes.filter(({ level }) => level === null).map(({ code }) => nameOf(code)),
      ...missingTests(year, rules).map((code) => `bài kiểm tra ${nameOf(code)}`),
    ];
    return [...inputs, step('missed', `Chưa xếp được: còn thiếu ${listed(missing)}.`, rules.articles.outcome)];
  }
  const tried = (['HTXS', 'HTT', 'HT'] as const).slice(0, result === 'CHT' ? 3 : ['HTXS', 'HTT', 'HT'].indexOf(result) + 1);
  const table = tried.map((outcome) => {
    const { subjects, attributes, tests } = obstacles(year, outcome, rules);
    const reasons = [
      ...(subjects.length > 0 ? [`${listed(subjects.map(({ code, level }) => `${nameOf(code)} (${level ?? ''})`))} chưa ở mức cần thiết`] : []),
      ...(attributes.length > 0 ? [`${listed(attributes.map(({ code, level }) => `${nameOf(code)} (${level ?? ''})`))} chưa ở mức cần thiết`] : []),
      ...(tests.length > 0 ? [`bài kiểm tra ${listed(tests.map(({ code, test }) => `${nameOf(code)} (${test ?? ''})`))} dưới ${rules.outcome[outcome]}`] : []),
    ];
    return reasons.length === 0 ? step('met', `${outcomeWords[outcome]}: đủ mọi điều kiện, bài kiểm tra từ ${rules.outcome[outcome]} trở lên.`, rules.articles.outcome) : step('missed', `${outcomeWords[outcome]}: ${reasons.join('; ')}.`, rules.articles.outcome);
  });
  return [...inputs, ...table, step('result', `Kết quả: ${outcomeWords[result]}.`, rules.articles.outcome), step('result', decisionWords[decision], rules.articles.completion)];
}

/** What stands between a pupil and the next better outcome: for the homeroom teacher's own use. Nothing where the year is incomplete or at its best. */
export function wayToNextOutcome(year: PrimaryYear, nameOf: (code: string) => string, rules: PrimaryRules): readonly Step[] {
  const outcome = primaryOutcome(year, rules);
  if (outcome === null || outcome === 'HTXS') return [];
  const next = ({ CHT: 'HT', HT: 'HTT', HTT: 'HTXS' } as const)[outcome];
  const { subjects, attributes, tests } = obstacles(year, next, rules);
  const levels = next === 'HT' ? { subject: 'H trở lên', attribute: 'Đ trở lên' } : { subject: 'T', attribute: 'T' };
  return [
    ...subjects.map(({ code, level }) => step('hint', `${nameOf(code)}: từ ${level ?? ''} lên ${levels.subject}.`, rules.articles.outcome)),
    ...attributes.map(({ code, level }) => step('hint', `${nameOf(code)}: từ ${level ?? ''} lên ${levels.attribute}.`, rules.articles.outcome)),
    ...tests.map(({ code, test }) => step('hint', `Bài kiểm tra ${nameOf(code)}: từ ${test ?? ''} lên ${rules.outcome[next]} trở lên.`, rules.articles.outcome)),
    step('hint', `Đủ các điều trên thì đạt mức ${outcomeWords[next]}.`, rules.articles.outcome),
  ];
}
