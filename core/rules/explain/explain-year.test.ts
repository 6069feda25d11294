import { expect, test } from 'vitest';
import { tenths, type Level, type PassLevel, type Tenths } from '#core/values/marks.ts';
import table from '../../../resources/rules/tt22-2021.json' with { type: 'json' };
import { underChoices } from '../policies.ts';
import { levelRules } from '../rule-tables.ts';
import type { SubjectOutcome } from '../tt22/learning-level.ts';
import { yearOutcome, type YearInput } from '../tt22/year-outcome.ts';
import { explainYearAverage } from './explain-averages.ts';
import { explainYear, wayToNextTitle } from './explain-year.ts';

const rules = levelRules.parse(table);
const names = ['Văn', 'Toán', 'NN1', 'GDCD', 'LS&ĐL', 'KHTN', 'CN', 'Tin'];
const named = (id: string) => id;

function input(row: string, change: { readonly conduct: Level; readonly absences?: number; readonly reassessed?: Readonly<Record<string, Tenths | PassLevel>>; readonly summerConduct?: Level }): YearInput<string> {
  const scored = row.split(' ').map((text, index): SubjectOutcome => ({ id: names[index] ?? '', kind: 'scored', value: tenths(Math.round(Number(text) * 10)) }));
  return { subjects: [...scored, { id: 'GDTC', kind: 'comment', value: 'Đ' }], conduct: change.conduct, absences: change.absences ?? 0, reassessed: new Map(Object.entries(change.reassessed ?? {})), summerConduct: change.summerConduct ?? null };
}

const told = (one: YearInput<string>, under = rules) => explainYear(one, yearOutcome(one, under), named, under).map(({ kind, text, article }) => `${kind}: ${text}${article === null ? '' : ` (${article})`}`);

test('the year of A7 with both summers: every threshold, the decision, what is new, how the level then stands, the end', () => {
  const steps = told(input('4.8 3.3 4.4 6.0 5.5 5.0 5.2 5.9', { conduct: 'CĐ', absences: 20, summerConduct: 'Đ', reassessed: { Toán: tenths(35), Văn: tenths(50) } }));
  const from = steps.findIndex((text) => text.includes('Không đủ điều kiện của mức nào'));
  expect(steps.slice(from)).toEqual([
    'result: Không đủ điều kiện của mức nào ở trên: Chưa đạt. (Điều 9 khoản 2)',
    'missed: Lên lớp: học tập cả năm từ mức Đạt trở lên: Chưa đạt. (Điều 12)',
    'missed: Lên lớp: rèn luyện cả năm từ mức Đạt trở lên: Chưa đạt. (Điều 12)',
    'met: Lên lớp: nghỉ học không quá 45 buổi: 20 buổi. (Điều 12)',
    'result: Phải rèn luyện trong hè, sau đó kiểm tra, đánh giá lại. (Điều 13)',
    'rule: Các môn được đánh giá lại (dưới 5,0 hoặc Chưa đạt): Văn, Toán và NN1. Không phải môn nào cũng cần đạt; chỉ xét mức học tập sau khi thay kết quả mới. (Điều 14)',
    'missed: Học sinh Giỏi: học tập cả năm Tốt: Chưa đạt. (Điều 15)',
    'missed: Học sinh Giỏi: rèn luyện cả năm Tốt: Chưa đạt. (Điều 15)',
    'result: Không có danh hiệu cuối năm. (Điều 15)',
    'input: Sau hè: rèn luyện trong hè Đạt, thay cho kết quả rèn luyện cả năm. (Điều 13)',
    'input: Sau hè: đánh giá lại Văn 5,0 và Toán 3,5; kết quả mới thay cho kết quả cả năm của môn đó khi xét lên lớp. (Điều 14)',
    'met: Sau hè: Mức Tốt: các môn đánh giá bằng nhận xét đều Đạt. (Điều 9 khoản 2)',
    'missed: Sau hè: Mức Tốt: mọi môn đánh giá bằng điểm phải từ 6,5 trở lên; thấp hơn: Văn (5,0), Toán (3,5), NN1 (4,4), GDCD (6,0), LS&ĐL (5,5), KHTN (5,0), CN (5,2) và Tin (5,9). (Điều 9 khoản 2)',
    'missed: Sau hè: Mức Tốt: ít nhất 6 môn từ 8,0 trở lên; có 0 môn. (Điều 9 khoản 2)',
    'met: Sau hè: Mức Khá: các môn đánh giá bằng nhận xét đều Đạt. (Điều 9 khoản 2)',
    'missed: Sau hè: Mức Khá: mọi môn đánh giá bằng điểm phải từ 5,0 trở lên; thấp hơn: Toán (3,5) và NN1 (4,4). (Điều 9 khoản 2)',
    'missed: Sau hè: Mức Khá: ít nhất 6 môn từ 6,5 trở lên; có 0 môn. (Điều 9 khoản 2)',
    'met: Sau hè: Mức Đạt: nhiều nhất 1 môn đánh giá bằng nhận xét Chưa đạt. (Điều 9 khoản 2)',
    'met: Sau hè: Mức Đạt: mọi môn đánh giá bằng điểm từ 3,5 trở lên. (Điều 9 khoản 2)',
    'met: Sau hè: Mức Đạt: ít nhất 6 môn từ 5,0 trở lên; có 6 môn: Văn (5,0), GDCD (6,0), LS&ĐL (5,5), KHTN (5,0), CN (5,2) và Tin (5,9). (Điều 9 khoản 2)',
    'result: Sau hè: Đủ mọi điều kiện của mức Đạt. (Điều 9 khoản 2)',
    'result: Sau hè: học tập Đạt, rèn luyện Đạt. Được lên lớp (hoặc hoàn thành chương trình ở lớp cuối cấp). (Điều 12)',
  ]);
});

