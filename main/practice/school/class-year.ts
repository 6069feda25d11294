import type { Actor, OfficeDatabase, Repositories } from '#main/office/ports/database.ts';
import type { Clock } from '#main/office/ports/clock.ts';
import type { StoredClass, StoredEnrollment, StoredHomeroom, StoredMark, StoredPupil, StoredSubject } from '#main/office/ports/school-repositories.ts';
import type { HomeroomField } from '#core/contract/shared.ts';
import type { LevelRules, PrimaryRules } from '#core/rules/rule-tables.ts';
import { requiredRegularMarks } from '#core/rules/tt22/subject-results.ts';
import { markText } from '#main/office/gradebook/mark-input.ts';
import { testsOf } from '#main/office/results/class-data.ts';
import { fillAttendance } from './class-attendance.ts';
import type { Random } from './random.ts';
import type { Moment } from '#core/values/registers.ts';
import { attributeComment, homeroomComment, primaryYearOfMarks, subjectComment, yearOfMarks, type PracticeMark } from './year-of-marks.ts';

export type ClassPlan = {
  readonly name: string;
  readonly grade: number;
  readonly size: number;
  readonly minority: { readonly offset: number; readonly count: number };
  /** `complete`: ready for records; `first-semester`: nothing of the second yet; `with-gaps`: a year with holes to find. */
  readonly state: 'complete' | 'first-semester' | 'with-gaps';
  /** Upper secondary: the electives every pupil of the class chose, and the subjects with special topics, by code. */
  readonly electives?: readonly string[];
  readonly topics?: readonly string[];
};

export type PupilInClass = { readonly pupil: StoredPupil; readonly enrollment: StoredEnrollment; readonly ability: number };

export type ClassYear = {
  readonly database: OfficeDatabase;
  readonly actor: Actor;
  readonly parts: { readonly clock: Clock };
  readonly rules: LevelRules | PrimaryRules;
  readonly random: Random;
  readonly plan: ClassPlan;
  readonly group: StoredClass;
  /** `2025-2026`. */
  readonly schoolYear: string;
  readonly subjects: readonly StoredSubject[];
  /** The account that the history names. */
  readonly writerId: string;
  readonly pupils: (repositories: Repositories) => Promise<readonly PupilInClass[]>;
};

/** Fills one class in one transaction: pupils, marks with their history, and the homeroom teacher's registers. */
export async function fillClass(year: ClassYear, onPupil: (name: string) => void): Promise<void> {
  await year.database.write(year.actor, async (repositories) => {
    const pupils = await year.pupils(repositories);
    for (const [index, pupil] of pupils.entries()) {
      await choose(year, repositories, pupil);
      if (year.rules.kind === 'primary') {
        await fillPrimaryMarks(year, year.rules, repositories, pupil, index);
        await fillAttributes(year, year.rules, repositories, pupil);
      }
      else await fillMarks(year, year.rules, repositories, pupil, index);
      await fillHomeroom(year, repositories, pupil, index);
      await fillAttendance(year, repositories, pupil.enrollment, index);
      onPupil(pupil.pupil.data.fullName);
    }
    return { value: undefined, audit: { action: 'practice.classMade', detail: { className: year.plan.name, pupils: pupils.length } } };
  });
}

/** In the complete class one pupil failed mathematics and passed the re-assessment of August (TT 22/2021 Art. 14). */
const reassessedPupil = 16;

