import { OfficeError } from '#core/contract/errors.ts';
import type { ReopeningView } from '#core/contract/locks.ts';
import { registerName } from '#core/contract/shared.ts';
import { overlaps, type LockScope } from '#core/values/locks.ts';
import { hasRole, type CallContext, type Handlers, type SignedInUser } from '../call-context.ts';
import type { Clock, IdSource } from '../ports/clock.ts';
import type { AuditDetail, Repositories } from '../ports/database.ts';
import type { StoredReopening } from '../ports/lock-repository.ts';

type Names = 'locks.overview' | 'locks.lock' | 'locks.unlock' | 'locks.plan' | 'locks.removePlan' | 'locks.ask' | 'locks.decide' | 'locks.reopen' | 'locks.close';

export function createLocksHandlers({ clock, ids }: { readonly clock: Clock; readonly ids: IdSource }): Handlers<Names> {
  async function write<Value>(context: CallContext, work: (repositories: Repositories, done: { readonly at: string; readonly userId: string }) => Promise<{ readonly value: Value; readonly audit: AuditDetail }>): Promise<Value> {
    const done = { at: clock.now(), userId: context.user?.id ?? '' };
    const value = await context.database().write(context.actor, (repositories) => work(repositories, done));
    context.changed(['gradebook', 'homeroom']);
    return value;
  }

  /** Errors: locks.bad-dates. */
  function checkExpiry(expiresAt: string): void {
    if (expiresAt <= clock.now().slice(0, 16)) throw new OfficeError('locks.bad-dates');
  }

  return {
    'locks.overview': (_, context) =>
      context.database().read(async ({ locks }) => ({
        locks: (await locks.locks()).map((lock) => ({ ...lock })),
        windows: (await locks.windows()).map((window) => ({ ...window })),
        reopenings: (await locks.reopenings()).map((each) => view(each, clock.now())),
        mayLock: hasRole(context.user, 'clerk', 'principal', 'administrator'),
        mayOpen: hasRole(context.user, 'principal', 'administrator'),
      })),

    'locks.lock': ({ scope, reason }, context) =>
      write(context, async ({ locks }, done) => {
        const id = ids.next();
        await locks.addLock({ id, scope, reason, ...done });
        return { value: { id }, audit: { action: 'locks.locked', detail: { ...scope, reason } } };
      }),

    'locks.unlock': ({ id, reason }, context) =>
      write(context, async (repositories, done) => {
        const { locks } = repositories;
        const lock = (await locks.locks()).find((each) => each.id === id);
        if (lock === undefined) throw new OfficeError('locks.not-found');
        await checkNotOwn(repositories, context.user, lock.scope);
        await locks.release({ id, reason, ...done });
        return { value: {}, audit: { action: 'locks.unlocked', detail: { id, reason } } };
      }),

    'locks.plan': ({ scope, opensOn, closesOn }, context) =>
      write(context, async (repositories, { userId }) => {
        const { locks } = repositories;
        if (closesOn < opensOn) throw new OfficeError('locks.bad-dates');
        // The first plan of a place can only shut it; a second one may open what the first has shut.
        if ((await locks.windows()).some((window) => overlaps(window.scope, scope))) await checkNotOwn(repositories, context.user, scope);
        const id = ids.next();
        await locks.addWindow({ id, scope, opensOn, closesOn, userId });
        return { value: { id }, audit: { action: 'locks.planned', detail: { ...scope, opensOn, closesOn } } };
      }),

    'locks.removePlan': ({ id }, context) =>
      write(context, async (repositories, { at }) => {
        const { locks } = repositories;
        const window = (await locks.windows()).find((each) => each.id === id);
        if (window === undefined) throw new OfficeError('locks.not-found');
        await checkNotOwn(repositories, context.user, window.scope);
        await locks.removeWindow(id, at);
        return { value: {}, audit: { action: 'locks.planRemoved', detail: { id } } };
      }),

    'locks.ask': ({ scope, reason }, context) =>
      write(context, async ({ locks }, done) => {
        const id = ids.next();
        await locks.addReopening({ id, scope, reason, ...done, decided: null });
        return { value: { id }, audit: { action: 'locks.asked', detail: { ...scope, reason } } };
      }),

    'locks.decide': ({ id, expiresAt }, context) =>
      write(context, async (repositories, done) => {
        const { locks } = repositories;
        const asked = (await locks.reopenings()).find((each) => each.id === id && each.state === 'asked');
        if (asked === undefined) throw new OfficeError('locks.not-found');
        if (asked.askedById === done.userId) throw new OfficeError('locks.own-request');
        if (expiresAt !== null) await checkNotOwn(repositories, context.user, asked.scope);
        if (expiresAt !== null) checkExpiry(expiresAt);
        await locks.decide({ id, state: expiresAt === null ? 'refused' : 'open', expiresAt, ...done });
        return { value: {}, audit: { action: expiresAt === null ? 'locks.refused' : 'locks.reopened', detail: { ...asked.scope, askedBy: asked.askedBy, reason: asked.reason, expiresAt } } };
      }),

    'locks.reopen': ({ scope, reason, expiresAt }, context) =>
      write(context, async (repositories, done) => {
        const { locks } = repositories;
        checkExpiry(expiresAt);
        await checkNotOwn(repositories, context.user, scope);
        const id = ids.next();
        await locks.addReopening({ id, scope, reason, ...done, decided: { expiresAt } });
        return { value: { id }, audit: { action: 'locks.reopened', detail: { ...scope, reason, expiresAt } } };
      }),

    'locks.close': ({ id }, context) =>
      write(context, async ({ locks }, done) => {
        const open = (await locks.reopenings()).find((each) => each.id === id && each.state === 'open');
        if (open === undefined) throw new OfficeError('locks.not-found');
        await locks.decide({ id, state: 'open', expiresAt: done.at.slice(0, 16), ...done });
        return { value: {}, audit: { action: 'locks.closed', detail: { ...open.scope } } };
      }),
  };
}

/**
 * Nobody opens what they enter themselves: a clerk anything, a teacher the own subjects, a homeroom teacher the own class. A principal who teaches asks
 * somebody else. Errors: locks.own-sheet.
 */
async function checkNotOwn({ school }: Pick<Repositories, 'school'>, user: SignedInUser | null, scope: LockScope): Promise<void> {
  const own = user?.teacherId ?? null;
  const covers = (classId: string) => scope.classId === null || scope.classId === classId;
  const register = registerName.options.some((name) => name === scope.column);
  const teaches = async () => !register && (await school.assignments(scope.classId)).some(({ subjectId, teacherId }) => teacherId === own && (scope.subjectId === null || scope.subjectId === subjectId));
  const leads = async () => scope.subjectId === null && (scope.column === null || register) && (await school.classes()).some(({ id, homeroomTeacherId }) => homeroomTeacherId === own && covers(id));
  const enters = hasRole(user, 'clerk') || (own !== null && ((hasRole(user, 'subjectTeacher') && (await teaches())) || (hasRole(user, 'homeroomTeacher') && (await leads()))));
  if (enters) throw new OfficeError('locks.own-sheet');
}

function view({ askedById: _askedById, ...each }: StoredReopening, now: string): ReopeningView {
  const over = each.state === 'open' && each.expiresAt !== null && each.expiresAt <= now.slice(0, 16);
  return { ...each, state: over ? 'expired' : each.state };
}
