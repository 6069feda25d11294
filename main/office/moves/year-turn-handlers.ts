import { OfficeError } from '#core/contract/errors.ts';
import { enrollmentId as enrollmentIdOf, jobId as jobIdOf } from '#core/values/ids.ts';
import { hasRole, type CallContext, type Handlers } from '../call-context.ts';
import { mayEditHomeroom } from '../gradebook/who-may.ts';
import type { JobBoard } from '../job-board.ts';
import type { Clock, IdSource } from '../ports/clock.ts';
import type { StoredClass } from '../ports/school-repositories.ts';
import { applyPlan } from './apply-plan.ts';
import { breathe } from './breathe.ts';
import { classEndOf, gatherEnds, yearEndOf } from './end-of-year.ts';
import { gatherRollOver } from './gather-roll-over.ts';
import { planDigest } from './move-plan.ts';
import { touched } from './touched.ts';
import { auditNames, mayDo } from './plan-action.ts';
import { planRollOver } from './plan-roll-over.ts';
import { proposeRollOver } from './roll-over-proposal.ts';

export type YearTurnParts = { readonly clock: Clock; readonly ids: IdSource; readonly jobs: JobBoard };

type Names = 'yearTurn.classes' | 'yearTurn.class' | 'yearTurn.proposal' | 'yearTurn.rollOver';

export function createYearTurnHandlers({ clock, ids, jobs }: YearTurnParts): Handlers<Names> {
  return {
    'yearTurn.classes': (_, context) =>
      context.database().read(async (repositories) => {
        const classes = [];
        for (const group of await repositories.school.classes()) {
          if (!maySee(context, group)) continue;
          await breathe();
          classes.push(classEndOf(await gatherEnds(repositories, group)));
        }
        return { schoolYear: (await repositories.school.currentYear()).name, classes };
      }),

    'yearTurn.class': ({ classId }, context) =>
      context.database().read(async (repositories) => {
        const group = await repositories.school.classById(classId);
        if (group === null) throw new OfficeError('school.not-found');
        if (!maySee(context, group)) throw new OfficeError('homeroom.not-yours');
        const { data, ends } = await gatherEnds(repositories, group);
        return { className: group.name, primary: data?.kind === 'primary', pupils: ends.map(yearEndOf) };
      }),

    'yearTurn.proposal': (_, context) =>
      context.database().read(async (repositories) => {
        const { facts, ends } = await gatherRollOver(repositories, clock, breathe);
        const retained = facts.classes.flatMap(({ group, pupils }) =>
          pupils.filter(({ decision }) => decision === 'RETAINED').map(({ pupil, enrollment }) => ({ enrollmentId: enrollmentIdOf.parse(enrollment.id), fullName: pupil.data.fullName, className: group.name, grade: group.grade })),
        );
        return { proposal: proposeRollOver(facts), classes: ends.map(classEndOf), retained };
      }),

    'yearTurn.rollOver'({ action, digest }, context) {
      if (!mayDo(context.user, action.kind)) throw new OfficeError('session.not-allowed');
      const database = context.database();
      const { actor } = context;
      const jobId = jobs.start({ kind: 'roll-over', total: 1, mayCancel: false, userId: context.user?.id ?? null }, async (progress) => {
        await database.write(actor, async (repositories) => {
          let classes = 1;
          const { facts } = await gatherRollOver(repositories, clock, async (done, total, className) => {
            classes = total;
            progress.report(done, total * 2, className);
            await breathe();
          });
          const plan = planRollOver(facts, action);
          if (planDigest(plan) !== digest) throw new OfficeError('moves.outdated-preview');
          const { actionId } = await applyPlan(repositories, plan, { kind: action.kind, at: clock.now(), by: actor.userName, ids }, (count) => progress.report(classes + Math.floor((count * classes) / plan.changes.length), classes * 2, action.yearName));
          return { value: undefined, audit: { action: auditNames[action.kind], detail: { actionId, ...plan.subject } } };
        });
        context.changed(touched);
      });
      return Promise.resolve({ jobId: jobIdOf.parse(jobId) });
    },
  };
}

/** The office sees every class, a homeroom teacher the own one. */
function maySee({ user }: CallContext, group: StoredClass): boolean {
  return hasRole(user, 'clerk', 'principal') || mayEditHomeroom(user, group);
}
