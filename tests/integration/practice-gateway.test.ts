import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, afterEach, describe, expect, test } from 'vitest';
import { OfficeError } from '#core/contract/errors.ts';
import type { RecordData } from '#core/records/record-data.ts';
import { slotOf } from '#core/records/record-format.ts';
import { secondaryFormat } from '#core/records/secondary-format.ts';
import { tenths } from '#core/values/marks.ts';
import { createRecordWriter } from '#main/documents/record-xml/record-writer.ts';
import { createGatewayClient } from '#main/exchange/gateway-client.ts';
import { createTransactionPacker } from '#main/exchange/transaction-packer.ts';
import { createNodeSpawner } from '#main/hosts/node-spawner.ts';
import type { GatewayCredentials } from '#main/office/ports/exchange.ts';
import type { TokenSession } from '#main/office/ports/signing.ts';
import { createGatewayControl } from '#main/practice/gateway/gateway-control.ts';
import { startPracticeGateway, type PracticeGateway } from '#main/practice/gateway/gateway-server.ts';
import { practiceAccount, practiceGatewayPassword, practiceProfile } from '#main/practice/gateway/practice-profile.ts';
import { createVerifier } from '#main/signing/verifier/verifier.ts';
import { createRecordSigner } from '#main/signing/xml/record-signer.ts';
import { createTransactionSigner } from '#main/signing/xml/transaction-signer.ts';
import { openTestTokens, softHsmPath, testHolders, type TestTokens } from './signing-parts.ts';

const folder = mkdtempSync(join(tmpdir(), 'hocba-gateway-'));
const resourcesFolder = fileURLToPath(new URL('../../resources', import.meta.url));
const signingTime = '2026-05-31T10:15:00+07:00';
const writer = createRecordWriter({ resourcesFolder });
const signer = createRecordSigner();
const verifier = createVerifier();
const sessions = new Map<string, TokenSession>();
let opened: TestTokens;

beforeAll(async () => {
  const spare = { label: 'con-dau-cu', holder: 'Trường THCS Nguyễn Du', organisation: 'Trường THCS Nguyễn Du', kind: 'organisation', personalId: '0301234567', key: 'p256' } as const;
  opened = await openTestTokens(join(folder, 'tokens'), softHsmPath === undefined ? 'software' : 'softhsm', { holders: [...testHolders, spare] });
  const { certificates } = await opened.service.listCertificates([opened.tokens.module]);
  for (const { tokenLabel, tokenSerial, facts } of certificates) {
    sessions.set(tokenLabel, await opened.service.openSession({ module: opened.tokens.module, tokenSerial, certificateDigest: facts.digest }, '12345678'));
  }
}, 120_000);
afterAll(async () => {
  for (const session of sessions.values()) await session.close();
  rmSync(folder, { recursive: true, force: true });
});

function sessionOf(label: string): TokenSession {
  const session = sessions.get(label);
  if (session === undefined) throw new Error(`No session of ${label}.`);
  return session;
}

const uuidOf = (number: number) => `7d1f4f2e-5f3c-4b58-9d8e-${String(number).padStart(12, '0')}`;

/** A record that conforms in everything; `pupil` and `uuid` number who and which. */
function recordData(pupil: number, uuid: number): RecordData {
  return {
    formatId: 'secondary-v1',
    circular: '22/2021/TT-BGDĐT',
    uuid: uuidOf(uuid),
    schoolYear: '2025-2026',
    createdAt: signingTime,
    training: true,
    school: { departmentCode: '99', departmentName: 'Sở Giáo dục và Đào tạo (LUYỆN TẬP)', code: practiceAccount.unitCode, name: 'Trường THCS Nguyễn Du', communeName: 'xã Hoa Ban', provinceName: 'tỉnh Luyện Tập', levelCode: '03' },
    issue: { principalName: 'Trần Văn Bình', principalPersonalId: '079170005678', principalTitle: 'Hiệu trưởng', place: 'Hoa Ban' },
    homeroomTeacher: { name: 'Nguyễn Thị Hoa', personalId: '079180001234' },
    pupil: {
      fullName: 'Lò Thị Bích Ẫ',
      personalId: `0792120000${String(pupil).padStart(2, '0')}`,
      ministryCode: `99000000${String(pupil).padStart(2, '0')}`,
      registryNumber: `${pupil}/2023`,
      birthDate: '2013-03-04',
      sex: 'female',
      ethnicity: 'Thái',
      nationality: 'Việt Nam',
      birthPlace: 'tỉnh Luyện Tập',
      homeTown: 'tỉnh Luyện Tập',
      address: 'bản Hoa Ban',
      fatherName: 'Lò Văn Nam',
      motherName: 'Quàng Thị Hà',
      guardianName: '',
    },
    measures: { height: 1523, weight: 412 },
    absences: { excused: 2, unexcused: 0 },
    grade: 7,
    className: '7A',
    history: [{ schoolYear: '2025-2026', className: '7A', schoolName: 'Trường THCS Nguyễn Du', enteredOn: '2024-09-05' }],
    subjects: [{ code: 'TOAN', name: 'Toán', shortName: 'Toán', kind: 'scored', semester1: tenths(81), semester2: tenths(85), year: tenths(84), reassessed: null, comment: 'Tiến bộ đều.', teacher: { name: 'Lò Văn Toán', personalId: '014190001111' } }],
    learning: { semester1: 'K', semester2: 'T', year: 'T', adjustedBy: null },
    conduct: { semester1: 'T', semester2: 'T', year: 'T' },
    afterSummer: null,
    decision: 'PROMOTED',
    title: 'GIOI',
    commendation: '',
    homeroomComment: 'Chăm ngoan.',
  };
}

