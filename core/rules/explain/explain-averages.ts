import type { CommentMark, PassLevel, ScoredMark, Tenths } from '#core/values/marks.ts';
import { roundHalfUp } from '../rounding.ts';
import type { LevelRules } from '../rule-tables.ts';
import { semesterSum, type RegularComment, type RegularScore } from '../tt22/subject-results.ts';
import { exactQuotient, listed, step, written, type Step } from './steps.ts';

const roman = { 1: 'I', 2: 'II' } as const;

/** How ĐTBmhk of one semester comes about, or what it still waits for. */
export function explainSemesterAverage(marks: { readonly regular: readonly RegularScore[]; readonly midterm: ScoredMark; readonly final: ScoredMark }, required: number, semester: 1 | 2 | null, rules: LevelRules): readonly Step[] {
  const { weights, articles } = rules;
  const name = `ĐTBmhk${semester === null ? '' : roman[semester]}`;
  const regular = marks.regular.filter((mark) => typeof mark === 'number');
  const inputs = step('input', `ĐĐGtx: ${regular.length === 0 ? 'chưa có' : regular.map(written).join('; ')}. ĐĐGgk: ${markWords(marks.midterm)}. ĐĐGck: ${markWords(marks.final)}.`);
  const sum = semesterSum(marks, required, rules);
  if (sum === null) return [inputs, step('missed', `Chưa tính được ${name}: còn thiếu ${listed(missingScores(marks, regular.length, required))}.`, articles.average)];
  const rounded = roundHalfUp(sum.sum, sum.divisor);
  const parts = [...regular.map(written), `${weights.midterm} × ${scoreOf(marks.midterm)}`, `${weights.final} × ${scoreOf(marks.final)}`].join(' + ');
  const absent = [marks.midterm === 'ABSENT' ? 'ĐĐGgk' : '', marks.final === 'ABSENT' ? 'ĐĐGck' : ''].filter((word) => word !== '');
  return [
    inputs,
    ...(absent.length === 0 ? [] : [step('rule', `${listed(absent)} không có điểm vì vắng mặt mà không kiểm tra bù: tính là 0,0.`, 'Điều 7')]),
    step('rule', `${name} = (tổng các ĐĐGtx + ${weights.midterm} × ĐĐGgk + ${weights.final} × ĐĐGck) : (số ĐĐGtx + ${weights.midterm + weights.final})`, articles.average),
    step('result', `${name} = (${parts}) : (${regular.length} + ${weights.midterm + weights.final}) = ${written2(sum.sum)} : ${sum.divisor} = ${exactQuotient(sum.sum, sum.divisor)}${roundingWords(sum.sum, sum.divisor, rounded)}`, articles.average),
  ];
}

/** How ĐTBmcn comes from the averages of both semesters, as they are written. `onlySecond`: nothing at all stands in the first semester. */
export function explainYearAverage(semester1: Tenths | null, semester2: Tenths | null, { weights, articles, policies }: LevelRules, onlySecond = false): readonly Step[] {
  if (semester1 === null && semester2 !== null && onlySecond && policies.oneSemesterOnly === 'second-semester') {
    return [
      step('rule', 'Học kì I không có kết quả nào. Thông tư không nói cách tính; theo cách hiểu của trường, kết quả học kì II là kết quả cả năm.', articles.average),
      step('result', `ĐTBmcn = ĐTBmhkII = ${written(semester2)}`, articles.average),
    ];
  }
  if (semester1 === null || semester2 === null) {
    const missing = [semester1 === null ? 'ĐTBmhkI' : '', semester2 === null ? 'ĐTBmhkII' : ''].filter((word) => word !== '');
    const open = onlySecond && semester2 !== null ? ' Học kì I không có kết quả nào: thông tư không nói cách tính cả năm từ một học kì, nhà trường cần xem xét.' : '';
    return [step('missed', `Chưa tính được ĐTBmcn: còn thiếu ${listed(missing)}.${open}`, articles.average)];
  }
  const sum = weights.semester1 * semester1 + weights.semester2 * semester2;
  const divisor = weights.semester1 + weights.semester2;
  const rounded = roundHalfUp(sum, divisor);
  return [
    step('rule', `ĐTBmcn = (ĐTBmhkI + ${weights.semester2} × ĐTBmhkII) : ${divisor}, tính từ điểm trung bình đã ghi trong sổ`, articles.average),
    step('result', `ĐTBmcn = (${written(semester1)} + ${weights.semester2} × ${written(semester2)}) : ${divisor} = ${written2(sum)} : ${divisor} = ${exactQuotient(sum, divisor)}${roundingWords(sum, divisor, rounded)}`, articles.average),
  ];
}