test('titles met and missed, absences by both plans, what is awaited, a year of one semester, the next title', () => {
  const best = input('9.0 9.4 9.1 9.6 8.7 8.9 9.0 8.9', { conduct: 'T', absences: 30 });
  const twice = underChoices(rules, { absencePlan: 'two-sessions', titleWithAbsences: 'withhold' });
  const only = underChoices(rules, { oneSemesterOnly: 'second-semester' });
  const waits = told(input('5.2 5.0 5.1 6.0 5.5 5.0 5.2 5.9', { conduct: 'CĐ' }));
  expect({
    title: told(best).slice(-4),
    plan: told(best, twice).filter((text) => text.includes('nghỉ học')),
    withheld: told(best, twice).slice(-2),
    waits: waits.at(-1),
    only: explainYearAverage(null, tenths(76), only, true).map(({ text }) => text),
    blocked: explainYearAverage(null, tenths(76), rules, true).map(({ text }) => text),
    next: [wayToNextTitle(best, yearOutcome(best, rules), named, rules), wayToNextTitle({ ...best, conduct: 'K' }, yearOutcome({ ...best, conduct: 'K' }, rules), named, rules)].map((steps) => steps.map(({ text }) => text)),
  }).toEqual({
    title: [
      'met: Học sinh Giỏi: học tập cả năm Tốt: Tốt. (Điều 15)',
      'met: Học sinh Giỏi: rèn luyện cả năm Tốt: Tốt. (Điều 15)',
      'missed: Học sinh Xuất sắc: thêm ít nhất 6 môn từ 9,0 trở lên; có 5 môn: Văn (9,0), Toán (9,4), NN1 (9,1), GDCD (9,6) và CN (9,0). (Điều 15)',
      'result: Danh hiệu: Học sinh Giỏi. (Điều 15)',
    ],
    plan: ['missed: Lên lớp: nghỉ học không quá 45 buổi: 30 ngày, tính 60 buổi theo kế hoạch hai buổi mỗi ngày. (Điều 12)'],
    withheld: ['rule: Nghỉ quá số buổi nên không được lên lớp; theo cách hiểu của trường, không tặng danh hiệu. (Điều 15)', 'result: Không có danh hiệu cuối năm. (Điều 15)'],
    waits: 'missed: Sau hè: còn chờ kết quả rèn luyện trong hè. (Điều 13)',
    only: ['Học kì I không có kết quả nào. Thông tư không nói cách tính; theo cách hiểu của trường, kết quả học kì II là kết quả cả năm.', 'ĐTBmcn = ĐTBmhkII = 7,6'],
    blocked: ['Chưa tính được ĐTBmcn: còn thiếu ĐTBmhkI. Học kì I không có kết quả nào: thông tư không nói cách tính cả năm từ một học kì, nhà trường cần xem xét.'],
    next: [['Để được Học sinh Xuất sắc: cần thêm 1 môn từ 9,0; gần nhất: KHTN (8,9, còn thiếu 0,1).'], ['Để được Học sinh Giỏi: rèn luyện cả năm cần Tốt.']],
  });
});
