import type { Language } from '#core/contract/shared.ts';
import type { Finding, Verdict } from '#core/contract/verification.ts';
import type { FindingTexts, Values } from './finding-codes.ts';
import { englishFindings, vietnameseFindings } from './finding-sentences.ts';
import { readableMoment } from './readable-moment.ts';
import { defineTexts } from './texts.ts';

export { findingCodes, findingOutcomes, type FindingCode, type FindingOutcome } from './finding-codes.ts';

const findingTexts: { readonly [Each in Language]: FindingTexts } = { vi: vietnameseFindings, en: englishFindings };

/** The statement of one finding as a whole sentence. An unknown code (of a newer report) is shown as it is. */
export function findingText(finding: Finding, language: Language): string {
  const texts: Readonly<Record<string, Readonly<Record<string, (value: Values) => string>>>> = findingTexts[language];
  const write = texts[finding.code]?.[finding.outcome];
  return write === undefined ? finding.code : write((name) => readableMoment(String(finding.params[name] ?? '')));
}

type VerdictTexts = { readonly [Each in Verdict]: { readonly word: string; readonly meaning: string } };

/** The verdict in capitals, and what it means in one sentence. */
export const verdictTexts = defineTexts(
  {
    valid: { word: 'HỢP LỆ', meaning: 'Tệp do đúng người và đúng trường ký, còn nguyên vẹn; mọi điều cần kiểm tra đều đã được xác nhận.' },
    practice: { word: 'LUYỆN TẬP – không phải học bạ thật', meaning: 'Chữ ký còn nguyên vẹn nhưng được tạo để luyện tập; tệp không có giá trị pháp lý.' },
    indeterminate: { word: 'CHƯA XÁC ĐỊNH ĐƯỢC', meaning: 'Không thấy điều gì sai, nhưng có điều chưa xác nhận được; chưa được coi tệp này là hợp lệ.' },
    invalid: { word: 'KHÔNG HỢP LỆ', meaning: 'Tệp đã bị sửa, bị giả mạo hoặc được ký sai; tệp không có giá trị.' },
    unsupported: { word: 'KHÔNG KIỂM TRA ĐƯỢC', meaning: 'Tệp không theo mẫu mà chương trình kiểm tra được; không có kết luận nào về tệp.' },
    unsigned: { word: 'CHƯA KÝ', meaning: 'Tệp chưa có chữ ký số nào nên chưa có giá trị.' },
  } satisfies VerdictTexts,
  {
    valid: { word: 'VALID', meaning: 'Signed by the right people and the right school, and intact; everything that has to be checked is established.' },
    practice: { word: 'PRACTICE – not a real record', meaning: 'The signatures are intact but were made for training; the file has no legal value.' },
    indeterminate: { word: 'NOT ESTABLISHED', meaning: 'Nothing is wrong, but something could not be established; do not take this file for valid yet.' },
    invalid: { word: 'INVALID', meaning: 'The file was altered, forged or wrongly signed; it has no value.' },
    unsupported: { word: 'CANNOT BE CHECKED', meaning: 'The file does not follow a format that the program can check; nothing is concluded about it.' },
    unsigned: { word: 'NOT SIGNED', meaning: 'The file has no digital signature and therefore no value yet.' },
  },
);

/** Words for what was looked at: established, not established, failed. */
export const outcomeTexts = defineTexts(
  { established: 'Đã xác nhận', 'not-established': 'Chưa xác nhận được', failed: 'Sai' },
  { established: 'Established', 'not-established': 'Not established', failed: 'Wrong' },
);

/** Whose signature it is. */
export const signatureRoleTexts = defineTexts(
  {
    subjectTeacher: 'Giáo viên bộ môn',
    homeroomTeacher: 'Giáo viên chủ nhiệm',
    principal: 'Cán bộ quản lý',
    school: 'Nhà trường ký phát hành',
    transaction: 'Chữ ký giao dịch của nhà trường',
    bundle: 'Chữ ký niêm phong gói',
    unknown: 'Chưa rõ vai trò',
  },
  {
    subjectTeacher: 'Subject teacher',
    homeroomTeacher: 'Homeroom teacher',
    principal: 'Principal',
    school: 'School (issue)',
    transaction: "School's transaction signature",
    bundle: 'Seal of the bundle',
    unknown: 'Role unknown',
  },
);
