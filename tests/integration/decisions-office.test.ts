import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTrainingOffice, type TestOffice } from '#tests/support/open-office.ts';

let school: TestOffice;

beforeAll(async () => {
  school = await openTrainingOffice();
});

afterAll(() => school.close());

test("a teacher's phrases are the teacher's own, in the teacher's order, once each, and no longer than their form", async () => {
  await school.as('giaovien');
  const [subject] = (await school.call('school.overview', {})).subjects;
  if (subject === undefined) throw new Error('no subject');
  const save = (text: string, subjectId: typeof subject.id | null = null) => school.call('phrases.save', { id: null, kind: 'scored', subjectId, text });
  await save('Nắm chắc kiến thức.');
  await save('Nắm  chắc kiến thức.'.replace('  ', ' '));
  await save('Nắm chắc kiến thức.', subject.id);
  const { phrases } = await save('Giải tốt.\nTrình bày rõ.');
  const [first, , third] = phrases;
  if (first === undefined || third === undefined) throw new Error('no phrases');
  await school.call('phrases.arrange', { ids: [third.id] });
  const rewritten = await school.call('phrases.save', { id: first.id, kind: 'scored', subjectId: null, text: 'Nắm rất chắc kiến thức.' });
  const refused = [await school.refusal('phrases.save', { id: null, kind: 'commendation', subjectId: null, text: 'x'.repeat(501) }), await school.refusal('phrases.remove', { id: subject.id as unknown as typeof first.id })];
  await school.as('vanthu');
  const others = [(await school.call('phrases.list', {})).phrases, await school.refusal('phrases.remove', { id: first.id })];
  await school.as('hieutruong');
  const { entries } = await school.call('audit.list', { before: null, limit: 20 });
  expect({
    phrases: rewritten.phrases.map(({ text, subjectId }) => [text, subjectId]),
    refused,
    others,
    principal: await school.refusal('phrases.list', {}),
    log: entries.filter(({ action }) => action.startsWith('phrases.')).map(({ action, detail }) => [action, detail.includes('Giải')]),
  }).toEqual({
    phrases: [
      ['Giải tốt.\nTrình bày rõ.', null],
      ['Nắm rất chắc kiến thức.', null],
      ['Nắm chắc kiến thức.', subject.id],
    ],
    refused: ['mark.comment-too-long', 'phrases.not-found'],
    others: [[], 'phrases.not-found'],
    principal: 'session.not-allowed',
    log: [
      ['phrases.saved', false],
      ['phrases.arranged', false],
      ['phrases.saved', false],
      ['phrases.saved', false],
      ['phrases.saved', false],
    ],
  });
});
