import { OfficeError } from '#core/contract/errors.ts';
import { teacherId as teacherIdOf, userId as userIdOf } from '#core/values/ids.ts';
import type { Handlers } from '../call-context.ts';
import type { OpenSchool } from '../open-school.ts';
import type { Clock, IdSource } from '../ports/clock.ts';
import { hashPassword } from '../session/password-hash.ts';

const shortestPassword = 8;

export function createUsersHandlers({ school, clock, ids }: { readonly school: OpenSchool; readonly clock: Clock; readonly ids: IdSource }): Handlers<'users.list' | 'users.save'> {
  return {
    'users.list': (_, context) =>
      context.database().read(async ({ users }) => ({
        users: (await users.users()).map(({ id, userName, displayName, roles, teacherId, active }) => ({ id: userIdOf.parse(id), userName, displayName, roles: [...roles], teacherId: teacherId === null ? null : teacherIdOf.parse(teacherId), active })),
      })),

    async 'users.save'({ id, userName, displayName, roles, teacherId, active, password }, context) {
      if (password !== null && password.length < shortestPassword) throw new OfficeError('session.weak-password', { length: shortestPassword });
      if (password === null && id === null) throw new OfficeError('session.weak-password', { length: shortestPassword });
      const passwordHash = password === null ? null : await hashPassword(password);
      const saved = id ?? userIdOf.parse(ids.next());
      await context.database().write(context.actor, async ({ users }) => {
        const all = await users.users();
        const before = all.find((user) => user.id === saved);
        if (id !== null && before === undefined) throw new OfficeError('school.not-found');
        if (all.some((user) => user.id !== saved && user.userName.toLowerCase() === userName.toLowerCase())) throw new OfficeError('users.duplicate-name');
        const others = all.filter((user) => user.id !== saved && user.active && user.roles.includes('administrator'));
        if (others.length === 0 && !(active && roles.includes('administrator'))) throw new OfficeError('users.last-administrator');
        await users.save({ id: saved, userName, displayName, roles, teacherId, active, passwordHash: passwordHash ?? before?.passwordHash ?? '', createdAt: before?.createdAt ?? clock.now() });
        return { value: undefined, audit: { action: 'users.saved', detail: { userId: saved, userName, roles, active, passwordChanged: password !== null } } };
      });
      // Rights that were taken away must not live on in an open window.
      if (id !== null && id !== context.user?.id) school.signOutUser(id);
      context.changed(['users']);
      return { id: saved };
    },
  };
}
