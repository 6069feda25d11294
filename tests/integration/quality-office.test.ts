import { execFileSync } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import type { PupilRow } from '#core/contract/pupils.ts';
import type { QualityReport } from '#core/contract/quality.ts';
import { openOfficeDatabase } from '#main/db/office-database.ts';
import { createQualityGate } from '#main/office/quality/quality-gate.ts';
import { loadCodeTables } from '#main/rules/load-code-tables.ts';
import { loadRuleLibrary } from '#main/rules/load-rule-library.ts';
import { loadSchoolYearFrames } from '#main/rules/load-school-year-frames.ts';
import { systemClock } from '#main/system-clock.ts';
import { openTrainingOffice, type TestOffice } from '#tests/support/open-office.ts';
import { openRealSchool } from '#tests/support/real-school.ts';
import { openTestPki, opensslMissing, type PkiEntry } from '#tests/support/test-pki.ts';

const resources = fileURLToPath(new URL('../../resources', import.meta.url));

/** `code name` of what stands, and whether the program mends it. */
function told({ findings }: QualityReport): readonly string[] {
  return findings.filter(({ waiver }) => waiver === null).map(({ code, subjectName, safe }) => `${code} ${subjectName}${safe === null ? '' : ` → ${safe}`}`);
}

function fileOf({ folder }: TestOffice): string {
  return join(folder, readdirSync(folder, { recursive: true, encoding: 'utf8' }).find((name) => name.endsWith('.sqlite')) ?? '');
}

/** Into the file itself: the forms of today refuse some of it, lists of earlier years hold it all the same. */
function plant(office: TestOffice, pupils: readonly PupilRow[]): void {
  const file = new Database(fileOf(office));
  const save = (index: number, column: string, value: (data: PupilRow['data']) => string) => {
    const pupil = pupils[index];
    if (pupil !== undefined) file.prepare(`UPDATE pupil SET ${column} = ? WHERE id = ?`).run(value(pupil.data), pupil.pupilId);
  };
  save(0, 'father_name', ({ fatherName }) => `${fatherName.toUpperCase()}\u200b`);
  save(1, 'personal_id', ({ personalId }) => `25${personalId.slice(3)}`);
  save(2, 'sex', ({ sex }) => (sex === 'male' ? 'female' : 'male'));
  save(3, 'birth_date', ({ birthDate }) => `${birthDate.slice(0, 4)}-02-30`);
  save(4, 'nationality', () => 'viet nam');
  save(4, 'mother_name', () => '');
  save(5, 'registry_number', () => pupils[6]?.data.registryNumber ?? '');
  file.close();
}

/** What the gate says of two classes, over the school's own file. */
async function refusals(office: TestOffice): Promise<Readonly<Record<string, unknown>>> {
  const database = await openOfficeDatabase(fileOf(office), systemClock(), loadRuleLibrary(resources));
  const gate = createQualityGate({ codes: loadCodeTables(resources), frames: loadSchoolYearFrames(resources) });
  const said = await database.read(async (repositories) => {
    const groups = (await repositories.school.classes()).filter(({ name }) => name !== '8B');
    return Promise.all(groups.map(async (group) => [group.name, await gate.refusal(repositories, group)] as const));
  });
  await database.close();
  return Object.fromEntries(said.map(([name, error]) => [name, error === null ? null : { code: error.code, params: error.params }]));
}