/** How a comment subject's semester comes about. */
export function explainCommentSemester(marks: { readonly regular: readonly RegularComment[]; readonly midterm: CommentMark; readonly final: CommentMark }, required: number, result: PassLevel | null, { articles }: LevelRules): readonly Step[] {
  const regular = marks.regular.filter((mark) => mark === 'Đ' || mark === 'CĐ');
  const inputs = step('input', `ĐĐGtx: ${regular.length === 0 ? 'chưa có' : regular.join('; ')}. ĐĐGgk: ${commentWords(marks.midterm)}. ĐĐGck: ${commentWords(marks.final)}.`);
  if (result === null) {
    const missing = [...(regular.length < required ? [`${required - regular.length} ĐĐGtx`] : []), ...(isWaiting(marks.midterm) ? ['ĐĐGgk'] : []), ...(isWaiting(marks.final) ? ['ĐĐGck'] : [])];
    return [inputs, step('missed', `Chưa có kết quả: còn thiếu ${listed(missing)}.`, articles.average)];
  }
  const text = result === 'Đ' ? 'Đủ số lần đánh giá và tất cả các lần đều Đạt: kết quả học kì là Đạt.' : 'Có ít nhất một lần Chưa đạt: kết quả học kì là Chưa đạt.';
  return [inputs, step('rule', 'Môn đánh giá bằng nhận xét: Đạt khi đủ số lần kiểm tra, đánh giá và tất cả các lần đều Đạt.', articles.average), step('result', text, articles.average)];
}

export function explainCommentYear(semester2: PassLevel | null, { articles }: LevelRules): readonly Step[] {
  return [step(semester2 === null ? 'missed' : 'result', semester2 === null ? 'Chưa có kết quả cả năm: còn thiếu kết quả học kì II.' : `Kết quả cả năm là kết quả học kì II: ${semester2 === 'Đ' ? 'Đạt' : 'Chưa đạt'}.`, articles.average)];
}

function missingScores(marks: { readonly regular: readonly RegularScore[]; readonly midterm: ScoredMark; readonly final: ScoredMark }, entered: number, required: number): readonly string[] {
  return [
    ...(entered < required ? [`${required - entered} ĐĐGtx (cần ${required}, đã có ${entered})`] : []),
    ...(marks.regular.includes('EXCUSED') ? ['bài kiểm tra bù của ĐĐGtx vắng có phép'] : []),
    ...(marks.midterm === null ? ['ĐĐGgk'] : marks.midterm === 'EXCUSED' ? ['bài kiểm tra bù của ĐĐGgk'] : []),
    ...(marks.final === null ? ['ĐĐGck'] : marks.final === 'EXCUSED' ? ['bài kiểm tra bù của ĐĐGck'] : []),
  ];
}

function roundingWords(sum: number, divisor: number, rounded: number): string {
  if (sum % divisor === 0) return '';
  const tie = (2 * sum) % divisor === 0 && ((2 * sum) / divisor) % 2 === 1;
  return `, làm tròn đến chữ số thập phân thứ nhất${tie ? ' (đúng giữa thì làm tròn lên)' : ''} thành ${written(rounded)}`;
}

/** A sum in tenths may pass 10. */
function written2(sum: number): string {
  return `${Math.floor(sum / 10)},${sum % 10}`;
}

function scoreOf(mark: ScoredMark): string {
  return typeof mark === 'number' ? written(mark) : '0,0';
}

function markWords(mark: ScoredMark): string {
  if (mark === null) return 'chưa có';
  if (mark === 'EXCUSED') return 'vắng có phép, chờ kiểm tra bù';
  return mark === 'ABSENT' ? 'vắng, không kiểm tra bù' : written(mark);
}

function commentWords(mark: CommentMark): string {
  if (mark === null) return 'chưa có';
  if (mark === 'EXCUSED') return 'vắng có phép, chờ kiểm tra bù';
  return mark === 'ABSENT' ? 'vắng, không kiểm tra bù (tính là Chưa đạt)' : mark;
}

function isWaiting(mark: CommentMark): boolean {
  return mark === null || mark === 'EXCUSED';
}
