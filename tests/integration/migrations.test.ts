import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { migrate } from '#main/db/migrate.ts';
import { migrations } from '#main/db/migrations/index.ts';
import { openOfficeDatabase } from '#main/db/office-database.ts';
import { applyPragmas, schemaVersion, setSchemaVersion } from '#main/db/sqlite-only.ts';
import { gatherClass } from '#main/office/results/class-data.ts';
import { loadRuleLibrary } from '#main/rules/load-rule-library.ts';

let folder = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hocba-migrations-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

/** A file as the program left it at a version. */
function fileAt(version: number): Database.Database {
  const file = new Database(join(folder, `v${version}.sqlite`));
  applyPragmas(file);
  for (const { statements } of migrations.slice(0, version)) file.exec(statements);
  setSchemaVersion(file, version);
  return file;
}

/** A class of one pupil with what a school enters: a mark that was corrected, a homeroom sheet, an exemption, a lock. */
const oldSchool = `
INSERT INTO school VALUES (1, 'T1', 'Trường THCS Hùng Sơn', 'lower-secondary', '25', 'Sở', 'tỉnh Phú Thọ', 'xã Hùng Sơn', 'Hà Văn Tám', '025070000001', 'Hiệu trưởng', 'Hùng Sơn', 1, 10, 0, '2025-08-01T08:00:00+07:00');
INSERT INTO school_year VALUES ('y', '2025-2026', '2025-08-01T08:00:00+07:00', 1);
INSERT INTO class_group VALUES ('c', 'y', '7A', 7, NULL);
INSERT INTO subject VALUES ('s', 'TOAN', 'Toán', 'Toán', 'scored', 1), ('t', 'TIN_HOC', 'Tin học', 'Tin học', 'scored', 2);
INSERT INTO subject_year VALUES ('y', 's', 7, 140), ('y', 't', 7, 35);
INSERT INTO pupil VALUES ('p', 'HS1', '025313000001', '12', 'Hà Thị Hoa', '2013-05-04', 'female', '06', 'Việt Nam', '', '', '', '', '', '');
INSERT INTO enrollment VALUES ('e', 'y', 'c', 'p', 1, 'studying', '2025-09-05', NULL);
INSERT INTO exemption VALUES ('e', 't', 'QĐ 12');
INSERT INTO mark (enrollment_id, subject_id, semester, column_name, state, score, changes) VALUES ('e', 's', 1, 'midterm', 'entered', 85, 1);
INSERT INTO mark_change (enrollment_id, subject_id, semester, column_name, before, after, reason, changed_at, user_id) VALUES ('e', 's', 1, 'midterm', '', '8,0', NULL, '2025-11-01T08:00:00+07:00', 'u'), ('e', 's', 1, 'midterm', '8,0', '8,5', 'Cộng nhầm', '2025-11-02T08:00:00+07:00', 'u');
INSERT INTO homeroom_entry (enrollment_id, conduct1, excused1) VALUES ('e', 'T', 2);
INSERT INTO homeroom_change (enrollment_id, field, before, after, reason, changed_at, user_id) VALUES ('e', 'conduct1', '', 'T', NULL, '2026-01-10T08:00:00+07:00', 'u');
`;

test('each step leads from the version before it to the next, keeps every row that was there, and leaves no reference broken', async () => {
  for (const [index, { name }] of migrations.entries()) {
    const file = fileAt(index);
    if (index > 0) file.exec(index < 4 ? oldSchool : '');
    const rows = () => (file.prepare("select name from sqlite_master where type = 'table' and name not like 'sqlite%'").pluck().all() as string[]).map((table) => [table, file.prepare(`select count(*) from "${table}"`).pluck().get()] as const);
    const before = new Map(rows());
    await migrate(file, () => join(folder, `backup-${index}.sqlite`));
    expect({ name, version: schemaVersion(file), kept: rows().filter(([table, count]) => (before.get(table) ?? 0) !== count), broken: file.pragma('foreign_key_check') }).toEqual({ name, version: migrations.length, kept: [], broken: [] });
    file.close();
  }
});

