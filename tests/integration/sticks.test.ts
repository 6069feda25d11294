import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { OfficeError } from '#core/contract/errors.ts';
import { createMediaFinder } from '#main/exchange/media-finder.ts';
import { createFileWriter } from '#main/exchange/safe-file.ts';
import { createWindowsDrives } from '#main/exchange/windows-drives.ts';
import { createDestinations } from '#main/office/exchange/destinations.ts';

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

test("Windows' word on drives is asked for only when other letters answer", async () => {
  const letters = ['D:\\'];
  let asked = 0;
  const drives = createWindowsDrives(
    async () => {
      asked += 1;
      return JSON.stringify(letters.length === 1 ? [] : { DeviceID: 'E:', VolumeName: 'HỌC BẠ', FileSystem: 'FAT32' });
    },
    async () => [...letters],
  );
  const before = [await drives(), await drives()];
  letters.push('E:\\');
  expect({ before, after: [await drives(), await drives()].map(([drive]) => drive), asked }).toEqual({
    before: [[], []],
    after: [1, 2].map(() => ({ label: 'HỌC BẠ (E:)', path: 'E:\\', kind: 'removable', fileSystem: 'FAT32' })),
    asked: 2,
  });
});
