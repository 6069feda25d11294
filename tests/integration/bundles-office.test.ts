import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { BundleScope } from '#core/contract/exchange.ts';
import type { SigningRole } from '#core/contract/signing.ts';
import type { ClassId, DestinationId } from '#core/values/ids.ts';
import { practicePassword } from '#core/values/practice.ts';
import { readArguments, UsageError } from '#main/cli/arguments.ts';
import { openCliSession } from '#main/cli/cli-session.ts';
import { writeBundle } from '#main/cli/export-command.ts';
import { openTrainingOffice, type TestOffice } from '#tests/support/open-office.ts';
import { recordIds } from './verifier-parts.ts';

const tools = ['xmlsec1', 'unzip'].filter((tool) => spawnSync('sh', ['-c', `command -v ${tool}`]).status !== 0);
const why = tools.length === 0 ? '' : ` (skipped: ${tools.join(', ')} not installed)`;
const sealIds = ['--id-attr:Id', 'http://uri.etsi.org/01903/v1.3.2#:SignedProperties'];

let school: TestOffice;
let stick = '';
let destinationId: DestinationId;
let group: { readonly id: ClassId; readonly homeroomTeacherName: string | null };

async function keyFor(role: SigningRole, holder = '') {
  const { certificates } = await school.call('signing.tokens', {});
  const found = certificates.find(({ facts, fits }) => fits.includes(role) && facts.holder.startsWith(holder));
  if (found === undefined) throw new Error(`no certificate for ${role}`);
  return { moduleId: found.moduleId, tokenSerial: found.tokenSerial, certificateDigest: found.facts.digest, pin: '12345678' };
}

beforeAll(async () => {
  school = await openTrainingOffice();
  stick = join(school.folder, 'USB');
  mkdirSync(stick);
  await school.as('vanthu');
  const found = (await school.call('school.overview', {})).classes.find(({ name }) => name === '7A');
  if (found === undefined) throw new Error('no class');
  group = found;
  await school.ended((await school.call('records.create', { classId: group.id })).jobId);
  for (const [user, role, holder] of [
    ['gvcn7a', 'homeroomTeacher', group.homeroomTeacherName ?? ''],
    ['hieutruong', 'principal', ''],
    ['vanthu', 'school', ''],
  ] as const) {
    await school.as(user);
    await school.ended((await school.call('signing.start', { scope: { kind: 'records', classIds: [group.id] }, reading: { kind: 'none' }, role, ...(await keyFor(role, holder)) })).jobId);
  }
  destinationId = (await school.call('exchange.addDestination', { path: stick })).destination.id;
}, 120_000);
afterAll(() => school.close());

/** What the office wrote; `look`: what the door for everybody says of it. */
async function exported(scope: BundleScope, look: boolean, write: () => Promise<string> = () => byCall(scope)) {
  const contents = await school.call('exchange.contents', { scope });
  const went = await write();
  const [entry] = (await school.call('exchange.exports', {})).exports;
  if (went !== 'done' || entry === undefined) throw new Error(went);
  // As the window hands over what is too large for it: by its path.
  const file = school.office.receiveFile('window', { name: entry.fileName, mimeType: '', bytes: new Uint8Array(), path: entry.path });
  const report = look ? await school.call('verification.check', { file }) : null;
  return { contents, entry, report, records: (report?.inner ?? []).filter(({ kind }) => kind === 'record-xml') };
}

async function byCall(scope: BundleScope): Promise<string> {
  const { state, error } = await school.ended((await school.call('exchange.export', { scope, destinationId, ...(await keyFor('school')) })).jobId);
  return error === null ? state : JSON.stringify(error);
}

/** `hocba export` with these options, in a window of its own of this office. */
function byCommand(options: readonly string[], pin = '12345678') {
  return async () => {
    const session = openCliSession(school.office, () => undefined);
    await session.call('session.signIn', { userName: 'vanthu', password: practicePassword });
    await writeBundle({ session, ...readArguments(['export', ...options, '--to', stick]), tell: () => undefined, secret: () => Promise.resolve(pin) });
    return 'done';
  };
}

