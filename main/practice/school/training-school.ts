import type { RuleLibrary } from '#core/rules/rule-library.ts';
import { rulesOf } from '#main/office/results/class-data.ts';
import type { PupilField } from '#core/contract/shared.ts';
import type { Role } from '#core/contract/method.ts';
import type { Actor, OfficeDatabase, Repositories } from '#main/office/ports/database.ts';
import type { Clock, IdSource } from '#main/office/ports/clock.ts';
import type { SubjectsFor } from '#main/office/ports/curricula.ts';
import type { TrainingSchoolMaker } from '#main/office/ports/practice.ts';
import type { StoredClass, StoredEnrollment, StoredSubject, StoredTeacher } from '#main/office/ports/school-repositories.ts';
import { fillClass, type ClassPlan, type PupilInClass } from './class-year.ts';
import { kinhName, practiceNames } from './names.ts';
import { practicePersonalId, practicePupil } from './people.ts';
import { trainingPlans, type TrainingPlan } from './training-plans.ts';
import { createRandom, type Random } from './random.ts';
import { tokenHolders, type TokenHolder } from './token-holders.ts';

export type TrainingSchoolParts = {
  readonly clock: Clock;
  readonly ids: IdSource;
  /** Subjects of the curricula, with periods by grade. */
  readonly subjectsFor: SubjectsFor;
  readonly rules: RuleLibrary;
  /** Orders full names as a Vietnamese class list does. */
  readonly compareNames: (a: string, b: string) => number;
  readonly hashPassword: (password: string) => Promise<string>;
  /** The password of every account of the training school. */
  readonly password: string;
  readonly provisionTokens: (folder: string, holders: readonly TokenHolder[]) => Promise<void>;
};

const yearStart = 2025;
const schoolYear = `${yearStart}-${yearStart + 1}`;
const program: Actor = { userId: null, userName: 'Học Bạ' };

export function createTrainingSchoolMaker(parts: TrainingSchoolParts): TrainingSchoolMaker {
  return {
    async make(kind, database, folder, progress) {
      const training = trainingPlans[kind];
      const random = createRandom(20252026);
      const total = training.classes.reduce((sum, plan) => sum + plan.size, 0) + 2;
      progress(0, total, training.name);
      const frame = await makeFrame(training, database, parts, random);
      let done = 1;
      for (const plan of training.classes) {
        const group = frame.classes.get(plan.name);
        if (group === undefined) throw new Error(`no class ${plan.name}`);
        const rules = rulesOf(parts.rules, training, { id: group.yearId, name: schoolYear }, plan.grade, {});
        if (rules === null) throw new Error(`no rules for ${plan.name}`);
        await fillClass({ database, actor: program, parts, rules, random, plan, group, schoolYear, subjects: frame.subjects, writerId: frame.clerkId, pupils: (repositories) => enroll(repositories, parts, random, plan, group) }, (name) => {
          done += 1;
          progress(done, total, `${plan.name}: ${name}`);
        });
      }
      await parts.provisionTokens(folder, await database.read(tokenHolders));
      progress(total, total, training.name);
    },
  };
}

type Frame = { readonly classes: ReadonlyMap<string, StoredClass>; readonly subjects: readonly StoredSubject[]; readonly clerkId: string };

