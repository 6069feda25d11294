import { OfficeError } from '#core/contract/errors.ts';
import type { MissingItem, PrimaryPupil } from '#core/contract/results.ts';
import { explainPrimaryEnding, explainPrimaryYear, wayToNextOutcome } from '#core/rules/explain/explain-primary.ts';
import { explainPrimaryReview } from '#core/rules/explain/explain-review.ts';
import type { PrimaryRules } from '#core/rules/rule-tables.ts';
import { primaryReview } from '#core/rules/tt27/primary-review.ts';
import { classId as classIdOf, enrollmentId as enrollmentIdOf, pupilId as pupilIdOf, subjectId as subjectIdOf } from '#core/values/ids.ts';
import type { Moment } from '#core/values/registers.ts';
import type { Handlers } from '../call-context.ts';
import { leadsClass } from '../gradebook/who-may.ts';
import { settledForSchool } from '../policies/settled-points.ts';
import type { Repositories } from '../ports/database.ts';
import { gatherClass, studying, type PrimaryClassData } from './class-data.ts';
import { missingForYear } from './missing-homeroom.ts';
import { missingMarks } from './missing-marks.ts';
import { attributesAt, attributesDue, primaryResult, primarySubjects, type AttributeLevels } from './primary-result.ts';
import { absencesOf } from './pupil-result.ts';

export function createPrimaryResultsHandlers(): Handlers<'results.primary' | 'results.explainPrimary'> {
  return {
    'results.primary': ({ classId, moment }, context) =>
      context.database().read(async (repositories) => {
        const { data, entries } = await gatherPrimary(repositories, classId);
        const [atMoment, atEnd, improved] = [attributesAt(entries, moment), attributesAt(entries, '2-end'), attributesAt(entries, '2-support')];
        const shown = attributesDue(data, new Map([...atMoment.values()].flatMap((levels) => [...levels])));
        return {
          classId,
          className: data.group.name,
          grade: data.group.grade,
          moment,
          subjects: data.subjects.map(({ id, name, shortName, tests }) => ({ id: subjectIdOf.parse(id), name, shortName, hasTest: moment.endsWith('mid') ? tests.middle : tests.end })),
          attributes: shown.map((code) => describe(data.rules, code)),
          pupils: studying(data).map((pupil) => {
            const result = primaryResult(data, pupil, atEnd.get(pupil.enrollment.id) ?? new Map(), improved.get(pupil.enrollment.id) ?? new Map());
            return asContract(data, result, moment, atMoment.get(pupil.enrollment.id) ?? new Map());
          }),
          missing: [...missingMarks(data), ...missingAttributes(data, entries), ...missingForYear(data)],
        };
      }),

    'results.explainPrimary': ({ classId, enrollmentId }, context) =>
      context.database().read(async (repositories) => {
        const { data, entries } = await gatherPrimary(repositories, classId);
        const pupil = data.pupils.find(({ enrollment }) => enrollment.id === enrollmentId);
        if (pupil === undefined) throw new OfficeError('gradebook.not-found');
        const { year, outcome, decision, afterSupport, principalDecision, award, recognition } = primaryResult(data, pupil, attributesAt(entries, '2-end').get(enrollmentId) ?? new Map(), attributesAt(entries, '2-support').get(enrollmentId) ?? new Map());
        const choices = await repositories.decisions.policies(data.year);
        const review = explainPrimaryReview(primaryReview(year, data.rules), (policy) => settledForSchool(choices, policy));
        const nameOf = (code: string) => data.subjects.find((subject) => subject.code === code)?.name ?? describe(data.rules, code).name;
        // For the homeroom teacher's own use, nobody else's.
        const forTeacher = leadsClass(context.user, data.group);
        return { pupilName: pupil.pupil.data.fullName, circular: data.rules.circular, steps: [...explainPrimaryYear(year, decision, nameOf, data.rules), ...explainPrimaryEnding(year, outcome, { after: afterSupport, principalDecision, award, recognition }, nameOf, data.rules), ...review], hints: forTeacher ? [...wayToNextOutcome(year, nameOf, data.rules)] : [] };
      }),
  };
}

