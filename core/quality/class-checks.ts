import { gradeOf } from '#core/values/class-names.ts';
import { readPersonalId } from '#core/values/personal-ids.ts';
import type { CodeLookup } from './code-tables.ts';
import { remark, type Remark } from './finding.ts';
import { checkLetters } from './person-checks.ts';
import { checkName } from './person-names.ts';
import type { Person, QualityClass, QualityPupil, QualitySchool, QualityTeacher, QualityYear } from './quality-data.ts';

/** Most pupils of a class under the old charters (TT 28/2020 Art. 16, TT 32/2020 Art. 16); the new charter (TT 15/2026) was not read. */
const largest = { primary: 35, secondary: 45 } as const;

/** Ages for a grade (grade 1 at six): a year early, three years late. */
const [early, late] = [1, 3] as const;

/** Rule D08. `schoolYear` begins with the year the class began in. */
export function checkBirthDate({ birthDate }: Person, { grade, level }: QualityClass, { schoolYear, ageRule }: Pick<QualityYear, 'schoolYear' | 'ageRule'>): readonly Remark[] {
  if (birthDate === '') return [];
  const date = new Date(`${birthDate}T00:00:00Z`);
  if (!/^\d{4}-\d{2}-\d{2}$/u.test(birthDate) || Number.isNaN(date.getTime()) || date.toISOString().slice(0, 10) !== birthDate) return [remark('D08.no-such-day', 'birthDate', { value: birthDate })];
  if (!ageRule || level === 'preschool') return [];
  const [age, usual] = [Number(schoolYear.slice(0, 4)) - Number(birthDate.slice(0, 4)), grade + 5];
  return age < usual - early || age > usual + late ? [remark('D08.age', 'birthDate', { value: birthDate, age, grade, usual })] : [];
}

/** Rules D18, D20, D22 of one pupil. */
export function checkYear(pupil: QualityPupil): readonly Remark[] {
  const found: Remark[] = [];
  const { confirmed, computed, absences, missedTooMuch } = pupil;
  if (confirmed === 'PROMOTED' && missedTooMuch && absences !== null) found.push(remark('D18.absences', 'decision', { absences }));
  else if (confirmed !== null && computed !== confirmed) found.push(remark('D18.decision', 'decision', { confirmed, computed: computed ?? 'OPEN' }));
  for (const { field, entered, counted } of pupil.absenceDoubts) found.push(remark('D20.sum', field, { field, entered, counted }));
  if (pupil.cameWithoutPast) found.push(remark('D22.no-past', 'history'));
  return found;
}

/** Rules D19 and D24 (grade) of a class. */
export function checkClass(group: QualityClass): readonly Remark[] {
  const found: Remark[] = [];
  const most = group.level === 'preschool' ? null : group.level === 'primary' ? largest.primary : largest.secondary;
  if (most !== null && group.pupils.length > most) found.push(remark('D19.size', 'size', { size: group.pupils.length, most }));
  const grade = gradeOf(group.name);
  if (grade !== null && grade !== group.grade) found.push(remark('D24.class-grade', 'className', { name: group.name, grade: group.grade, says: grade }));
  return found;
}

/** Rule D21: who stands on the records of a class. Whether a certificate is valid is looked at before every signature. */
export function checkTeachersOf(group: QualityClass, teachers: ReadonlyMap<string, QualityTeacher>): readonly Remark[] {
  if (group.level === 'preschool') return [];
  const found: Remark[] = [];
  const withoutNumber = new Map<string, string>();
  const look = (id: string | null, missing: Remark) => {
    const teacher = id === null ? undefined : teachers.get(id);
    if (teacher === undefined) found.push(missing);
    else if (readPersonalId(teacher.personalId) === null) withoutNumber.set(teacher.id, teacher.fullName);
  };
  look(group.homeroomTeacherId, remark('D21.homeroom-teacher', 'homeroomTeacher', { className: group.name }));
  for (const subject of group.subjects) look(subject.teacherId, remark('D21.teacher', 'assignments', { subject: subject.name }));
  for (const name of withoutNumber.values()) found.push(remark('D21.teacher-number', 'teachers', { name }));
  return found;
}

/** Rules D06, D07, D12, D25 of a teacher. An empty number is rule D21's, where it is needed. */
export function checkTeacher({ fullName, personalId }: QualityTeacher): readonly Remark[] {
  const found = [...checkLetters('fullName', fullName), ...checkName('fullName', fullName)].map(withoutFix);
  if (personalId !== '' && readPersonalId(personalId) === null) found.push(remark('D12.teacher-number', 'personalId', { value: personalId }));
  return found;
}

/** Rules D09 and D21 of the school itself. */
export function checkSchool(school: QualitySchool, codes: CodeLookup): readonly Remark[] {
  const found: Remark[] = [];
  for (const field of ['principalName', 'issuePlace'] as const) if (school[field] === '') found.push(remark('D21.principal', field, { field }));
  if (readPersonalId(school.principalPersonalId) === null) found.push(remark('D21.principal', 'principalPersonalId', { field: 'principalPersonalId' }));
  if (!codes.knowsPlaces) return found;
  const province = codes.province(school.provinceName);
  if (province === null) found.push(remark('D09.province', 'provinceName', { value: school.provinceName }));
  else if (!codes.hasCommune(province, school.communeName)) found.push(remark('D09.commune', 'communeName', { value: school.communeName, province: school.provinceName }));
  return found;
}

/** Only pupils' fields are mended by the program itself. */
function withoutFix({ code, field, params }: Remark): Remark {
  return { code, field, params };
}