test('a school of version 3 goes on under this program: a backup beside it, its level among its levels, its marks, exemptions and histories as they were', async () => {
  const file = fileAt(3);
  file.exec(oldSchool);
  file.close();
  const database = await openOfficeDatabase(join(folder, 'v3.sqlite'), { now: () => '2026-11-25T08:00:00+07:00' }, loadRuleLibrary('resources'));
  const seen = await database.read(async (repositories) => {
    const data = await gatherClass(repositories, 'c');
    const [pupil] = data.pupils;
    const school = await repositories.school.school();
    return {
      school: [school?.programme, school?.levels],
      kind: data.kind,
      subjects: data.subjects.map(({ code, elective }) => [code, elective]),
      marks: [...(pupil?.marks.values() ?? [])].flat().map(({ column, score, level, changes }) => ({ column, score, level, changes })),
      exempt: [...(pupil?.exempt ?? [])],
      homeroom: [pupil?.homeroom?.conduct1, pupil?.homeroom?.excused1, pupil?.homeroom?.nominated],
      history: (await repositories.gradebook.history({ enrollmentId: 'e', subjectId: 's', semester: 1, column: 'midterm' })).map(({ after, reason }) => [after, reason]),
    };
  });
  await database.close();
  const backup = new Database(join(folder, 'v3.sqlite.before-migration-20261125080000'), { readonly: true });
  const left = { version: schemaVersion(backup), marks: backup.prepare('select count(*) from mark').pluck().get() };
  backup.close();
  expect({ ...seen, left }).toEqual({
    school: ['general', ['lower-secondary']],
    kind: 'levels',
    subjects: [['TOAN', false], ['TIN_HOC', false]],
    marks: [{ column: 'midterm', score: 85, level: null, changes: 1 }],
    exempt: ['t'],
    homeroom: ['T', 2, null],
    history: [['8,0', null], ['8,5', 'Cộng nhầm']],
    left: { version: 3, marks: 1 },
  });
});

test("signed PDFs and pictures of signatures only grow: a later picture stands in another's place, a PDF comes back byte for byte", async () => {
  const before = migrations.findIndex(({ name }) => name.endsWith('-signed-pdfs'));
  const file = fileAt(before);
  file.exec("INSERT INTO school_year VALUES ('y', '2025-2026', 'now', 1); INSERT INTO class_group (id, year_id, name, grade) VALUES ('c', 'y', '7A', 7)");
  file.exec("INSERT INTO pupil VALUES ('p', 'HS1', '025313000001', '12', 'Hà Thị Hoa', '2013-05-04', 'female', '06', 'Việt Nam', '', '', '', '', '', '')");
  file.exec("INSERT INTO enrollment VALUES ('e', 'y', 'c', 'p', 1, 'studying', '2025-09-05', NULL); INSERT INTO record VALUES ('r', 'e', 'v')");
  file.exec("INSERT INTO record_version VALUES ('v', 'r', 1, 'uuid', 'secondary-v1', '{}', 'd', x'00', 'now', 'u', NULL)");
  file.close();
  const database = await openOfficeDatabase(join(folder, `v${before}.sqlite`), { now: () => '2026-11-25T08:00:00+07:00' }, loadRuleLibrary('resources'));
  const [whole, added] = [Buffer.from('%PDF-1.7 cả tệp'), Buffer.from('phần ký thêm')];
  const digest = (...parts: readonly Buffer[]) => createHash('sha256').update(Buffer.concat(parts)).digest('hex');
  const image = { kind: 'person', owner: 'Hà Văn Tám', digest: 'd', width: 60, height: 50, millimetres: 40, addedAt: 'now', addedBy: 'u' } as const;
  const seen = await database.write({ userId: null, userName: 'u' }, async ({ signedPdfs }) => {
    const none = [await signedPdfs.document('v'), await signedPdfs.image('person', 'Hà Văn Tám')];
    await signedPdfs.add({ versionId: 'v', role: 'principal', order: 1, documentDigest: digest(whole), certificateDigest: 'c', signer: 'Hà Văn Tám', signedAt: 'now' }, deflateSync(whole), new Uint8Array([1]));
    await signedPdfs.add({ versionId: 'v', role: 'school', order: 2, documentDigest: digest(whole, added), certificateDigest: 'c', signer: 'Trường', signedAt: 'now' }, deflateSync(added), new Uint8Array([2]));
    await signedPdfs.addImage({ ...image, png: new Uint8Array([1]) });
    await signedPdfs.addImage({ ...image, png: new Uint8Array([2]) });
    const second = await signedPdfs.image('person', 'Hà Văn Tám');
    await signedPdfs.withdrawImage(image);
    const value = { none, roles: (await signedPdfs.signatures(['v'])).map(({ role, order }) => [role, order]), document: Buffer.from((await signedPdfs.document('v')) ?? []), second: second?.png, withdrawn: await signedPdfs.image('person', 'Hà Văn Tám'), sealed: await signedPdfs.sealed(['v', 'w']) };
    return { value, audit: null };
  });
  await database.close();
  const raw = new Database(join(folder, `v${before}.sqlite`));
  const refused = ['UPDATE record_pdf SET signer = 1', 'DELETE FROM record_pdf', 'UPDATE signature_image SET owner = 1', 'DELETE FROM signature_image'].map((statement) => {
    try {
      raw.exec(statement);
      return 'done';
    } catch (error) {
      return error instanceof Error && error.message.includes('append-only') ? 'append-only' : String(error);
    }
  });
  raw.close();
  expect({ ...seen, refused }).toEqual({ none: [null, null], roles: [['principal', 1], ['school', 2]], document: Buffer.concat([whole, added]), second: new Uint8Array([2]), withdrawn: null, sealed: [{ versionId: 'v', signer: 'Trường', value: new Uint8Array([2]) }], refused: refused.map(() => 'append-only') });
});

