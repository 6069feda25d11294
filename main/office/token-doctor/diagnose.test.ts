import { expect, test } from 'vitest';
import type { ExaminedCertificate, ExaminedModule, ExaminedToken } from '#core/contract/token-doctor.ts';
import { moduleId } from '#core/values/ids.ts';
import { diagnose } from './diagnose.ts';

const at = '2026-01-10T08:00:00+07:00';
const facts = { holder: 'Nguyễn Thị Hoa', organisation: '', serial: '01', issuer: 'CA', notBefore: '2025-01-01T00:00:00.000Z', notAfter: '2027-01-01T00:00:00.000Z', digest: 'aa', keyType: 'RSA-2048', kind: 'person', training: false } as const;
const certificate: ExaminedCertificate = { facts, key: 'present', pinEachTime: false, validity: 'valid', fits: ['principal'] };
const token: ExaminedToken = { label: 'hoa', serial: '7', model: 'M', manufacturer: 'F', firmware: '1.0', flags: ['initialized'], pinLength: null, signingMechanisms: ['CKM_RSA_PKCS'], mechanisms: 9, certificates: [certificate], keysWithoutCertificate: 0 };
const driver: ExaminedModule = { id: moduleId.parse('m'), name: 'D', path: '/d.so', source: 'known', problem: null, header: { format: 'elf', bits: 64 }, library: null, slots: [] };
const withTokens = (...tokens: readonly Partial<ExaminedToken>[]): ExaminedModule => ({ ...driver, slots: tokens.map((change) => ({ description: 'slot', token: { ...token, ...change }, problem: null })) });
const holding = (...changes: readonly Partial<ExaminedCertificate>[]) => [withTokens({ certificates: changes.map((change) => ({ ...certificate, ...change })) })];
const broken = (code: 'token.module-32-bit' | 'token.silent' | 'token.crashed', bits: 32 | 64 = 64): ExaminedModule => ({ ...driver, header: { format: 'elf', bits }, problem: { code, params: {}, correlationId: '' } });
const codes = (modules: readonly ExaminedModule[]) => diagnose(modules, at).map(({ code }) => code);

test('what is told of drivers and tokens, worst first; never ready where something keeps it from signing', () => {
  expect({
    nothing: codes([]),
    noToken: codes([driver]),
    left: codes([broken('token.module-32-bit', 32), driver]),
    silent: codes([broken('token.silent')]),
    crashed: codes([broken('token.crashed')]),
    unreadable: codes([{ ...driver, slots: [{ description: 's', token: null, problem: { code: 'token.device-error', params: {}, correlationId: '' } }] }]),
    good: codes(holding({})),
    goodBesideABrokenDriver: codes([broken('token.module-32-bit', 32), ...holding({})]),
    twins: codes([withTokens({ certificates: [] }), ...holding({})]),
    empty: codes([withTokens({ flags: [] })]),
    emptyBesideOne: codes([withTokens({ serial: '8', flags: [] }, {})]),
    bare: codes([withTokens({ certificates: [] })]),
    locked: codes([withTokens({ flags: ['initialized', 'pin-locked'] })]),
    lastTry: codes([withTokens({ flags: ['initialized', 'pin-final-try'] })]),
    counted: codes([withTokens({ flags: ['initialized', 'pin-count-low'] })]),
    pad: codes([withTokens({ flags: ['initialized', 'pin-pad'] })]),
    expired: codes(holding({ validity: 'expired' })),
    renewed: codes(holding({ validity: 'expired' }, {})),
    expiresSoon: codes(holding({ facts: { ...facts, notAfter: '2026-02-01T00:00:00.000Z' } })),
    early: codes(holding({ validity: 'not-yet-valid' })),
    keyless: codes(holding({ key: 'missing' })),
    weak: codes(holding({ facts: { ...facts, keyType: 'RSA-1024' } })),
    cannot: codes(holding({ facts: { ...facts, keyType: 'ECDSA P-256' } })),
    everyTime: codes(holding({ pinEachTime: true })),
    stranger: codes(holding({ fits: [] })),
    illegible: codes(holding({ facts: null, validity: 'expired' })),
  }).toEqual({
    nothing: ['no-driver'],
    noToken: ['no-token'],
    left: ['driver-32-bit', 'no-token'],
    silent: ['driver-silent'],
    crashed: ['driver-broken'],
    unreadable: ['token-unreadable'],
    good: ['ready'],
    goodBesideABrokenDriver: ['ready'],
    twins: ['ready'],
    empty: ['token-empty'],
    emptyBesideOne: ['ready'],
    bare: ['no-certificate'],
    locked: ['pin-locked'],
    lastTry: ['pin-final-try'],
    counted: ['pin-count-low', 'ready'],
    pad: ['pin-pad'],
    expired: ['certificate-expired'],
    renewed: ['ready'],
    expiresSoon: ['certificate-expires-soon', 'ready'],
    early: ['certificate-not-yet-valid'],
    keyless: ['key-missing'],
    weak: ['key-weak'],
    cannot: ['no-mechanism'],
    everyTime: ['asks-every-time', 'ready'],
    stranger: ['nobody-here', 'ready'],
    illegible: ['no-certificate', 'certificate-unreadable'],
  });
});

test('days are told as they are in Vietnam', () => {
  const days = (notAfter: string) => diagnose(holding({ validity: 'expired', facts: { ...facts, notAfter } }), at).map(({ params }) => params['on']);
  expect(['2026-06-30T17:00:00.000Z', '2026-06-30T16:59:59.000Z', '2026-06-30'].flatMap(days)).toEqual(['01/07/2026', '30/06/2026', '30/06/2026']);
});
