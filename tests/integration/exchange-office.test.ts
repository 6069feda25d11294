import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { ClassId } from '#core/values/ids.ts';
import type { SigningRole } from '#core/contract/signing.ts';
import { openTrainingOffice, type TestOffice } from '#tests/support/open-office.ts';

let school: TestOffice;

beforeEach(async () => {
  school = await openTrainingOffice();
});

afterEach(() => school.close());

async function keyFor(role: SigningRole, holder: string) {
  const { certificates } = await school.call('signing.tokens', {});
  const found = certificates.find(({ facts, fits }) => fits.includes(role) && facts.holder.startsWith(holder));
  if (found === undefined) throw new Error(`no certificate for ${role}`);
  return { moduleId: found.moduleId, tokenSerial: found.tokenSerial, certificateDigest: found.facts.digest, pin: '12345678' };
}

const recordsOf = (classId: string) => ({ scope: { kind: 'records' as const, classIds: [classId] }, reading: { kind: 'none' as const } });

async function signAll(classId: ClassId, homeroomTeacher: string): Promise<readonly string[]> {
  const states: string[] = [];
  for (const [user, role, holder] of [
    ['gvcn7a', 'homeroomTeacher', homeroomTeacher],
    ['hieutruong', 'principal', ''],
    ['vanthu', 'school', ''],
  ] as const) {
    await school.as(user);
    const { jobId } = await school.call('signing.start', { ...recordsOf(classId), role, ...(await keyFor(role, holder)) });
    states.push((await school.ended(jobId)).state);
  }
  return states;
}

test('issued records are accepted once; a second issue of an accepted record is refused, and the refusal leads to the pupil', async () => {
  await school.as('vanthu');
  const { classes, subjects } = await school.call('school.overview', {});
  const group = classes.find(({ name }) => name === '7A');
  const subject = subjects.find(({ code }) => code === 'NGU_VAN');
  if (group === undefined || subject === undefined) throw new Error('the training school is not as expected');
  const send = async () => {
    const answer = await school.ended((await school.call('exchange.submit', { classId: group.id, ...(await keyFor('school', '')) })).jobId);
    const [transmission] = (await school.call('exchange.transmissions', {})).transmissions;
    return { state: answer.state, records: transmission?.records, accepted: transmission?.accepted, refused: transmission?.refused, id: transmission?.id };
  };
  await school.ended((await school.call('records.create', { classId: group.id })).jobId);
  const tooEarly = await school.refusal('exchange.submit', { classId: group.id, ...(await keyFor('school', '')) });
  const outOfTurn = await school.refusal('signing.start', { ...recordsOf(group.id), role: 'school', ...(await keyFor('school', '')) });
  const signed = await signAll(group.id, group.homeroomTeacherName ?? '');
  const unregistered = await send();
  await school.call('exchange.registerCertificate', await keyFor('school', ''));
  // The list that was refused as a whole is kept, and goes out again with the same bytes.
  const again = unregistered.id === undefined ? null : await school.call('exchange.askResult', { transmissionId: unregistered.id });
  const nothingLeft = await school.refusal('exchange.submit', { classId: group.id, ...(await keyFor('school', '')) });

  const [first] = (await school.call('records.class', { classId: group.id })).records;
  if (first === undefined) throw new Error('no record');
  await school.call('gradebook.setMark', { classId: group.id, subjectId: subject.id, semester: 2, enrollmentId: first.enrollmentId, column: 'comment', text: 'Viết có cảm xúc, lập luận chặt chẽ.' });
  await school.ended((await school.call('records.create', { classId: group.id })).jobId);
  // Two pupils of one registry number: nothing of the class is signed or sent until that is mended.
  const { pupils } = await school.call('pupils.list', { classId: group.id });
  const [wrong, other] = [pupils[5], pupils[6]];
  if (wrong === undefined || other === undefined) throw new Error('no pupils');
  const save = (registryNumber: string) => school.call('pupils.save', { pupilId: wrong.pupilId, data: { ...wrong.data, registryNumber } });
  await save(other.data.registryNumber);
  await school.as('gvcn7a');
  const notSigned = await school.refusal('signing.start', { ...recordsOf(group.id), role: 'homeroomTeacher', ...(await keyFor('homeroomTeacher', group.homeroomTeacherName ?? '')) });
  await school.as('vanthu');
  await save(wrong.data.registryNumber);
  await signAll(group.id, group.homeroomTeacherName ?? '');
  await save(other.data.registryNumber);
  const notSent = await school.refusal('exchange.submit', { classId: group.id, ...(await keyFor('school', '')) });
  await save(wrong.data.registryNumber);
  const second = await send();
  const { refusals } = second.id === undefined ? { refusals: [] } : await school.call('exchange.refusals', { transmissionId: second.id });
  expect({
    tooEarly,
    outOfTurn,
    signed,
    unregistered: [unregistered.state, unregistered.accepted],
    again: [again?.transmission.accepted, again?.transmission.refused, again?.transmission.state],
    nothingLeft,
    wrongData: [notSigned, notSent],
    second: [second.state, second.records, second.accepted, second.refused],
    refusals: refusals.map(({ errorCode, pupilName, target }) => [errorCode, pupilName === first.fullName, target]),
    status: (await school.call('records.class', { classId: group.id })).records[0]?.status,
  }).toEqual({
    tooEarly: 'exchange.nothing-to-send',
    outOfTurn: 'signing.nothing-to-sign',
    signed: ['done', 'done', 'done'],
    unregistered: ['failed', 0],
    again: [38, 0, 'answered'],
    nothingLeft: 'exchange.nothing-to-send',
    wrongData: ['quality.errors', 'quality.errors'],
    second: ['done', 1, 0, 1],
    refusals: [['TRUNG_HOC_BA', true, { screen: 'pupils', classId: group.id, pupilId: first.pupilId, field: 'personalId' }]],
    status: 'refused',
  });
}, 120_000);