test('a PDF that a program before timestamps signed is still there, and its signature value stands in the file only', async () => {
  const before = migrations.findIndex(({ name }) => name.endsWith('-pdf-timestamps'));
  const file = fileAt(before);
  const whole = Buffer.from('%PDF-1.7 đã ký');
  file.pragma('foreign_keys = OFF');
  file.prepare("INSERT INTO record_pdf VALUES ('v', 'school', 1, ?, ?, 'c', 'Trường', 'now')").run(deflateSync(whole), createHash('sha256').update(whole).digest('hex'));
  file.close();
  const database = await openOfficeDatabase(join(folder, `v${before}.sqlite`), { now: () => '2026-11-25T08:00:00+07:00' }, loadRuleLibrary('resources'));
  const seen = await database.read(async ({ signedPdfs }) => [await signedPdfs.sealed(['v']), Buffer.from((await signedPdfs.document('v')) ?? [])]);
  await database.close();
  expect(seen).toEqual([[{ versionId: 'v', signer: 'Trường', value: null }], whole]);
});

test('histories and decisions only grow, and a step that fails leaves the version before it', async () => {
  const file = fileAt(3);
  file.exec(oldSchool);
  // Something of the name that step 6 wants is in its way.
  file.exec('CREATE TABLE register_step (id INTEGER)');
  await expect(migrate(file, () => join(folder, 'backup.sqlite'))).rejects.toThrow('register_step');
  const stopped = schemaVersion(file);
  file.exec('DROP TABLE register_step');
  await migrate(file, () => join(folder, 'backup-2.sqlite'));
  file.exec("INSERT INTO register_change (enrollment_id, register, period, column_name, before, after, changed_at, user_id) VALUES ('e', 'attendance', '2025-09', 'd05', '', 'P', 'now', 'u')");
  file.exec("INSERT INTO policy_choice (year_id, policy, value, reason, decided_by, decided_at) VALUES ('y', 'exemptNeed', 'keep', 'QĐ', 'u', 'now')");
  file.exec("INSERT INTO signature_timestamp (imprint, time, token, authority, added_at, added_by) VALUES ('00', 'now', x'30', 'TSA', 'now', 'u')");
  const refused = ['UPDATE mark_change SET after = 1', 'DELETE FROM mark_change', 'UPDATE register_change SET after = 1', 'DELETE FROM register_change', 'UPDATE policy_choice SET value = 1', 'DELETE FROM policy_choice', 'UPDATE homeroom_change SET after = 1', 'UPDATE signature_timestamp SET time = 1', 'DELETE FROM signature_timestamp'].map((statement) => {
    try {
      file.exec(statement);
      return 'done';
    } catch (error) {
      return error instanceof Error && error.message.includes('append-only') ? 'append-only' : String(error);
    }
  });
  file.close();
  expect({ stopped, refused }).toEqual({ stopped: 5, refused: refused.map(() => 'append-only') });
});

