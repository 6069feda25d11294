import { createHash } from 'node:crypto';
import type { RecordData, SubjectValue } from '#core/records/record-data.ts';
import { ethnicityName } from '#core/values/ethnicities.ts';
import { levelOfGrade } from '#core/values/class-names.ts';
import type { PastYear } from '../ports/move-repository.ts';
import type { LevelClassData } from '../results/class-data.ts';
import type { YearResult } from '../results/pupil-result.ts';
import type { SubjectYear } from '../results/subject-year.ts';
import type { Head } from '../signers/head-of-school.ts';

/** A record before it gets its UUID and its moment of creation: what its digest is taken over. */
export type RecordSource = Omit<RecordData, 'uuid' | 'createdAt'>;

/**
 * What the record of one pupil would say now, with the earlier years before this one and `head` as the one who signs for the school's management; null while something it needs is missing (see missing-in-records.ts for what). Pure: the same data give the
 * same source, so that a later change shows as another digest.
 */
export function recordSource(data: LevelClassData, result: YearResult, past: readonly PastYear[], head: Head): RecordSource | null {
  const { school, group, year } = data;
  const { pupil, outcome } = result;
  const person = pupil.pupil.data;
  const homeroom = pupil.homeroom;
  const teacher = data.teachers.get(group.homeroomTeacherId ?? '');
  const decision = outcome.finalDecision;
  const subjects = result.subjects.map((subject) => subjectSource(data, subject));
  if (homeroom === null || teacher === undefined || (decision !== 'PROMOTED' && decision !== 'RETAINED')) return null;
  const { semester1, semester2, conduct1, conduct2, conduct } = result;
  const { excused1, excused2, unexcused1, unexcused2, height, weight } = homeroom;
  if (outcome.learning === null || semester1 === null || semester2 === null || conduct1 === null || conduct2 === null || conduct === null) return null;
  if (excused1 === null || excused2 === null || unexcused1 === null || unexcused2 === null || height === null || weight === null || homeroom.comment === null) return null;
  if (!subjects.every((subject) => subject !== null)) return null;
  const codeOf = (subjectId: string | null) => data.subjects.find(({ id }) => id === subjectId)?.code ?? null;
  return {
    formatId: 'secondary-v1',
    circular: data.rules.circular,
    schoolYear: year.name,
    training: school.training,
    school: { departmentCode: school.departmentCode, departmentName: school.departmentName, code: school.code, name: school.name, communeName: school.communeName, provinceName: school.provinceName, levelCode: levelCodeOf(data) },
    issue: { principalName: head.name, principalPersonalId: head.personalId, principalTitle: head.title, place: school.issuePlace },
    homeroomTeacher: { name: teacher.fullName, personalId: teacher.personalId },
    pupil: { ...person, ethnicity: ethnicityName(person.ethnicity) ?? '' },
    measures: { height, weight },
    absences: { excused: excused1 + excused2, unexcused: unexcused1 + unexcused2 },
    grade: group.grade,
    className: group.name,
    history: [...past.map((entry) => ({ schoolYear: entry.schoolYear, className: entry.className, schoolName: entry.school === '' ? school.name : entry.school, enteredOn: entry.enteredOn })), { schoolYear: year.name, className: group.name, schoolName: school.name, enteredOn: pupil.enrollment.enteredOn }],
    subjects,
    learning: { semester1: semester1.level, semester2: semester2.level, year: outcome.learning.level, adjustedBy: codeOf(outcome.learning.adjustedBy) },
    conduct: { semester1: conduct1, semester2: conduct2, year: conduct },
    afterSummer: outcome.afterSummer === null ? null : { learning: outcome.afterSummer.learning, conduct: outcome.afterSummer.conduct },
    decision,
    title: outcome.title,
    commendation: homeroom.commendation ?? '',
    homeroomComment: homeroom.comment,
  };
}

/** The national data centre's codes (macaphoc): 03 lower secondary, 04 upper secondary, 05 continuing education. */
function levelCodeOf({ school, group }: Pick<LevelClassData, 'school' | 'group'>): '03' | '04' | '05' {
  if (school.programme === 'continuing') return '05';
  return levelOfGrade(group.grade) === 'upper-secondary' ? '04' : '03';
}

/** SHA-256 over the source as JSON with its keys in the order above; hexadecimal. */
export function sourceDigest(source: RecordSource): string {
  return createHash('sha256').update(JSON.stringify(source), 'utf8').digest('hex');
}

function subjectSource(data: LevelClassData, year: SubjectYear): RecordData['subjects'][number] | null {
  const { subject, exempt } = year;
  const teacher = data.teachers.get(data.assignments.get(subject.id) ?? '');
  const value = (result: SubjectYear['year']): SubjectValue | null => (exempt ? 'M' : result);
  const [semester1, semester2, whole] = [value(year.semester1), value(year.semester2), value(year.year)];
  const comment = year.comment ?? (exempt ? 'Được miễn' : null);
  if (teacher === undefined || semester1 === null || semester2 === null || whole === null || comment === null) return null;
  return {
    code: subject.code,
    name: subject.name,
    shortName: subject.shortName,
    kind: subject.kind,
    semester1,
    semester2,
    year: whole,
    reassessed: year.reassessed,
    comment,
    teacher: { name: teacher.fullName, personalId: teacher.personalId },
  };
}