test('errors that were planted are found, mended in one act that can be taken back, waived with a reason, and keep the records at school', async () => {
  const office = await openTrainingOffice();
  await office.as('vanthu');
  const classId = (await office.call('school.overview', {})).classes.find(({ name }) => name === '7A')?.id ?? '';
  const report = () => office.call('quality.class', { classId });
  const { pupils } = await office.call('pupils.list', { classId });
  const names = pupils.map(({ data }) => data.fullName);
  const [first, second] = [pupils[0]?.data, pupils[1]?.data];
  expect(told(await report())).toEqual([]);

  plant(office, pupils);
  const planted = [`D25.invisible ${names[0]} → ${first?.fatherName}`, `D06.capitals ${names[0]} → ${first?.fatherName}`, `D01.zeros-lost ${names[1]} → 025${second?.personalId.slice(3)}`, `D02.sex ${names[2]}`, `D08.no-such-day ${names[3]}`, `D09.nationality-spelling ${names[4]} → Việt Nam`, `D11.mother ${names[4]}`, `D24.registry-number ${names[5]}`, `D24.registry-number ${names[6]}`];
  const found = await report();
  expect(told(found)).toEqual(planted);
  expect(found.findings.find(({ code }) => code === 'D02.sex')?.target).toEqual({ screen: 'pupils', classId, pupilId: pupils[2]?.pupilId, field: 'personalId' });

  // Nothing wrong becomes a record; the list of what is missing leads to the screen.
  const records = await office.call('records.class', { classId });
  expect([records.missing.map(({ what, target }) => [what, target.screen]), await office.refusal('records.create', { classId })]).toEqual([[['data-quality', 'quality'], ['pupil-field', 'pupils']], 'records.incomplete']);

  // The whole school in its own time says the same of the class.
  const { jobId } = await office.call('quality.checkSchool', {});
  await office.ended(jobId);
  const school = await office.call('quality.school', { jobId });
  expect(told({ ...school, findings: school.findings.filter((each) => each.classId === classId) })).toEqual(planted);

  // Safe fixes: one field is left out, the rest is one act.
  const preview = await office.call('quality.previewFixes', { classId });
  const leaveOut = preview.fixes.filter(({ field }) => field === 'nationality').map(({ key }) => key);
  const { actionId, mended } = await office.call('quality.applyFixes', { classId, digest: preview.digest, leaveOut });
  const afterFix = told(await report());
  expect({ fixes: preview.fixes.map(({ field, after }) => [field, after]), mended, afterFix, again: await office.refusal('quality.applyFixes', { classId, digest: preview.digest, leaveOut: [] }) }).toEqual({
    fixes: [
      ['fatherName', first?.fatherName],
      ['personalId', `025${second?.personalId.slice(3)}`],
      ['nationality', 'Việt Nam'],
    ],
    mended: 2,
    afterFix: planted.filter((line) => !/invisible|capitals|zeros-lost/u.test(line)),
    again: 'moves.outdated-preview',
  });
  expect((await office.call('moves.list', {})).done[0]).toMatchObject({ id: actionId, kind: 'clean-data', subject: { className: '7A', count: 2, fields: 2 }, mayUndo: true });
  await office.call('moves.undo', { id: actionId });
  expect(told(await report())).toEqual(planted);

  // A warning passes with a reason as long as its values stay; an error never does.
  const keyOf = async (code: string) => (await report()).findings.find((each) => each.code === code)?.key ?? '';
  const mother = await keyOf('D11.mother');
  expect(await office.refusal('quality.waive', { classId, key: await keyOf('D02.sex'), reason: 'x' })).toBe('quality.not-a-warning');
  const { id } = await office.call('quality.waive', { classId, key: mother, reason: 'Giấy khai sinh không ghi mẹ' });
  const waived = await report();
  expect([waived.waived, waived.findings.find(({ key }) => key === mother)?.waiver]).toEqual([1, { id, reason: 'Giấy khai sinh không ghi mẹ', by: 'Lê Thị Mai (văn thư)', at: expect.any(String) }]);
  await office.call('quality.revokeWaiver', { id });
  expect([(await report()).waived, await office.refusal('quality.revokeWaiver', { id })]).toEqual([0, 'quality.not-found']);

  // Signing and sending ask this before anything leaves: seven errors in persons of 7A, none in 6C.
  expect(await refusals(office)).toEqual({ '6C': null, '7A': { code: 'quality.errors', params: { classId, className: '7A', count: 6 } } });

  // A homeroom teacher has the own class only.
  await office.as('gvcn8b');
  expect([await office.refusal('quality.class', { classId }), await office.refusal('quality.checkSchool', {}), await office.refusal('quality.waive', { classId: null, key: mother, reason: 'x' })]).toEqual(['homeroom.not-yours', 'session.not-allowed', 'session.not-allowed']);

  await office.as('hieutruong');
  expect((await office.call('audit.list', { before: null, limit: 8 })).entries.map(({ action }) => action).filter((action) => action.startsWith('quality.') || action === 'moves.undone')).toEqual(['quality.waiverRevoked', 'quality.waived', 'moves.undone', 'quality.mended']);
  await office.close();
}, 60_000);