async function fillMarks(year: ClassYear, rules: LevelRules, repositories: Repositories, { enrollment, ability }: PupilInClass, index: number): Promise<void> {
  const { random, plan } = year;
  const left = enrollment.status === 'left-school';
  for (const [place, subject] of year.subjects.entries()) {
    const periods = subject.periods[String(plan.grade)];
    if (periods === undefined || (subject.electiveIn.includes(plan.grade) && plan.electives?.includes(subject.code) !== true)) continue;
    const failed = plan.state === 'complete' && index === reassessedPupil && subject.code === mathematicsCode(year.subjects);
    const usual = plan.state === 'complete' && index === reassessedPupil ? 62 : ability;
    const subjectAbility = failed ? 27 : Math.min(98, usual + random.whole(-5, 5));
    const marks = yearOfMarks(random, subject, requiredRegularMarks(periods, subject.kind, rules), subjectAbility).filter((mark) => isDue(plan, mark) && !(left && mark.semester === 2) && !isGap(plan, place + 1, mark, index));
    for (const mark of marks) await setMark(year, repositories, enrollment, subject, mark);
    const topics = plan.topics?.includes(subject.code) === true && rules.policies.specialTopics !== 'none' ? (rules.policies.specialTopicsSemester === '1' ? 1 : 2) : null;
    if (topics !== null && isDue(plan, { semester: topics })) await setMark(year, repositories, enrollment, subject, { semester: topics, column: 'topic', score: Math.min(100, Math.round(subjectAbility / 5) * 5), pass: null, comment: null });
    if (plan.state === 'with-gaps' && place === 0 && index === 5) {
      await repositories.gradebook.setMark(
        { enrollmentId: enrollment.id, subjectId: subject.id, semester: 1, column: 'midterm' },
        { state: 'excused', score: null, pass: null, comment: null, level: null },
        { ...change(year), before: textOf(marks.find((mark) => mark.semester === 1 && mark.column === 'midterm')), after: 'P' },
      );
    }
    for (const semester of [1, 2] as const) {
      if (!isDue(plan, { semester }) || left || (plan.state === 'with-gaps' && place === 2)) continue;
      await setMark(year, repositories, enrollment, subject, { semester, column: 'comment', score: null, pass: null, comment: subjectComment(random, subject.kind, subjectAbility) });
    }
    if (failed) await setMark(year, repositories, enrollment, subject, { semester: 2, column: 'reassessment', score: 55, pass: null, comment: null });
  }
}

function mathematicsCode(subjects: readonly StoredSubject[]): string {
  return subjects.find(({ name }) => name === 'Toán')?.code ?? '';
}

function isDue(plan: ClassPlan, mark: Pick<PracticeMark, 'semester'>): boolean {
  return mark.semester === 1 || plan.state !== 'first-semester';
}

/** Holes of class 8B: a column never entered, and single cells here and there. `place`: of the subject in the list, from 1. */
function isGap(plan: ClassPlan, place: number, mark: PracticeMark, index: number): boolean {
  if (plan.state !== 'with-gaps') return false;
  if (place === 2 && mark.semester === 2 && mark.column === 'final') return true;
  return (place * 7 + index * 3) % 41 === 0 && mark.semester === 2 && mark.column === 'regular2';
}

/** Level, test and comment at the four moments (TT 27/2020 Art. 7). */
async function fillPrimaryMarks(year: ClassYear, rules: PrimaryRules, repositories: Repositories, { enrollment, ability }: PupilInClass, index: number): Promise<void> {
  const { random, plan } = year;
  for (const subject of year.subjects) {
    if (subject.periods[String(plan.grade)] === undefined) continue;
    const own = Math.min(98, ability + random.whole(-6, 8));
    // One pupil of the complete class did not finish mathematics and did after the supplementary assessment.
    const failed = plan.state === 'complete' && index === reassessedPupil && subject.code === 'TOAN';
    for (const mark of primaryYearOfMarks(random, testsOf(subject.code, plan.grade, rules), failed ? 38 : own, failed)) {
      if (isDue(plan, mark)) await setMark(year, repositories, enrollment, subject, mark);
    }
  }
}

