import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createSchoolStore } from '#main/db/school-store.ts';
import type { CallContext } from '#main/office/call-context.ts';
import { createFileBox } from '#main/office/file-box.ts';
import { createOpenSchool } from '#main/office/open-school.ts';
import { hashPassword } from '#main/office/session/password-hash.ts';
import { createSessionHandlers } from '#main/office/session/session-handlers.ts';
import { loadRuleLibrary } from '#main/rules/load-rule-library.ts';

const rules = loadRuleLibrary('resources');

let folder = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hocba-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

test('wrong passwords are counted durably and cost a wait; the right one then opens', async () => {
  let seconds = 0;
  const clock = { now: () => new Date(Date.UTC(2026, 4, 31) + seconds * 1000).toISOString() };
  const store = createSchoolStore({ dataFolder: folder, clock, rules });
  const database = await (await store.create('real')).finish();
  await database.write({ userId: null, userName: 'test' }, async ({ school, users }) => {
    await school.addYear({ id: 'y1', name: '2025-2026' }, clock.now());
    await users.save({ id: 'u1', userName: 'vanthu', displayName: 'Lê Thị Mai', roles: ['clerk'], teacherId: null, active: true, passwordHash: await hashPassword('hoa phượng'), createdAt: clock.now() });
    return { value: undefined, audit: null };
  });
  const school = createOpenSchool(() => 0);
  await school.open('real', database);
  const handlers = createSessionHandlers({ school, store, clock, version: '0.1.0', practicePassword: 'luyentap' });
  const context: CallContext = {
    connection: 'window',
    user: null,
    viewedYearId: null,
    actor: { userId: null, userName: '' },
    database: () => school.database(),
    files: createFileBox({ next: () => 'file' }),
    emit: () => undefined,
    changed: () => undefined,
  };
  const outcome = (password: string, userName = 'vanthu') =>
    handlers['session.signIn']({ userName, password }, context).then(
      (state) => state.user?.displayName,
      (error: unknown) => (error instanceof Error ? error.message : ''),
    );

  const tries = [];
  for (const password of ['a', 'b', 'c', 'd', 'e', 'hoa phượng']) tries.push(await outcome(password));
  seconds = 29;
  tries.push(await outcome('hoa phượng'));
  seconds = 31;
  tries.push(await outcome('hoa phượng'), await outcome('x', 'nobody'));
  const wrong = 'session.wrong-password';
  expect(tries).toEqual([wrong, wrong, wrong, wrong, wrong, 'session.too-many-tries', 'session.too-many-tries', 'Lê Thị Mai', wrong]);
  expect(await database.read(async ({ users }) => [await users.failures('vanthu'), await users.failures('nobody')])).toEqual([null, { failures: 1, lastAt: clock.now() }]);

  const locked = await handlers['session.lock']({}, context);
  expect([locked.locked, (await handlers['session.unlock']({ password: 'hoa phượng' }, context)).locked, await handlers['session.accounts']({}, context)]).toEqual([true, false, { accounts: [], practicePassword: null }]);
  await school.close();
});
