import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { OfficeError } from '#core/contract/errors.ts';
import { createMediaFinder, isWithin } from '#main/exchange/media-finder.ts';
import { patiently } from '#main/exchange/medium-errors.ts';
import { createFileWriter } from '#main/exchange/safe-file.ts';
import { createLetterWatch, createWindowsDrives } from '#main/exchange/windows-drives.ts';
import { createDestinations } from '#main/office/exchange/destinations.ts';
import { moduleByHand } from '#main/office/signing/module-choices.ts';

/** Real media: an image on a loop device for a stick, a small tmpfs for one that is full. */
const image = mkdtempSync(join(tmpdir(), 'hocba-stick-'));
const mounted = new Set<string>();
const mount = (place: string, ...how: readonly string[]): boolean => {
  mkdirSync(place, { recursive: true });
  const done = spawnSync('mount', [...how, place]).status === 0;
  if (done) mounted.add(place);
  return done;
};
const unmount = (place: string) => {
  spawnSync('umount', ['-l', place]);
  mounted.delete(place);
};
const stick = `/mnt/hocba-test-${process.pid}`;
const formatted = (kind: string, ...options: readonly string[]): boolean => {
  writeFileSync(join(image, `${kind}.img`), new Uint8Array(24 * 1024 * 1024));
  return spawnSync(`mkfs.${kind}`, [...options, join(image, `${kind}.img`)], { env: { ...process.env, PATH: `${process.env['PATH']}:/sbin:/usr/sbin` } }).status === 0;
};
/** FAT where this system makes and mounts it, else ext4. */
const kind = ['vfat', 'ext4'].find((each) => formatted(each, ...(each === 'ext4' ? ['-q', '-m', '0'] : [])) && mount(stick, '-o', 'loop', join(image, `${each}.img`)));
const small = join(image, 'small');
const canFill = mount(small, '-t', 'tmpfs', '-o', 'size=2m', 'tmpfs');
const why = (possible: boolean) => (possible ? '' : ' (skipped: nothing can be mounted here)');

beforeAll(() => {
  if (kind !== 'vfat') process.stderr.write(`sticks: no FAT file system can be mounted here; ${kind ?? 'nothing'} stands for the stick\n`);
});
afterAll(() => {
  for (const place of mounted) execFileSync('umount', ['-l', place]);
  rmSync(image, { recursive: true, force: true });
  rmSync(stick, { recursive: true, force: true });
});

const piece = (fill: number) => new Uint8Array(512 * 1024).fill(fill);

/** Writes pieces one by one; `during` happens before the piece of that number. */
async function write(folder: string, pieces: number, during: (index: number) => void = () => undefined, more: Partial<Parameters<ReturnType<typeof createFileWriter>['stream']>[0]> = {}, writer = createFileWriter()): Promise<unknown> {
  const fill = async (take: (chunk: Uint8Array) => Promise<void>) => {
    for (let index = 0; index < pieces; index += 1) {
      during(index);
      await take(piece(index));
    }
  };
  return writer.stream({ folder, fileName: 'goi.asice', fill, ...more }).then(
    ({ bytes }) => bytes,
    (error: unknown) => (error instanceof OfficeError ? error.code : error),
  );
}