/** Qualities and competencies at the four moments (TT 27/2020 Art. 5), and what the record says about them at the year's end. */
async function fillAttributes(year: ClassYear, rules: PrimaryRules, repositories: Repositories, { enrollment, ability }: PupilInClass): Promise<void> {
  const { random, plan } = year;
  const codes = [...rules.qualities.map(({ code }) => code), ...rules.competencies.filter(({ optionalUntilGrade }) => plan.grade > optionalUntilGrade).map(({ code }) => code)];
  const set = (period: Moment, column: string, value: string) => repositories.registers.setCell({ enrollmentId: enrollment.id, register: 'attributes', period, column }, value, { ...change(year), before: '', after: value, stepId: null });
  for (const period of ['1-mid', '1-end', '2-mid', '2-end'] as const) {
    if (!isDue(plan, { semester: period.startsWith('1') ? 1 : 2 })) continue;
    for (const code of codes) await set(period, code, ability >= 62 || random.chance(0.7) ? 'T' : 'Đ');
  }
  if (!isDue(plan, { semester: 2 })) return;
  for (const column of ['NHAN_XET_PHAM_CHAT', 'NHAN_XET_NANG_LUC_CHUNG', 'NHAN_XET_NANG_LUC_DAC_THU'] as const) await set('2-end', column, attributeComment(random, column));
}

async function choose({ plan, subjects }: ClassYear, repositories: Repositories, { enrollment }: PupilInClass): Promise<void> {
  const chosen = subjects.filter(({ code }) => plan.electives?.includes(code) === true || plan.topics?.includes(code) === true);
  if (chosen.length > 0) await repositories.pupils.setChoices(enrollment.id, chosen.map(({ id, code }) => ({ subjectId: id, topics: plan.topics?.includes(code) === true })));
}

async function setMark(year: ClassYear, repositories: Repositories, enrollment: StoredEnrollment, subject: StoredSubject, mark: PracticeMark): Promise<void> {
  const value: Pick<StoredMark, 'state' | 'score' | 'pass' | 'comment' | 'level'> = { state: 'entered', score: mark.score, pass: mark.pass, comment: mark.comment, level: mark.level ?? null };
  await repositories.gradebook.setMark({ enrollmentId: enrollment.id, subjectId: subject.id, semester: mark.semester, column: mark.column }, value, { ...change(year), before: '', after: textOf(mark) });
}

function change(year: ClassYear) {
  return { reason: null, at: year.parts.clock.now(), userId: year.writerId };
}

function textOf(mark: PracticeMark | undefined): string {
  if (mark === undefined) return '';
  return markText({ state: 'entered', score: mark.score, pass: mark.pass, comment: mark.comment, level: mark.level ?? null }, mark.column);
}

async function fillHomeroom(year: ClassYear, repositories: Repositories, { enrollment, ability }: PupilInClass, index: number): Promise<void> {
  const { random, plan } = year;
  if (enrollment.status === 'left-school') return;
  const conduct = ability >= 60 || random.chance(0.6) ? 'T' : 'K';
  const conductOf = (field: 'conduct1' | 'conduct2') => (year.rules.kind === 'primary' ? {} : { [field]: conduct });
  const first: Partial<Record<HomeroomField, string | number>> = { ...conductOf('conduct1'), excused1: random.whole(0, 3), unexcused1: random.chance(0.1) ? 1 : 0 };
  const second: Partial<Record<HomeroomField, string | number>> = {
    ...conductOf('conduct2'),
    excused2: random.whole(0, 3),
    unexcused2: 0,
    height: 1350 + (plan.grade - 6) * 55 + random.whole(-60, 120),
    weight: Math.max(190, 340 + (plan.grade - 6) * 40 + random.whole(-40, 90)),
    comment: homeroomComment(random, ability),
  };
  const fields = plan.state === 'first-semester' ? first : { ...first, ...second };
  for (const [field, value] of Object.entries(fields) as [HomeroomField & keyof StoredHomeroom, string | number][]) {
    if (plan.state === 'with-gaps' && ((field === 'conduct2' && index % 13 === 4) || (field === 'comment' && index % 9 === 2))) continue;
    await repositories.homeroom.setField(enrollment.id, field, value, { before: '', after: String(value), at: year.parts.clock.now(), userId: year.writerId });
  }
}