/** Unpacks a container in a folder of its own and has xmlsec1 judge its seal there, and one record alone. */
function judged(container: string, name: string) {
  const folder = join(school.folder, name);
  mkdirSync(folder, { recursive: true });
  const whole = spawnSync('unzip', ['-tq', container]).status;
  execFileSync('unzip', ['-qo', container, '-d', folder]);
  const verify = (file: string, ids: readonly string[]) => spawnSync('xmlsec1', ['--verify', '--insecure', ...ids, file], { cwd: folder }).status;
  const records = readdirSync(join(folder, 'hoc-ba'), { recursive: false }).filter((each) => String(each).endsWith('.xml'));
  return { folder, whole, seal: verify('META-INF/signatures0.xml', sealIds), record: verify(join('hoc-ba', String(records[0])), recordIds), records: records.length };
}

describe.skipIf(tools.length > 0)(`bundles that leave the school${why}`, () => {
  test('a class, one pupil, and the whole year with a container for each class', async () => {
    const { records: rows } = await school.call('records.class', { classId: group.id });
    const ofClass = await exported({ kind: 'class', classId: group.id }, false);
    const ofPupil = await exported({ kind: 'pupil', pupilId: rows[4]?.pupilId as never }, true, byCommand(['--class', '7a', '--pupil', rows[4]?.fullName.toUpperCase() ?? '']));
    const ofYear = await exported({ kind: 'year' }, true);
    const unpacked = judged(ofClass.entry.path, 'class');
    const pupil = judged(ofPupil.entry.path, 'pupil');
    const year = join(school.folder, 'year');
    execFileSync('unzip', ['-qo', ofYear.entry.path, '-d', year]);
    const yearSeal = spawnSync('xmlsec1', ['--verify', '--insecure', ...sealIds, 'META-INF/signatures0.xml'], { cwd: year }).status;
    const insideYear = judged(join(year, 'lop', '7A.asice'), 'class-of-year');
    const list = JSON.parse(readFileSync(join(unpacked.folder, 'hocba.json'), 'utf8')) as Record<string, unknown>;
    expect({
      class: [ofClass.contents.records, ofClass.contents.missing.length, ofClass.entry.verdict],
      pupil: [ofPupil.contents.records, ofPupil.report?.verdict, ofPupil.records.map(({ record }) => record?.pupilName), ofPupil.report?.file.bundle?.scope, ofPupil.report?.file.bundle?.pupilName],
      year: [ofYear.contents.records, ofYear.contents.classes, ofYear.contents.missing.length > 0, ofYear.report?.verdict, ofYear.records.length, new Set(ofYear.records.map(({ verdict }) => verdict)), ofYear.report?.file.bundle?.records],
      xmlsec1: [unpacked, pupil, insideYear].map(({ whole, seal, record, records }) => [whole, seal, record, records]).concat([[yearSeal]]),
      data: [unpacked.folder, pupil.folder].map((place) => (existsSync(join(place, 'kiem-tra-du-lieu.txt')) ? readFileSync(join(place, 'kiem-tra-du-lieu.txt'), 'utf8').split('\n')[1] : null)),
      list: [list['scope'], list['className'], list['records'], list['training'], /^[0-9a-f]{64}$/u.test(String(list['auditHead']))],
      listed: (await school.call('exchange.exports', {})).exports.map(({ scope, title, verdict }) => [scope, title, verdict]),
      left: readdirSync(stick).filter((name) => !name.endsWith('.asice')),
    }).toEqual({
      class: [38, 0, 'practice'],
      pupil: [1, 'practice', [rows[4]?.fullName], 'pupil', rows[4]?.fullName],
      year: [38, 1, true, 'practice', 38, new Set(['practice']), 38],
      xmlsec1: [[0, 0, 0, 38], [0, 0, 0, 1], [0, 0, 0, 38], [0]],
      data: ['Kết quả kiểm tra dữ liệu: Lớp 7A, năm học 2025-2026', null],
      list: ['class', '7A', 38, true, true],
      listed: [
        ['year', '2025-2026', 'practice'],
        ['pupil', rows[4]?.fullName, 'practice'],
        ['class', '7A', 'practice'],
      ],
      left: [],
    });
  }, 120_000);

  test('cancelled, refused by the token, or without room: nothing is left, and an older bundle stays', async () => {
    const scope = { kind: 'class', classId: group.id } as const;
    const before = readdirSync(stick).map((name) => [name, statSync(join(stick, name)).size]);
    const seal = await keyFor('school');
    const { jobId } = await school.call('exchange.export', { scope, destinationId, ...seal });
    await school.progress(jobId, ({ done }) => done > 2);
    await school.call('jobs.cancel', { jobId });
    const cancelled = await school.ended(jobId);
    const wrongPin = await school.ended((await school.call('exchange.export', { scope, destinationId, ...seal, pin: '00000000' })).jobId);
    const notTheSeal = await school.ended((await school.call('exchange.export', { scope, destinationId, ...(await keyFor('principal')), pin: '00000000' })).jobId);
    writeFileSync(join(stick, '.hocba-aaaaaaaaaaaa.tmp'), 'of a stick that was pulled');
    utimesSync(join(stick, '.hocba-aaaaaaaaaaaa.tmp'), new Date('2026-01-01'), new Date('2026-01-01'));
    const places = [await school.refusal('exchange.addDestination', { path: 'USB' }), await school.refusal('exchange.addDestination', { path: join(stick, 'x') }), (await school.call('exchange.addDestination', { path: ` "${stick}"` })).destination.id];
    const commands = await Promise.all(
      [['--pupil', 'Ai Đó', '--class', '7A'], ['--year', '1999-2000'], ['--year', '2025-2026', '--class', '9Z']].map((options) => byCommand(options)().then(() => '', (error: unknown) => (error instanceof UsageError ? error.message.split(/[.:]/u)[0] : error))),
    );
    const wholeYear = await byCommand(['--year', '2025-2026'], '00000000')().catch((error: unknown) => String(error).includes('token.pin-incorrect'));
    const none = await school.refusal('exchange.export', { scope: { kind: 'class', classId: (await school.call('school.overview', {})).classes.find(({ name }) => name === '8B')?.id as never }, destinationId, ...seal });
    const small = join(school.folder, 'small');
    mkdirSync(small);
    const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', small]).status === 0;
    if (!mounted) process.stderr.write('bundles: no small medium can be mounted here; room is not tried\n');
    const noRoom = mounted ? await school.refusal('exchange.export', { scope, destinationId: (await school.call('exchange.addDestination', { path: small })).destination.id, ...seal }) : 'exchange.no-room';
    if (mounted) execFileSync('umount', [small]);
    writeFileSync(join(stick, 'bai-tap.doc'), '');
    expect({ cancelled: cancelled.state, wrongPin: wrongPin.error?.code, notTheSeal: notTheSeal.error?.code, places, commands, wholeYear, none, noRoom, left: readdirSync(stick).filter((name) => name !== 'bai-tap.doc').map((name) => [name, statSync(join(stick, name)).size]) }).toEqual({
      cancelled: 'cancelled',
      wrongPin: 'token.pin-incorrect',
      // Refused before the wrong PIN was tried on it.
      notTheSeal: 'signers.other-certificate',
      places: ['exchange.no-such-folder', 'exchange.no-such-folder', destinationId],
      commands: ['Lớp 7A không có học sinh Ai Đó', 'Không có năm học 1999-2000', 'Không có lớp 9Z'],
      wholeYear: true,
      none: 'exchange.nothing-to-send',
      noRoom: 'exchange.no-room',
      left: before,
    });
  }, 60_000);
});
