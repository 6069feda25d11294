import type { LevelRules, PrimaryRules } from '#core/rules/rule-tables.ts';
import { moments, type Absence, type AttributeLevel } from '#core/values/registers.ts';
import { daysOfMonth, schoolMonths } from '#core/values/school-calendar.ts';
import type { Clock } from '#main/office/ports/clock.ts';
import type { Repositories } from '#main/office/ports/database.ts';
import type { StoredEnrollment } from '#main/office/ports/school-repositories.ts';

type RegistersYear = {
  readonly parts: { readonly clock: Clock };
  readonly rules: LevelRules | PrimaryRules;
  readonly plan: { readonly grade: number; readonly state: 'complete' | 'first-semester' | 'with-gaps' };
  readonly schoolYear: string;
  readonly writerId: string;
};
type RegistersPupil = { readonly enrollment: StoredEnrollment; readonly ability: number };

/** In the class with gaps somebody forgot one day of this pupil when the sums were written. */
const miscountedPupil = 9;

/** A class's attendance by day, in step with the sums of the homeroom sheet, and in primary classes qualities and competencies at every moment that is over. */
export async function fillRegisters(year: RegistersYear, repositories: Repositories, pupil: RegistersPupil, index: number): Promise<void> {
  if (pupil.enrollment.status === 'left-school') return;
  if (year.plan.state !== 'first-semester') await fillAttendance(year, repositories, pupil, index);
  if (year.rules.kind === 'primary') await fillAttributes(year, year.rules, repositories, pupil, index);
}

async function fillAttendance(year: RegistersYear, repositories: Repositories, { enrollment }: RegistersPupil, index: number): Promise<void> {
  const sums = await repositories.homeroom.entry(enrollment.id);
  const months = schoolMonths(year.schoolYear);
  // September to December, and February to May: whole months on either side of the turn of the semester.
  for (const [semester, days] of ([[1, daysIn(months.slice(0, 4))], [2, daysIn(months.slice(5, 9))]] as const)) {
    const [excused, unexcused] = semester === 1 ? [sums?.excused1, sums?.unexcused1] : [sums?.excused2, sums?.unexcused2];
    const forgotten = year.plan.state === 'with-gaps' && index === miscountedPupil && semester === 1 ? 1 : 0;
    const absences: readonly Absence[] = [...Array<Absence>((excused ?? 0) + forgotten).fill('P'), ...Array<Absence>(unexcused ?? 0).fill('K')];
    for (const [number, absence] of absences.entries()) {
      const date = days[(index * 7 + number * 13) % days.length] ?? '';
      await repositories.registers.setCell({ enrollmentId: enrollment.id, register: 'attendance', period: date.slice(0, 7), column: `d${date.slice(8)}` }, absence, changeTo(year, absence));
    }
  }
}

function daysIn(months: readonly string[]): readonly string[] {
  return months.flatMap((month) => daysOfMonth(month)).flatMap(({ date, weekday }) => (weekday <= 5 ? [date] : []));
}

const comments = {
  NHAN_XET_PHAM_CHAT: ['Yêu quý bạn bè, thầy cô; trung thực, chăm chỉ.', 'Biết giúp đỡ bạn; cần mạnh dạn nhận lỗi hơn.', 'Chăm làm việc nhà, việc lớp; có trách nhiệm.'],
  NHAN_XET_NANG_LUC_CHUNG: ['Tự giác học tập, hợp tác tốt trong nhóm.', 'Tự phục vụ tốt; cần mạnh dạn hơn khi trao đổi.', 'Biết nêu thắc mắc và tìm cách giải quyết.'],
  NHAN_XET_NANG_LUC_DAC_THU: ['Đọc lưu loát, tính toán nhanh, khéo tay.', 'Tính toán chắc chắn; cần rèn thêm cách diễn đạt.', 'Vận động khéo léo, yêu thích vẽ và hát.'],
} as const;

async function fillAttributes(year: RegistersYear, { qualities, competencies }: PrimaryRules, repositories: Repositories, { enrollment, ability }: RegistersPupil, index: number): Promise<void> {
  const { plan } = year;
  const codes = [...qualities, ...competencies.filter(({ optionalUntilGrade }) => plan.grade > optionalUntilGrade)].map(({ code }) => code);
  const over = plan.state === 'first-semester' ? moments.slice(0, 2) : moments;
  for (const [moment, period] of over.entries()) {
    const set = (column: string, value: string) => repositories.registers.setCell({ enrollmentId: enrollment.id, register: 'attributes', period, column }, value, changeTo(year, value));
    for (const [place, code] of codes.entries()) await set(code, levelOf(ability + moment * 4, index + place));
    for (const [column, texts] of Object.entries(comments)) await set(column, texts[(index + moment) % texts.length] ?? texts[0]);
  }
}

/** `ability` in tenths; weaker pupils are Đạt in some things, the weakest need effort in one. */
function levelOf(ability: number, place: number): AttributeLevel {
  if (ability >= 78) return 'T';
  if (ability < 60 && place % 11 === 0) return 'C';
  return place % 3 === 0 ? 'Đ' : 'T';
}

function changeTo(year: RegistersYear, after: string) {
  return { before: '', after, reason: null, at: year.parts.clock.now(), userId: year.writerId, stepId: null };
}
