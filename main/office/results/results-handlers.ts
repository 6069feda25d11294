import type { PupilResult, ReviewPointView } from '#core/contract/results.ts';
import type { LearningLevel } from '#core/rules/tt22/learning-level.ts';
import type { PassLevel, Tenths } from '#core/values/marks.ts';
import { enrollmentId as enrollmentIdOf, pupilId as pupilIdOf, subjectId as subjectIdOf } from '#core/values/ids.ts';
import { hasRole, type Handlers } from '../call-context.ts';
import { leadsClass } from '../gradebook/who-may.ts';
import type { JobBoard } from '../job-board.ts';
import { asExplained, settledPoints, type Decisions } from '../policies/settled-points.ts';
import type { Clock } from '../ports/clock.ts';
import type { Repositories } from '../ports/database.ts';
import type { WholeSchoolReader } from '../ports/whole-school.ts';
import { gatherFrame, gatherLevelClass, gatherPupil, studying, type LevelClassData, type LevelFrame } from './class-data.ts';
import { OfficeError } from '#core/contract/errors.ts';
import { explainResult } from './explain-result.ts';
import { missingForYear } from './missing-homeroom.ts';
import { missingMarks } from './missing-marks.ts';
import { pupilResult, type YearResult } from './pupil-result.ts';
import { createSchoolResultsHandlers } from './school-results-handlers.ts';
import type { SubjectYear } from './subject-year.ts';

export type ResultsParts = { readonly wholeSchool: WholeSchoolReader; readonly jobs: JobBoard; readonly clock: Clock };

export function createResultsHandlers(parts: ResultsParts): Handlers<'results.class' | 'results.explain' | 'results.computeSchool' | 'results.school'> {
  return {
    ...createSchoolResultsHandlers(parts),

    'results.explain': ({ classId, enrollmentId, about }, context) =>
      context.database().read(async (repositories) => {
        const frame = await gatherFrame(repositories, classId);
        if (frame.kind !== 'levels') throw new OfficeError('results.primary-class', { className: frame.group.name });
        const pupil = await gatherPupil(repositories, frame, enrollmentId);
        const review = asExplained(settledPoints(frame, pupilResult(frame, pupil), await decisionsOf(repositories, frame)));
        // The way to the next level is for the homeroom teacher's own use, nobody else's.
        return { pupilName: pupil.pupil.data.fullName, ...explainResult(frame, pupil, about, { review, forTeacher: leadsClass(context.user, frame.group) }) };
      }),

    'results.class': ({ classId }, context) =>
      context.database().read(async (repositories) => {
        const data = await gatherLevelClass(repositories, classId);
        const decisions = await decisionsOf(repositories, data);
        return {
          classId,
          className: data.group.name,
          // Electives that nobody of the class chose would be empty columns.
          subjects: data.subjects.filter(({ id, elective }) => !elective || studying(data).some(({ notTaken }) => !notTaken.has(id))).map(({ id, shortName, name, kind }) => ({ id: subjectIdOf.parse(id), shortName, name, kind })),
          pupils: studying(data).map((pupil) => {
            const result = pupilResult(data, pupil);
            return asContract(result, settledPoints(data, result, decisions));
          }),
          missing: missingInResults(data),
          mayDecide: !data.past && hasRole(context.user, 'principal'),
          mayPropose: !data.past && leadsClass(context.user, data.group),
        };
      }),
  };
}

/** What the class's results wait for; each line leads to its cell. */
function missingInResults(data: LevelClassData): ReturnType<typeof missingMarks>[number][] {
  return [...missingMarks(data), ...missingForYear(data)];
}

async function decisionsOf({ decisions }: Pick<Repositories, 'decisions'>, { year, group }: Pick<LevelFrame, 'year' | 'group'>): Promise<Decisions> {
  return { choices: await decisions.policies(year), reviews: await decisions.reviews(group.id) };
}

function asContract(result: YearResult, review: ReviewPointView[]): PupilResult {
  const { outcome, pupil } = result;
  return {
    enrollmentId: enrollmentIdOf.parse(pupil.enrollment.id),
    pupilId: pupilIdOf.parse(pupil.pupil.id),
    position: pupil.enrollment.position,
    fullName: pupil.pupil.data.fullName,
    subjects: result.subjects.map(subjectContract),
    semester1: learningContract(result.semester1),
    semester2: learningContract(result.semester2),
    year: learningContract(outcome.learning),
    conduct1: result.conduct1,
    conduct2: result.conduct2,
    conductYear: result.conduct,
    absences: result.absences,
    award: outcome.title,
    decision: outcome.decision,
    reassessable: outcome.reassessable.map((id) => subjectIdOf.parse(id)),
    afterSummer: outcome.afterSummer === null ? null : { ...outcome.afterSummer },
    finalDecision: outcome.finalDecision,
    review,
  };
}

function learningContract(learning: LearningLevel | null): PupilResult['year'] {
  if (learning === null) return { base: null, level: null, adjustedBySubjectId: null, ambiguous: false };
  return { base: learning.base, level: learning.level, adjustedBySubjectId: learning.adjustedBy === null ? null : subjectIdOf.parse(learning.adjustedBy), ambiguous: learning.ambiguous };
}

function subjectContract(year: SubjectYear): PupilResult['subjects'][number] {
  const score = (value: Tenths | PassLevel | null) => (typeof value === 'number' ? value : null);
  const pass = (value: Tenths | PassLevel | null) => (typeof value === 'string' ? value : null);
  return {
    subjectId: subjectIdOf.parse(year.subject.id),
    score1: score(year.semester1),
    score2: score(year.semester2),
    scoreYear: score(year.year),
    pass1: pass(year.semester1),
    pass2: pass(year.semester2),
    passYear: pass(year.year),
    reassessedScore: score(year.reassessed),
    reassessedPass: pass(year.reassessed),
  };
}

