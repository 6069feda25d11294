import { existsSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { practicePassword } from '#core/values/practice.ts';
import { kinhName } from '#main/practice/school/names.ts';
import { practicePupil } from '#main/practice/school/people.ts';
import { createRandom, type Random } from '#main/practice/school/random.ts';
import { homeroomComment, subjectComment } from '#main/practice/school/year-of-marks.ts';
import { openOffice } from './open-office.ts';

export type BigSchoolSize = {
  /** Pupils of the current year, as many as in each former one. */
  readonly pupils: number;
  /** School years with marks; the last is 2025-2026 and current. */
  readonly years: number;
};

/** What was made. `userName` signs in with the practice password and may do what a clerk and an administrator may. */
export type BigSchool = { readonly path: string; readonly userName: string; readonly pupils: number; readonly classes: number; readonly marks: number };

const grades = [6, 7, 8, 9] as const;
const classSize = 45;
const lastYear = 2025;
const at = '2026-05-31T10:00:00+07:00';
const scoredColumns = ['regular1', 'regular2', 'regular3', 'regular4', 'regular5', 'regular6', 'midterm', 'final', 'comment'] as const;
const commentColumns = ['regular1', 'regular2', 'regular3', 'regular4', 'regular5', 'midterm', 'final', 'comment'] as const;

type Subject = { readonly id: string; readonly kind: 'scored' | 'comment' };
type Person = { readonly id: string; readonly ability: number };
type Enrollment = { readonly id: string; readonly ability: number; readonly current: boolean; readonly left: boolean };

/**
 * Fills the real school of a data folder: a lower secondary school as a program finds it after some years of work, in the office's own schema, with prepared
 * bulk inserts. 208 cells a pupil and year (12 subjects, both semesters), the homeroom teacher's sheet, and the current year's history; the same on every PC.
 * Now and then a cell is empty or excused, a pupil left, is exempt, or fails a subject.
 */
export async function makeBigSchool(folder: string, { pupils, years }: BigSchoolSize): Promise<BigSchool> {
  const path = join(folder, 'truong', 'hoc-ba.sqlite');
  if (existsSync(path)) throw new Error(`there is a school already: ${path}`);
  await makeFrame(folder);
  const connection = new Database(path);
  try {
    connection.pragma('synchronous = OFF');
    connection.pragma('cache_size = -200000');
    connection.pragma('foreign_keys = OFF');
    const made = connection.transaction(() => fill(connection, pupils, years))();
    connection.pragma('wal_checkpoint(TRUNCATE)');
    return { path, userName: administrator, pupils, ...made };
  } finally {
    connection.close();
  }
}

const administrator = 'quantri';

async function makeFrame(folder: string): Promise<void> {
  const office = await openOffice(folder);
  const school = {
    code: 'LT-LON-01',
    name: 'Trường THCS Lớn',
    programme: 'general',
    levels: ['lower-secondary'],
    departmentCode: '99',
    departmentName: 'Sở Giáo dục và Đào tạo',
    provinceName: 'tỉnh Luyện Tập',
    communeName: 'xã Hoa Ban',
    schoolYear: `${lastYear}-${lastYear + 1}`,
    principalName: 'Trần Thị Thu Hà',
    principalPersonalId: '',
  };
  const reply = await office.call('maker', 'setup.createSchool', { school, administrator: { displayName: 'Lê Thị Mai', userName: administrator, password: practicePassword } });
  await office.close();
  if (!reply.ok) throw new Error(`setup.createSchool: ${reply.error.code}`);
}

function fill(connection: Database.Database, pupils: number, years: number): { readonly classes: number; readonly marks: number } {
  const random = createRandom(pupils * 100 + years);
  const id = idsFrom(random);
  const subjects = connection.prepare<[], Subject>('SELECT id, kind FROM subject ORDER BY id').all();
  const current = connection.prepare<[], { readonly id: string }>('SELECT id FROM school_year WHERE current = 1').get()?.id ?? '';
  const classesPerGrade = Math.max(1, Math.round(pupils / grades.length / classSize));
  const insert = statements(connection);
  const teachers = Array.from({ length: Math.max(13, Math.round(pupils / 20)) }, () => {
    const teacher = id();
    insert.teacher.run(teacher, kinhName(random, random.chance(0.6) ? 'female' : 'male'), '', 1);
    return teacher;
  });
  let serial = 0;
  const joining = (year: number, grade: number): Person => {
    const person = { id: id(), ability: abilityOf(random) };
    const sex = random.chance(0.5) ? 'male' : 'female';
    serial += 1;
    const data = practicePupil(random, { fullName: kinhName(random, sex), sex, ethnicity: '01' }, { schoolYearStart: year, age: grade + 5, serial });
    insert.pupil.run({ ...data, id: person.id });
    return person;
  };

  const enrollments: Enrollment[] = [];
  let cohorts: readonly (readonly Person[])[] = [];
  for (let year = lastYear - years + 1; year <= lastYear; year += 1) {
    const yearId = year === lastYear ? current : id();
    if (year !== lastYear) insert.year(yearId, `${year}-${year + 1}`);
    // Everybody moves up; grade 6 is new, and in the first year every grade is.
    cohorts = grades.map((grade, index) => (index > 0 && cohorts[index - 1]) || Array.from({ length: Math.floor((pupils + index) / grades.length) }, () => joining(year, grade)));
    for (const [index, grade] of grades.entries()) {
      const members = cohorts[index] ?? [];
      for (let number = 0; number < classesPerGrade; number += 1) {
        const classId = id();
        insert.group.run(classId, yearId, `${grade}A${number + 1}`, grade, random.pick(teachers));
        for (const subject of subjects) insert.assignment.run(classId, subject.id, random.pick(teachers));
        const own = members.filter((_, place) => place % classesPerGrade === number);
        for (const [place, person] of own.entries()) {
          const enrollment = { id: id(), ability: person.ability, current: year === lastYear, left: random.chance(0.005) };
          insert.enrollment.run(enrollment.id, yearId, classId, person.id, place + 1, enrollment.left ? 'left-school' : 'studying', `${year}-09-05`, enrollment.left ? `${year}-12-15` : null);
          enrollments.push(enrollment);
        }
      }
    }
  }
  // In the order of the table's key: that is how four million rows go in within seconds.
  const marks = enrollments.sort((a, b) => (a.id < b.id ? -1 : 1)).reduce((sum, enrollment) => sum + fillYear(insert, random, subjects, enrollment), 0);
  return { classes: classesPerGrade * grades.length, marks };
}

function fillYear(insert: Statements, random: Random, subjects: readonly Subject[], { id, ability, current, left }: Enrollment): number {
  let marks = 0;
  for (const subject of subjects) {
    if (subject.kind === 'comment' && random.chance(0.004)) insert.exemption.run(id, subject.id, 'QĐ 12/QĐ-THCS');
    const day = ability + random.whole(-9, 9);
    for (const semester of [1, 2]) {
      if (left && semester === 2) continue;
      for (const column of subject.kind === 'scored' ? scoredColumns : commentColumns) {
        if (random.chance(0.0004)) continue;
        const excused = column !== 'comment' && random.chance(0.0002);
        const comment = column === 'comment' ? subjectComment(random, subject.kind, day) : null;
        const score = comment === null && !excused && subject.kind === 'scored' ? Math.min(100, Math.max(0, day + random.whole(-9, 9))) : null;
        const pass = comment === null && !excused && subject.kind === 'comment' ? (day < 30 ? 'CĐ' : 'Đ') : null;
        insert.mark.run(id, subject.id, semester, column, excused ? 'excused' : 'entered', score, pass, comment, 0);
        if (current) insert.change.run(id, subject.id, semester, column, excused ? 'P' : (pass ?? comment ?? `${Math.trunc((score ?? 0) / 10)},${(score ?? 0) % 10}`));
        marks += 1;
      }
    }
  }
  const conduct = ability >= 60 ? 'T' : ability >= 45 ? 'K' : 'Đ';
  if (!random.chance(0.002)) insert.homeroom.run(id, conduct, conduct, random.whole(0, 4), random.whole(0, 1), random.whole(0, 4), 0, 1400 + random.whole(-90, 200), 400 + random.whole(-60, 150), homeroomComment(random, ability));
  return marks;
}

/** Tenths; one pupil in thirty is weak enough to fail something. */
function abilityOf(random: Random): number {
  if (random.chance(0.03)) return random.whole(38, 52);
  return random.chance(0.15) ? 92 : 62 + random.whole(0, 14) + random.whole(0, 14);
}

type Statements = ReturnType<typeof statements>;

function statements(connection: Database.Database) {
  const year = connection.prepare(`INSERT INTO school_year (id, name, created_at, current) VALUES (?, ?, '${at}', 0)`);
  const periods = connection.prepare('INSERT INTO subject_year (year_id, subject_id, grade, periods) SELECT ?, subject_id, grade, periods FROM subject_year JOIN school_year ON school_year.id = year_id WHERE current = 1');
  return {
    year(id: string, name: string) {
      year.run(id, name);
      periods.run(id);
    },
    teacher: connection.prepare('INSERT INTO teacher (id, full_name, personal_id, active) VALUES (?, ?, ?, ?)'),
    group: connection.prepare('INSERT INTO class_group (id, year_id, name, grade, homeroom_teacher_id) VALUES (?, ?, ?, ?, ?)'),
    assignment: connection.prepare('INSERT INTO assignment (class_id, subject_id, teacher_id) VALUES (?, ?, ?)'),
    pupil: connection.prepare(
      `INSERT INTO pupil (id, ministry_code, personal_id, registry_number, full_name, birth_date, sex, ethnicity, nationality, birth_place, home_town, address, father_name, mother_name, guardian_name)
       VALUES (@id, @ministryCode, @personalId, @registryNumber, @fullName, @birthDate, @sex, @ethnicity, @nationality, @birthPlace, @homeTown, @address, @fatherName, @motherName, @guardianName)`,
    ),
    enrollment: connection.prepare('INSERT INTO enrollment (id, year_id, class_id, pupil_id, position, status, entered_on, left_on) VALUES (?, ?, ?, ?, ?, ?, ?, ?)'),
    exemption: connection.prepare('INSERT INTO exemption (enrollment_id, subject_id, reason) VALUES (?, ?, ?)'),
    mark: connection.prepare('INSERT INTO mark (enrollment_id, subject_id, semester, column_name, state, score, pass, comment, changes) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)'),
    change: connection.prepare(`INSERT INTO mark_change (enrollment_id, subject_id, semester, column_name, before, after, changed_at, user_id) VALUES (?, ?, ?, ?, '', ?, '${at}', 'maker')`),
    homeroom: connection.prepare('INSERT INTO homeroom_entry (enrollment_id, conduct1, conduct2, excused1, unexcused1, excused2, unexcused2, height, weight, comment) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)'),
  };
}

/** UUIDs (version 4) that are the same on every PC. */
function idsFrom(random: Random): () => string {
  const digits = (count: number) => Math.floor(random.next() * 16 ** count).toString(16).padStart(count, '0');
  return () => `${digits(8)}-${digits(4)}-4${digits(3)}-${'89ab'.charAt(random.whole(0, 3))}${digits(3)}-${digits(6)}${digits(6)}`;
}
