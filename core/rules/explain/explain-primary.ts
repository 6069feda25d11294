import type { PrimaryRules } from '../rule-tables.ts';
import { missingTests, obstacles, primaryOutcome, type PrimaryAward, type PrimaryDecision, type PrimaryOutcome, type PrimaryYear, type Recognition } from '../tt27/primary-year.ts';
import { outcomeWords } from './outcome-words.ts';
import { listed, step, type Step } from './steps.ts';

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

/** What follows a primary pupil's year: the supplementary assessment with its results, the principal's word, and the commendation. */
export type PrimaryEnding = {
  readonly after: { readonly year: PrimaryYear; readonly outcome: PrimaryOutcome | null; readonly decision: PrimaryDecision } | null;
  readonly principalDecision: 'PROMOTED' | 'RETAINED' | null;
  readonly award: PrimaryAward | null;
  readonly recognition: Recognition;
};

/** How the year ends after its outcome (TT 27/2020 Art. 11 and 13). `before`: the year without the supplementary assessment. */
export function explainPrimaryEnding(before: PrimaryYear, outcome: PrimaryOutcome | null, { after, principalDecision, award, recognition }: PrimaryEnding, nameOf: (code: string) => string, rules: PrimaryRules): readonly Step[] {
  const { completion } = rules.articles;
  if (outcome === null) return [];
  const last = after?.decision ?? null;
  return [
    ...(outcome === 'CHT' && after === null ? [step('missed', 'Còn chờ kết quả đánh giá bổ sung.', completion)] : []),
    ...(after === null ? [] : [step('input', `Đánh giá bổ sung: ${supplementWords(before, after.year, nameOf)}.`, completion), step('result', `Sau đánh giá bổ sung: ${after.outcome === null ? 'chưa xếp được' : outcomeWords[after.outcome]}. ${decisionWords[after.decision]}`, completion)]),
    ...(last === 'PRINCIPAL_DECIDES' ? [principalDecision === null ? step('missed', 'Còn chờ hiệu trưởng quyết định.', completion) : step('result', `Hiệu trưởng quyết định: ${principalDecision === 'PROMOTED' ? 'lên lớp' : 'ở lại lớp'}.`, completion)] : []),
    ...awardSteps(outcome, award, recognition, rules),
  ];
}

function supplementWords(before: PrimaryYear, after: PrimaryYear, nameOf: (code: string) => string): string {
  const changed = after.subjects.flatMap((subject) => {
    const old = before.subjects.find(({ code }) => code === subject.code);
    if (old === undefined || (old.level === subject.level && old.test === subject.test)) return [];
    return [`${nameOf(subject.code)} ${subject.level ?? 'chưa có'}${subject.test === null || subject.test === old.test ? '' : ` (bài kiểm tra ${subject.test})`}`];
  });
  return changed.length === 0 ? 'kết quả không đổi' : listed(changed);
}

function awardSteps(outcome: PrimaryOutcome, award: PrimaryAward | null, { classNomination, outstandingOrProgress }: Recognition, { articles }: PrimaryRules): readonly Step[] {
  const { commendation } = articles;
  if (outcome === 'HTXS') return [step('result', 'Khen thưởng: Học sinh Xuất sắc.', commendation)];
  if (outcome !== 'HTT') return [step('result', 'Không có khen thưởng cuối năm.', commendation)];
  return [
    step(outstandingOrProgress ? 'met' : 'missed', 'Học sinh Tiêu biểu: thành tích xuất sắc về ít nhất một môn học hoặc tiến bộ rõ rệt ít nhất một phẩm chất, năng lực.', commendation),
    step(classNomination ? 'met' : 'missed', 'Học sinh Tiêu biểu: được tập thể lớp công nhận.', commendation),
    step('result', award === null ? 'Không có khen thưởng cuối năm.' : 'Khen thưởng: Học sinh Tiêu biểu hoàn thành tốt trong học tập và rèn luyện.', commendation),
  ];
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
