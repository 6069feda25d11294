import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { moduleId } from '#core/values/ids.ts';
import { tokenDoctorReport } from '#core/text/token-doctor-report.ts';
import type { ExaminedModule } from '#core/contract/token-doctor.ts';
import type { ModuleChoice } from '#main/office/ports/signing.ts';
import { diagnose } from '#main/office/token-doctor/diagnose.ts';
import { createTokenExaminer } from '#main/signing/token/token-examiner.ts';
import { openTrainingOffice } from '#tests/support/open-office.ts';
import type { Faults, FaultProxy } from '#tests/support/fault-proxy.ts';
import { createTestSpawner, describeWithNode, openFaultyTokens, softHsmPath } from './signing-parts.ts';

const folder = mkdtempSync(join(tmpdir(), 'hocba-doctor-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const at = '2026-06-01T08:00:00+07:00';
const elf32 = Buffer.concat([Buffer.from([0x7f, 0x45, 0x4c, 0x46, 1]), Buffer.alloc(64)]);

describe.skipIf(softHsmPath === undefined)('drivers and tokens that misbehave (needs softhsm2)', () => {
  let proxy: FaultProxy;
  let examine: (path?: string, silenceLimit?: number) => Promise<ExaminedModule>;
  const spawner = createTestSpawner();

  beforeAll(async () => {
    const holders = [{ label: 'co-hoa', holder: 'Nguyễn Thị Hoa', organisation: '', kind: 'person', personalId: '079180001234', key: 'rsa-2048' }] as const;
    const faulty = await openFaultyTokens(join(folder, 'tokens'), { holders });
    proxy = faulty.proxy;
    const patient = { spawner, describeCertificate: (der: Uint8Array) => ({ ...describeWithNode(der), keyType: 'RSA-2048' }), environment: () => faulty.tokens.environment };
    examine = async (path = faulty.tokens.module.path, silenceLimit = 30_000) => {
      const choice: ModuleChoice = { id: 'm', name: 'Token thử', path, source: 'by-hand' };
      const [found] = await createTokenExaminer({ ...patient, silenceLimit }).examine([choice]);
      if (found === undefined) throw new Error('not examined');
      const judged = found.slots.map((slot) => ({ ...slot, token: slot.token === null ? null : { ...slot.token, certificates: slot.token.certificates.map((each) => ({ ...each, validity: 'valid' as const, fits: ['principal' as const] })) } }));
      return { ...choice, ...found, id: moduleId.parse(choice.id), slots: judged };
    };
  }, 60_000);

  test('each fault is told by its own advice; no PIN is ever asked for, and a driver that dies or hangs takes nothing with it', async () => {
    const told = async (faults: Faults, silenceLimit?: number) => {
      proxy.set(faults);
      return diagnose([await examine(undefined, silenceLimit)], at).map(({ code }) => code);
    };
    const file = join(folder, 'old.so');
    writeFileSync(file, elf32);
    const seen = {
      good: await told({}),
      hidden: await told({ hidden: 'private-keys' }),
      bare: await told({ hidden: 'certificates' }),
      locked: await told({ pin: 'locked' }),
      lastTry: await told({ pin: 'final-try' }),
      pinPad: await told({ tokenFlags: 0x100 }),
      cannotSign: await told({ mechanisms: [0x1041] }),
      everyTime: await told({ alwaysAuthenticate: true }),
      unplugged: await told({ plugged: [] }),
      unreadable: await told({ failures: [{ call: 'C_GetTokenInfo', nth: 'every', code: 0x30 }] }),
      crashed: await told({ crashes: [{ call: 'C_GetMechanismList', nth: 1 }] }),
      hanging: await told({ hangs: [{ call: 'C_FindObjectsInit', nth: 1 }] }, 2000),
      bits: diagnose([await examine(file)], at).map(({ code }) => code),
      nothing: diagnose([await examine(join(folder, 'none.so'))], at).map(({ code }) => code),
    };
    expect({ ...seen, logins: proxy.calls().C_Login ?? 0 }).toEqual({
      good: ['ready'],
      hidden: ['ready'],
      bare: ['no-certificate'],
      locked: ['pin-locked'],
      lastTry: ['pin-final-try'],
      pinPad: ['pin-pad'],
      cannotSign: ['no-mechanism'],
      everyTime: ['ready'],
      unplugged: ['no-token'],
      unreadable: ['token-unreadable'],
      crashed: ['driver-broken'],
      hanging: ['driver-silent'],
      bits: ['driver-32-bit'],
      nothing: ['driver-broken'],
      logins: 0,
    });
    await expect.poll(() => spawner.alive()).toBe(0);
  });
});

test('everybody signed in may ask; the report names drivers and digests, and no holder', async () => {
  const school = await openTrainingOffice();
  try {
    const stranger = await school.refusal('tokenDoctor.examine', {});
    await school.as('quantri');
    const examination = await school.call('tokenDoctor.examine', {});
    const report = tokenDoctorReport(examination);
    const holders = examination.modules.flatMap(({ slots }) => slots.flatMap(({ token }) => token?.certificates.flatMap(({ facts }) => facts ?? []) ?? []));
    expect({
      stranger,
      ready: examination.advice.filter(({ code }) => code === 'ready').length > 0,
      bad: examination.advice.filter(({ severity }) => severity === 'bad'),
      named: holders.filter(({ holder }) => report.includes(holder)).length,
      digests: holders.every(({ digest }) => report.includes(digest)),
    }).toEqual({ stranger: 'session.sign-in-needed', ready: true, bad: [], named: 0, digests: true });
  } finally {
    await school.close();
  }
});