test.skipIf(kind === undefined)(`a stick that is pulled while it is written to keeps no half file under the final name, and is cleaned the next time${why(kind !== undefined)}`, async () => {
  const writer = createFileWriter();
  writeFileSync(join(stick, 'goi.asice'), 'an older bundle');
  writeFileSync(join(stick, '.hocba-của-tôi.tmp'), 'not ours');
  writeFileSync(join(stick, 'bai-tap.doc'), 'not ours either');
  writeFileSync(join(stick, '.hocba-aaaaaaaaaaaa.tmp'), 'ours, of a PC that writes just now');
  writeFileSync(join(stick, '.hocba-bbbbbbbbbbbb.tmp'), 'ours, of long ago');
  utimesSync(join(stick, '.hocba-bbbbbbbbbbbb.tmp'), new Date('2026-01-01'), new Date('2026-01-01'));
  const pulled = await write(stick, 10, (index) => index === 5 && unmount(stick), {}, writer);
  mount(stick, '-o', 'loop', join(image, `${kind ?? ''}.img`));
  const after = readdirSync(stick).filter((name) => name !== 'lost+found');
  const old = readFileSync(join(stick, 'goi.asice'), 'utf8');
  const again = await write(stick, 10, undefined, {}, writer);
  expect({ pulled, old, leftovers: after.filter((name) => /^\.hocba-[0-9a-f]{12}\.tmp$/.test(name)).length, again, sameBytes: readFileSync(join(stick, 'goi.asice')).length, now: readdirSync(stick).filter((name) => name !== 'lost+found').toSorted() }).toEqual({
    pulled: 'exchange.pulled-out',
    old: 'an older bundle',
    leftovers: 2,
    again: 10 * 512 * 1024,
    sameBytes: 10 * 512 * 1024,
    now: ['.hocba-aaaaaaaaaaaa.tmp', '.hocba-của-tôi.tmp', 'bai-tap.doc', 'goi.asice'],
  });
});

test.skipIf(kind === undefined)(`sticks come first, with their file system, and a screen is told when they come and go${why(kind !== undefined)}`, async () => {
  const finder = createMediaFinder({ system: 'linux', home: image, mountsFile: '/proc/mounts' });
  const destinations = createDestinations(finder, { look: 20, open: 10_000 });
  const told: boolean[] = [];
  const there = async () => (await destinations.list()).some(({ path }) => path === stick);
  const change = () => new Promise<void>((resolve) => destinations.watch(() => resolve()));
  try {
    const [first] = (await destinations.list()).filter(({ path }) => path === stick);
    const gone = change();
    await new Promise((resolve) => setTimeout(resolve, 60));
    unmount(stick);
    await gone;
    told.push(await there());
    const back = change();
    mount(stick, '-o', 'loop', join(image, `${kind ?? ''}.img`));
    await back;
    told.push(await there());
    expect({ kind: first?.kind, fileSystem: first?.fileSystem, free: (first?.freeBytes ?? 0) > 1_000_000, told }).toEqual({ kind: 'removable', fileSystem: kind === 'vfat' ? 'FAT32' : 'ext4', free: true, told: [false, true] });
  } finally {
    destinations.close();
  }
});

test.skipIf(kind === undefined)(`a write-protected stick is shown, and says what it is when it is written to${why(kind !== undefined)}`, async () => {
  unmount(stick);
  mount(stick, '-o', 'loop,ro', join(image, `${kind ?? ''}.img`));
  const shown = (await createMediaFinder({ system: 'linux', home: image, mountsFile: '/proc/mounts' }).find()).some(({ path }) => path === stick);
  let asked = 0;
  const told = await write(stick, 1, () => (asked += 1));
  const finder = createMediaFinder({ system: 'linux', home: image, mountsFile: '/proc/mounts' });
  symlinkSync(stick, join(image, 'link'));
  const onStick = [await finder.isOnStick(join(stick, 'driver.so')), await finder.isOnStick(join(image, 'link')), await finder.isOnStick(image)];
  const driver = await moduleByHand({ tokens: { probe: () => Promise.reject(new Error('a driver on a stick was run')) }, ids: { next: () => 'm' }, destinations: createDestinations(finder) }, join(stick, 'driver.so')).catch((error: unknown) => (error instanceof OfficeError ? error.code : error));
  unmount(stick);
  mount(stick, '-o', 'loop', join(image, `${kind ?? ''}.img`));
  expect({ shown, told, asked, onStick, driver }).toEqual({ shown: true, told: 'exchange.destination-not-writable', asked: 0, onStick: [true, true, false], driver: 'token.module-on-stick' });
});