const signers = { homeroomTeacher: ['co-hoa', '079180001234'], principal: ['hieu-truong', '079170005678'], school: ['con-dau', null] } as const;

/** The record signed by homeroom teacher, principal and school; `change` falsifies the data before anybody signs. */
async function issued(pupil: number, uuid: number, options: { readonly change?: readonly [string, string]; readonly seal?: string | null } = {}): Promise<Uint8Array> {
  let document: Uint8Array = writer.write(recordData(pupil, uuid));
  if (options.change !== undefined) document = Buffer.from(Buffer.from(document).toString('utf8').replace(...options.change));
  for (const role of ['homeroomTeacher', 'principal', 'school'] as const) {
    if (role === 'school' && options.seal === null) continue;
    const slot = slotOf(secondaryFormat, role, '');
    const [label, signerPersonalId] = signers[role];
    const session = sessionOf(slot.role === 'school' ? (options.seal ?? label) : label);
    const prepared = signer.prepare({ document, slot, algorithm: session.algorithm, canonicalization: 'exclusive', certificate: session.certificate.der, signingTime, signerPersonalId });
    document = signer.finish({ document, prepared, signatureValue: await session.sign(prepared.toBeSigned) }).document;
  }
  return document;
}

async function listOf(records: readonly Uint8Array[], seal = 'con-dau'): Promise<Uint8Array> {
  const [packed] = createTransactionPacker().pack(records.map((document, index) => ({ id: String(index), document })));
  const document = packed?.document ?? Buffer.from('<DANH_SACH_HOC_BA id="dataDanhSach"></DANH_SACH_HOC_BA>');
  const session = sessionOf(seal);
  return createTransactionSigner().sign({ document, canonicalization: 'exclusive', certificate: session.certificate.der, algorithm: session.algorithm, signingTime, sign: (data) => session.sign(data) });
}

let gateway: PracticeGateway;
let account: GatewayCredentials;
let databasePath: string;
let minutes = 0;
let log: string[];
let client: ReturnType<typeof createGatewayClient>;
let databases = 0;

async function open(): Promise<void> {
  gateway = await startPracticeGateway({
    databasePath,
    port: 0,
    verifier,
    anchors: { roots: [], intermediates: [], practiceRoots: [opened.tokens.caCertificate] },
    validate: (document) => writer.validate(document),
    now: () => new Date(Date.parse('2026-06-01T01:00:00Z') + minutes * 60_000).toISOString(),
    log: (line) => log.push(line),
  });
  account = { profile: practiceProfile(gateway.url, practiceAccount.unitCode), password: practiceGatewayPassword };
}

beforeEach(async () => {
  databases += 1;
  databasePath = join(folder, `db-${databases}`, 'gateway.sqlite');
  minutes = 0;
  log = [];
  client = createGatewayClient();
  await open();
});
afterEach(() => gateway.close());