async function makeFrame(training: TrainingPlan, database: OfficeDatabase, parts: TrainingSchoolParts, random: Random): Promise<Frame> {
  const now = parts.clock.now();
  const head = training.programme === 'continuing' ? 'Giám đốc' : 'Hiệu trưởng';
  const passwordHash = await parts.hashPassword(parts.password);
  const principal = person(parts, 'Trần Thị Thu Hà', 'female', 1974, 1);
  const subjects = parts.subjectsFor({ ...training, schoolYear }).map((subject): StoredSubject => ({ ...subject, id: parts.ids.next() }));
  const teachers = subjects.map((_, index) => {
    const sex = random.chance(0.6) ? 'female' : 'male';
    return person(parts, kinhName(random, sex), sex, random.whole(1972, 1998), index + 2);
  });
  const year = { id: parts.ids.next(), name: schoolYear };
  const classes = training.classes.map((plan, index): StoredClass => ({ id: parts.ids.next(), yearId: year.id, name: plan.name, grade: plan.grade, homeroomTeacherId: teachers[index * 2]?.id ?? null }));
  const clerkId = parts.ids.next();

  await database.write(program, async (repositories) => {
    await repositories.school.saveSchool({
      code: training.code,
      name: training.name,
      programme: training.programme,
      levels: training.levels,
      departmentCode: '99',
      departmentName: 'Sở Giáo dục và Đào tạo (LUYỆN TẬP)',
      provinceName: 'tỉnh Luyện Tập',
      communeName: 'xã Hoa Ban',
      principalName: principal.fullName,
      principalPersonalId: principal.personalId,
      principalTitle: head,
      issuePlace: 'Hoa Ban',
      homeroomSignature: true,
      idleMinutes: 30,
      training: true,
      createdAt: now,
    });
    await repositories.school.addYear(year, now);
    for (const subject of subjects) await repositories.school.saveSubject(subject, year.id);
    for (const teacher of [principal, ...teachers]) await repositories.school.saveTeacher(teacher);
    for (const group of classes) {
      await repositories.school.saveClass(group);
      for (const [index, subject] of subjects.entries()) if (subject.periods[String(group.grade)] !== undefined) await repositories.school.assign(group.id, subject.id, teachers[index]?.id ?? null);
    }
    const account = (id: string, userName: string, displayName: string, roles: readonly Role[], teacherId: string | null) =>
      repositories.users.save({ id, userName, displayName, roles, teacherId, active: true, passwordHash, createdAt: now });
    await account(clerkId, 'vanthu', 'Lê Thị Mai (văn thư)', ['clerk'], null);
    await account(parts.ids.next(), 'hieutruong', `${principal.fullName} (${head.toLowerCase()})`, ['principal'], principal.id);
    await account(parts.ids.next(), 'quantri', 'Quản trị máy', ['administrator'], null);
    for (const [index, group] of classes.entries()) {
      const teacher = teachers[index * 2];
      if (teacher !== undefined) await account(parts.ids.next(), `gvcn${group.name.toLowerCase()}`, `${teacher.fullName} (chủ nhiệm ${group.name})`, ['homeroomTeacher', 'subjectTeacher'], teacher.id);
    }
    const other = teachers[1];
    if (other !== undefined) await account(parts.ids.next(), 'giaovien', `${other.fullName} (giáo viên bộ môn)`, ['subjectTeacher'], other.id);
    return { value: undefined, audit: { action: 'practice.schoolMade', detail: { classes: classes.map(({ name }) => name) } } };
  });

  return { classes: new Map(classes.map((group) => [group.name, group])), subjects, clerkId };
}

function person(parts: TrainingSchoolParts, fullName: string, sex: 'male' | 'female', birthYear: number, serial: number): StoredTeacher {
  return { id: parts.ids.next(), fullName, personalId: practicePersonalId(sex, birthYear, 900_000 + serial), active: true };
}

/** Enrolls a class in the order of a Vietnamese class list. Class 8B gets pupils whose papers are not in order. */
async function enroll(repositories: Repositories, parts: TrainingSchoolParts, random: Random, plan: ClassPlan, group: StoredClass): Promise<readonly PupilInClass[]> {
  const names = [...practiceNames(random, plan.size, plan.minority)].sort((a, b) => parts.compareNames(a.fullName, b.fullName));
  const pupils: PupilInClass[] = [];
  for (const [index, name] of names.entries()) {
    const data = practicePupil(random, name, { schoolYearStart: yearStart, age: plan.grade + 5, serial: plan.grade * 1000 + index + 1 });
    const pupil = { id: parts.ids.next(), data: { ...data, ...disorder(plan, index) } };
    const enrollment: StoredEnrollment = {
      id: parts.ids.next(),
      yearId: group.yearId,
      classId: group.id,
      pupilId: pupil.id,
      position: index + 1,
      status: plan.state === 'with-gaps' && index === 20 ? 'left-school' : 'studying',
      enteredOn: `${yearStart}-09-05`,
      leftOn: plan.state === 'with-gaps' && index === 20 ? `${yearStart}-12-15` : null,
    };
    await repositories.pupils.savePupil(pupil);
    await repositories.pupils.saveEnrollment(enrollment);
    pupils.push({ pupil, enrollment, ability: abilityOf(random) });
  }
  return pupils;
}

function disorder(plan: ClassPlan, index: number): Partial<Record<PupilField, string>> & { readonly sex?: never } {
  if (plan.state !== 'with-gaps') return {};
  if (index === 2) return { personalId: '' };
  if (index === 7) return { ethnicity: '' };
  if (index === 11) return { address: '', birthPlace: '' };
  return {};
}

/** Tenths, most between 6 and 9: a class as it is, with a few very good and a few weak pupils. */
function abilityOf(random: Random): number {
  const usual = 62 + random.whole(0, 14) + random.whole(0, 14);
  return random.chance(0.15) ? 92 : random.chance(0.1) ? 57 : usual;
}