test.skipIf(!canFill)(`a full medium, a cancel and a limit of the file system leave nothing behind${why(canFill)}`, async () => {
  const cancel = new AbortController();
  const answers = {
    full: await write(small, 10),
    cancelled: await write(small, 3, (index) => index === 1 && cancel.abort(), { signal: cancel.signal }),
    'larger than the file system takes': await write(small, 3, undefined, { largestFile: 1024 * 1024 }),
    fits: await write(small, 3),
  };
  expect({ ...answers, left: readdirSync(small) }).toEqual({ full: 'exchange.destination-full', cancelled: 'job.cancelled', 'larger than the file system takes': 'exchange.file-system-limit', fits: 3 * 512 * 1024, left: ['goi.asice'] });
});

test('a folder that vanishes is told, before and while it is written to', async () => {
  const folder = join(image, 'folder');
  mkdirSync(folder);
  expect([await write(folder, 4, (index) => index === 2 && rmSync(folder, { recursive: true })), await write(folder, 4)]).toEqual(['exchange.pulled-out', 'exchange.destination-gone']);
});

test('what stands in the way is told before the work, what went wrong elsewhere is not blamed on the medium, and a link leads nowhere', async () => {
  const folder = join(image, 'odd');
  mkdirSync(join(folder, 'goi.asice'), { recursive: true });
  let asked = 0;
  const named = await write(folder, 1, () => (asked += 1));
  rmSync(join(folder, 'goi.asice'), { recursive: true });
  const failing = (code: string) => Object.assign(new Error(code), { code });
  const outside = join(image, 'outside');
  mkdirSync(outside);
  symlinkSync(outside, join(folder, 'so-in'));
  const linked = await createFileWriter().folder(folder, 'so-in').catch((error: unknown) => (error instanceof OfficeError ? error.code : error));
  writeFileSync(join(folder, '.hocba-cccccccccccc.tmp'), 'ours, of a PC whose clock stood years ahead');
  utimesSync(join(folder, '.hocba-cccccccccccc.tmp'), new Date('2099-01-01'), new Date('2099-01-01'));
  const elsewhere = await write(folder, 2, () => {
    throw failing('ENOENT');
  });
  const unchecked = await write(folder, 2, undefined, { check: () => Promise.reject(failing('EIO')) });
  const pulledAtTheCheck = await write(folder, 2, undefined, {
    check() {
      rmSync(folder, { recursive: true });
      return Promise.reject(new OfficeError('file.not-found'));
    },
  });
  expect({ named, asked, linked, elsewhere: codeIn(elsewhere), unchecked: codeIn(unchecked), pulledAtTheCheck }).toEqual({
    named: 'exchange.destination-not-writable',
    asked: 0,
    linked: 'exchange.destination-not-writable',
    elsewhere: 'ENOENT',
    unchecked: 'EIO',
    pulledAtTheCheck: 'exchange.pulled-out',
  });
});

test('leftovers go before room is counted, whatever the clocks said', async () => {
  const folder = join(image, 'leftovers');
  mkdirSync(folder);
  for (const [name, day] of [['.hocba-aaaaaaaaaaaa.tmp', '2015-01-01'], ['.hocba-bbbbbbbbbbbb.tmp', '2099-01-01']] as const) {
    writeFileSync(join(folder, name), 'x');
    utimesSync(join(folder, name), new Date(day), new Date(day));
  }
  writeFileSync(join(folder, '.hocba-cccccccccccc.tmp'), 'of just now');
  await createFileWriter().clear(folder);
  expect(readdirSync(folder)).toEqual(['.hocba-cccccccccccc.tmp']);
});

