import type { FileReport, SignatureReport } from '#core/contract/verification.ts';
import { findingText } from '#core/text/findings.ts';
import type { TrustAnchors, Verifier } from '#main/office/ports/verifier.ts';
import { fieldTitle, readFields } from './record-fields.ts';

/** Null when the record conforms to its schema. */
export type Validate = (document: Uint8Array) => { readonly line: number; readonly message: string } | null;

export type Refused = { readonly error: string; readonly fieldTitle: string; readonly description: string };

/** One record of a list with the gateway's decision about it: null means accepted. */
export type JudgedRecord = {
  readonly uuid: string;
  readonly pupilCode: string;
  readonly pupilName: string;
  readonly personalId: string;
  readonly schoolYear: string;
  readonly document: Uint8Array;
  readonly refused: Refused | null;
};

export type JudgeParts = {
  readonly verifier: Verifier;
  readonly anchors: TrustAnchors;
  readonly validate: Validate;
  /** Moment of the check, ISO 8601. */
  readonly at: string;
  readonly unitCode: string;
  /** The year in which the school year begins. */
  readonly schoolYear: number;
  /** Digests of the unit's approved certificates. */
  readonly approved: ReadonlySet<string>;
  /** What the gateway already holds under a UUID, and of a pupil in a year. */
  holdsUuid(uuid: string): boolean;
  holdsPupil(personalId: string, schoolYear: string): boolean;
};

/** Judges one record as a reception gateway does: structure, signatures, content, duplicates; the first thing wrong is told. */
export async function judgeRecord(document: Uint8Array, parts: JudgeParts): Promise<JudgedRecord> {
  const field = readFields(document);
  const record = {
    uuid: field('MA_TRA_CUU_UUID').toLowerCase(),
    pupilCode: field('MA_HOC_SINH'),
    pupilName: field('HO_VA_TEN'),
    personalId: field('SO_CCCD'),
    schoolYear: field('TEN_NAM_HOC') || field('NAM_HOC'),
    document,
  };
  const structure = checkStructure(document, parts);
  const content = checkContent(field, record.schoolYear, parts);
  // Of a value that is wrong both ways, the words about the value say more than those about the schema.
  const refused = structure === null ? ((await checkSignatures(document, parts)) ?? content ?? checkDuplicates(record, parts)) : content?.fieldTitle === structure.fieldTitle ? content : structure;
  return { ...record, refused };
}

function refuse(error: string, tag: string, description: string): Refused {
  return { error, fieldTitle: fieldTitle(tag), description };
}

function checkStructure(document: Uint8Array, parts: JudgeParts): Refused | null {
  const problem = parts.validate(document);
  if (problem === null) return null;
  const [, tag = 'HOC_BA'] = /\b([A-Z][A-Z_]{2,}[A-Z])\b/u.exec(problem.message) ?? [];
  return refuse('SAI_CAU_TRUC', tag, `Học bạ không đúng cấu trúc quy định (dòng ${problem.line}): ${problem.message.trim()}`);
}

const slotTags = { subjectTeacher: 'GVBM', homeroomTeacher: 'GVCN', principal: 'CBQL', school: 'KY_PHAT_HANH', transaction: 'HOC_BA', bundle: 'HOC_BA', unknown: 'HOC_BA' } as const satisfies Readonly<
  Record<SignatureReport['role'], string>
>;

