import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { gradebookFormat } from '#core/records/gradebook-format.ts';
import type { SigningRole, TokenCertificate } from '#core/contract/signing.ts';
import type { ClassId, SubjectId } from '#core/values/ids.ts';
import { createSchemaCheck } from '#main/documents/record-xml/schema-check.ts';
import { judge } from './signing-parts.ts';
import { openTrainingOffice, type TestOffice } from '#tests/support/open-office.ts';

const schema = fileURLToPath(new URL(`../../resources/formats/${gradebookFormat.schema}`, import.meta.url));

let office: TestOffice;
let classId: ClassId;
/** Maths of 7A: its teacher is the account giaovien, the homeroom teacher is gvcn7a. */
let maths: SubjectId;
let tokens: readonly TokenCertificate[];
let holders: Readonly<Record<string, string>>;

beforeAll(async () => {
  office = await openTrainingOffice();
  await office.as('vanthu');
  const { classes, subjects } = await office.call('school.overview', {});
  const group = classes.find(({ name }) => name === '7A');
  const subject = subjects.find(({ code }) => code === 'TOAN');
  if (group === undefined || subject === undefined) throw new Error('the training school is not as expected');
  classId = group.id;
  maths = subject.id;
  tokens = (await office.call('signing.tokens', {})).certificates;
  const teacher = (await office.call('signedBooks.class', { classId })).books.find(({ subjectId }) => subjectId === maths)?.teacherName ?? '';
  holders = { giaovien: teacher, gvcn7a: group.homeroomTeacherName ?? '' };
}, 120_000);
afterAll(() => office.close());

const scope = () => ({ kind: 'gradebooks' as const, classIds: [classId] });

function keyOf(user: string, role: SigningRole) {
  const found = tokens.find(({ facts, fits }) => (holders[user] === undefined ? fits.includes(role) : facts.holder.startsWith(holders[user])));
  if (found === undefined) throw new Error(`no certificate of ${user}`);
  return { moduleId: found.moduleId, tokenSerial: found.tokenSerial, certificateDigest: found.facts.digest };
}

/** Signs what is ready; answers how the job ended, or the refusal's code. */
async function sign(user: string, role: SigningRole): Promise<string> {
  await office.as(user);
  const refused = await office.office.call('window', 'signing.start', { scope: scope(), role, ...keyOf(user, role), pin: '12345678', reading: { kind: 'all' } });
  if (!refused.ok) return refused.error.code;
  const { state, error } = await office.ended((refused.value as { readonly jobId: string }).jobId);
  return error === null ? state : error.code;
}

async function preview(user: string, role: SigningRole): Promise<readonly number[]> {
  await office.as(user);
  const { ready, alreadySigned, waitingForOthers, outdated, withoutRecord } = await office.call('signing.preview', { scope: scope(), role });
  return [ready, alreadySigned, waitingForOthers, outdated, withoutRecord];
}

async function book() {
  const found = (await office.call('signedBooks.class', { classId })).books.find(({ subjectId }) => subjectId === maths);
  if (found === undefined) throw new Error('no book');
  return found;
}

async function xml(): Promise<{ readonly bytes: Uint8Array; readonly verdict: string; readonly roles: readonly string[] }> {
  const { bookId } = await book();
  if (bookId === null) throw new Error('not frozen');
  const { file } = await office.call('signedBooks.xml', { bookId });
  const report = (await office.call('verification.check', { file })).file;
  return { bytes: office.office.giveFile('window', file)?.bytes ?? new Uint8Array(), verdict: report.verdict, roles: report.signatures.map(({ role }) => role) };
}

async function verdictOn(text: string): Promise<string> {
  const file = office.office.receiveFile('window', { name: 'so.xml', mimeType: 'application/xml', bytes: Buffer.from(text) });
  return (await office.call('verification.check', { file })).file.verdict;
}

const lock = () => office.call('locks.lock', { scope: { classId, subjectId: maths, semester: null, column: null }, reason: 'Chốt sổ cuối năm' });

