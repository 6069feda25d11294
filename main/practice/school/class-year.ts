import type { Actor, OfficeDatabase, Repositories } from '#main/office/ports/database.ts';
import type { Clock } from '#main/office/ports/clock.ts';
import type { StoredClass, StoredEnrollment, StoredHomeroom, StoredMark, StoredPupil, StoredSubject } from '#main/office/ports/school-repositories.ts';
import type { HomeroomField } from '#core/contract/shared.ts';
import { formatTenths, tenths } from '#core/values/marks.ts';
import type { Random } from './random.ts';
import { homeroomComment, subjectComment, yearOfMarks, type PracticeMark } from './year-of-marks.ts';

export type ClassPlan = {
  readonly name: string;
  readonly grade: number;
  readonly size: number;
  readonly minority: { readonly offset: number; readonly count: number };
  /** `complete`: ready for records; `first-semester`: nothing of the second yet; `with-gaps`: a year with holes to find. */
  readonly state: 'complete' | 'first-semester' | 'with-gaps';
};

export type PupilInClass = { readonly pupil: StoredPupil; readonly enrollment: StoredEnrollment; readonly ability: number };

export type ClassYear = {
  readonly database: OfficeDatabase;
  readonly actor: Actor;
  readonly parts: { readonly clock: Clock; readonly requiredRegular: (periodsPerYear: number, kind: StoredSubject['kind']) => number };
  readonly random: Random;
  readonly plan: ClassPlan;
  readonly group: StoredClass;
  readonly subjects: readonly StoredSubject[];
  /** The account that the history names. */
  readonly writerId: string;
  readonly pupils: (repositories: Repositories) => Promise<readonly PupilInClass[]>;
};

/** Fills one class in one transaction: pupils, marks with their history, and the homeroom teacher's sheet. */
export async function fillClass(year: ClassYear, onPupil: (name: string) => void): Promise<void> {
  await year.database.write(year.actor, async (repositories) => {
    const pupils = await year.pupils(repositories);
    for (const [index, pupil] of pupils.entries()) {
      await fillMarks(year, repositories, pupil, index);
      await fillHomeroom(year, repositories, pupil, index);
      onPupil(pupil.pupil.data.fullName);
    }
    return { value: undefined, audit: { action: 'practice.classMade', detail: { className: year.plan.name, pupils: pupils.length } } };
  });
}

/** In the complete class one pupil failed mathematics and passed the re-assessment of August (TT 22/2021 Art. 14). */
const reassessedPupil = 16;

async function fillMarks(year: ClassYear, repositories: Repositories, { enrollment, ability }: PupilInClass, index: number): Promise<void> {
  const { random, plan } = year;
  const left = enrollment.status === 'left-school';
  for (const subject of year.subjects) {
    const periods = subject.periods[String(plan.grade)];
    if (periods === undefined) continue;
    const failed = plan.state === 'complete' && index === reassessedPupil && subject.code === mathematicsCode(year.subjects);
    const usual = plan.state === 'complete' && index === reassessedPupil ? 62 : ability;
    const subjectAbility = failed ? 27 : Math.min(98, usual + random.whole(-5, 5));
    const marks = yearOfMarks(random, subject, year.parts.requiredRegular(periods, subject.kind), subjectAbility).filter((mark) => isDue(plan, mark) && !(left && mark.semester === 2) && !isGap(plan, subject, mark, index));
    for (const mark of marks) await setMark(year, repositories, enrollment, subject, mark);
    if (plan.state === 'with-gaps' && subject.order === 1 && index === 5) {
      await repositories.gradebook.setMark(
        { enrollmentId: enrollment.id, subjectId: subject.id, semester: 1, column: 'midterm' },
        { state: 'excused', score: null, pass: null, comment: null },
        { ...change(year), before: textOf(marks.find((mark) => mark.semester === 1 && mark.column === 'midterm')), after: 'P' },
      );
    }
    for (const semester of [1, 2] as const) {
      if (!isDue(plan, { semester }) || left || (plan.state === 'with-gaps' && subject.order === 3)) continue;
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

/** Holes of class 8B: a column never entered, and single cells here and there. */
function isGap(plan: ClassPlan, subject: StoredSubject, mark: PracticeMark, index: number): boolean {
  if (plan.state !== 'with-gaps') return false;
  if (subject.order === 2 && mark.semester === 2 && mark.column === 'final') return true;
  return (subject.order * 7 + index * 3) % 41 === 0 && mark.semester === 2 && mark.column === 'regular2';
}

async function setMark(year: ClassYear, repositories: Repositories, enrollment: StoredEnrollment, subject: StoredSubject, mark: PracticeMark): Promise<void> {
  const value: Pick<StoredMark, 'state' | 'score' | 'pass' | 'comment'> = { state: 'entered', score: mark.score, pass: mark.pass, comment: mark.comment };
  await repositories.gradebook.setMark({ enrollmentId: enrollment.id, subjectId: subject.id, semester: mark.semester, column: mark.column }, value, { ...change(year), before: '', after: textOf(mark) });
}

function change(year: ClassYear) {
  return { reason: null, at: year.parts.clock.now(), userId: year.writerId };
}

function textOf(mark: PracticeMark | undefined): string {
  if (mark === undefined) return '';
  return mark.score === null ? (mark.pass ?? mark.comment ?? '') : formatTenths(tenths(mark.score), ',');
}

async function fillHomeroom(year: ClassYear, repositories: Repositories, { enrollment, ability }: PupilInClass, index: number): Promise<void> {
  const { random, plan } = year;
  if (enrollment.status === 'left-school') return;
  const conduct = ability >= 60 || random.chance(0.6) ? 'T' : 'K';
  const first: Partial<Record<HomeroomField, string | number>> = { conduct1: conduct, excused1: random.whole(0, 3), unexcused1: random.chance(0.1) ? 1 : 0 };
  const second: Partial<Record<HomeroomField, string | number>> = {
    conduct2: conduct,
    excused2: random.whole(0, 3),
    unexcused2: 0,
    height: 1350 + (plan.grade - 6) * 55 + random.whole(-60, 120),
    weight: 340 + (plan.grade - 6) * 40 + random.whole(-40, 90),
    comment: homeroomComment(random, ability),
  };
  const fields = plan.state === 'first-semester' ? first : { ...first, ...second };
  for (const [field, value] of Object.entries(fields) as [HomeroomField & keyof StoredHomeroom, string | number][]) {
    if (plan.state === 'with-gaps' && ((field === 'conduct2' && index % 13 === 4) || (field === 'comment' && index % 9 === 2))) continue;
    await repositories.homeroom.setField(enrollment.id, field, value, { before: '', after: String(value), at: year.parts.clock.now(), userId: year.writerId });
  }
}
