import { defineTexts } from './texts.ts';

export const derivationTexts = defineTexts(
  {
    of: (pupil: string) => `Vì sao có kết quả này: ${pupil}`,
    choose: 'Kết quả',
    subject: (subject: string, period: string) => `${subject}, ${period}`,
    learning: (period: string) => `Học tập, ${period}`,
    conduct: 'Rèn luyện, cả năm',
    year: 'Lên lớp, danh hiệu',
    periods: { 1: 'học kì I', 2: 'học kì II', year: 'cả năm' },
    circular: (number: string) => `Theo Thông tư ${number}`,
    hints: 'Còn thiếu gì để lên mức cao hơn (để giáo viên chủ nhiệm dùng)',
    signs: { input: 'Số liệu', rule: 'Quy định', met: 'Đạt điều kiện', missed: 'Chưa đạt điều kiện', result: 'Kết quả', hint: 'Gợi ý', review: 'Cần nhà trường xem xét' },
    vietnameseOnly: '',
    open: (pupil: string) => `Vì sao có kết quả này: ${pupil}`,
  },
  {
    of: (pupil) => `Where this result comes from: ${pupil}`,
    choose: 'Result',
    subject: (subject, period) => `${subject}, ${period}`,
    learning: (period) => `Learning, ${period}`,
    conduct: 'Conduct, year',
    year: 'Promotion and title',
    periods: { 1: 'semester 1', 2: 'semester 2', year: 'year' },
    circular: (number) => `By circular ${number}`,
    hints: 'What is missing to reach the next level (for the homeroom teacher)',
    signs: { input: 'Data', rule: 'Rule', met: 'Met', missed: 'Not met', result: 'Result', hint: 'Hint', review: 'The school has to look at this' },
    vietnameseOnly: 'The derivation is in Vietnamese, in the words of the circular.',
    open: (pupil) => `Where this result comes from: ${pupil}`,
  },
);