test('without the homeroom signature the principal signs first; a wrong PIN costs one try and signs nothing', async () => {
  await school.as('vanthu');
  const group = (await school.call('school.overview', {})).classes.find(({ name }) => name === '7A');
  if (group === undefined) throw new Error('no class');
  await school.ended((await school.call('records.create', { classId: group.id })).jobId);
  await school.as('hieutruong');
  const waiting = await school.call('signing.preview', { scope: recordsOf(group.id).scope, role: 'principal' });
  await school.call('school.saveSettings', { ...(await school.call('school.settings', {})), homeroomSignature: false });
  const ready = await school.call('signing.preview', { scope: recordsOf(group.id).scope, role: 'principal' });
  const key = await keyFor('principal', '');
  const refused = await school.ended((await school.call('signing.start', { ...recordsOf(group.id), role: 'principal', ...key, pin: '00000000' })).jobId);
  const seal = await keyFor('school', '');
  const wrongKey = await school.refusal('signing.start', { ...recordsOf(group.id), role: 'principal', ...seal });
  const none = await school.call('signing.preview', { scope: recordsOf(group.id).scope, role: 'principal' });
  const states: string[] = [];
  for (const [user, role] of [
    ['hieutruong', 'principal'],
    ['vanthu', 'school'],
  ] as const) {
    await school.as(user);
    states.push((await school.ended((await school.call('signing.start', { ...recordsOf(group.id), role, ...(await keyFor(role, '')) })).jobId)).state);
  }
  const { recordId } = (await school.call('records.class', { classId: group.id })).records[5] ?? { recordId: null };
  if (recordId === null) throw new Error('no record');
  const { file } = await school.call('records.xml', { recordId });
  const report = await school.call('verification.check', { file });
  expect({
    waiting: [waiting.ready, waiting.waitingForOthers],
    ready: ready.ready,
    refused: [refused.state, refused.error?.code],
    wrongKey,
    none: none.alreadySigned,
    states,
    verdict: report.verdict,
    signatures: report.file.signatures.map(({ role, verdict }) => [role, verdict]),
  }).toEqual({
    waiting: [0, 38],
    ready: 38,
    refused: ['failed', 'token.pin-incorrect'],
    wrongKey: 'signers.other-certificate',
    none: 0,
    states: ['done', 'done'],
    verdict: 'practice',
    signatures: [
      ['principal', 'practice'],
      ['school', 'practice'],
    ],
  });
}, 120_000);

test('a window that nobody touches is locked by the office itself', async () => {
  await school.as('vanthu');
  vi.useFakeTimers({ toFake: ['Date'] });
  try {
    const within = await school.refusal('school.tasks', {});
    vi.setSystemTime(Date.now() + 29 * 60_000);
    const stillWithin = await school.refusal('school.tasks', {});
    vi.setSystemTime(Date.now() + 31 * 60_000);
    const after = await school.refusal('school.tasks', {});
    await school.call('session.unlock', { password: 'luyentap' });
    expect([within, stillWithin, after, await school.refusal('school.tasks', {})]).toEqual(['ok', 'ok', 'session.locked', 'ok']);
  } finally {
    vi.useRealTimers();
  }
});
