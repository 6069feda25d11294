import { execFile } from 'node:child_process';
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

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

/**
 * Removable drives as Windows knows them; where PowerShell is locked down, the letters that answer, told apart by nothing. PowerShell is asked only when
 * other letters answer than last time: a screen asks every few seconds.
 */
export function createWindowsDrives(ask: () => Promise<string | null> = askPowerShell, letters: () => Promise<readonly string[]> = answeringLetters): () => Promise<readonly Drive[]> {
  let known: { readonly letters: string; readonly drives: readonly Drive[] } | null = null;
  return async () => {
    const found = await letters();
    if (known?.letters === found.join()) return known.drives;
    const answer = await ask();
    // Without Windows' word a second hard disk looks like a stick, so they are called folders.
    const drives = answer === null ? found.map((path): Drive => ({ label: path, path, kind: 'folder', fileSystem: null })) : parseDrives(answer);
    known = { letters: found.join(), drives };
    return drives;
  };
}

/** Reads PowerShell's answer; text that is no such answer gives no drives. */
export function parseDrives(answer: string): readonly Drive[] {
  const text = answer.replace(/^\uFEFF/u, '').trim();
  if (text === '') return [];
  const read = disks.safeParse(parseJson(text));
  return (read.data ?? []).map(({ DeviceID: letter, VolumeName: name, FileSystem: system }) => ({
    label: name === null || name === undefined || name === '' ? letter : `${name.normalize('NFC')} (${letter})`,
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

/** Letters behind the system's that answer within two seconds. */
async function answeringLetters(): Promise<readonly string[]> {
  const letters = Array.from({ length: 23 }, (_, index) => String.fromCharCode('D'.charCodeAt(0) + index));
  const found = await Promise.all(
    letters.map(async (letter): Promise<string | null> => {
      const path = `${letter}:\\`;
      const answers = await Promise.race([access(path).then(() => true, () => false), new Promise<false>((resolve) => setTimeout(resolve, 2_000, false))]);
      return answers ? path : null;
    }),
  );
  return found.filter((path) => path !== null);
}
