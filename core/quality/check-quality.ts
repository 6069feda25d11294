import { checkAddedRules } from './added-rule-check.ts';
import type { SchoolLevelName } from '#core/values/class-names.ts';
import { codeLookup, type CodeLookup, type CodeTables } from './code-tables.ts';
import { checkBirthDate, checkClass, checkSchool, checkTeacher, checkTeachersOf, checkYear } from './class-checks.ts';
import { finding, remark, type Finding, type Remark, type Subject } from './finding.ts';
import { checkPerson, safelyMended } from './person-checks.ts';
import type { MissingFact, PersonField, Place, QualityClass, QualityPupil, QualityTeacher, QualityYear } from './quality-data.ts';
import { qualityRules, type FindingCode } from './rules.ts';
import { checkShared, indexPeople, type PeopleIndex } from './same-person.ts';

/** A school year made ready to check its classes one by one. */
export type QualityCheck = {
  /** Rules about the school and its teachers. */
  readonly school: () => readonly Finding[];
  /** All rules about a class and its pupils. */
  readonly class: (group: QualityClass) => readonly Finding[];
  /** Those about persons alone: cheap, and all that has safe fixes. */
  readonly persons: (group: QualityClass) => readonly Finding[];
};

export function qualityCheck(year: QualityYear, tables: CodeTables): QualityCheck {
  const codes = codeLookup(tables);
  const people = indexPeople(year.known, year.teachers, year.school);
  const teachers = new Map(year.teachers.map((teacher) => [teacher.id, teacher]));
  const persons = (group: QualityClass) => group.pupils.flatMap((pupil) => pupilFindings(pupil, group, { year, codes, people }));
  return {
    school: () => [
      ...checkSchool(year.school, codes).map((each) => finding(each, { kind: 'school', id: '', classId: null, name: '' }, { screen: 'school', section: 'school' })),
      ...year.teachers.filter(({ active }) => active).flatMap(teacherFindings),
    ],
    persons,
    class: (group) => heldIn(group.level, [
      ...[...checkClass(group), ...checkTeachersOf(group, teachers)].map((each) => finding(each, subjectOf(group), { screen: 'school', section: sections[each.code] ?? 'classes' })),
      ...persons(group),
      ...group.pupils.flatMap((pupil) => checkYear(pupil).map((each) => finding(each, pupilSubject(pupil, group), placeInYear(each, pupil, group)))),
      ...group.missing.map((fact) => missingFinding(fact, group)),
    ]),
  };
}

/** Rules that the level of the class does not know are left out. */
function heldIn(level: SchoolLevelName, findings: readonly Finding[]): readonly Finding[] {
  return findings.filter(({ ruleId }) => qualityRules[ruleId].levels.includes(level));
}

type Context = { readonly year: QualityYear; readonly codes: CodeLookup; readonly people: PeopleIndex };

function pupilFindings(pupil: QualityPupil, group: QualityClass, { year, codes, people }: Context): readonly Finding[] {
  const remarks = [...checkPerson(pupil.person, codes), ...checkShared(pupil.pupilId, pupil.person, people), ...checkBirthDate(pupil.person, group, year), ...checkAddedRules(pupil.person, year.added)];
  return remarks.map((each) => finding(each, pupilSubject(pupil, group), { screen: 'pupils', classId: group.id, pupilId: pupil.pupilId, field: each.field }, fixOf(each, pupil, people)));
}

/** Several findings of one field propose the same text. A number that is somebody else's already is never given. */
function fixOf({ after, field }: Remark, { pupilId, person }: QualityPupil, people: PeopleIndex): Finding['fix'] {
  if (after === undefined || field === null) return null;
  const own = field as PersonField;
  if (own === 'personalId' && (people.byPersonalId.has(after) || people.staff.has(after))) return null;
  const before = person[own];
  const whole = own === 'personalId' || own === 'nationality' ? after : safelyMended(own, before);
  return whole === before ? null : { pupilId, field: own, before, after: whole };
}

function teacherFindings(teacher: QualityTeacher): readonly Finding[] {
  const subject: Subject = { kind: 'teacher', id: teacher.id, classId: null, name: teacher.fullName };
  return checkTeacher(teacher).map((each) => finding(each, subject, { screen: 'school', section: 'teachers' }));
}

const sections: Readonly<Partial<Record<FindingCode, string>>> = { 'D21.teacher': 'assignments', 'D21.teacher-number': 'teachers', 'D21.homeroom-teacher': 'classes' };

function subjectOf(group: QualityClass): Subject {
  return { kind: 'class', id: group.id, classId: group.id, name: group.name };
}

function pupilSubject(pupil: QualityPupil, group: QualityClass): Subject {
  return { kind: 'pupil', id: pupil.pupilId, classId: group.id, name: pupil.person.fullName };
}

function placeInYear({ code, field }: Remark, { enrollmentId, pupilId }: QualityPupil, { id: classId }: QualityClass): Place {
  if (code === 'D20.sum') return { screen: 'homeroom', classId, enrollmentId, field };
  if (code === 'D22.no-past') return { screen: 'pupils', classId, pupilId, field: null };
  return { screen: 'moves', section: 'summer', classId, enrollmentId };
}

const missingCodes: Readonly<Record<MissingFact['what'], FindingCode>> = { mark: 'D13.mark', homeroom: 'D13.homeroom', comment: 'D16.comment', decision: 'D18.pending' };

function missingFinding({ what, enrollmentId, detail, place }: MissingFact, group: QualityClass): Finding {
  const pupil = enrollmentId === null ? undefined : group.pupils.find((each) => each.enrollmentId === enrollmentId);
  return finding(remark(missingCodes[what], null, { detail }), pupil === undefined ? subjectOf(group) : pupilSubject(pupil, group), place);
}
