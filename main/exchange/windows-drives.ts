import { execFile } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { oneLine } from '#core/text/one-line.ts';

type Drive = { readonly label: string; readonly path: string; readonly kind: 'removable' | 'folder'; readonly fileSystem: string | null };

/** Drive type 2 is removable (Win32_LogicalDisk). The answer is JSON: an object for one drive, a list for several, nothing for none. */
const question = [
  '[Console]::OutputEncoding = [System.Text.Encoding]::UTF8;',
  "Get-CimInstance -ClassName Win32_LogicalDisk -Filter 'DriveType=2' | Select-Object DeviceID, VolumeName, FileSystem | ConvertTo-Json -Compress",
].join(' ');

/** PowerShell starts in seconds on an old PC; a card reader without a card must not hold the screen longer. */
const patience = 8_000;

const disk = z.object({ DeviceID: z.string().regex(/^[A-Z]:$/iu), VolumeName: z.string().nullable().optional(), FileSystem: z.string().nullable().optional() });
const disks = z.union([z.array(disk), disk.transform((one) => [one])]);

/** A letter that answers, with the serial number of the volume behind it: another stick under the same letter is another volume. */
type Letter = { readonly path: string; readonly volume: string };

/** Milliseconds until a PowerShell that did not answer is asked again. */
const afterSilence = 60_000;

/**
 * Removable drives as Windows knows them; where PowerShell is locked down, the letters that answer, told apart by nothing. PowerShell is asked by one at a
 * time, and only when other volumes answer than last time: a screen asks every few seconds.
 */
export function createWindowsDrives(ask: () => Promise<string | null> = askPowerShell, letters: () => Promise<readonly Letter[]> = createLetterWatch(volumeOf), now: () => number = Date.now): () => Promise<readonly Drive[]> {
  let known: { readonly letters: string; readonly drives: readonly Drive[]; readonly until: number } | null = null;
  let asking: Promise<readonly Drive[]> | null = null;

  async function drivesOf(found: readonly Letter[], key: string): Promise<readonly Drive[]> {
    const answer = await ask();
    // Without Windows' word a second hard disk looks like a stick, so they are called folders.
    const drives = answer === null ? found.map(({ path }): Drive => ({ label: path, path, kind: 'folder', fileSystem: null })) : parseDrives(answer);
    known = { letters: key, drives, until: answer === null ? now() + afterSilence : Number.POSITIVE_INFINITY };
    return drives;
  }

  return async () => {
    const found = await letters();
    const key = found.map(({ path, volume }) => `${path} ${volume}`).join();
    if (known?.letters === key && now() < known.until) return known.drives;
    asking ??= drivesOf(found, key).finally(() => {
      asking = null;
    });
    return asking;
  };
}

/** Reads PowerShell's answer; text that is no such answer gives no drives. */
export function parseDrives(answer: string): readonly Drive[] {
  const text = answer.replace(/^\uFEFF/u, '').trim();
  if (text === '') return [];
  const read = disks.safeParse(parseJson(text));
  return (read.data ?? []).map(({ DeviceID: letter, VolumeName: name, FileSystem: system }) => ({
    label: name === null || name === undefined || oneLine(name) === '' ? letter : `${oneLine(name)} (${letter})`,
    path: `${letter}\\`,
    kind: 'removable',
    fileSystem: system ?? null,
  }));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** By its full path: a `powershell.exe` in the current folder or in PATH is not asked. Null where it does not answer. */
function askPowerShell(): Promise<string | null> {
  const program = join(process.env['SystemRoot'] ?? 'C:\\Windows', 'System32', 'WindowsPowerShell', 'v1.0', 'powershell.exe');
  return new Promise((resolve) => {
    execFile(program, ['-NoProfile', '-NonInteractive', '-Command', question], { timeout: patience, windowsHide: true, encoding: 'utf8' }, (error, output) => {
      resolve(error === null ? output : null);
    });
  });
}

/** Milliseconds that a letter may take to answer, and after which one that took longer is asked again. */
const slow = { answer: 2_000, again: 60_000 } as const;

/**
 * Looks which letters behind the system's answer within two seconds. A dead network drive holds a thread of the program for half a minute: it is asked by one
 * at a time and then left alone for a while.
 */
export function createLetterWatch(look: (path: string) => Promise<string | null>, now: () => number = Date.now, patienceWithOne: number = slow.answer): () => Promise<readonly Letter[]> {
  const waiting = new Set<string>();
  const rested = new Map<string, number>();

  async function asked(path: string): Promise<string | null> {
    const begun = now();
    waiting.add(path);
    try {
      return await look(path);
    } finally {
      waiting.delete(path);
      if (now() - begun >= patienceWithOne) rested.set(path, now() + slow.again);
    }
  }

  return async () => {
    const paths = Array.from({ length: 23 }, (_, index) => `${String.fromCharCode('D'.charCodeAt(0) + index)}:\\`);
    const found = await Promise.all(
      paths.map(async (path): Promise<Letter | null> => {
        if (waiting.has(path) || now() < (rested.get(path) ?? 0)) return null;
        let timer: NodeJS.Timeout | undefined;
        const late = new Promise<null>((resolve) => {
          timer = setTimeout(resolve, patienceWithOne, null);
        });
        const volume = await Promise.race([asked(path), late]);
        clearTimeout(timer);
        return volume === null ? null : { path, volume };
      }),
    );
    return found.filter((letter) => letter !== null);
  };
}

async function volumeOf(path: string): Promise<string | null> {
  return stat(path, { bigint: true }).then(({ dev }) => String(dev), () => null);
}