test('the own teacher freezes a locked book; where the school asks, the homeroom teacher signs between the teacher and the principal, and the school last; no other order is taken', async () => {
  await office.call('signers.saveProfile', { subjectTeachers: false, gradebookHomeroom: true });
  await lock();
  const before = [await preview('hieutruong', 'principal'), await preview('giaovien', 'subjectTeacher')];
  const open = await book();
  const foreign = (await office.call('school.overview', {})).subjects.find(({ code }) => code === 'NGU_VAN')?.id ?? maths;
  const notOwn = await office.refusal('signedBooks.freeze', { classId, subjectIds: [maths, foreign] });
  const { made } = await office.call('signedBooks.freeze', { classId, subjectIds: [maths] });
  const after = await book();
  const tooEarly = [await sign('gvcn7a', 'homeroomTeacher'), await sign('hieutruong', 'principal'), await sign('vanthu', 'school')];
  const inOrder = [await sign('giaovien', 'subjectTeacher'), await sign('hieutruong', 'principal'), await sign('gvcn7a', 'homeroomTeacher'), await sign('vanthu', 'school'), await sign('hieutruong', 'principal'), await sign('giaovien', 'subjectTeacher'), await sign('vanthu', 'school')];
  const { bytes, ...verified } = await xml();
  await writeFile(join(office.folder, 'so.xml'), bytes);
  const judged = judge('xmllint', ['--noout', '--schema', schema, 'so.xml'], office.folder);
  expect({ before, open: [open.state, open.bookId, open.mayFreeze], notOwn, made, after: [after.state, after.outdated, after.mayFreeze], tooEarly, inOrder, verified, judged: judged.ok ? 'so.xml validates' : judged.output, own: createSchemaCheck(schema)(bytes) }).toEqual({
    before: [
      [0, 0, 0, 0, 12],
      [0, 0, 0, 0, 1],
    ],
    open: ['ready', null, true],
    notOwn: 'gradebook.not-yours',
    made: 1,
    after: ['frozen', false, false],
    tooEarly: ['signing.nothing-to-sign', 'signing.nothing-to-sign', 'signing.nothing-to-sign'],
    inOrder: ['done', 'signing.nothing-to-sign', 'done', 'signing.nothing-to-sign', 'done', 'signing.nothing-to-sign', 'done'],
    verified: { verdict: 'practice', roles: ['subjectTeacher', 'homeroomTeacher', 'principal', 'school'] },
    judged: 'so.xml validates',
    own: null,
  });
}, 120_000);

