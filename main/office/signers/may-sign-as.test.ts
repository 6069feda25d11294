import { constantFrom, array, assert, property } from 'fast-check';
import { expect, test } from 'vitest';
import type { SignerState } from '#core/contract/signers.ts';
import type { StoredAppointment, StoredSignerEvent } from '../ports/signer-repository.ts';
import { headsOn } from './head-of-school.ts';
import { maySignAs, type SignerQuestion } from './may-sign-as.ts';
import { registerAt, type RegisteredSigner } from './register-state.ts';

const facts = { holder: '', organisation: '', serial: '01', issuer: '', notBefore: '2025-01-01T00:00:00.000Z', notAfter: '2028-01-01T00:00:00.000Z', digest: '', keyType: 'RSA-2048', kind: 'person', training: false } as const;

function entry(digest: string, state: SignerState, personalId: string | null): RegisteredSigner {
  const holder = personalId === null ? ({ kind: 'organisation', name: 'Trường' } as const) : ({ kind: 'person', name: 'Hoa', personalId } as const);
  return { signer: { id: digest, holder, digest, der: new Uint8Array(), facts: { ...facts, digest }, source: 'file', proposedAt: '', proposedBy: '' }, state, approvals: [], ended: null };
}

const hoa = '025180000001';
const holders = [{ name: 'Nguyễn Thị Hoa', personalId: hoa }];
const question: SignerQuestion = { user: { roles: ['homeroomTeacher'], personalId: hoa }, role: 'homeroomTeacher', holders, certificateDigest: 'a', register: [entry('a', 'approved', hoa)] };

function ask(changes: Partial<SignerQuestion>): string {
  const answer = maySignAs({ ...question, ...changes });
  return answer.may ? 'yes' : answer.reason;
}

test('the account has the post, its person holds it today, and the register has the certificate approved for that person', () => {
  expect({
    yes: ask({}),
    'another account': ask({ user: { roles: ['homeroomTeacher'], personalId: '025180000002' } }),
    'account without the role': ask({ user: { roles: ['clerk'], personalId: hoa } }),
    'class without a teacher': ask({ holders: [] }),
    'no number yet': ask({ user: { roles: ['homeroomTeacher'], personalId: '' } }),
    unregistered: ask({ register: [] }),
    "another's certificate": ask({ register: [entry('a', 'approved', '025180000002')] }),
    'another of the own': ask({ certificateDigest: 'b' }),
    waiting: ask({ register: [entry('a', 'waiting', hoa)] }),
    'revoked, another approved': ask({ register: [entry('a', 'revoked', hoa), entry('b', 'approved', hoa)] }),
    'refused once, approved since': ask({ register: [entry('a', 'refused', hoa), entry('a', 'approved', hoa)] }),
    "a person's for the seal": ask({ role: 'school', user: { roles: ['clerk'], personalId: null } }),
    'the seal': ask({ role: 'school', user: { roles: ['clerk'], personalId: null }, register: [entry('a', 'approved', null)] }),
    'head without a teacher of the account': ask({ role: 'principal', user: { roles: ['principal'], personalId: null } }),
  }).toEqual({
    yes: 'yes',
    'another account': 'not-your-post',
    'account without the role': 'not-your-post',
    'class without a teacher': 'nobody-in-post',
    'no number yet': 'no-personal-id',
    unregistered: 'not-registered',
    "another's certificate": 'not-registered',
    'another of the own': 'other-certificate',
    waiting: 'waiting',
    'revoked, another approved': 'revoked',
    'refused once, approved since': 'yes',
    "a person's for the seal": 'not-registered',
    'the seal': 'yes',
    'head without a teacher of the account': 'yes',
  });
});

test('a certificate signs with both approvals only, until its last day or the day of its revocation', () => {
  const { signer } = entry('a', 'waiting', hoa);
  const base = { signerId: 'a', at: '2026-01-01T08:00:00+07:00', by: 'x', userId: null };
  const approved = (post: 'administrator' | 'principal'): StoredSignerEvent => ({ ...base, kind: 'approved', post, alone: false });
  const at = (day: string, events: readonly StoredSignerEvent[]) => registerAt([signer], events, `${day}T10:00:00+07:00`)[0]?.state;
  const both = [approved('administrator'), approved('principal')];
  const revoked: StoredSignerEvent = { ...base, kind: 'revoked', reason: 'Mất', day: '2026-06-01' };
  expect([at('2026-03-01', []), at('2026-03-01', [approved('principal')]), at('2026-03-01', both), at('2028-01-02', both), at('2026-05-31', [...both, revoked]), at('2026-06-01', [...both, revoked]), at('2026-03-01', [{ ...base, kind: 'refused', reason: 'Nhầm' }])]).toEqual(['waiting', 'waiting', 'approved', 'expired', 'approved', 'revoked', 'refused']);
});

const school = { principalName: 'Trần Văn Bình', principalPersonalId: '025070000001', principalTitle: 'Hiệu trưởng' };
const days = ['2026-01-01', '2026-03-01', '2026-05-01', '2026-07-01', '2026-09-01'] as const;

function appointment(kind: 'principal' | 'deputy', name: string, from: string, until: string | null, endedFrom: string | null = null): StoredAppointment {
  return { id: name, kind, name, personalId: name, title: kind === 'deputy' ? 'Phó Hiệu trưởng' : 'Hiệu trưởng', decision: '1/QĐ', fromDay: from, untilDay: until, recordedAt: from, recordedBy: 'x', endedFrom, endReason: '' };
}

test('the deputy signs between the two days, the new principal from the day on, and nobody else ever heads the school', () => {
  const appointments = [appointment('deputy', 'Bé', '2026-03-01', '2026-05-01'), appointment('principal', 'Nam', '2026-07-01', null), appointment('deputy', 'Tư', '2026-07-01', '2026-12-31', '2026-09-01')];
  expect(days.map((day) => headsOn(school, appointments, day).map(({ name, title }) => `${name}, ${title}`))).toEqual([
    ['Trần Văn Bình, Hiệu trưởng'],
    ['Bé, KT. Hiệu trưởng, Phó Hiệu trưởng', 'Trần Văn Bình, Hiệu trưởng'],
    ['Bé, KT. Hiệu trưởng, Phó Hiệu trưởng', 'Trần Văn Bình, Hiệu trưởng'],
    ['Tư, KT. Hiệu trưởng, Phó Hiệu trưởng', 'Nam, Hiệu trưởng'],
    ['Nam, Hiệu trưởng'],
  ]);
  assert(
    property(array(constantFrom(...appointments)), constantFrom(...days), (some, day) => {
      const heads = headsOn(school, some, day);
      // One principal, always the last; a deputy only before, and only within the delegation.
      expect(heads.filter(({ deputyFor }) => deputyFor === null)).toEqual([heads.at(-1)]);
      for (const { name, deputyFor } of heads) if (deputyFor !== null) expect(some.some((each) => each.name === name && each.fromDay <= day && day <= (each.untilDay ?? '') && (each.endedFrom === null || day < each.endedFrom))).toBe(true);
    }),
  );
});