async function checkSignatures(document: Uint8Array, parts: JudgeParts): Promise<Refused | null> {
  const report = await parts.verifier.checkRecord({ name: 'hoc-ba.xml', bytes: document, anchors: parts.anchors, at: parts.at });
  for (const role of ['principal', 'school'] as const) {
    if (!report.signatures.some((signature) => signature.role === role)) return refuse('THIEU_CHU_KY', slotTags[role], `Học bạ chưa có ${fieldTitle(slotTags[role])}.`);
  }
  const bad = report.signatures.find((signature) => !isSound(signature.verdict));
  if (bad !== undefined) return refuse('CHU_KY_KHONG_HOP_LE', slotTags[bad.role], `Chữ ký số không được chấp nhận: ${whyNot(bad.findings)}`);
  if (!isSound(report.verdict)) return refuse('CHU_KY_KHONG_HOP_LE', 'HOC_BA', `Không xác thực được học bạ: ${whyNot(report.findings)}`);
  const issue = report.signatures.find((signature) => signature.role === 'school');
  if (!parts.approved.has(issue?.certificate?.digest ?? '')) {
    return refuse('CTS_PHAT_HANH', 'KY_PHAT_HANH', 'Học bạ được ký phát hành bằng chứng thư số chưa đăng ký hoặc chưa được Sở phê duyệt cho đơn vị này.');
  }
  return null;
}

/** Training signatures are what this gateway is for; sound real ones are taken too. */
export function isSound(verdict: FileReport['verdict']): boolean {
  return verdict === 'valid' || verdict === 'practice';
}

export function whyNot(findings: FileReport['findings']): string {
  const finding = findings.find((each) => each.outcome === 'failed') ?? findings.find((each) => each.outcome === 'not-established');
  return finding === undefined ? 'không rõ lý do.' : findingText(finding, 'vi');
}

function checkContent(field: (tag: string) => string, schoolYear: string, parts: JudgeParts): Refused | null {
  if (!/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/iu.test(field('MA_TRA_CUU_UUID'))) return refuse('UUID_SAI', 'MA_TRA_CUU_UUID', 'Mã số tra cứu học bạ không phải UUID phiên bản 4.');
  if (field('MA_TRUONG') !== parts.unitCode) return refuse('SAI_DON_VI', 'MA_TRUONG', `Học bạ ghi mã trường "${field('MA_TRUONG')}", đơn vị gửi là "${parts.unitCode}".`);
  if (Number(schoolYear.slice(0, 4)) !== parts.schoolYear) return refuse('SAI_NAM_HOC', 'TEN_NAM_HOC', `Học bạ ghi năm học "${schoolYear}", giao dịch gửi cho năm học ${parts.schoolYear}-${parts.schoolYear + 1}.`);
  if (!/^\d{12}$/u.test(field('SO_CCCD'))) return refuse('SO_CCCD_SAI', 'SO_CCCD', `Số định danh cá nhân phải gồm đúng 12 chữ số, học bạ ghi "${field('SO_CCCD')}".`);
  if (/\d/u.test(field('HO_VA_TEN'))) return refuse('HO_TEN_SAI', 'HO_VA_TEN', `Họ và tên "${field('HO_VA_TEN')}" không hợp lệ.`);
  const age = parts.schoolYear - yearOf(field('NGAY_SINH'));
  if (!(age >= 5 && age <= 25)) return refuse('NGAY_SINH_SAI', 'NGAY_SINH', `Ngày sinh "${field('NGAY_SINH')}" không hợp lệ với học sinh của năm học này.`);
  return null;
}

/** NaN where the text is no day of the calendar. */
function yearOf(day: string): number {
  const parsed = /^\d{4}-\d{2}-\d{2}$/u.test(day) ? new Date(`${day}T00:00:00Z`) : new Date(Number.NaN);
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(day) ? parsed.getUTCFullYear() : Number.NaN;
}

function checkDuplicates(record: Pick<JudgedRecord, 'uuid' | 'personalId' | 'schoolYear'>, parts: JudgeParts): Refused | null {
  if (parts.holdsUuid(record.uuid)) return refuse('TRUNG_UUID', 'MA_TRA_CUU_UUID', 'Mã số tra cứu học bạ này đã được tiếp nhận trong một giao dịch trước. Học bạ thay thế phải có mã mới.');
  if (parts.holdsPupil(record.personalId, record.schoolYear)) {
    return refuse('TRUNG_HOC_BA', 'SO_CCCD', `Học sinh có số định danh ${record.personalId} đã có học bạ năm học ${record.schoolYear} tại cổng. Phải thu hồi học bạ cũ trước khi gửi học bạ thay thế.`);
  }
  return null;
}