test('after a mark has changed, the book is frozen anew, and whoever signed it sees which marks are other than those signed', async () => {
  await office.as('hieutruong');
  const { locks } = await office.call('locks.overview', {});
  for (const { id } of locks) await office.call('locks.unlock', { id, reason: 'Sửa điểm' });
  await office.as('vanthu');
  const sheet = { classId, subjectId: maths, semester: 1 as const };
  const [first, second] = (await office.call('records.class', { classId })).records;
  if (first === undefined || second === undefined) throw new Error('no pupils');
  const set = (enrollmentId: typeof first.enrollmentId, column: 'final' | 'comment', text: string) => office.call('gradebook.setMark', { ...sheet, enrollmentId, column, text, reason: 'Chấm phúc khảo' });
  const bookId = (await book()).bookId ?? '';
  const read = async (id: string) => (await office.call('signedBooks.read', { bookId: id as never })).pupils;
  const was = (await read(bookId))[0]?.semester1.final ?? '';
  await set(first.enrollmentId, 'final', was === '1.0' ? '10' : '1');
  await set(second.enrollmentId, 'comment', 'Tiến bộ rõ.');
  const reopened = await book();
  await lock();
  const shut = await book();
  await office.call('signedBooks.freeze', { classId, subjectIds: [maths] });
  const again = await book();
  await office.as('giaovien');
  const { changes } = await office.call('signing.preflight', { scope: scope(), role: 'subjectTeacher', ...keyOf('giaovien', 'subjectTeacher') });
  const [changed] = changes.items;
  const now = (await read(again.bookId ?? ''))[0];
  const fields = changed?.fields.filter(({ subject }) => subject === first.fullName).map(({ field, before, after }) => [field, before, after]);
  await office.as('gvcn6c');
  const stranger = await office.refusal('signedBooks.read', { bookId: (again.bookId ?? '') as never });
  expect({
    reopened: [reopened.state, reopened.outdated, reopened.mayFreeze],
    shut: [shut.state, shut.outdated, shut.mayFreeze],
    again: [again.state, again.version, again.signatures],
    items: changes.items.map(({ itemId, label, group, kind }) => [itemId, label, group, kind]),
    sample: changes.sample,
    final: fields?.find(([field]) => field === 'semester1.final'),
    // The average of the semester and of the year follow from the mark; nothing else of this pupil changed.
    names: fields?.map(([field]) => field).toSorted(),
    comment: changed?.fields.filter(({ subject }) => subject === second.fullName).map(({ field, after }) => [field, after]),
    others: changed?.fields.filter(({ subject }) => subject !== first.fullName && subject !== second.fullName),
    now: now?.semester1.final,
    stranger,
  }).toEqual({
    reopened: ['not-locked', true, false],
    shut: ['ready', true, true],
    again: ['frozen', 2, []],
    items: [[again.bookId, 'Toán', '7A', 'reissued']],
    sample: [again.bookId],
    final: ['semester1.final', was, was === '1.0' ? '10.0' : '1.0'],
    names: ['semester1.final', 'semester1.result', 'year'],
    comment: [['semester1.comment', 'Tiến bộ rõ.']],
    others: [],
    now: was === '1.0' ? '10.0' : '1.0',
    stranger: 'gradebook.not-yours',
  });
}, 120_000);

test('what the verifier reads in a book has the form of the schema: both readings refuse the same files', async () => {
  await office.as('vanthu');
  const text = Buffer.from((await xml()).bytes).toString('utf8');
  const check = createSchemaCheck(schema);
  const changes: Readonly<Record<string, (book: string) => string>> = {
    'as it was frozen': (whole) => whole,
    'another version': (whole) => whole.replace('>1.0</PHIEN_BAN>', '>2.0</PHIEN_BAN>'),
    'a result twice': (whole) => whole.replace(/<KET_QUA_CA_NAM>[^<]*<\/KET_QUA_CA_NAM>/u, '$&$&'),
    'a mark above ten': (whole) => whole.replace(/<DANH_GIA_CUOI_KY>[^<]*</u, '<DANH_GIA_CUOI_KY>11.0<'),
    'a comma': (whole) => whole.replace(/<KET_QUA_CA_NAM>(\d)\./u, '<KET_QUA_CA_NAM>$1,'),
    'another order': (whole) => whole.replace(/(<TEN_GVBM>.*<\/TEN_GVBM>)(<SO_CCCD_GVBM>\d*<\/SO_CCCD_GVBM>)/u, '$2$1'),
    'no pupils': (whole) => whole.replace(/<HOC_SINH>.*<\/HOC_SINH>/u, ''),
    'a foreign element': (whole) => whole.replace('</HOC_SINH>', '<GHI_CHU>Giỏi</GHI_CHU></HOC_SINH>'),
    'an attribute': (whole) => whole.replace('<HOC_SINH>', '<HOC_SINH Id="khac">'),
    'a short ID number': (whole) => whole.replace(/(<SO_CCCD_GIAM_HIEU_KY>)\d{3}/u, '$1'),
  };
  const answers: Record<string, readonly [schema: boolean, verdict: string]> = {};
  for (const [name, change] of Object.entries(changes)) {
    const changed = change(text);
    answers[name] = [check(Buffer.from(changed)) === null, await verdictOn(changed)];
  }
  const { 'as it was frozen': asFrozen, ...others } = answers;
  expect({ asFrozen, others: [...new Set(Object.values(others).map(String))], count: Object.keys(others).length }).toEqual({ asFrozen: [true, 'unsigned'], others: ['false,unsupported'], count: 9 });
}, 60_000);