test('signatures made before the register of signers stay as they were, and the register only grows', async () => {
  const before = migrations.findIndex(({ name }) => name === '0011-signers');
  const old = fileAt(before);
  old.pragma('foreign_keys = OFF');
  old.exec(`INSERT INTO signature VALUES ('v', 'principal', 1, '<CBQL/>', 'd', 'c', 'Hà Văn Tám', '2026-06-01T08:00:00+07:00', 'b')`);
  old.exec(migrations[before]?.statements ?? '');
  old.exec(migrations.find(({ name }) => name.endsWith('-signed-books'))?.statements ?? '');
  old.exec("INSERT INTO gradebook_version VALUES ('g', 'c', 's', 1, 'u', 'gradebook-v1', '{}', 'd', x'00', 'now', 'u')");
  old.exec("INSERT INTO gradebook_signature VALUES ('g', 'subjectTeacher', 1, '<GVBM/>', 'd', 'c', 'Lò Văn Toán', 'now', 'b')");
  old.exec("INSERT INTO signature VALUES ('v', 'subjectTeacher', 'mon-TOAN', 2, '<GVBM/>', 'e', 'c', 'Lò Văn Toán', 'now', 'b'), ('v', 'subjectTeacher', 'mon-KHTN', 3, '<GVBM/>', 'f', 'c', 'Lò Văn Toán', 'now', 'b')");
  old.exec("INSERT INTO signer_certificate VALUES ('s', 'person', 'Lò Văn Toán', '014190001111', 'c', x'00', '{}', 'file', 'now', 'u')");
  old.exec("INSERT INTO signer_event (signer_id, kind, post, alone, reason, from_day, made_at, user_id, user_name) VALUES ('s', 'approved', 'principal', 0, '', NULL, 'now', 'u', 'u')");
  old.exec("INSERT INTO head_appointment VALUES ('a', 'deputy', 'Vũ Thị Bé', '014180000001', 'Phó Hiệu trưởng', '45/QĐ', '2026-05-01', '2026-06-30', 'now', 'u')");
  old.exec("INSERT INTO head_appointment_end VALUES ('a', '2026-06-01', 'Đã về', 'now', 'u')");
  const refusal = (statement: string) => {
    try {
      old.exec(statement);
      return 'done';
    } catch (error) {
      return error instanceof Error ? error.message : '';
    }
  };
  const tables = ['signature', 'signer_certificate', 'signer_event', 'head_appointment', 'head_appointment_end', 'gradebook_version', 'gradebook_signature'];
  const seen = {
    signatures: old.prepare('select role, region, fragment, order_index from signature order by order_index').raw().all(),
    again: refusal("INSERT INTO signer_event (signer_id, kind, post, alone, reason, from_day, made_at, user_id, user_name) VALUES ('s', 'approved', 'principal', 0, '', NULL, 'now', 'w', 'w')"),
    half: refusal("INSERT INTO signer_event (signer_id, kind, post, alone, reason, from_day, made_at, user_id, user_name) VALUES ('s', 'revoked', NULL, 0, 'Mất', NULL, 'now', 'w', 'w')"),
    changed: tables.map((table) => refusal(`UPDATE ${table} SET rowid = rowid + 1`)),
    removed: tables.map((table) => refusal(`DELETE FROM ${table}`)),
  };
  old.close();
  expect(seen).toEqual({
    signatures: [
      ['principal', '', '<CBQL/>', 1],
      ['subjectTeacher', 'mon-TOAN', '<GVBM/>', 2],
      ['subjectTeacher', 'mon-KHTN', '<GVBM/>', 3],
    ],
    again: expect.stringContaining('UNIQUE'),
    half: expect.stringContaining('CHECK'),
    changed: tables.map((table) => `${table} is append-only`),
    removed: tables.map((table) => `${table} is append-only`),
  });
});

test('bundles that were written before stay listed, each as one of its class', async () => {
  const file = fileAt(8);
  file.exec("INSERT INTO school_year VALUES ('y', '2025-2026', 'now', 1); INSERT INTO class_group (id, year_id, name, grade) VALUES ('c', 'y', '7A', 7)");
  file.exec("INSERT INTO export_log VALUES ('x', 'c', 'hoc-ba-7A.asice', '/media/USB/hoc-ba-7A.asice', 1000, 38, 'digest', 'then', 'Văn thư', 'head', 'valid')");
  await migrate(file, () => join(folder, 'backup-carry.sqlite'));
  const rows = file.prepare('SELECT * FROM export_log').all();
  file.close();
  expect(rows).toEqual([
    { id: 'x', class_id: 'c', scope: 'class', title: '7A', file_name: 'hoc-ba-7A.asice', path: '/media/USB/hoc-ba-7A.asice', bytes: 1000, records: 38, digest: 'digest', written_at: 'then', written_by: 'Văn thư', audit_head: 'head', verdict: 'valid' },
  ]);
});

