import { OfficeError } from '#core/contract/errors.ts';
import type { SessionState } from '#core/contract/session.ts';
import { trainingKind } from '#core/contract/shared.ts';
import { schoolYearId, teacherId, userId } from '#core/values/ids.ts';
import type { CallContext, Handlers, SignedInUser } from '../call-context.ts';
import type { ConnectionId } from '../office.ts';
import type { OpenSchool } from '../open-school.ts';
import type { Clock } from '../ports/clock.ts';
import type { SchoolStore } from '../ports/database.ts';
import type { StoredUser } from '../ports/school-repositories.ts';
import { checkPassword, hashPassword } from './password-hash.ts';

export type SessionParts = { readonly school: OpenSchool; readonly store: SchoolStore; readonly clock: Clock; readonly version: string; /** Shared by all accounts of the training school. */ readonly practicePassword: string };

type Names = 'session.state' | 'session.accounts' | 'session.signIn' | 'session.signOut' | 'session.lock' | 'session.unlock' | 'session.setLanguage' | 'session.viewYear' | 'session.changePassword';

/** Hash of nothing anybody knows, of the same cost as a real one. */
const decoyHash = 'scrypt$32768$8$1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA';
const freeTries = 5;
const shortestPassword = 8;

/** What the page must know before it can draw anything. Also answers setup's commands. */
export async function sessionState(parts: SessionParts, connection: ConnectionId): Promise<SessionState> {
  const { user, locked, language, viewedYearId } = parts.school.session(connection);
  const open = parts.school.current();
  const stored = open === null ? null : await open.database.read(async ({ school }) => ({ school: await school.school(), year: await school.currentYear(), years: await school.years() }));
  const years = (stored?.years ?? []).map(({ id, name }) => ({ id: schoolYearId.parse(id), name }));
  return {
    school: stored?.school == null ? null : { name: stored.school.name, training: stored.school.training, programme: stored.school.programme, levels: [...stored.school.levels], schoolYear: stored.year.name, years, viewedYearId: years.find(({ id }) => id === viewedYearId)?.id ?? null },
    user: user === null ? null : { ...user, id: userId.parse(user.id), roles: [...user.roles], teacherId: user.teacherId === null ? null : teacherId.parse(user.teacherId) },
    locked,
    doors: { training: await existing(parts.store), real: await parts.store.exists('real') },
    language,
    idleMinutes: stored?.school?.idleMinutes ?? 10,
    version: parts.version,
  };
}

async function existing(store: SchoolStore): Promise<SessionState['doors']['training']> {
  const there = await Promise.all(trainingKind.options.map(async (kind) => ((await store.exists(kind)) ? [kind] : [])));
  return there.flat();
}

export function createSessionHandlers(parts: SessionParts): Handlers<Names> {
  const told = async (context: CallContext): Promise<SessionState> => {
    const state = await sessionState(parts, context.connection);
    context.emit({ name: 'session.changed', payload: { state } }, context.connection);
    return state;
  };

  return {
    'session.state': (_, { connection }) => sessionState(parts, connection),

    async 'session.accounts'() {
      const open = parts.school.current();
      if (open?.door !== 'training') return { accounts: [], practicePassword: null };
      const users = await open.database.read((repositories) => repositories.users.users());
      const accounts = users.filter(({ active }) => active).map(({ userName, displayName, roles }) => ({ userName, displayName, roles: [...roles], note: '' }));
      return { accounts, practicePassword: parts.practicePassword };
    },

    async 'session.signIn'({ userName, password }, context) {
      const user = await verified(parts, userName, password, context);
      parts.school.setSession(context.connection, { user: asSignedIn(user), locked: false });
      await context.database().write({ userId: user.id, userName: user.displayName }, () => Promise.resolve({ value: undefined, audit: { action: 'session.signedIn', detail: {} } }));
      return told(context);
    },

    'session.signOut'(_, context) {
      parts.school.setSession(context.connection, { user: null, locked: false, viewedYearId: null });
      return told(context);
    },

    'session.lock'(_, context) {
      if (parts.school.session(context.connection).user !== null) parts.school.setSession(context.connection, { locked: true });
      return told(context);
    },

    async 'session.unlock'({ password }, context) {
      const { user } = parts.school.session(context.connection);
      if (user === null) throw new OfficeError('session.sign-in-needed');
      const stored = await verified(parts, user.userName, password, context);
      parts.school.setSession(context.connection, { user: asSignedIn(stored), locked: false });
      return told(context);
    },

    'session.setLanguage'({ language }, context) {
      parts.school.setSession(context.connection, { language });
      return told(context);
    },

    async 'session.viewYear'({ yearId }, context) {
      const { present, found } = await context.database().read(async ({ school }) => ({ present: await school.currentYear(), found: yearId === null ? null : await school.yearById(yearId) }));
      if (yearId !== null && found === null) throw new OfficeError('school.not-found');
      parts.school.setSession(context.connection, { viewedYearId: found === null || found.id === present.id ? null : found.id });
      const state = await told(context);
      context.emit({ name: 'data.changed', payload: { features: ['school', 'pupils', 'gradebook', 'homeroom', 'results', 'records', 'signing', 'exchange'] } }, context.connection);
      return state;
    },

    async 'session.changePassword'({ current, next }, context) {
      const { user } = context;
      if (user === null) throw new OfficeError('session.sign-in-needed');
      if (next.length < shortestPassword) throw new OfficeError('session.weak-password', { length: shortestPassword });
      const stored = await verified(parts, user.userName, current, context);
      const passwordHash = await hashPassword(next);
      const changedAt = parts.clock.now();
      await context.database().write(context.actor, async ({ users }) => {
        await users.save({ ...stored, passwordHash });
        return { value: undefined, audit: { action: 'session.passwordChanged', detail: {} } };
      });
      return { changedAt };
    },
  };
}

/** The account when the password fits. Failures are counted durably; after the free tries each costs a longer wait. Errors: session.wrong-password, session.too-many-tries. */
async function verified(parts: SessionParts, userName: string, password: string, context: CallContext): Promise<StoredUser> {
  const database = context.database();
  const { user, failures } = await database.read(async ({ users }) => ({ user: await users.byName(userName), failures: await users.failures(userName) }));
  const wait = failures === null ? 0 : waitSeconds(failures.failures) - (Date.parse(parts.clock.now()) - Date.parse(failures.lastAt)) / 1000;
  if (wait > 0) throw new OfficeError('session.too-many-tries', { seconds: Math.ceil(wait) });
  // An unknown name takes as long as a known one.
  const fits = await checkPassword(password, user?.passwordHash ?? decoyHash);
  if (user === null || !user.active || !fits) {
    const count = (failures?.failures ?? 0) + 1;
    await database.write({ userId: null, userName }, async ({ users }) => {
      await users.setFailures(userName, count, parts.clock.now());
      return { value: undefined, audit: { action: 'session.refused', detail: { tries: count } } };
    });
    throw new OfficeError('session.wrong-password');
  }
  if (failures !== null) {
    await database.write({ userId: user.id, userName: user.displayName }, async ({ users }) => {
      await users.setFailures(userName, 0, parts.clock.now());
      return { value: undefined, audit: null };
    });
  }
  return user;
}

/** 0 for the first tries, then half a minute, doubled each time, at most a quarter of an hour. */
function waitSeconds(failures: number): number {
  return failures < freeTries ? 0 : Math.min(900, 30 * 2 ** (failures - freeTries));
}

function asSignedIn({ id, userName, displayName, roles, teacherId: teacher }: StoredUser): SignedInUser {
  return { id, userName, displayName, roles, teacherId: teacher };
}