async function register(seal = 'con-dau', serial?: string): Promise<string> {
  const { facts } = sessionOf(seal).certificate;
  const { message } = await client.registerCertificate(account, { messageId: 'dk-1', facts: { ...facts, serial: serial ?? facts.serial }, issuerCode: 'VNPT', signedContent: await listOf([], seal) });
  return message;
}
const stateOf = (seal = 'con-dau') => client.queryCertificate(account, { messageId: 'tv-1', serial: sessionOf(seal).certificate.facts.serial, schoolYear: '2025-2026' });
const submit = (messageId: string, document: Uint8Array, with_ = client) => with_.submit(account, { messageId, schoolYear: '2025-2026', document });
const outcome = (attempt: Promise<unknown>) => attempt.then((value) => value, (error: unknown) => (error instanceof OfficeError ? `${error.code} ${String(error.params['code'] ?? '')}`.trim() : error));

test('a school registers, is approved, sends its records and gets its answers, also after the gateway was restarted', async () => {
  const registered = [await outcome(stateOf()), await register(), await stateOf()];
  const list = await listOf([await issued(1, 1), await issued(2, 2)]);
  const first = await submit('nop-1', list);
  await gateway.close();
  await open();
  minutes = 31;
  const again = await submit('nop-1', list);
  const answers = await client.queryResult(account, { messageId: 'nop-1' });
  const accepted = (pupil: number) => ({ pupilCode: `990000000${pupil}`, pupilName: 'Lò Thị Bích Ẫ', uuid: uuidOf(pupil), accepted: true, errorCode: '', fieldTitle: '', description: '' });
  expect({ registered, first, again, answers, other: await outcome(submit('nop-1', await listOf([await issued(1, 1)]))), unknown: await outcome(client.queryResult(account, { messageId: 'nop-0' })) }).toEqual({
    registered: ['exchange.certificate-not-registered', 'Đã nhận đăng ký chứng thư số, chờ Sở phê duyệt.', { state: 'approved', message: 'Chứng thư số đã được phê duyệt (LUYỆN TẬP).' }],
    first: { message: 'Đã nhận 2 học bạ.' },
    again: { message: 'Đã nhận 2 học bạ.' },
    answers: [accepted(1), accepted(2)],
    other: 'exchange.refused TRUNG_MESSAGEID',
    unknown: 'exchange.refused KHONG_CO_GIAO_DICH',
  });
  const { serial } = sessionOf('con-dau').certificate.facts;
  expect(log).toEqual([
    'token cấp token',
    'queryCertificate tv-1 phê duyệt 0 chứng thư số',
    `registerCertificate dk-1 đăng ký chứng thư số ${serial}`,
    'queryCertificate tv-1 phê duyệt 1 chứng thư số',
    'submit nop-1 2 học bạ: 2 tiếp nhận',
    'token cấp token',
    'submit nop-1 gửi lại, đã có',
    'queryResult nop-1 kết quả của 2 học bạ',
    'submit nop-1 từ chối TRUNG_MESSAGEID',
    'queryResult nop-0 từ chối KHONG_CO_GIAO_DICH',
  ]);
});

test('each record is judged by itself: content, signatures, duplicates', async () => {
  await register();
  await stateOf();
  const sound = await issued(1, 1);
  const list = await listOf([
    sound,
    await issued(1, 11),
    sound,
    await issued(2, 2, { change: ['<SO_CCCD>079212000002<', '<SO_CCCD>0792120002<'] }),
    await issued(3, 3, { change: ['2013-03-04', '2033-03-04'] }),
    await issued(4, 4, { change: ['2013-03-04', '04/03/2013'] }),
    await issued(5, 5, { change: [practiceAccount.unitCode, 'TRUONG-KHAC'] }),
    await issued(6, 6, { change: ['<GIOI_TINH>Nữ', '<GIOI_TINH>nu'] }),
    await issued(7, 7, { seal: null }),
    await issued(8, 8, { seal: 'con-dau-cu' }),
    Buffer.from(Buffer.from(await issued(9, 9)).toString('utf8').replace('<MUC_DAT_DUOC>8.4<', '<MUC_DAT_DUOC>9.4<')),
    await issued(10, 10),
  ]);
  await submit('nop-1', list);
  await submit('nop-2', await listOf([sound, await issued(1, 12), await issued(2, 2)]));
  const answers = async (messageId: string) => (await client.queryResult(account, { messageId }))?.map(({ uuid, errorCode, fieldTitle }) => [Number(uuid.slice(-4)), errorCode, fieldTitle].join(' ').trim());
  expect([await answers('nop-1'), await answers('nop-2'), log.findLast((line) => line.startsWith('submit'))]).toEqual([
    [
      '1',
      '11 TRUNG_HOC_BA Số CCCD (SO_CCCD)',
      '1 TRUNG_UUID Mã số tra cứu học bạ (MA_TRA_CUU_UUID)',
      '2 SO_CCCD_SAI Số CCCD (SO_CCCD)',
      '3 NGAY_SINH_SAI Ngày sinh (NGAY_SINH)',
      '4 NGAY_SINH_SAI Ngày sinh (NGAY_SINH)',
      '5 SAI_DON_VI Mã trường (MA_TRUONG)',
      '6 SAI_CAU_TRUC Giới tính (GIOI_TINH)',
      '7 THIEU_CHU_KY Ký số phát hành của cơ sở giáo dục (KY_PHAT_HANH)',
      '8 CTS_PHAT_HANH Ký số phát hành của cơ sở giáo dục (KY_PHAT_HANH)',
      '9 CHU_KY_KHONG_HOP_LE Chữ ký số của giáo viên chủ nhiệm (GVCN)',
      '10',
    ],
    ['1 TRUNG_UUID Mã số tra cứu học bạ (MA_TRA_CUU_UUID)', '12 TRUNG_HOC_BA Số CCCD (SO_CCCD)', '2'],
    'submit nop-2 3 học bạ: 1 TRUNG_UUID, 1 TRUNG_HOC_BA, 1 tiếp nhận',
  ]);
});

