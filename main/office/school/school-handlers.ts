import { OfficeError } from '#core/contract/errors.ts';
import { classId as classIdOf, subjectId as subjectIdOf, teacherId as teacherIdOf } from '#core/values/ids.ts';
import { gradesOf, levelOfGrade } from '#core/values/class-names.ts';
import { hasRole, type Handlers } from '../call-context.ts';
import { mayEditHomeroom, mayEditSubject } from '../gradebook/who-may.ts';
import type { Clock, IdSource } from '../ports/clock.ts';
import type { Repositories } from '../ports/database.ts';
import type { WholeSchoolReader } from '../ports/whole-school.ts';
import type { StoredSchool } from '../ports/school-repositories.ts';
import type { SubjectsFor } from '../ports/curricula.ts';
import { headsOn } from '../signers/head-of-school.ts';
import { dayOf } from '../signers/register-state.ts';
import { createSubjectHandlers } from './subject-handlers.ts';
import { presentClass, yearOfClass } from './class-year.ts';
import { yearTasks } from './year-tasks.ts';

type Names =
  | 'school.overview'
  | 'school.tasks'
  | 'school.settings'
  | 'school.saveSettings'
  | 'school.teachers'
  | 'school.saveTeacher'
  | 'school.saveClass'
  | 'school.removeClass'
  | 'school.setLevels'
  | 'school.saveSubject'
  | 'school.removeSubject'
  | 'school.assignments'
  | 'school.assign';

const personalIdShape = /^\d{12}$/u;