test('Windows, where scanners hold a file for a moment after it was closed', async () => {
  let tries = 0;
  const refusing = (code: string, times: number) => () => {
    tries += 1;
    return tries <= times ? Promise.reject(Object.assign(new Error(code), { code })) : Promise.resolve(tries);
  };
  const held = await patiently(refusing('EPERM', 2), [1, 1, 1]);
  tries = 0;
  const gone = await patiently(refusing('ENOENT', 9), [1, 1, 1]).catch(() => tries);
  tries = 0;
  const stubborn = await patiently(refusing('EBUSY', 9), [1, 1, 1]).catch(() => tries);
  expect({ held, gone, stubborn }).toEqual({ held: 3, gone: 1, stubborn: 4 });
});

test("Windows' word on drives is asked for by one at a time, when other volumes answer, and again after a silence", async () => {
  const letters = [{ path: 'D:\\', volume: '1' }];
  let [asked, clock, silent] = [0, 0, false];
  const drives = createWindowsDrives(
    async () => {
      asked += 1;
      await new Promise((resolve) => setTimeout(resolve, 5));
      return silent ? null : JSON.stringify(letters.length === 1 ? [] : { DeviceID: 'E:', VolumeName: letters[1]?.volume === '2' ? 'HỌC BẠ\u202Egpj' : null, FileSystem: 'FAT32' });
    },
    async () => [...letters],
    () => clock,
  );
  const told: unknown[] = [await Promise.all([drives(), drives(), drives()]), asked];
  letters.push({ path: 'E:\\', volume: '2' });
  told.push(await drives(), await drives(), asked);
  // Another stick under the letter of the one before.
  letters[1] = { path: 'E:\\', volume: '3' };
  told.push(await drives(), asked);
  silent = true;
  letters[1] = { path: 'E:\\', volume: '4' };
  told.push((await drives()).map(({ kind: each }) => each), (await drives()).length, asked);
  [silent, clock] = [false, 60_000];
  told.push((await drives()).map(({ kind: each }) => each), asked);
  const stickNamed = (label: string) => [{ label, path: 'E:\\', kind: 'removable', fileSystem: 'FAT32' }];
  expect(told).toEqual([[[], [], []], 1, stickNamed('HỌC BẠ gpj (E:)'), stickNamed('HỌC BẠ gpj (E:)'), 2, stickNamed('E:'), 3, ['folder', 'folder'], 2, 4, ['removable'], 5]);
});

test('a network drive that hangs holds one thread of the program, not one more at every look', async () => {
  let [hanging, looks, clock] = [0, 0, 0];
  let end: () => void = () => undefined;
  const letters = createLetterWatch(
    (path) => {
      if (path !== 'Z:\\') return Promise.resolve(path === 'E:\\' ? '7' : null);
      looks += 1;
      hanging += 1;
      return new Promise((resolve) => {
        end = () => {
          hanging -= 1;
          resolve('9');
        };
      });
    },
    () => clock,
    10,
  );
  const found = [await letters(), await letters(), await letters()];
  const held = { hanging, looks };
  clock = 30_000;
  end();
  await Promise.resolve();
  const rested = [await letters(), looks];
  clock = 90_000;
  const later = letters();
  end();
  const back = (await later).map(({ path }) => path);
  expect({ found, held, rested, back }).toEqual({ found: [1, 2, 3].map(() => [{ path: 'E:\\', volume: '7' }]), held: { hanging: 1, looks: 1 }, rested: [[{ path: 'E:\\', volume: '7' }], 1], back: ['E:\\', 'Z:\\'] });
});

test('whether a folder lies on a stick, as the system writes its paths', () => {
  expect([
    isWithin('e:/thu/muc', 'E:\\', 'windows'),
    isWithin('E:\\', 'E:\\', 'windows'),
    isWithin('F:\\thu', 'E:\\', 'windows'),
    isWithin('/media/a/USB/x', '/media/a/USB', 'linux'),
    isWithin('/media/a/USB2', '/media/a/USB', 'linux'),
    isWithin('/MEDIA/a/USB/x', '/media/a/USB', 'linux'),
  ]).toEqual([true, true, false, true, false, false]);
});

function codeIn(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : error;
}
