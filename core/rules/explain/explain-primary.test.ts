import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import table from '../../../resources/rules/tt27-2020.json' with { type: 'json' };
import { underChoices } from '../policies.ts';
import { primaryRules } from '../rule-tables.ts';
import { primaryReview } from '../tt27/primary-review.ts';
import { primaryOutcome, withSupplement, type AttributeLevel, type PrimaryLevel, type PrimaryYear } from '../tt27/primary-year.ts';
import { explainPrimaryEnding, wayToNextOutcome } from './explain-primary.ts';
import { explainPrimaryReview } from './explain-review.ts';

const rules = primaryRules.parse(table);
const named = (code: string) => code;
const year = fc
  .record({ levels: fc.array(fc.constantFrom<PrimaryLevel>('T', 'T', 'T', 'H', 'C'), { minLength: 5, maxLength: 5 }), tests: fc.array(fc.constantFrom(4, 5, 6, 7, 8, 9, 10), { minLength: 2, maxLength: 2 }), attributes: fc.array(fc.constantFrom<AttributeLevel>('T', 'T', 'T', 'Đ', 'C'), { minLength: 4, maxLength: 4 }) })
  .map(({ levels, tests, attributes }): PrimaryYear => ({
    grade: 1,
    subjects: levels.map((level, index) => ({ code: ['TIENG_VIET', 'TOAN', 'DAO_DUC', 'TNXH', 'HDTN'][index] ?? '', level, test: tests[index] ?? null })),
    attributes: attributes.map((level, index) => ({ code: `pc${index}`, level })),
  }));

test('doing what the hints say reaches the next outcome, and none of them can be left out', () => {
  const order = ['CHT', 'HT', 'HTT', 'HTXS'] as const;
  const done = (one: PrimaryYear, hints: readonly string[]): PrimaryYear => ({
    ...one,
    subjects: one.subjects.map((subject) => {
      const test = hints.map((text) => new RegExp(`^Bài kiểm tra ${subject.code}: .* lên (\\d+)`, 'u').exec(text)?.[1]).find((goal) => goal !== undefined);
      const level = hints.map((text) => new RegExp(`^${subject.code}: .* lên ([TH])`, 'u').exec(text)?.[1]).find((goal) => goal !== undefined);
      return { ...subject, ...(level === undefined ? {} : { level: level as PrimaryLevel }), ...(test === undefined ? {} : { test: Number(test) }) };
    }),
    attributes: one.attributes.map((attribute) => ({ ...attribute, level: (hints.map((text) => new RegExp(`^${attribute.code}: .* lên ([TĐ])`, 'u').exec(text)?.[1]).find((goal) => goal !== undefined) ?? attribute.level) as AttributeLevel })),
  });
  fc.assert(
    fc.property(year, (one) => {
      const now = primaryOutcome(one, rules);
      const hints = wayToNextOutcome(one, named, rules).map(({ text }) => text).slice(0, -1);
      if (now === null || now === 'HTXS') {
        expect(hints).toEqual([]);
        return;
      }
      const rank = (changed: PrimaryYear) => order.indexOf(primaryOutcome(changed, rules) ?? 'CHT');
      expect(rank(done(one, hints))).toBeGreaterThan(order.indexOf(now));
      for (const left of hints) expect(rank(done(one, hints.filter((hint) => hint !== left)))).toBe(order.indexOf(now));
    }),
    { numRuns: 1500 },
  );
});

test('the ending: supplementary assessment, the principal’s word, the commendation; a subject of two parts is a point left open', () => {
  const failed: PrimaryYear = { grade: 1, subjects: [{ code: 'TIENG_VIET', level: 'T', test: 9 }, { code: 'TOAN', level: 'C', test: 4 }], attributes: [] };
  const supported = withSupplement(failed, { subjects: new Map([['TOAN', { level: 'H' as const, test: 5 }]]), attributes: new Map() });
  const nobody = { classNomination: false, outstandingOrProgress: true };
  const words = (ending: Partial<Parameters<typeof explainPrimaryEnding>[2]>, outcome: Parameters<typeof explainPrimaryEnding>[1]) => explainPrimaryEnding(failed, outcome, { after: null, principalDecision: null, award: null, recognition: nobody, ...ending }, named, rules).map(({ kind, text }) => `${kind}: ${text}`);
  const parts: PrimaryYear = { grade: 3, subjects: [['TIENG_VIET', 9], ['TOAN', 9], ['NGOAI_NGU_1', 9], ['TIN_HOC', 9], ['CONG_NGHE', null]].map(([code, test]) => ({ code: String(code), level: 'T', test: test as number | null })), attributes: [{ code: 'pc', level: 'T' }] };
  expect({
    helped: words({ after: { year: supported, outcome: 'HT', decision: 'COMPLETED_CLASS' } }, 'CHT'),
    principal: words({ after: { year: failed, outcome: 'CHT', decision: 'PRINCIPAL_DECIDES' }, principalDecision: 'RETAINED' }, 'CHT').slice(-2, -1),
    nominated: words({}, 'HTT'),
    open: explainPrimaryReview(primaryReview(parts, rules), () => null).map(({ text }) => text),
    settled: primaryReview(parts, underChoices(rules, { combinedTests: 'each' })).map(({ value, others }) => [value, others]),
    none: primaryReview({ ...parts, subjects: parts.subjects.map((subject) => ({ ...subject, test: 9 })) }, rules),
  }).toEqual({
    helped: ['input: Đánh giá bổ sung: TOAN H (bài kiểm tra 5).', 'result: Sau đánh giá bổ sung: Hoàn thành. Hoàn thành chương trình lớp học.', 'result: Không có khen thưởng cuối năm.'],
    principal: ['result: Hiệu trưởng quyết định: ở lại lớp.'],
    nominated: ['met: Học sinh Tiêu biểu: thành tích xuất sắc về ít nhất một môn học hoặc tiến bộ rõ rệt ít nhất một phẩm chất, năng lực.', 'missed: Học sinh Tiêu biểu: được tập thể lớp công nhận.', 'result: Không có khen thưởng cuối năm.'],
    open: ['Cần nhà trường xem xét: Môn gồm hai phần (Tin học và Công nghệ) cần một bài kiểm tra hay mỗi phần một bài? Đang dùng: Một bài ở một trong hai phần là đủ (có cả hai thì xét theo điểm thấp hơn); nếu hiểu khác (Mỗi phần một bài) thì chưa xếp được.'],
    settled: [['each', [{ value: 'either', result: { outcome: 'HTXS' } }]]],
    none: [],
  });
});
