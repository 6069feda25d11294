import { createHash } from 'node:crypto';
import type { GradebookData, SemesterOnPaper } from '#core/records/gradebook-data.ts';
import type { Semester } from '#core/contract/shared.ts';
import { formatTenths, type PassLevel, type Tenths } from '#core/values/marks.ts';
import { markText } from '../gradebook/mark-input.ts';
import { studying, type ClassSubject, type LevelClassData, type PupilYear } from '../results/class-data.ts';
import { rulesFor } from '../results/pupil-result.ts';
import { markIn, regularColumns, subjectYear } from '../results/subject-year.ts';
import type { Head } from '../signers/head-of-school.ts';

/** A gradebook before it gets its UUID and its moment: what its digest is taken over. */
export type BookSource = Omit<GradebookData, 'uuid' | 'createdAt'>;

const personalIdShape = /^\d{12}$/u;

/** What the book of one subject says now; null while somebody whom it has to name is missing or has no ID number, or a pupil's year has no result. Pure. */
export function bookSource(data: LevelClassData, subject: ClassSubject, head: Head): BookSource | null {
  const { school, group, year } = data;
  const teacher = data.teachers.get(data.assignments.get(subject.id) ?? '');
  const homeroom = data.teachers.get(group.homeroomTeacherId ?? '');
  const pupils = studying(data)
    .filter(({ notTaken }) => !notTaken.has(subject.id))
    .map((pupil) => pupilOnPaper(data, subject, pupil));
  if (teacher === undefined || homeroom === undefined || pupils.length === 0 || !pupils.every((pupil) => pupil !== null)) return null;
  if (![teacher, homeroom, head].every(({ personalId }) => personalIdShape.test(personalId))) return null;
  return {
    formatId: 'gradebook-v1',
    circular: data.rules.circular,
    schoolYear: year.name,
    training: school.training,
    school: { departmentCode: school.departmentCode, departmentName: school.departmentName, code: school.code, name: school.name, communeName: school.communeName, provinceName: school.provinceName },
    head: { name: head.name, personalId: head.personalId, title: head.title },
    homeroomTeacher: { name: homeroom.fullName, personalId: homeroom.personalId },
    teacher: { name: teacher.fullName, personalId: teacher.personalId },
    grade: group.grade,
    className: group.name,
    subject: { code: subject.code, name: subject.name, kind: subject.kind },
    pupils,
  };
}

function pupilOnPaper(data: LevelClassData, subject: ClassSubject, pupil: PupilYear): GradebookData['pupils'][number] | null {
  const { fullName, ministryCode, birthDate } = pupil.pupil.data;
  const result = subjectYear(subject, pupil, rulesFor(data, pupil));
  const year = result.exempt ? 'M' : valueText(result.year);
  if (year === '') return null;
  return {
    position: pupil.enrollment.position,
    fullName,
    ministryCode,
    birthDate,
    semester1: semesterOnPaper(subject, pupil, 1, result.exempt ? 'M' : valueText(result.semester1)),
    semester2: semesterOnPaper(subject, pupil, 2, result.exempt ? 'M' : valueText(result.semester2)),
    year,
    reassessed: valueText(result.reassessed),
  };
}

function semesterOnPaper(subject: ClassSubject, pupil: PupilYear, semester: Semester, result: string): SemesterOnPaper {
  const marks = pupil.marks.get(subject.id) ?? [];
  const cell = (column: Parameters<typeof markText>[1]) => markText(markIn(marks, semester, column), column).replace(',', '.');
  return { regular: regularColumns.map(cell), topic: cell('topic'), midterm: cell('midterm'), final: cell('final'), result, comment: markIn(marks, semester, 'comment')?.comment ?? '' };
}

/** Decimals with a dot (CV 2088 annex 1); Đ and CĐ as they are. */
function valueText(value: Tenths | PassLevel | null): string {
  return value === null ? '' : typeof value === 'number' ? formatTenths(value, '.') : value;
}

/** SHA-256 over the source as JSON with its keys in the order above; hexadecimal. */
export function bookDigest(source: BookSource): string {
  return createHash('sha256').update(JSON.stringify(source)).digest('hex');
}