export function createSchoolHandlers({ clock, ids, subjectsFor, wholeSchool }: { readonly clock: Clock; readonly ids: IdSource; readonly subjectsFor: SubjectsFor; readonly wholeSchool: WholeSchoolReader }): Handlers<Names> {
  return {
    ...createSubjectHandlers({ ids, subjectsFor }),

    'school.overview': (_, context) =>
      context.database().read(async (repositories) => {
        const school = await schoolOf(repositories);
        const present = await repositories.school.currentYear();
        const year = (context.viewedYearId === null ? null : await repositories.school.yearById(context.viewedYearId)) ?? present;
        const past = year.id !== present.id;
        const subjects = await repositories.school.subjects(year.id);
        const teachers = new Map((await repositories.school.teachers()).map(({ id, fullName }) => [id, fullName]));
        const sizes = await repositories.pupils.sizes(year.id);
        const assignments = await repositories.school.assignments(null);
        return {
          name: school.name,
          schoolYear: year.name,
          training: school.training,
          programme: school.programme,
          levels: [...school.levels],
          classes: (await repositories.school.classes(year.id)).map((group) => {
            const own = new Map(assignments.filter(({ classId }) => classId === group.id).map(({ subjectId, teacherId }) => [subjectId, teacherId]));
            const inGrade = subjects.filter(({ periods }) => periods[String(group.grade)] !== undefined);
            return {
              id: classIdOf.parse(group.id),
              name: group.name,
              grade: group.grade,
              level: levelOfGrade(group.grade),
              size: sizes.get(group.id) ?? 0,
              homeroomTeacherId: group.homeroomTeacherId === null ? null : teacherIdOf.parse(group.homeroomTeacherId),
              homeroomTeacherName: teachers.get(group.homeroomTeacherId ?? '') ?? null,
              mayEditHomeroom: !past && mayEditHomeroom(context.user, group),
              mayEditSubjects: past ? [] : inGrade.filter(({ id }) => mayEditSubject(context.user, own, id)).map(({ id }) => subjectIdOf.parse(id)),
            };
          }),
          subjects: subjects.map(({ id, code, name, shortName, kind, periods, electiveIn, order }) => ({ id: subjectIdOf.parse(id), code, name, shortName, kind, periods: { ...periods }, electiveIn: [...electiveIn], order })),
        };
      }),

    async 'school.tasks'(_, context) {
      const progress = await wholeSchool.ask(context.database(), 'progress', null);
      const { exports, year } = await context.database().read(async ({ exchange, school }) => ({ exports: await exchange.exports(), year: await school.currentYear() }));
      // A bundle of the whole year carries every class.
      const exported = new Set(exports.flatMap(({ scope, title, classId }) => (scope === 'year' && title === year.name ? progress.map((each) => each.classId) : (classId ?? []))));
      return {
        tasks: yearTasks(progress, exported),
        perClass: progress.map(({ classId, name, size, missingMarks, missingHomeroom, records, signed, accepted }) => ({
          classId: classIdOf.parse(classId),
          name,
          missingMarks: missingMarks[0] + missingMarks[1],
          missingHomeroom: missingHomeroom[0] + missingHomeroom[1],
          records,
          signed,
          accepted,
          size,
        })),
      };
    },

    'school.settings': (_, context) =>
      context.database().read(async (repositories) => {
        const { programme: _programme, levels: _levels, training: _training, createdAt: _createdAt, ...settings } = await schoolOf(repositories);
        return { ...settings, ...(await appointedHead(repositories, clock.now()))?.named };
      }),

    async 'school.saveSettings'(settings, context) {
      if (settings.principalPersonalId !== '' && !personalIdShape.test(settings.principalPersonalId)) throw new OfficeError('school.bad-personal-id');
      const savedAt = clock.now();
      await context.database().write(context.actor, async (repositories) => {
        const school = await schoolOf(repositories);
        // What a training school does must say so wherever it is read.
        if (school.training && !settings.name.includes(trainingMark)) throw new OfficeError('setup.training-only');
        const appointed = await appointedHead(repositories, savedAt);
        // A head by decision is kept with the decision: what stood here before it stays, should the decision be taken back.
        if (appointed !== null && (['principalName', 'principalPersonalId', 'principalTitle'] as const).some((field) => settings[field] !== appointed.named[field])) throw new OfficeError('signers.head-by-decision', { decision: appointed.decision });
        const wanted = appointed === null ? settings : { ...settings, principalName: school.principalName, principalPersonalId: school.principalPersonalId, principalTitle: school.principalTitle };
        const changed = Object.entries(wanted).filter(([key, value]) => school[key as keyof StoredSchool] !== value).map(([key]) => key);
        await repositories.school.saveSchool({ ...school, ...wanted });
        return { value: undefined, audit: changed.length === 0 ? null : { action: 'school.settingsSaved', detail: { changed } } };
      });
      context.changed(['school', 'records', 'signing']);
      return { savedAt };
    },

    'school.teachers': (_, context) =>
      context.database().read(async (repositories) => ({
        // The administrator names teachers; their numbers are for those who make records.
        teachers: (await repositories.school.teachers()).map(({ id, fullName, personalId, active }) => ({ id: teacherIdOf.parse(id), fullName, personalId: hasRole(context.user, 'clerk', 'administrator', 'principal') ? personalId : '', active })),
      })),

    async 'school.saveTeacher'({ id, fullName, personalId, active }, context) {
      if (personalId !== '' && !personalIdShape.test(personalId)) throw new OfficeError('school.bad-personal-id');
      const saved = id ?? teacherIdOf.parse(ids.next());
      await context.database().write(context.actor, async ({ school }) => {
        const teachers = await school.teachers();
        if (personalId !== '' && teachers.some((other) => other.id !== saved && other.personalId === personalId)) throw new OfficeError('school.duplicate-name');
        await school.saveTeacher({ id: saved, fullName, personalId, active });
        return { value: undefined, audit: { action: 'school.teacherSaved', detail: { teacherId: saved, added: id === null } } };
      });
      context.changed(['school', 'records']);
      return { id: saved };
    },

    async 'school.saveClass'({ id, name, grade, homeroomTeacherId }, context) {
      const saved = id ?? classIdOf.parse(ids.next());
      await context.database().write(context.actor, async ({ school }) => {
        const [classes, year, own] = [await school.classes(), await school.currentYear(), await school.school()];
        if (own === null || !gradesOf(own.levels).includes(grade)) throw new OfficeError('school.level-not-taught', { grade });
        if (classes.some((other) => other.id !== saved && other.name.toUpperCase() === name.toUpperCase())) throw new OfficeError('school.duplicate-name');
        if (id !== null && !classes.some((other) => other.id === id)) throw new OfficeError('school.not-found');
        await school.saveClass({ id: saved, yearId: year.id, name, grade, homeroomTeacherId });
        return { value: undefined, audit: { action: 'school.classSaved', detail: { classId: saved, name, grade, homeroomTeacherId } } };
      });
      context.changed(['school', 'gradebook', 'homeroom', 'results', 'records']);
      return { id: saved };
    },

    async 'school.removeClass'({ id }, context) {
      await context.database().write(context.actor, async ({ school, pupils, moves }) => {
        const group = await presentClass({ school }, id);
        if ((await pupils.ofClass(id)).length > 0 || (await moves.movedAway(id)).length > 0) throw new OfficeError('school.class-not-empty');
        await school.removeClass(id);
        return { value: undefined, audit: { action: 'school.classRemoved', detail: { classId: id, name: group.name } } };
      });
      context.changed(['school']);
      return {};
    },

    'school.assignments': ({ classId }, context) =>
      context.database().read(async ({ school }) => {
        const assigned = new Map((await school.assignments(classId)).map(({ subjectId, teacherId }) => [subjectId, teacherId]));
        const subjects = await school.subjects((await yearOfClass({ school }, classId)).id);
        return {
          assignments: subjects.map(({ id }) => {
            const teacher = assigned.get(id);
            return { subjectId: subjectIdOf.parse(id), teacherId: teacher === undefined ? null : teacherIdOf.parse(teacher) };
          }),
        };
      }),

    async 'school.assign'({ classId, subjectId, teacherId }, context) {
      await context.database().write(context.actor, async ({ school }) => {
        await presentClass({ school }, classId);
        await school.assign(classId, subjectId, teacherId);
        return { value: undefined, audit: { action: 'school.assigned', detail: { classId, subjectId, teacherId } } };
      });
      context.changed(['school', 'gradebook', 'records']);
      return {};
    },
  };
}

const trainingMark = 'LUYỆN TẬP';

async function schoolOf({ school }: Repositories): Promise<StoredSchool> {
  const stored = await school.school();
  if (stored === null) throw new OfficeError('setup.no-school');
  return stored;
}

/** The principal whom a decision names today, as the settings name one; null where none does. */
async function appointedHead(repositories: Repositories, at: string): Promise<{ readonly named: Pick<StoredSchool, 'principalName' | 'principalPersonalId' | 'principalTitle'>; readonly decision: string } | null> {
  const principal = headsOn(await schoolOf(repositories), await repositories.signers.appointments(), dayOf(at)).at(-1);
  if (principal === undefined || principal.decision === '') return null;
  return { named: { principalName: principal.name, principalPersonalId: principal.personalId, principalTitle: principal.title }, decision: principal.decision };
}