test.skipIf(opensslMissing !== '')(`rules of a province: from a file that an organisation signed whom the school trusts, and from no other${opensslMissing}`, async () => {
  const pki = await openTestPki();
  const school = await openRealSchool();
  const send = (name: string, bytes: Uint8Array) => school.office.receiveFile('window', { name, mimeType: 'application/json', bytes });
  const rule = { id: 'P01', severity: 'error', field: 'registryNumber', where: null, check: { kind: 'required' }, message: { vi: 'chưa có số sổ đăng bộ', en: 'no registry number' }, source: 'CV 12/SGDĐT' };
  const content = JSON.stringify({ format: 'hocba-rules/1', issuer: 'Sở GDĐT Sơn La', name: 'Quy tắc bổ sung', version: '2026.1', from: '2026-2027', until: null, rules: [rule] });
  /** As the province makes it: `openssl dgst -sha256 -sign`. */
  const file = (signer: PkiEntry, text = content) => {
    writeFileSync(join(school.folder, 'noi-dung'), content);
    const signature = execFileSync('openssl', ['dgst', '-sha256', '-sign', join(pki.folder, `${signer.name}.key`), join(school.folder, 'noi-dung')]);
    return send('quy-tac.json', new Uint8Array(Buffer.from(JSON.stringify({ format: 'hocba-rules-file/1', content: text, certificate: Buffer.from(signer.der).toString('base64'), signature: signature.toString('base64') }))));
  };
  const unknown = await school.refusal('quality.readRules', { file: file(pki.school) });
  await school.as('quantri');
  const anchors = send('goc.pem', new Uint8Array(Buffer.from(pki.root.pem + pki.issuing.pem)));
  for (const { digest } of (await school.call('trust.readAnchors', { file: anchors })).certificates) await school.call('trust.addAnchor', { file: anchors, digest, compared: digest.slice(-8) });
  await school.as('vanthu');

  expect([unknown, await school.refusal('quality.readRules', { file: file(pki.school, content.replace('error', 'warning')) }), await school.refusal('quality.readRules', { file: file(pki.teacher) }), await school.refusal('quality.readRules', { file: send('x.json', new Uint8Array([123])) })]).toEqual(['signing.issuer-not-trusted', 'quality.rules-unsigned', 'quality.rules-unsigned', 'quality.not-rules']);
  expect(await school.call('quality.readRules', { file: file(pki.school) })).toMatchObject({ name: 'Quy tắc bổ sung', issuer: 'Sở GDĐT Sơn La', rules: [{ id: 'P01', severity: 'error', vi: 'chưa có số sổ đăng bộ', en: 'no registry number', source: 'CV 12/SGDĐT' }] });

  const added = async () => (await school.call('quality.class', { classId: school.classId as never })).findings.filter(({ ruleId }) => ruleId === 'P00').map(({ code, params }) => [code, params['rule'], params['message']]);
  const { id } = await school.call('quality.addRules', { file: file(pki.school) });
  expect([await added(), await school.refusal('quality.addRules', { file: file(pki.school) })]).toEqual([[['P00.error', 'P01', 'chưa có số sổ đăng bộ']], 'quality.rules-known']);
  await school.call('quality.removeRules', { id });
  expect([await added(), (await school.call('quality.rules', {})).files]).toEqual([[], []]);
  await school.close();
  await pki.close();
}, 60_000);