test('batches of before stay with what became of each record; one that was running has ended, and later ones may pause', async () => {
  const before = migrations.findIndex(({ name }) => name.endsWith('signing-batches'));
  const file = fileAt(before);
  file.exec(`INSERT INTO school_year VALUES ('y', '2025-2026', 'now', 1); INSERT INTO class_group (id, year_id, name, grade) VALUES ('c', 'y', '7A', 7); INSERT INTO pupil VALUES ('p', 'HS1', '025313000001', '12', 'Hà Thị Hoa', '2013-05-04', 'female', '06', 'Việt Nam', '', '', '', '', '', ''); INSERT INTO enrollment VALUES ('e', 'y', 'c', 'p', 1, 'studying', '2025-09-05', NULL);
    INSERT INTO record VALUES ('r', 'e', 'v');
    INSERT INTO record_version VALUES ('v', 'r', 1, 'uuid', 'secondary-v1', '{}', '', x'00', '', '', NULL);
    INSERT INTO signing_batch VALUES ('ended', 'c', 'principal', 'digest', '2026-05-30T08:00:00+07:00', '2026-05-30T08:01:00+07:00', 'Hà Văn Tám', 'head', 'done'), ('killed', 'c', 'school', 'digest', '2026-05-31T08:00:00+07:00', NULL, 'Hà Văn Tám', 'head', 'running');
    INSERT INTO signing_item VALUES ('ended', 'v', 'signed', NULL), ('killed', 'v', 'waiting', NULL);
    INSERT INTO signature (record_version_id, role, region, order_index, fragment, document_digest, certificate_digest, signer, signed_at, batch_id) VALUES ('v', 'principal', '', 1, '<CBQL/>', '', 'digest', 'Hà Văn Tám', '2026-05-30T08:00:30+07:00', 'ended');`);
  await migrate(file, () => join(folder, 'before-batches.sqlite'));
  file.exec("UPDATE signing_batch SET state = 'paused' WHERE id = 'ended'");
  expect({
    batches: file.prepare('SELECT id, kind, scope, state, finished_at, busy FROM signing_batch ORDER BY id').all(),
    items: file.prepare('SELECT batch_id, item_id, state FROM signing_item ORDER BY batch_id').all(),
    signatures: file.prepare('SELECT count(*) FROM signature').pluck().get(),
    broken: file.pragma('foreign_key_check'),
  }).toEqual({
    batches: [
      { id: 'ended', kind: 'record', scope: '{"classIds":["c"]}', state: 'paused', finished_at: '2026-05-30T08:01:00+07:00', busy: 0 },
      { id: 'killed', kind: 'record', scope: '{"classIds":["c"]}', state: 'failed', finished_at: '2026-05-31T08:00:00+07:00', busy: 0 },
    ],
    items: [
      { batch_id: 'ended', item_id: 'v', state: 'signed' },
      { batch_id: 'killed', item_id: 'v', state: 'skipped' },
    ],
    signatures: 1,
    broken: [],
  });
  file.close();
});

