import type { MissingItem } from '#core/contract/results.ts';
import type { PupilField, Target } from '#core/contract/shared.ts';
import { classId as classIdOf, enrollmentId as enrollmentIdOf, pupilId as pupilIdOf } from '#core/values/ids.ts';
import { pendingWords } from '../moves/pending-words.ts';
import { pupilLacking } from '../pupils/pupil-lacking.ts';
import type { StoredTeacher } from '../ports/school-repositories.ts';
import { studying, type ClassData, type LevelClassData } from '../results/class-data.ts';
import { missingForYear, missingHomeroomForRecord } from '../results/missing-homeroom.ts';
import { missingComments, missingMarks } from '../results/missing-marks.ts';
import { pupilResult } from '../results/pupil-result.ts';

const personalIdShape = /^\d{12}$/u;

/**
 * Everything that stands between a class and its records; each line leads to the place where it is entered. Empty: the records can be made. `dataErrors`: what
 * the data rules find wrong beside what is missing.
 */
export function missingInRecords(data: ClassData, dataErrors: number): MissingItem[] {
  const pupils = studying(data);
  if (data.kind === 'primary') return [classLine('record-format', 'Học bạ số tiểu học: phiên bản này chưa lập được', { screen: 'results', classId: classIdOf.parse(data.group.id) })];
  if (pupils.length === 0) return [classLine('empty-class', data.group.name, { screen: 'pupils', classId: classIdOf.parse(data.group.id), pupilId: null, field: null })];
  return [
    ...(dataErrors === 0 ? [] : [classLine('data-quality', `${dataErrors} lỗi dữ liệu của lớp ${data.group.name}: mở Làm sạch dữ liệu`, { screen: 'quality', classId: classIdOf.parse(data.group.id) })]),
    ...missingInSchool(data),
    ...missingTeachers(data),
    ...pupils.flatMap(({ pupil, enrollment }) =>
      pupilLacking(pupil.data).map((field): MissingItem => ({
        enrollmentId: enrollmentIdOf.parse(enrollment.id),
        pupilName: pupil.data.fullName,
        what: 'pupil-field',
        detail: fieldWords[field],
        target: { screen: 'pupils', classId: classIdOf.parse(data.group.id), pupilId: pupilIdOf.parse(pupil.id), field },
      })),
    ),
    ...missingMarks(data),
    ...missingComments(data),
    ...missingForYear(data),
    ...missingHomeroomForRecord(data),
    ...pendingDecisions(data),
  ];
}

/** Names of the fields as the record's first page has them. */
const fieldWords: Readonly<Record<PupilField, string>> = {
  ministryCode: 'Mã học sinh',
  personalId: 'Số định danh cá nhân',
  registryNumber: 'Số sổ đăng bộ',
  fullName: 'Họ và tên',
  birthDate: 'Ngày sinh',
  sex: 'Giới tính',
  ethnicity: 'Dân tộc',
  nationality: 'Quốc tịch',
  birthPlace: 'Nơi sinh',
  homeTown: 'Quê quán',
  address: 'Chỗ ở hiện nay',
  fatherName: 'Họ tên cha',
  motherName: 'Họ tên mẹ',
  guardianName: 'Họ tên người giám hộ',
};

function missingInSchool(data: ClassData): readonly MissingItem[] {
  const { school } = data;
  const wanted = [
    [school.principalName !== '', 'Họ tên hiệu trưởng'],
    [personalIdShape.test(school.principalPersonalId), 'Số định danh của hiệu trưởng'],
    [school.issuePlace !== '', 'Địa danh phát hành học bạ'],
  ] as const;
  return wanted.flatMap(([there, detail]) => (there ? [] : [classLine('school-setting', detail, { screen: 'school', section: 'school' })]));
}

function missingTeachers(data: ClassData): readonly MissingItem[] {
  const homeroom = data.teachers.get(data.group.homeroomTeacherId ?? '');
  const lines: MissingItem[] = [];
  if (homeroom === undefined) lines.push(classLine('homeroom-teacher', data.group.name, { screen: 'school', section: 'classes' }));
  const withoutId = new Map<string, StoredTeacher>();
  if (homeroom !== undefined && !personalIdShape.test(homeroom.personalId)) withoutId.set(homeroom.id, homeroom);
  for (const subject of data.subjects) {
    const teacher = data.teachers.get(data.assignments.get(subject.id) ?? '');
    if (teacher === undefined) lines.push(classLine('teacher', `Giáo viên dạy ${subject.name}`, { screen: 'school', section: 'assignments' }));
    else if (!personalIdShape.test(teacher.personalId)) withoutId.set(teacher.id, teacher);
  }
  for (const teacher of withoutId.values()) lines.push(classLine('teacher', `Số định danh của ${teacher.fullName}`, { screen: 'school', section: 'teachers' }));
  return lines;
}

/** A record says how the year ended: while a re-assessment or a summer's conduct is open, it cannot. */
function pendingDecisions(data: LevelClassData): readonly MissingItem[] {
  return studying(data).flatMap((pupil): readonly MissingItem[] => {
    const { finalDecision } = pupilResult(data, pupil).outcome;
    if (finalDecision === 'INCOMPLETE' || finalDecision === 'PROMOTED' || finalDecision === 'RETAINED') return [];
    return [{ enrollmentId: enrollmentIdOf.parse(pupil.enrollment.id), pupilName: pupil.pupil.data.fullName, what: 'decision-pending', detail: pendingWords[finalDecision], target: { screen: 'results', classId: classIdOf.parse(data.group.id) } }];
  });
}

function classLine(what: MissingItem['what'], detail: string, target: Target): MissingItem {
  return { enrollmentId: null, pupilName: null, what, detail, target };
}
