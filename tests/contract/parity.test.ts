import { Workbook } from '@cj-tech-master/excelts';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { methods, type MethodName } from '#core/contract/index.ts';
import { practicePassword } from '#core/values/practice.ts';
import { readManifest } from '#main/practice/tokens/practice-manifest.ts';
import { openOffice } from '#tests/support/open-office.ts';
import { signaturePng } from '#tests/support/png-maker.ts';
import { copyTrainingSchool } from '#tests/support/training-template.ts';
import { overHttp, type WatchedTransport } from './watched-transport.ts';

let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hocba-parity-'));
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

test('every method: what is asked and answered arrives whole through the browser transport, and would through the messages of Electron', async () => {
  const data = join(folder, 'data');
  await copyTrainingSchool('lower-secondary', data);
  const office = await openOffice(data);
  const transport = await overHttp(office, folder);
  try {
    const called = await runScript(transport, data);
    expect([...called].toSorted()).toEqual(Object.keys(methods).toSorted());
  } finally {
    await transport.close();
    await office.close();
  }
}, 180_000);

/** One story that calls every method. Each reply is checked against the contract's output schema, and what came through against what was sent. */
async function runScript(transport: WatchedTransport, data: string): Promise<ReadonlySet<string>> {
  const called = new Set<string>();

  async function call(method: MethodName, input: unknown): Promise<Record<string, unknown>> {
    const { heard, answered, reply } = await transport.call(method, input);
    called.add(method);
    // JSON has no undefined: a wish that was left out and one that is undefined are the same to both.
    expect({ method, heard, reply }).toEqual({ method, heard: input, reply: answered });
    // What Electron's messages do to every call and reply: a structured clone, which refuses what is not plain data.
    expect({ method, heard: structuredClone(input), reply: structuredClone(answered) }).toStrictEqual({ method, heard: input, reply: answered });
    if (reply.ok) expect({ method, error: methods[method].output.safeParse(reply.value).error }).toEqual({ method, error: undefined });
    return reply.ok ? (reply.value as Record<string, unknown>) : {};
  }
  /** A job that another call waits for. */
  async function ended(answer: Record<string, unknown>): Promise<void> {
    for (;;) {
      const { reply } = await transport.call('jobs.list', {});
      const { jobs } = (reply as { readonly value: { readonly jobs: readonly { readonly id: string; readonly state: string }[] } }).value;
      const job = jobs.find(({ id }) => id === answer['jobId']);
      if (job === undefined || job.state !== 'running') return;
      await new Promise((done) => setTimeout(done, 20));
    }
  }
  const as = (userName: string) => call('session.signIn', { userName, password: practicePassword });
  const at = (value: unknown, ...path: readonly (string | number)[]): unknown => path.reduce<unknown>((inner, key) => (inner as Record<string | number, unknown>)[key], value);

  await call('session.state', {});
  await ended(await call('setup.openTraining', {}));
  await call('session.accounts', {});
  await call('session.signIn', { userName: 'vanthu', password: 'sai' });
  await as('vanthu');
  await call('session.setLanguage', { language: 'en' });
  await call('session.viewYear', { yearId: null });
  await call('session.lock', {});
  await call('school.tasks', {});
  await call('session.unlock', { password: practicePassword });
  const overview = await call('school.overview', {});
  await call('school.tasks', {});
  const [classC, classA] = at(overview, 'classes') as readonly { readonly id: string; readonly homeroomTeacherId: string }[];
  const [subject] = at(overview, 'subjects') as readonly { readonly id: string }[];
  const settings = await call('school.settings', {});
  await call('school.saveSettings', settings);
  await call('school.teachers', {});
  await call('school.saveTeacher', { id: null, fullName: 'Nguyễn Văn Mới', personalId: '', active: true });
  const added = await call('school.saveClass', { id: null, name: '9D', grade: 9, homeroomTeacherId: null });
  await call('school.assignments', { classId: added['id'] });
  await call('school.assign', { classId: added['id'], subjectId: subject?.id, teacherId: classA?.homeroomTeacherId });
  await call('school.removeClass', { id: added['id'] });
  await call('school.setLevels', { levels: ['lower-secondary', 'upper-secondary'] });
  const language = await call('school.saveSubject', { id: null, code: 'NGOAI_NGU_2', name: 'Ngoại ngữ 2', shortName: 'Ngoại ngữ 2', kind: 'scored', periods: { '8': 105 }, electiveIn: [8] });
  const [, , classB] = at(overview, 'classes') as readonly { readonly id: string }[];
  const choices = await call('pupils.choices', { classId: classB?.id });
  await call('pupils.setChoices', { classId: classB?.id, choices: [{ enrollmentId: at(choices, 'pupils', 0, 'enrollmentId'), chosen: [language['id']], topics: [] }] });
  await call('pupils.setChoices', { classId: classB?.id, choices: [{ enrollmentId: at(choices, 'pupils', 0, 'enrollmentId'), chosen: [], topics: [] }] });
  await call('school.removeSubject', { id: language['id'] });

  const pupils = await call('pupils.list', { classId: classC?.id });
  const pupil = at(pupils, 'pupils', 0) as Record<string, unknown>;
  const enrollmentId = pupil['enrollmentId'];
  await call('pupils.save', { pupilId: pupil['pupilId'], data: { ...(at(pupil, 'data') as object), address: 'thôn Đoài' } });
  await call('pupils.add', { classId: classC?.id, data: { ...(at(pupil, 'data') as object), fullName: 'Y Moan Êban', personalId: '', ministryCode: '' } });
  const list = await readFile(new URL('../fixtures/pupils-libreoffice.xlsx', import.meta.url));
  const preview = await call('pupils.previewImport', { file: await transport.send('danh-sach.xlsx', new Uint8Array(list)) });
  await call('pupils.applyImport', { importId: preview['importId'] });
  await call('pupils.imports', {});
  await call('pupils.undoImport', { importId: preview['importId'] });

  const sheet = { classId: classC?.id, subjectId: subject?.id, semester: 1 };
  await call('gradebook.sheet', sheet);
  await call('gradebook.setMark', { ...sheet, enrollmentId, column: 'midterm', text: '8,5' });
  await call('gradebook.setMark', { ...sheet, enrollmentId, column: 'midterm', text: '85' });
  await call('gradebook.history', { ...sheet, enrollmentId, column: 'midterm' });
  const workbook = await call('markFiles.write', sheet);
  await call('markFiles.preview', { file: workbook['file'], open: sheet, choices: [] });
  const marks = new Workbook();
  const page = marks.addWorksheet('Sheet1');
  page.addRow(['Họ và tên', 'ĐĐGck']);
  page.addRow([at(pupil, 'data', 'fullName'), 6.5]);
  const read = await call('markFiles.preview', { file: await transport.send('diem.xlsx', new Uint8Array(await marks.xlsx.writeBuffer())), open: sheet, choices: [] });
  await call('markFiles.apply', { importId: read['importId'], parts: [at(read, 'parts', 0, 'key')], reason: null });
  await call('markFiles.list', {});
  await call('markFiles.undo', { importId: read['importId'] });
  await call('quality.class', { classId: classC?.id });
  const check = await call('quality.checkSchool', {});
  await ended(check);
  await call('quality.school', { jobId: check['jobId'] });
  await call('quality.pdf', { of: { kind: 'school', jobId: check['jobId'] } });
  await call('quality.workbook', { of: { kind: 'class', classId: classC?.id } });
  const fixes = await call('quality.previewFixes', { classId: null });
  await call('quality.applyFixes', { classId: null, digest: fixes['digest'], leaveOut: [] });
  const warned = await call('quality.class', { classId: classC?.id });
  const warning = (at(warned, 'findings') as readonly { readonly severity: string; readonly key: string }[]).find(({ severity }) => severity === 'warning');
  const waiver = await call('quality.waive', { classId: classC?.id, key: warning?.key ?? 'x', reason: 'Đúng như giấy khai sinh' });
  await call('quality.revokeWaiver', { id: waiver['id'] ?? 'x' });
  await call('quality.rules', {});
  for (const method of ['quality.readRules', 'quality.addRules'] as const) await call(method, { file: 'x' });
  await call('quality.removeRules', { id: 'x' });
  const exempt = { kind: 'exempt', enrollmentId, subjectId: subject?.id, exemption: 'not-assessed', term: 'year', decision: 'KH 12', decidedOn: '2025-09-20' };
  const looked = await call('moves.preview', { action: exempt });
  const granted = await call('moves.apply', { action: exempt, digest: looked['digest'] });
  await call('pupils.exemptions', { classId: classC?.id });
  await call('moves.list', {});
  await call('moves.checkUndo', { id: granted['id'] });
  await call('moves.undo', { id: granted['id'] });
  await call('moves.ofPupil', { pupilId: pupil['pupilId'] });
  await call('yearTurn.classes', {});
  await call('yearTurn.class', { classId: classA?.id });
  const turn = await call('yearTurn.proposal', {});
  await ended(await call('yearTurn.rollOver', { action: turn['proposal'], digest: 'x' }));
  await call('pupils.arrange', { classId: classC?.id, order: 'given-name' });
  await call('gradebook.checkMarks', { ...sheet, changes: [{ enrollmentId, column: 'final', text: '9' }] });
  await call('gradebook.setMarks', { ...sheet, changes: [{ enrollmentId, column: 'final', text: '9' }, { enrollmentId, column: 'midterm', text: 'x' }], kind: 'paste' });
  const scope = { ...sheet, column: 'final' };
  const lock = await call('locks.lock', { scope, reason: 'Hết hạn' });
  await call('gradebook.setMark', { ...sheet, enrollmentId, column: 'final', text: '7' });
  const plan = await call('locks.plan', { scope, opensOn: '2026-01-01', closesOn: '2099-01-01' });
  const asked = await call('locks.ask', { scope, reason: 'Nhập nhầm' });
  await as('quantri');
  await call('locks.removePlan', { id: plan['id'] });
  await call('locks.decide', { id: asked['id'], expiresAt: '2099-01-01T17:00' });
  const opened = await call('locks.reopen', { scope, reason: 'Nhập nhầm', expiresAt: '2099-01-01T17:00' });
  await call('locks.close', { id: opened['id'] });
  await call('locks.overview', {});
  await call('locks.unlock', { id: lock['id'], reason: 'Xong' });
  await as('vanthu');
  await call('gradebook.undo', sheet);
  await call('gradebook.redo', sheet);
  const phrase = await call('phrases.save', { id: null, kind: 'scored', subjectId: subject?.id, text: 'Nắm chắc kiến thức.' });
  await call('phrases.list', {});
  await call('phrases.arrange', { ids: [at(phrase, 'phrases', 0, 'id')] });
  await call('phrases.remove', { id: at(phrase, 'phrases', 0, 'id') });
  const attendance = { classId: classC?.id, register: 'attendance', period: '2025-11' };
  await call('registers.sheet', attendance);
  await call('registers.sheet', { ...attendance, register: 'attributes', period: null });
  const days = await call('registerFiles.write', attendance);
  await call('registerFiles.preview', { ...attendance, file: days['file'] });
  await call('registers.check', { ...attendance, changes: [{ enrollmentId, column: 'd03', text: 'kp' }] });
  await call('registers.set', { ...attendance, changes: ['d03', 'd04'].map((column) => ({ enrollmentId, column, text: 'p' })), kind: 'fill', reason: 'Đơn xin phép' });
  await call('registers.history', { ...attendance, enrollmentId, column: 'd03' });
  await call('registers.undo', attendance);
  await call('registers.redo', attendance);
  await call('registers.checkAbsences', { classId: classC?.id, semester: 1 });
  await call('registers.takeAbsences', { classId: classC?.id, semester: 1 });
  await call('registers.sheet', { ...attendance, register: 'homeroom', period: null });
  await call('results.class', { classId: classA?.id });
  const computing = await call('results.computeSchool', {});
  await ended(computing);
  await call('results.school', { jobId: computing['jobId'] });
  await call('board.term', { semester: 1 });
  await call('board.firstEmpty', { classId: classC?.id, subjectId: subject?.id, semester: 2 });
  await call('policies.list', {});
  await as('hieutruong');
  await call('policies.choose', { policy: 'absencePlan', value: 'one-session', reason: 'Trường học một buổi mỗi ngày' });
  const point = { classId: classC?.id, enrollmentId, policy: 'absencePlan' };
  await call('reviews.decide', { ...point, value: 'one-session', reason: 'Biên bản', number: '1' });
  await call('reviews.withdraw', { ...point, reason: 'Nhầm' });
  await call('reviews.history', point);
  await as('gvcn7a');
  await call('reviews.propose', { ...point, value: 'two-sessions', reason: 'Đề nghị' });
  await as('vanthu');
  await call('results.explain', { classId: classC?.id, enrollmentId, about: { kind: 'year' } });
  await call('results.primary', { classId: classC?.id, moment: '2-end' });
  await call('results.explainPrimary', { classId: classC?.id, enrollmentId });
  await call('results.explain', { classId: classC?.id, enrollmentId, about: { kind: 'subject', subjectId: subject?.id, period: 1 } });

  await call('books.choices', {});
  await call('books.class', { classId: classA?.id });
  await call('books.subject', { teacherId: classA?.homeroomTeacherId, subjectId: subject?.id });
  await call('books.primary', { classId: classA?.id, moment: null });

  await ended(await call('records.create', { classId: classA?.id }));
  const records = await call('records.class', { classId: classA?.id });
  const recordId = at(records, 'records', 0, 'recordId');
  await call('records.pdf', { recordId });
  await call('records.classPdf', { classId: classA?.id });
  const xml = await call('records.xml', { recordId });
  await call('verification.check', { file: xml['file'] });

  await as('gvcn7a');
  await call('tokenDoctor.examine', {});
  const tokens = await call('signing.tokens', {});
  const certificates = at(tokens, 'certificates') as readonly { readonly moduleId: string; readonly tokenSerial: string; readonly fits: readonly string[]; readonly facts: { readonly digest: string; readonly keyType: string } }[];
  const keyFor = (role: string) => certificates.find(({ fits, facts }) => fits.includes(role) && (role !== 'homeroomTeacher' || facts.keyType.toLowerCase().includes('ec')));
  const sealOf = (role: string, pin: string) => ({ moduleId: keyFor(role)?.moduleId, tokenSerial: keyFor(role)?.tokenSerial, certificateDigest: keyFor(role)?.facts.digest, pin });
  await call('signing.addModule', { path: '/nowhere/driver.so' });
  await call('signing.removeModule', { id: 'none' });
  await as('hieutruong');
  await call('signedPdfs.setImage', { kind: 'person', file: await transport.send('chu-ky.png', signaturePng()), millimetres: 40 });
  await call('signedPdfs.images', {});
  await call('signedPdfs.removeImage', { kind: 'person' });
  await call('signedPdfs.class', { classId: classA?.id });
  await as('gvcn7a');
  const toSign = { kind: 'records', classIds: [classA?.id] };
  await call('signing.preview', { scope: toSign, role: 'homeroomTeacher' });
  const { pin, ...key } = sealOf('homeroomTeacher', '12345678');
  await call('signing.awaitTokens', { seconds: 0 });
  await call('signing.preflight', { scope: toSign, role: 'homeroomTeacher', ...key });
  const batch = await call('signing.start', { scope: toSign, role: 'homeroomTeacher', ...key, pin, reading: { kind: 'none' } });
  await ended(batch);
  await call('signing.batch', { batchId: batch['batchId'] });
  await call('signing.batches', {});
  await call('signing.pause', { batchId: batch['batchId'] });
  await ended(await call('signing.resume', { batchId: batch['batchId'], ...key, pin }));
  await call('signing.cancel', { batchId: batch['batchId'] });

  const mine = await call('signers.register', {});
  const { pin: _, ...ownKey } = sealOf('homeroomTeacher', '');
  await call('signers.proposeFromToken', { owner: at(mine, 'people', 0, 'owner'), ...ownKey });
  await as('hieutruong');
  const register = await call('signers.register', {});
  const seal = at(register, 'people', 0, 'certificates', 0, 'id');
  await call('signers.proposeFromFile', { owner: { kind: 'organisation' }, file: await transport.send('truong.cer', new Uint8Array([1, 2, 3])) });
  await call('signers.approve', { id: seal, post: 'administrator', alone: false });
  await call('signers.refuse', { id: seal, reason: 'Nhầm' });
  await call('signers.revoke', { id: at(register, 'people', 2, 'certificates', 0, 'id') ?? seal, day: '2026-06-01', reason: 'Mất token' });
  await call('signers.saveProfile', { subjectTeachers: false, gradebookHomeroom: false });
  await call('signers.takeOver', { name: 'Vũ Văn Nam', personalId: '999068900777', title: 'Hiệu trưởng', decision: '12/QĐ-UBND', fromDay: '2099-08-01' });
  const deputy = await call('signers.delegate', { teacherId: classA?.homeroomTeacherId, title: 'Phó Hiệu trưởng', decision: '45/QĐ-THCS', fromDay: '2099-05-01', untilDay: '2099-06-30' });
  const signedBooks = await call('signedBooks.class', { classId: classA?.id });
  await call('signedBooks.freeze', { classId: classA?.id, subjectIds: [at(signedBooks, 'books', 0, 'subjectId')] });
  await call('signedBooks.read', { bookId: 'none' });
  await call('signedBooks.xml', { bookId: 'none' });
  await call('signers.endAppointment', { id: deputy['id'], fromDay: '2099-06-01', reason: 'Hiệu trưởng đã về' });

  await as('vanthu');
  await call('exchange.profile', {});
  const profile = await readFile(new URL('../../resources/gateway/profile.example.json', import.meta.url));
  await call('exchange.readProfile', { file: await transport.send('cong.json', new Uint8Array(profile)) });
  await call('exchange.readProfile', { file: await transport.send('cong.json', new Uint8Array(Buffer.from('{"name": 1}'))) });
  await call('exchange.saveProfile', { profile: { name: 'Cổng', url: 'https://cong.example', userName: '', unitCode: '', paths: { token: '/a', registerCertificate: '/b', queryCertificate: '/c', submit: '/d', queryResult: '/e' }, canonicalization: 'exclusive' }, password: null });
  await call('exchange.registerCertificate', sealOf('school', '12345678'));
  await ended(await call('exchange.submit', { classId: classA?.id, ...sealOf('school', '12345678') }));
  await call('exchange.askResult', { transmissionId: 'none' });
  await call('exchange.transmissions', {});
  await call('exchange.refusals', { transmissionId: 'none' });
  await call('exchange.destinations', {});
  const place = await call('exchange.addDestination', { path: data });
  await call('exchange.contents', { scope: { kind: 'year' } });
  await ended(await call('exchange.export', { scope: { kind: 'class', classId: classA?.id }, destinationId: at(place, 'destination', 'id'), ...sealOf('school', '12345678') }));
  await call('exchange.exports', {});

  await call('handOff.preview', { kind: 'record', classIds: [classA?.id], role: 'principal' });
  await ended(await call('handOff.export', { kind: 'record', classIds: [classA?.id], role: 'principal', itemIds: null, destinationId: at(place, 'destination', 'id'), lock: { kind: 'passphrase', passphrase: 'mat-khau-cua-goi' }, validDays: 3 }));
  await call('handOff.packages', {});
  await call('handOff.items', { packageId: 'none' });
  await call('handOff.cancelPackage', { packageId: 'none' });
  const nonsense = await transport.send('x.hocba-trinh-ky', new Uint8Array(Buffer.from('HOCBA')));
  await call('handOff.takeBack', { file: nonsense });
  await call('handOff.peek', { file: nonsense });
  await ended(await call('handOff.open', { file: nonsense, key: { kind: 'passphrase', passphrase: 'mat-khau-cua-goi' } }));
  await call('handOff.opened', {});
  await call('handOff.read', { uuid: 'none' });
  await call('handOff.tokens', {});
  await call('handOff.addModule', { path: '/khong-co.so' });
  await call('handOff.removeModule', { id: 'none' });
  await call('handOff.preflight', { moduleId: 'none', tokenSerial: '1', certificateDigest: 'a'.repeat(64) });
  await ended(await call('handOff.sign', { review: 'all', ...sealOf('school', '12345678') }));
  await call('handOff.pause', {});
  await call('handOff.writeReturn', { destinationId: at(place, 'destination', 'id') });
  await call('handOff.destinations', {});
  await call('handOff.addDestination', { path: data });
  await call('handOff.log', {});
  await call('handOff.close', {});
  const books = await call('books.school', { destinationId: at(place, 'destination', 'id') });
  await call('jobs.cancel', { jobId: books['jobId'] });
  await ended(books);

  await as('quantri');
  await call('gradebook.sheet', sheet);
  await call('users.list', {});
  await call('users.save', { id: null, userName: 'moi', displayName: 'Người mới', roles: ['subjectTeacher'], teacherId: null, active: true, password: 'mat-khau-moi' });
  await call('audit.list', { before: 20, limit: 5 });
  await call('audit.verify', {});
  await call('session.changePassword', { current: practicePassword, next: 'mat-khau-khac' });
  await call('jobs.list', {});
  await call('jobs.cancel', { jobId: 'none' });
  await call('session.signOut', {});
  await call('setup.closeSchool', {});
  await call('setup.createSchool', {
    school: { code: 'T1', name: 'Trường THCS Thử', programme: 'general', levels: ['lower-secondary'], departmentCode: '01', departmentName: 'Sở', provinceName: 'tỉnh', communeName: 'xã', schoolYear: '2025-2026', principalName: '', principalPersonalId: '' },
    administrator: { displayName: 'Quản trị', userName: 'admin', password: 'mat-khau-dai' },
  });
  await call('setup.openSchool', {});
  await call('session.signIn', { userName: 'admin', password: 'mat-khau-dai' });
  const root = await transport.send('goc.cer', new Uint8Array(Buffer.from(readManifest(join(data, 'luyen-tap', 'tokens'))?.caCertificate ?? '', 'base64')));
  const found = await call('trust.readAnchors', { file: root });
  await call('trust.addAnchor', { file: root, digest: at(found, 'certificates', 0, 'digest'), compared: '00000000' });
  await call('trust.removeAnchor', { digest: '0'.repeat(64), reason: 'Thử' });
  await call('trust.importList', { file: root });
  await call('trust.saveSettings', { askOnline: false, ocspAddress: '', crlAddress: '', timestampAddress: 'http://127.0.0.1:9/tsa' });
  await call('trust.tryTimestamp', { address: 'ftp://tsa.example' });
  await call('trust.stamps', {});
  await call('trust.overview', {});
  await call('trust.askNow', {});
  await call('trust.stampClass', { classId: 'none' });
  await ended(await call('setup.resetTraining', {}));
  return called;
}
