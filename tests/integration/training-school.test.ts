import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { compareVietnameseNames } from '#core/text/names.ts';
import { createSchoolStore } from '#main/db/school-store.ts';
import type { TokenHolder } from '#main/practice/school/token-holders.ts';
import { trainingPlans } from '#main/practice/school/training-plans.ts';
import { createTrainingSchoolMaker } from '#main/practice/school/training-school.ts';
import { loadCurricula } from '#main/rules/load-curricula.ts';
import { loadRuleLibrary } from '#main/rules/load-rule-library.ts';

const rules = loadRuleLibrary('resources');

let folder = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hocba-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

test('the training school has a complete class, one with gaps, one half-way, and says LUYỆN TẬP', async () => {
  const clock = { now: () => '2026-05-31T10:15:00+07:00' };
  let last = 0;
  const ids = { next: () => `id-${(last += 1)}` };
  const holders: TokenHolder[] = [];
  const maker = createTrainingSchoolMaker({
    clock,
    ids,
    subjectsFor: loadCurricula('resources'),
    rules,
    compareNames: compareVietnameseNames,
    hashPassword: (password) => Promise.resolve(`hash of ${password}`),
    password: 'luyentap',
    provisionTokens: (_, wanted) => {
      holders.push(...wanted);
      return Promise.resolve();
    },
  });
  const draft = await createSchoolStore({ dataFolder: folder, clock, rules }).create('lower-secondary');
  const steps: number[] = [];
  await maker.make('lower-secondary', draft.database, folder, (done) => steps.push(done));
  const database = await draft.finish();

  const seen = await database.read(async ({ school, pupils, gradebook, homeroom, audit }) => ({
    name: (await school.school())?.name,
    classes: await Promise.all(
      (await school.classes()).map(async ({ id, name }) => {
        const list = await pupils.ofClass(id);
        const marks = await gradebook.marks(id, null);
        return {
          name,
          size: list.length,
          minority: list.filter(({ pupil }) => pupil.data.ethnicity !== '01').length,
          withoutId: list.filter(({ pupil }) => pupil.data.personalId === '').length,
          left: list.filter(({ enrollment }) => enrollment.status === 'left-school').length,
          second: marks.some(({ semester }) => semester === 2),
          reassessed: marks.filter(({ column }) => column === 'reassessment').length,
          marksPerPupil: marks.length / list.length,
          commented: (await homeroom.ofClass(id)).filter(({ comment }) => comment !== null).length,
        };
      }),
    ),
    audit: (await audit.verify()).brokenAt,
  }));
  // Each semester: regular marks of five big subjects, three small ones and four comment subjects, 24 periodic ones, 12 comments. One pupil was re-assessed.
  const perSemester = 4 * 5 + 2 * 3 + 2 * 4 + 24 + 12;
  expect(seen).toEqual({
    name: trainingPlans['lower-secondary'].name,
    classes: [
      { name: '6C', size: 35, minority: 4, withoutId: 0, left: 0, second: false, reassessed: 0, marksPerPupil: perSemester, commented: 0 },
      { name: '7A', size: 38, minority: 5, withoutId: 0, left: 0, second: true, reassessed: 1, marksPerPupil: (perSemester * 2 * 38 + 1) / 38, commented: 38 },
      { name: '8B', size: 41, minority: 4, withoutId: 1, left: 1, second: true, reassessed: 0, marksPerPupil: expect.any(Number), commented: expect.any(Number) },
    ],
    audit: null,
  });
  expect(holders.map(({ kind, key }) => `${kind} ${key}`)).toEqual(['organisation rsa-2048', 'person rsa-2048', 'person rsa-2048', 'person p256', 'person rsa-2048', 'person p256']);
  expect(steps.at(-1)).toBe(116);
  await database.close();
});
