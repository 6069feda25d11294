import type { Kysely, Selectable } from 'kysely';
import { roles, type Role } from '#core/contract/method.ts';
import type { StoredUser, UserRepository } from '#main/office/ports/school-repositories.ts';
import type { Schema } from './schema.ts';

export function createUserRepository(db: Kysely<Schema>): UserRepository {
  return {
    async users() {
      const rows = await db.selectFrom('user_account').selectAll().orderBy('created_at').orderBy('user_name').execute();
      return rows.map(asUser);
    },
    async byName(userName) {
      const row = await db.selectFrom('user_account').selectAll().where('user_name', '=', userName).executeTakeFirst();
      return row === undefined ? null : asUser(row);
    },
    async byId(id) {
      const row = await db.selectFrom('user_account').selectAll().where('id', '=', id).executeTakeFirst();
      return row === undefined ? null : asUser(row);
    },
    async save(user) {
      const values = {
        user_name: user.userName,
        display_name: user.displayName,
        roles: JSON.stringify(user.roles),
        teacher_id: user.teacherId,
        active: user.active ? 1 : 0,
        password_hash: user.passwordHash,
        created_at: user.createdAt,
      };
      await db
        .insertInto('user_account')
        .values({ id: user.id, ...values })
        .onConflict((conflict) => conflict.column('id').doUpdateSet(values))
        .execute();
    },
    async failures(userName) {
      const row = await db.selectFrom('sign_in_failure').selectAll().where('user_name', '=', userName).executeTakeFirst();
      return row === undefined ? null : { failures: row.failures, lastAt: row.last_at };
    },
    async setFailures(userName, failures, at) {
      if (failures === 0) {
        await db.deleteFrom('sign_in_failure').where('user_name', '=', userName).execute();
        return;
      }
      await db
        .insertInto('sign_in_failure')
        .values({ user_name: userName, failures, last_at: at })
        .onConflict((conflict) => conflict.column('user_name').doUpdateSet({ failures, last_at: at }))
        .execute();
    },
  };
}

function asUser(row: Selectable<Schema['user_account']>): StoredUser {
  const stored: unknown = JSON.parse(row.roles);
  return {
    id: row.id,
    userName: row.user_name,
    displayName: row.display_name,
    roles: Array.isArray(stored) ? roles.filter((role: Role) => stored.includes(role)) : [],
    teacherId: row.teacher_id,
    active: row.active === 1,
    passwordHash: row.password_hash,
    createdAt: row.created_at,
  };
}
