import { OfficeError } from '#core/contract/errors.ts';
import { enrollmentId as enrollmentIdOf, subjectId as subjectIdOf } from '#core/values/ids.ts';
import type { Handlers } from '../call-context.ts';
import type { Clock } from '../ports/clock.ts';
import { gatherClass, studying, type ClassData } from '../results/class-data.ts';

/** What the pupils of an upper secondary class chose (CT GDPT 2018: four electives and three clusters of special topics). */
export function createChoiceHandlers({ clock }: { readonly clock: Clock }): Handlers<'pupils.choices' | 'pupils.setChoices'> {
  return {
    'pupils.choices': ({ classId }, context) =>
      context.database().read(async (repositories) => {
        const data = await gatherClass(repositories, classId);
        const choices = await repositories.pupils.choices(classId);
        return {
          electives: electivesOf(data).map(({ id, name, shortName }) => ({ subjectId: subjectIdOf.parse(id), name, shortName })),
          topics: withTopics(data).map(({ id, shortName }) => ({ subjectId: subjectIdOf.parse(id), shortName })),
          pupils: studying(data).map(({ pupil, enrollment }) => {
            const own = choices.filter((choice) => choice.enrollmentId === enrollment.id);
            return {
              enrollmentId: enrollmentIdOf.parse(enrollment.id),
              position: enrollment.position,
              fullName: pupil.data.fullName,
              chosen: own.filter(({ subjectId }) => electivesOf(data).some(({ id }) => id === subjectId)).map(({ subjectId }) => subjectIdOf.parse(subjectId)),
              topics: own.filter(({ topics }) => topics).map(({ subjectId }) => subjectIdOf.parse(subjectId)),
            };
          }),
        };
      }),

    async 'pupils.setChoices'({ classId, choices }, context) {
      const savedAt = clock.now();
      await context.database().write(context.actor, async (repositories) => {
        const data = await gatherClass(repositories, classId);
        if (data.past) throw new OfficeError('school.past-year');
        const electives = new Set(electivesOf(data).map(({ id }) => id));
        const mayHaveTopics = new Set(withTopics(data).map(({ id }) => id));
        const pupils = new Set(studying(data).map(({ enrollment }) => enrollment.id));
        for (const { enrollmentId, chosen, topics } of choices) {
          if (!pupils.has(enrollmentId)) throw new OfficeError('pupils.not-found');
          const has = (id: string) => !electives.has(id) || chosen.some((each) => each === id);
          if (chosen.some((id) => !electives.has(id)) || topics.some((id) => !mayHaveTopics.has(id) || !has(id))) throw new OfficeError('pupils.bad-choice');
          await repositories.pupils.setChoices(enrollmentId, [...new Set([...chosen, ...topics])].map((subjectId) => ({ subjectId, topics: topics.includes(subjectId) })));
        }
        return { value: undefined, audit: { action: 'pupils.choicesSet', detail: { classId, className: data.group.name, pupils: choices.length } } };
      });
      context.changed(['pupils', 'gradebook', 'results']);
      return { savedAt };
    },
  };
}

function electivesOf(data: ClassData): readonly ClassData['subjects'][number][] {
  return [...data.subjects].filter(({ elective }) => elective);
}

function withTopics(data: ClassData): readonly ClassData['subjects'][number][] {
  return data.kind === 'levels' && data.group.grade >= 10 && data.rules.policies.specialTopics !== 'none' ? data.subjects.filter(({ kind }) => kind === 'scored') : [];
}
