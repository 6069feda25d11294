import { createHash, createPrivateKey, sign } from 'node:crypto';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { secondaryFormat } from '#core/records/secondary-format.ts';
import { practicePassword } from '#core/values/practice.ts';
import { createRecordSigner } from '#main/signing/xml/record-signer.ts';
import { openTestOffice, type TestOffice } from './open-office.ts';
import type { PkiEntry } from './test-pki.ts';

/** A school that is no training school, with an administrator `quantri`, a clerk and principal `vanthu` (both with the training password), and class 7A with one pupil. */
export async function openRealSchool(): Promise<TestOffice & { readonly classId: string; readonly databaseFile: string }> {
  const office = await openTestOffice(await mkdtemp(join(tmpdir(), 'hocba-real-')));
  await office.call('setup.createSchool', {
    school: { code: 'T1', name: 'Trường THCS Nguyễn Du', programme: 'general', levels: ['lower-secondary'], departmentCode: '01', departmentName: 'Sở Giáo dục và Đào tạo', provinceName: 'tỉnh Sơn La', communeName: 'xã Mường Ẳng', schoolYear: '2026-2027', principalName: 'Trần Văn Bình', principalPersonalId: '079170005678' },
    administrator: { displayName: 'Quản trị', userName: 'quantri', password: practicePassword },
  });
  await office.call('setup.openSchool', {});
  await office.as('quantri');
  await office.call('users.save', { id: null, userName: 'vanthu', displayName: 'Văn thư', roles: ['clerk', 'principal'], teacherId: null, active: true, password: practicePassword });
  const { id: classId } = await office.call('school.saveClass', { id: null, name: '7A', grade: 7, homeroomTeacherId: null });
  await office.as('vanthu');
  await office.call('pupils.add', {
    classId,
    data: { ministryCode: '', personalId: '079212009876', registryNumber: '', fullName: 'Nguyễn Thị Bích Ẫ', birthDate: '2014-03-04', sex: 'female', ethnicity: '01', nationality: 'Việt Nam', birthPlace: '', homeTown: '', address: '', fatherName: '', motherName: '', guardianName: '' },
  });
  return { ...office, classId, databaseFile: join(office.folder, 'truong', 'hoc-ba.sqlite') };
}

/** Adds the school's signature to the record that was put there. */
export function addSchoolSignature(databaseFile: string, document: Uint8Array, school: PkiEntry, signingTime: string): void {
  const { fragment } = signedBy('school', document, school, signingTime);
  const file = new Database(databaseFile);
  file.pragma('foreign_keys = OFF');
  keepSignature(file, 'school', 2, fragment, school, signingTime);
  file.close();
}

function signedBy(role: 'principal' | 'school', document: Uint8Array, entry: PkiEntry, signingTime: string): { readonly fragment: string; readonly document: Uint8Array } {
  const slot = secondaryFormat.slots.find((each) => each.role === role);
  if (slot === undefined) throw new Error(`no slot for ${role}`);
  const signer = createRecordSigner();
  const rsa = createPrivateKey(entry.keyPem).asymmetricKeyType === 'rsa';
  const prepared = signer.prepare({ document, slot, algorithm: rsa ? 'rsa-sha256' : 'ecdsa-p256-sha256', canonicalization: 'exclusive', certificate: entry.der, signingTime, signerPersonalId: role === 'school' ? null : '079170005678' });
  const signatureValue = new Uint8Array(sign('sha256', prepared.toBeSigned, { key: entry.keyPem, dsaEncoding: 'ieee-p1363' }));
  return signer.finish({ document, prepared, signatureValue });
}

function keepSignature(file: Database.Database, role: string, order: number, fragment: string, entry: PkiEntry, signingTime: string): void {
  const digest = createHash('sha256').update(entry.der).digest('hex');
  file.prepare("INSERT INTO signature (record_version_id, role, region, order_index, fragment, document_digest, certificate_digest, signer, signed_at, batch_id) VALUES ('v', ?, '', ?, ?, '', ?, ?, ?, 'b')").run(role, order, fragment, digest, entry.name, signingTime);
}

/**
 * Puts a record of the class's pupil into the database as if it had been made and signed by the principal with a token; answers the signed document. What needs a token is tested
 * with tokens; here only its result is wanted. `source`: what it was made from, where that is read.
 */
export function putSignedRecord(databaseFile: string, data: string, principal: PkiEntry, signingTime: string, source: object = {}): Uint8Array {
  const document = new Uint8Array(Buffer.from(data, 'utf8'));
  const signed = signedBy('principal', document, principal, signingTime);
  const file = new Database(databaseFile);
  // There was no batch and no token.
  file.pragma('foreign_keys = OFF');
  const enrollment = file.prepare('SELECT id FROM enrollment').pluck().get();
  const digest = createHash('sha256').update(principal.der).digest('hex');
  file.prepare("INSERT INTO record (id, enrollment_id, current_version_id) VALUES ('r', ?, 'v')").run(enrollment);
  file.prepare("INSERT INTO record_version (id, record_id, version, uuid, format_id, source, source_digest, data, created_at, created_by) VALUES ('v', 'r', 1, 'u', 'secondary-v1', ?, '', ?, ?, 'Văn thư')").run(JSON.stringify(source), Buffer.from(document), signingTime);
  keepSignature(file, 'principal', 1, signed.fragment, principal, signingTime);
  const facts = { holder: 'Trần Văn Bình', organisation: '', serial: '1', issuer: 'CA cấp chứng thư thử', notBefore: '2024-01-01T00:00:00.000Z', notAfter: '2034-01-01T00:00:00.000Z', digest, keyType: 'ECDSA P-256', kind: 'person', training: false };
  file.prepare('INSERT INTO certificate (digest, der, facts, first_seen_at) VALUES (?, ?, ?, ?)').run(digest, Buffer.from(principal.der), JSON.stringify(facts), signingTime);
  file.close();
  return signed.document;
}