/** A primary class with its qualities and competencies. Errors: school.not-found, results.level-class. */
export async function gatherPrimary(repositories: Repositories, classId: string): Promise<{ readonly data: PrimaryClassData; readonly entries: Awaited<ReturnType<Repositories['registers']['attributes']>> }> {
  const data = await gatherClass(repositories, classId);
  if (data.kind !== 'primary') throw new OfficeError('results.level-class', { className: data.group.name });
  return { data, entries: await repositories.registers.attributes(classId) };
}

/** Qualities and competencies that a moment still waits for; one line a pupil and moment. */
export function missingAttributes(data: PrimaryClassData, entries: Parameters<typeof attributesAt>[0]): readonly MissingItem[] {
  const pupils = studying(data);
  return (['1-mid', '1-end', '2-mid', '2-end'] as const).flatMap((moment) => {
    const levels = attributesAt(entries, moment);
    const lacking = pupils.filter(({ enrollment }) => {
      const own = levels.get(enrollment.id) ?? new Map();
      return attributesDue(data, own).some((code) => !own.has(code));
    });
    const line = (enrollmentId: string | null, pupilName: string | null): MissingItem => ({
      enrollmentId: enrollmentId === null ? null : enrollmentIdOf.parse(enrollmentId),
      pupilName,
      what: 'attribute',
      detail: `Phẩm chất, năng lực – ${momentWords[moment]}`,
      target: { screen: 'homeroom', classId: classIdOf.parse(data.group.id), enrollmentId: enrollmentId === null ? null : enrollmentIdOf.parse(enrollmentId), field: null, register: 'attributes', period: moment },
    });
    return lacking.length > 2 && lacking.length === pupils.length ? [line(null, null)] : lacking.map(({ enrollment, pupil }) => line(enrollment.id, pupil.data.fullName));
  });
}

const momentWords: Readonly<Record<Moment, string>> = { '1-mid': 'giữa học kì 1', '1-end': 'cuối học kì 1', '2-mid': 'giữa học kì 2', '2-end': 'cuối năm' };

function describe({ qualities, competencies }: PrimaryRules, code: string): { readonly code: string; readonly name: string; readonly group: 'quality' | 'general' | 'specific' } {
  const quality = qualities.find((each) => each.code === code);
  if (quality !== undefined) return { ...quality, group: 'quality' };
  const competency = competencies.find((each) => each.code === code);
  return { code, name: competency?.name ?? code, group: competency?.general === true ? 'general' : 'specific' };
}

function asContract(data: PrimaryClassData, result: ReturnType<typeof primaryResult>, moment: Moment, attributes: AttributeLevels): PrimaryPupil {
  const { pupil, outcome, award, decision, afterSupport, principalDecision, promoted } = result;
  const subjects = primarySubjects(data, pupil, moment);
  return {
    enrollmentId: enrollmentIdOf.parse(pupil.enrollment.id),
    pupilId: pupilIdOf.parse(pupil.pupil.id),
    position: pupil.enrollment.position,
    fullName: pupil.pupil.data.fullName,
    subjects: data.subjects.flatMap(({ id, code }) => {
      const found = subjects.find((each) => each.code === code);
      return found === undefined ? [] : [{ subjectId: subjectIdOf.parse(id), level: found.level, test: found.test }];
    }),
    attributes: Object.fromEntries(attributes),
    absences: absencesOf(pupil.homeroom),
    outcome,
    award,
    decision,
    afterSupport: afterSupport === null ? null : { outcome: afterSupport.outcome, decision: afterSupport.decision },
    principalDecision,
    promoted,
    review: primaryReview(result.year, data.rules).map(({ policy }) => policy),
  };
}
