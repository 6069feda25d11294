import { z } from 'zod';
import * as ids from '#core/values/ids.ts';
import { command, query } from './method.ts';
import { dateTime, line, nothing, programme, requiredLine, schoolLevel, schoolYearName, target } from './shared.ts';

export const classSummary = z.object({
  id: ids.classId,
  name: z.string(),
  grade: z.number().int(),
  level: schoolLevel,
  size: z.number().int(),
  homeroomTeacherId: ids.teacherId.nullable(),
  homeroomTeacherName: z.string().nullable(),
  /** What the signed-in user may do with the class: the homeroom sheet, and marks of these subjects. */
  mayEditHomeroom: z.boolean(),
  mayEditSubjects: z.array(ids.subjectId),
});
export type ClassSummary = z.infer<typeof classSummary>;

export const subjectSummary = z.object({
  id: ids.subjectId,
  code: z.string(),
  name: z.string(),
  shortName: z.string(),
  /** How secondary classes assess it; primary classes assess every subject by TT 27/2020. */
  kind: z.enum(['scored', 'comment']),
  /** Periods per school year, by grade. */
  periods: z.record(z.string(), z.number().int()),
  /** Grades in which pupils choose the subject. */
  electiveIn: z.array(z.number().int()),
  order: z.number().int(),
});
export type SubjectSummary = z.infer<typeof subjectSummary>;

export const teacherSummary = z.object({
  id: ids.teacherId,
  fullName: z.string(),
  personalId: z.string(),
  active: z.boolean(),
});
export type TeacherSummary = z.infer<typeof teacherSummary>;

/** Choices of the school. `homeroomSignature`: whether the homeroom teacher signs each record (optional in the ministry's specification v1.0). */
export const schoolSettings = z.strictObject({
  code: requiredLine(20),
  name: requiredLine(150),
  departmentCode: requiredLine(2),
  departmentName: requiredLine(150),
  provinceName: requiredLine(100),
  communeName: requiredLine(100),
  principalName: line(100),
  principalPersonalId: line(12),
  principalTitle: requiredLine(60),
  issuePlace: line(100),
  homeroomSignature: z.boolean(),
  idleMinutes: z.number().int().min(1).max(240),
});
export type SchoolSettings = z.infer<typeof schoolSettings>;

/** One task of the school year on the start screen. */
export const yearTask = z.object({
  id: z.enum(['classes', 'pupils', 'assignments', 'marks1', 'homeroom1', 'marks2', 'homeroom2', 'results', 'records', 'sign', 'send', 'export']),
  state: z.enum(['todo', 'doing', 'done', 'waiting']),
  done: z.number().int(),
  total: z.number().int(),
  target: target.nullable(),
});
export type YearTask = z.infer<typeof yearTask>;

export const school = {
  'school.overview': query({
    access: 'signedIn',
    input: nothing,
    output: z.object({
      name: z.string(),
      schoolYear: schoolYearName,
      training: z.boolean(),
      programme,
      levels: z.array(schoolLevel),
      classes: z.array(classSummary),
      subjects: z.array(subjectSummary),
    }),
  }),
  'school.tasks': query({ access: 'signedIn', input: nothing, output: z.object({ tasks: z.array(yearTask), perClass: z.array(z.object({ classId: ids.classId, name: z.string(), missingMarks: z.number().int(), missingHomeroom: z.number().int(), records: z.number().int(), signed: z.number().int(), accepted: z.number().int(), size: z.number().int() })) }) }),
  'school.settings': query({ access: 'signedIn', input: nothing, output: schoolSettings }),
  'school.saveSettings': command({ access: ['administrator', 'clerk', 'principal'], input: schoolSettings, output: z.object({ savedAt: dateTime }) }),
  'school.teachers': query({ access: 'signedIn', input: nothing, output: z.object({ teachers: z.array(teacherSummary) }) }),
  'school.saveTeacher': command({
    access: ['administrator', 'clerk'],
    input: z.strictObject({ id: ids.teacherId.nullable(), fullName: requiredLine(100), personalId: line(12), active: z.boolean() }),
    output: z.object({ id: ids.teacherId }),
  }),
  'school.saveClass': command({
    access: ['administrator', 'clerk'],
    input: z.strictObject({ id: ids.classId.nullable(), name: requiredLine(10), grade: z.number().int().min(0).max(12), homeroomTeacherId: ids.teacherId.nullable() }),
    output: z.object({ id: ids.classId }),
  }),
  'school.removeClass': command({ access: ['administrator', 'clerk'], input: z.strictObject({ id: ids.classId }), output: nothing }),
  /** Adds a level that the school teaches from now on, with its subjects; levels with classes cannot be taken away. Errors: school.class-not-empty. */
  'school.setLevels': command({ access: ['administrator', 'clerk'], input: z.strictObject({ levels: z.array(schoolLevel).min(1).max(4) }), output: nothing }),
  /** A subject of the school's own list: continuing education centres and schools with further subjects define theirs. Errors: school.bad-subject, school.not-found. */
  'school.saveSubject': command({
    access: ['administrator', 'clerk'],
    input: z.strictObject({
      id: ids.subjectId.nullable(),
      code: z.string().regex(/^[A-Z][A-Z0-9_]{0,19}$/u),
      name: requiredLine(60),
      shortName: requiredLine(20),
      kind: z.enum(['scored', 'comment']),
      periods: z.record(z.string().regex(/^([1-9]|1[0-2])$/u), z.number().int().min(1).max(1000)),
      electiveIn: z.array(z.number().int().min(1).max(12)),
    }),
    output: z.object({ id: ids.subjectId }),
  }),
  /** Errors: school.subject-has-work. */
  'school.removeSubject': command({ access: ['administrator', 'clerk'], input: z.strictObject({ id: ids.subjectId }), output: nothing }),
  'school.assignments': query({
    access: 'signedIn',
    input: z.strictObject({ classId: ids.classId }),
    output: z.object({ assignments: z.array(z.object({ subjectId: ids.subjectId, teacherId: ids.teacherId.nullable() })) }),
  }),
  'school.assign': command({
    access: ['administrator', 'clerk'],
    input: z.strictObject({ classId: ids.classId, subjectId: ids.subjectId, teacherId: ids.teacherId.nullable() }),
    output: nothing,
  }),
};
