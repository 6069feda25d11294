import { OfficeError } from '#core/contract/errors.ts';
import { gradesOf, levelOfGrade } from '#core/values/class-names.ts';
import { subjectId as subjectIdOf } from '#core/values/ids.ts';
import type { Handlers } from '../call-context.ts';
import type { IdSource } from '../ports/clock.ts';
import type { SubjectsFor } from '../ports/curricula.ts';

/** The school's levels and its own list of subjects; a new level brings the subjects of its curriculum. */
export function createSubjectHandlers({ ids, subjectsFor }: { readonly ids: IdSource; readonly subjectsFor: SubjectsFor }): Handlers<'school.setLevels' | 'school.saveSubject' | 'school.removeSubject'> {
  return {
    async 'school.setLevels'({ levels }, context) {
      await context.database().write(context.actor, async ({ school }) => {
        const [own, year, present] = [await school.school(), await school.currentYear(), await school.subjects()];
        if (own === null) throw new OfficeError('school.not-found');
        if ((await school.classes()).some(({ grade }) => !levels.includes(levelOfGrade(grade)))) throw new OfficeError('school.class-not-empty');
        await school.saveSchool({ ...own, levels: [...new Set(levels)] });
        for (const subject of subjectsFor({ programme: own.programme, levels: levels.filter((level) => !own.levels.includes(level)), schoolYear: year.name })) {
          const earlier = present.find(({ code }) => code === subject.code);
          // What the school changed about a subject it has stays; only the new grades are added.
          await school.saveSubject(earlier === undefined ? { ...subject, id: ids.next() } : { ...earlier, periods: { ...subject.periods, ...earlier.periods }, electiveIn: [...new Set([...earlier.electiveIn, ...subject.electiveIn])] }, year.id);
        }
        return { value: undefined, audit: { action: 'school.levelsSet', detail: { levels } } };
      });
      context.changed(['school', 'gradebook', 'results']);
      return {};
    },

    async 'school.saveSubject'({ id, ...subject }, context) {
      const saved = id ?? subjectIdOf.parse(ids.next());
      await context.database().write(context.actor, async ({ school }) => {
        const [own, year, present] = [await school.school(), await school.currentYear(), await school.subjects()];
        const earlier = present.find((each) => each.id === id);
        if (id !== null && earlier === undefined) throw new OfficeError('school.not-found');
        // Grades of a level that was taken away again stay with the subject.
        const known = [...gradesOf(own?.levels ?? []).map(String), ...Object.keys(earlier?.periods ?? {})];
        const others = present.filter((each) => each.id !== saved);
        const isSame = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();
        if (others.some(({ code, name }) => isSame(code, subject.code) || isSame(name, subject.name))) throw new OfficeError('school.bad-subject');
        if (Object.keys(subject.periods).some((grade) => !known.includes(grade)) || (earlier === undefined && Object.keys(subject.periods).length === 0)) throw new OfficeError('school.bad-subject');
        // Marks that stand are scores or Đ and CĐ: a subject that has some stays what it is.
        if (earlier !== undefined && (earlier.kind !== subject.kind || earlier.code !== subject.code) && (await school.subjectHasWork(saved))) throw new OfficeError('school.subject-has-work');
        const order = earlier?.order ?? Math.max(0, ...present.map((each) => each.order)) + 1;
        await school.saveSubject({ ...subject, id: saved, electiveIn: subject.electiveIn.filter((grade) => subject.periods[String(grade)] !== undefined), order }, year.id);
        return { value: undefined, audit: { action: 'school.subjectSaved', detail: { subjectId: saved, code: subject.code, periods: subject.periods, added: id === null } } };
      });
      context.changed(['school', 'gradebook', 'results', 'records']);
      return { id: saved };
    },

    async 'school.removeSubject'({ id }, context) {
      await context.database().write(context.actor, async ({ school }) => {
        const subject = (await school.subjects()).find((each) => each.id === id);
        if (subject === undefined) throw new OfficeError('school.not-found');
        if (await school.subjectHasWork(id)) throw new OfficeError('school.subject-has-work');
        await school.removeSubject(id);
        return { value: undefined, audit: { action: 'school.subjectRemoved', detail: { subjectId: id, code: subject.code } } };
      });
      context.changed(['school', 'gradebook', 'results']);
      return {};
    },
  };
}
