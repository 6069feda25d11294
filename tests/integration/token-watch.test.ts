import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { ModuleChoice } from '#main/office/ports/signing.ts';
import { createTokenWatch } from '#main/office/signing/token-watch.ts';
import { softHsmFolder } from '#main/practice/tokens/practice-manifest.ts';
import { openFaultyTokens, openTestTokens, softHsmPath, testHolders } from './signing-parts.ts';

const folder = mkdtempSync(join(tmpdir(), 'hocba-watch-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const holders = testHolders.slice(0, 1);
const pause = (milliseconds: number) => new Promise((done) => setTimeout(done, milliseconds));

describe.skipIf(softHsmPath === undefined)('tokens that come and go (needs SoftHSM)', () => {
  test('a waiting window is told of a token that is pulled out and plugged in; nobody logs in, and nothing is watched once it waits no longer', async () => {
    const { tokens, service, proxy, alive } = await openFaultyTokens(join(folder, 'watched'), { holders });
    const watch = createTokenWatch(service);
    const modules: readonly ModuleChoice[] = [tokens.module];
    const still = await watch.attend('window', modules, 1500);
    const pulled = watch.attend('window', modules, 20_000);
    proxy.remove();
    const gone = await pulled;
    proxy.insert();
    // Plugged in while the page has not asked again yet: the next question is answered all the same.
    const back = await watch.attend('window', modules, 20_000);
    const left = watch.attend('window', modules, 20_000);
    watch.leave('window');
    const answer = await left;
    await pause(100);
    const calls = proxy.log().length;
    await pause(1500);
    expect({ still, gone, back, answer, silent: proxy.log().length === calls, logins: proxy.calls().C_Login ?? 0, sessions: proxy.calls().C_OpenSession ?? 0, alive: alive() }).toEqual({ still: false, gone: true, back: true, answer: false, silent: true, logins: 0, sessions: 0, alive: 0 });
  });

  test('a token with a key and no certificate is named', async () => {
    const { tokens, service, proxy } = await openFaultyTokens(join(folder, 'bare'), { holders });
    const { bare: none } = await service.listCertificates([tokens.module]);
    proxy.set({ hidden: 'certificates' });
    const { bare, certificates } = await service.listCertificates([tokens.module]);
    expect({ none, bare: bare.map(({ tokenLabel, keys }) => [tokenLabel, keys]), certificates }).toEqual({ none: [], bare: [['co-hoa', 1]], certificates: [] });
  });
});

test('training tokens without SoftHSM are watched too', async () => {
  const { tokens, service } = await openTestTokens(join(folder, 'software'), 'software', { holders });
  const watch = createTokenWatch(service);
  const waiting = watch.attend('window', [tokens.module], 20_000);
  await pause(1500);
  // Deleting the file is pulling the token.
  rmSync(tokens.module.path.replace(/^practice:/u, ''), { recursive: true });
  const moved = await waiting;
  watch.stop();
  expect(moved).toBe(true);
});

test.skipIf(softHsmPath === undefined)('what a program left that was killed while it made training tokens is cleared away before the next ones', async () => {
  const place = join(folder, 'half-made');
  const { tokens, service } = await openTestTokens(place, 'softhsm', { holders });
  const look = async () => {
    const { certificates, problems } = await service.listCertificates([tokens.module]);
    return [certificates.map(({ tokenLabel }) => tokenLabel), [...problems.values()].map(({ code }) => code)];
  };
  for (const last of ['1', '2']) {
    const halfMade = join(softHsmFolder(place), `aaaaaaaa-bbbb-cccc-dddd-00000000000${last}`);
    mkdirSync(halfMade);
    // What SoftHSM has written at that moment: a file without attributes.
    writeFileSync(join(halfMade, 'token.object'), Buffer.from([0, 0, 0, 0, 0, 0, 0, 1]));
    for (const name of ['generation', 'token.lock']) writeFileSync(join(halfMade, name), '');
  }
  const left = await look();
  await openTestTokens(place, 'softhsm', { holders });
  expect({ left, cleared: await look() }).toEqual({ left: [[], ['token.crashed']], cleared: [['co-hoa'], []] });
});