test('packages that are out for signing when their table learns of gradebooks keep their items, in order, and what came back', async () => {
  const before = migrations.findIndex(({ name }) => name.endsWith('-hand-off-kinds'));
  const file = fileAt(before);
  file.exec("INSERT INTO school_year VALUES ('y', '2025-2026', 'now', 1); INSERT INTO class_group (id, year_id, name, grade) VALUES ('c', 'y', '7A', 7)");
  file.exec("INSERT INTO pupil VALUES ('p', 'HS1', '025313000001', '12', 'Hà Thị Hoa', '2013-05-04', 'female', '06', 'Việt Nam', '', '', '', '', '', '')");
  file.exec("INSERT INTO enrollment VALUES ('e', 'y', 'c', 'p', 1, 'studying', '2025-09-05', NULL); INSERT INTO record VALUES ('r', 'e', 'v')");
  file.exec("INSERT INTO record_version VALUES ('v', 'r', 1, 'uuid', 'secondary-v1', '{}', 'd', x'00', 'now', 'u', NULL)");
  file.exec("INSERT INTO hand_off_package VALUES ('k', 'c', 'subjectTeacher', 'Hà Văn Tám', '025', 'passphrase', 'now', 'u', 'then', '/usb/k', 9, 'd', 'm', 'h', x'01', NULL)");
  file.exec("INSERT INTO hand_off_item VALUES ('k', 'v', 'mon-TOAN', 'b1', 'taken', NULL), ('k', 'v', 'mon-DIA', 'b2', 'waiting', NULL)");
  file.close();
  const database = await openOfficeDatabase(join(folder, `v${before}.sqlite`), { now: () => '2026-11-25T08:00:00+07:00' }, loadRuleLibrary('resources'));
  const seen = await database.write({ userId: null, userName: 'u' }, async ({ handOff }) => {
    await handOff.setItem('k', 'v mon-DIA', { state: 'refused', error: '{}' });
    return { value: { packages: await handOff.packages(), items: await handOff.items('k'), waiting: await handOff.waitingItems(['k']), counts: await handOff.counts() }, audit: null };
  });
  await database.close();
  const stored = { id: 'k', kind: 'record', classIds: ['c'], role: 'subjectTeacher', signer: 'Hà Văn Tám', signerPersonalId: '025', lock: 'passphrase', createdAt: 'now', createdBy: 'u', expiresAt: 'then', path: '/usb/k', bytes: 9, digest: 'd', manifestDigest: 'm', auditHead: 'h', returnKey: new Uint8Array([1]), cancelledAt: null };
  const item = (region: string, baseDigest: string, state: string, error: string | null) => ({ itemId: `v ${region}`, uuid: 'uuid', region, baseDigest, state, error });
  expect(seen).toEqual({
    packages: [stored],
    items: [item('mon-TOAN', 'b1', 'taken', null), item('mon-DIA', 'b2', 'refused', '{}')],
    waiting: [],
    counts: [
      { packageId: 'k', state: 'refused', items: 1 },
      { packageId: 'k', state: 'taken', items: 1 },
    ],
  });
});

test('a waiver stays as a line: it is revoked once, never changed and never removed, and a warning has one that holds', async () => {
  const file = fileAt(migrations.findIndex(({ name }) => name.endsWith('quality')));
  await migrate(file, () => join(folder, 'before-quality.sqlite'));
  const waive = (id: string) => `INSERT INTO quality_waiver VALUES ('${id}', 'D11.mother|pupil|p|motherName', 'D11.mother', NULL, 'Giấy khai sinh không ghi mẹ', '2026-05-01', 'Văn thư', NULL, NULL)`;
  const refusal = refusalIn(file);
  const seen = [waive('w'), waive('v'), "UPDATE quality_waiver SET reason = 'khác'", "UPDATE quality_waiver SET revoked_at = '2026-05-02', revoked_by = 'Văn thư'", "UPDATE quality_waiver SET revoked_at = '2026-05-03'", 'DELETE FROM quality_waiver', waive('v')].map(refusal);
  file.close();
  expect(seen).toEqual(['done', expect.stringContaining('UNIQUE'), 'quality_waiver can only be revoked', 'done', 'quality_waiver can only be revoked', 'quality_waiver keeps its lines', 'done']);
});

test('rules of a province stay as they were signed: taken out once, never changed and never removed, and the same file holds once', async () => {
  const file = fileAt(migrations.findIndex(({ name }) => name.endsWith('added-rules')));
  await migrate(file, () => join(folder, 'before-added-rules.sqlite'));
  const add = (id: string) => `INSERT INTO added_rules VALUES ('${id}', '{}', 'digest', x'00', x'00', 'Sở', '2026-05-01', 'Hiệu trưởng', NULL, NULL)`;
  const refusal = refusalIn(file);
  const seen = [add('a'), add('b'), "UPDATE added_rules SET content = '{\"rules\":[]}'", "UPDATE added_rules SET removed_at = '2026-05-02', removed_by = 'Hiệu trưởng'", "UPDATE added_rules SET removed_at = '2026-05-03'", 'DELETE FROM added_rules', add('b')].map(refusal);
  file.close();
  expect(seen).toEqual(['done', expect.stringContaining('UNIQUE'), 'added_rules can only be taken out', 'done', 'added_rules can only be taken out', 'added_rules keeps its lines', 'done']);
});

/** Runs statements on the file: `done`, or why SQLite refused. */
function refusalIn(file: { exec(statement: string): unknown }): (statement: string) => string {
  return (statement) => {
    try {
      file.exec(statement);
      return 'done';
    } catch (error) {
      return String(error).replace('SqliteError: ', '');
    }
  };
}