describe('a transaction is refused as a whole', () => {
  /** The real client with the content exchanged on its way. */
  const exchanging = (change: (content: string) => string) =>
    createGatewayClient({
      fetch: (url, init) => {
        const body = JSON.parse(typeof init?.body === 'string' ? init.body : '') as { content?: string };
        return fetch(url, { ...init, body: JSON.stringify(body.content === undefined ? body : { ...body, content: change(body.content) }) });
      },
    });
  const framed = (length: number, gzip: Uint8Array) => Buffer.concat([Buffer.from(new Int32Array([length]).buffer), gzip]).toString('base64');

  test('for who sends it and what with', async () => {
    const list = await listOf([await issued(1, 1)]);
    const asked = await outcome(submit('nop-1', list));
    const wrongSerial = await outcome(register('con-dau', 'ABCDEF'));
    const byPerson = await outcome(register('hieu-truong'));
    await register();
    const registeredOnly = await outcome(submit('nop-1', list));
    await stateOf();
    const altered = Buffer.from(Buffer.from(list).toString('utf8').replace('Chăm ngoan', 'Chăm học'));
    expect({
      asked,
      wrongSerial,
      byPerson,
      registeredOnly,
      'another seal': await outcome(submit('nop-1', await listOf([await issued(1, 1)], 'con-dau-cu'))),
      'wrong password': await outcome(client.submit({ ...account, password: 'x' }, { messageId: 'nop-1', schoolYear: '2025-2026', document: list })),
      'another unit': await outcome(client.submit({ ...account, profile: practiceProfile(gateway.url, 'TRUONG-KHAC') }, { messageId: 'nop-1', schoolYear: '2025-2026', document: list })),
      altered: await outcome(submit('nop-1', altered)),
      unsigned: await outcome(submit('nop-1', Buffer.from('<DANH_SACH_HOC_BA id="dataDanhSach"></DANH_SACH_HOC_BA>'))),
      empty: await outcome(submit('nop-1', await listOf([]))),
      'not a list': await outcome(submit('nop-1', Buffer.from('xin chào'))),
      'the sound one after all that': await outcome(submit('nop-1', list)),
    }).toEqual({
      asked: 'exchange.certificate-not-registered CTS_CHUA_DANG_KY',
      wrongSerial: 'exchange.refused SAI_SERIAL',
      byPerson: 'exchange.refused CHU_KY_KHONG_HOP_LE',
      registeredOnly: 'exchange.certificate-not-registered CTS_CHUA_PHE_DUYET',
      'another seal': 'exchange.certificate-not-registered CTS_CHUA_DANG_KY',
      'wrong password': 'exchange.refused SAI_TAI_KHOAN',
      'another unit': 'exchange.refused SAI_DON_VI',
      altered: 'exchange.refused CHU_KY_KHONG_HOP_LE',
      unsigned: 'exchange.refused THIEU_CHU_KY',
      empty: 'exchange.refused DANH_SACH_RONG',
      'not a list': 'exchange.refused CHU_KY_KHONG_HOP_LE',
      'the sound one after all that': { message: 'Đã nhận 1 học bạ.' },
    });
  });

  test('for a broken frame', async () => {
    await register();
    await stateOf();
    const list = await listOf([await issued(1, 1)]);
    const bomb = gzipSync(Buffer.alloc(80_000_000, 0x20));
    const sent = (change: (content: string) => string) => outcome(submit('nop-1', list, exchanging(change)));
    expect({
      'one letter changed': await sent((content) => `${content.slice(0, 400)}${content[400] === 'A' ? 'B' : 'A'}${content.slice(401)}`),
      'cut off': await sent((content) => content.slice(0, 800)),
      'not base64': await sent((content) => `*${content.slice(1)}`),
      'a false length': await sent(() => framed(list.length + 1, gzipSync(list))),
      'a bomb that says so': await sent(() => framed(80_000_000, bomb)),
      'a bomb that does not': await sent(() => framed(1_000, bomb)),
      'more than 10 MB': await sent(() => 'A'.repeat(10_000_004)),
      'far more than 10 MB': await sent(() => 'A'.repeat(12_000_000)),
      'no content': await sent(() => ''),
    }).toEqual({
      'one letter changed': 'exchange.refused SAI_DINH_DANG',
      'cut off': 'exchange.refused SAI_DINH_DANG',
      'not base64': 'exchange.refused SAI_DINH_DANG',
      'a false length': 'exchange.refused SAI_DINH_DANG',
      'a bomb that says so': 'exchange.refused QUA_DUNG_LUONG',
      'a bomb that does not': 'exchange.refused SAI_DINH_DANG',
      'more than 10 MB': 'exchange.refused QUA_DUNG_LUONG',
      'far more than 10 MB': 'exchange.too-large',
      'no content': 'exchange.refused THIEU_THONG_TIN',
    });
  });

  test('for a token that the gateway did not give, and what is no transaction at all', async () => {
    const post = async (path: string, body: string) => {
      const response = await fetch(`${gateway.url}${path}`, { method: 'POST', body });
      return [response.status, ((await response.json()) as { readonly Error: string }).Error];
    };
    const header = { user_name: practiceAccount.userName, password: 'x', ma_don_vi: practiceAccount.unitCode, token: 'x', messageid: 'nop-1', function: 'F', type: '2' };
    const password = createHash('sha256').update(practiceGatewayPassword).digest('hex');
    expect([
      await post(account.profile.paths.queryResult, JSON.stringify({ authenticationRequest: { ...header, password } })),
      await post(account.profile.paths.queryResult, '{'),
      await post('/api/khac', '{}'),
      (await fetch(gateway.url)).status,
      new URL(gateway.url).hostname,
    ]).toEqual([[200, 'TOKEN_HET_HAN'], [200, 'THIEU_THONG_TIN'], [404, '404'], 404, '127.0.0.1']);
  });
});

