import Database from 'better-sqlite3';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openOfficeDatabase } from '#main/db/office-database.ts';
import { createSchoolStore } from '#main/db/school-store.ts';
import { loadRuleLibrary } from '#main/rules/load-rule-library.ts';

const rules = loadRuleLibrary('resources');

const clock = { now: () => '2026-05-31T10:15:00+07:00' };
const clerk = { userId: 'u1', userName: 'Lê Thị Mai' };
let folder = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hocba-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

test('a mark keeps every value it ever had, and the audit chain shows any tampering', async () => {
  const path = join(folder, 'school.sqlite');
  const database = await openOfficeDatabase(path, clock, rules);
  const place = { enrollmentId: 'e1', subjectId: 's1', semester: 1, column: 'midterm' } as const;
  await database.write(clerk, async ({ school, pupils }) => {
    await school.addYear({ id: 'y1', name: '2025-2026' }, clock.now());
    await school.saveSubject({ id: 's1', code: 'TOAN', name: 'Toán', shortName: 'Toán', kind: 'scored', order: 1, electiveIn: [], periods: { '7': 140 } }, 'y1');
    await school.saveClass({ id: 'c1', yearId: 'y1', name: '7A', grade: 7, homeroomTeacherId: null });
    const blank = { ministryCode: '', personalId: '', registryNumber: '', ethnicity: '', nationality: '', birthPlace: '', homeTown: '', address: '', fatherName: '', motherName: '', guardianName: '' };
    await pupils.savePupil({ id: 'p1', data: { ...blank, fullName: "H'Hen Niê", birthDate: '2013-02-03', sex: 'female' } });
    await pupils.saveEnrollment({ id: 'e1', yearId: 'y1', classId: 'c1', pupilId: 'p1', position: 1, status: 'studying', enteredOn: '2025-09-05', leftOn: null });
    return { value: undefined, audit: { action: 'test.made', detail: {} } };
  });
  const set = (score: number | null, before: string, after: string) =>
    database.write(clerk, async ({ gradebook }) => {
      const value = score === null ? null : ({ state: 'entered', score, pass: null, comment: null, level: null } as const);
      await gradebook.setMark(place, value, { before, after, reason: null, at: clock.now(), userId: 'u1' });
      return { value: undefined, audit: { action: 'gradebook.markSet', detail: { after } } };
    });
  await set(85, '', '8,5');
  await set(null, '8,5', '');
  await set(90, '', '9,0');
  await database.write(clerk, async ({ registers }) => {
    await registers.setCell({ enrollmentId: 'e1', register: 'attendance', period: '2025-11', column: 'd03' }, 'P', { before: '', after: 'P', reason: null, at: clock.now(), userId: 'u1', stepId: null });
    return { value: undefined, audit: null };
  });

  const seen = await database.read(async ({ gradebook, audit }) => ({ marks: await gradebook.marks('c1', null), history: await gradebook.history(place), audit: await audit.verify() }));
  const step = { reason: null, at: clock.now(), userId: 'u1', userName: 'u1' };
  expect(seen).toEqual({
    marks: [{ ...place, state: 'entered', score: 90, pass: null, comment: null, level: null, changes: 2 }],
    history: [
      { ...step, before: '', after: '8,5' },
      { ...step, before: '8,5', after: '' },
      { ...step, before: '', after: '9,0' },
    ],
    audit: { entries: 4, head: expect.stringMatching(/^[0-9a-f]{64}$/), brokenAt: null },
  });
  await database.close();

  const raw = new Database(path);
  for (const table of ['audit_log', 'mark_change', 'register_change']) {
    expect(() => raw.exec(`DELETE FROM ${table}`)).toThrow('append-only');
    expect(() => raw.exec(`UPDATE ${table} SET ${table === 'audit_log' ? "detail = ''" : "after = '10'"}`)).toThrow('append-only');
  }
  // Somebody with tools of their own gets past the triggers; the chain still tells.
  raw.exec(`DROP TRIGGER audit_log_no_update; UPDATE audit_log SET detail = '{"after":"10"}' WHERE sequence = 2`);
  raw.close();
  const again = await openOfficeDatabase(path, clock, rules);
  expect(await again.read(({ audit }) => audit.verify())).toMatchObject({ entries: 1, brokenAt: 2 });
  await again.close();
});

test('a failed transaction leaves nothing, not even in the log', async () => {
  const database = await openOfficeDatabase(join(folder, 'school.sqlite'), clock, rules);
  await expect(
    database.write(clerk, async ({ school }) => {
      await school.addYear({ id: 'y1', name: '2025-2026' }, clock.now());
      throw new Error('the power went');
    }),
  ).rejects.toThrow('the power went');
  expect(await database.read(async ({ audit }) => [await audit.count(), await audit.head()])).toEqual([0, '0'.repeat(64)]);
  await expect(database.read(({ school }) => school.currentYear())).rejects.toThrow();
  await database.close();
});

test('a database of a newer program, and a file that is none, are refused by name', async () => {
  const newer = join(folder, 'newer.sqlite');
  const raw = new Database(newer);
  raw.pragma('user_version = 999');
  raw.close();
  await expect(openOfficeDatabase(newer, clock, rules)).rejects.toMatchObject({ code: 'database.newer-than-program', params: { found: 999 } });

  const { writeFile } = await import('node:fs/promises');
  const noDatabase = join(folder, 'letter.sqlite');
  await writeFile(noDatabase, 'Kính gửi nhà trường, '.repeat(200));
  await expect(openOfficeDatabase(noDatabase, clock, rules)).rejects.toMatchObject({ code: 'database.damaged' });
});

test('a school that was being made when the program died is not there at the next start', async () => {
  const store = createSchoolStore({ dataFolder: folder, clock, rules });
  const draft = await store.create('lower-secondary');
  expect(await store.exists('lower-secondary')).toBe(false);
  await expect(store.open('lower-secondary')).rejects.toMatchObject({ code: 'setup.no-school' });
  const finished = await draft.finish();
  expect(await store.exists('lower-secondary')).toBe(true);
  await expect(store.create('lower-secondary')).rejects.toMatchObject({ code: 'setup.school-exists' });
  await finished.close();
});