test('the gateway runs as a process of its own, once, and starts again after it died', async () => {
  const spawner = createNodeSpawner({ entryFile: fileURLToPath(new URL('../../main/hosts/child.ts', import.meta.url)), execArgv: ['--no-warnings'] });
  const links: { kill(): void; exited: Promise<void> }[] = [];
  const lines: string[] = [];
  const control = createGatewayControl({
    spawner: {
      async spawn(entry, environment) {
        const link = await spawner.spawn(entry, environment);
        links.push({ kill: () => link.kill(), exited: new Promise((done) => link.onExit(() => done())) });
        return link;
      },
    },
    log: (line) => lines.push(line),
  });
  const environment = { HOCBA_GATEWAY_DB: join(folder, 'child'), HOCBA_PRACTICE_CA: Buffer.from(opened.tokens.caCertificate).toString('base64'), HOCBA_RESOURCES: resourcesFolder };
  const [one, two] = await Promise.all([control.start(environment), control.start(environment)]);
  expect([one.url === two.url, links.length]).toEqual([true, 1]);
  account = { profile: practiceProfile(one.url, practiceAccount.unitCode), password: practiceGatewayPassword };
  await register();
  links[0]?.kill();
  await links[0]?.exited;
  account = { ...account, profile: practiceProfile((await control.start(environment)).url, practiceAccount.unitCode) };
  const state = await stateOf();
  await control.stop();
  // Windows refuses this while the process lives.
  rmSync(join(folder, 'child'), { recursive: true });
  const broken = await outcome(control.start({ ...environment, HOCBA_PRACTICE_CA: '' }));
  expect([state.state, links.length, lines.some((line) => line.startsWith('practice-gateway: registerCertificate dk-1')), broken]).toEqual(['approved', 3, true, 'exchange.unreachable']);
});
