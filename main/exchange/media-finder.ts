import { constants } from 'node:fs';
import { access, readFile, realpath, stat, statfs } from 'node:fs/promises';
import { homedir, platform } from 'node:os';
import { basename, join, sep } from 'node:path';
import { oneLine } from '#core/text/one-line.ts';
import type { FoundPlace, MediaFinder } from '#main/office/ports/exchange.ts';
import { parseMounts } from './linux-mounts.ts';
import { createWindowsDrives } from './windows-drives.ts';

/** `fileSystem` null: to be asked of the place itself. */
type Candidate = Omit<FoundPlace, 'freeBytes'>;

/** What the finder looks at; tests give their own. */
export type MediaSurroundings = {
  readonly system: 'linux' | 'windows' | 'other';
  readonly home: string;
  readonly mountsFile: string;
};

/** Names under which systems keep the user's folders, in English and as a Vietnamese desktop names them. */
const usualFolders = ['Desktop', 'Documents', 'Downloads', 'Màn hình nền', 'Tài liệu', 'Tải về', 'OneDrive/Desktop', 'OneDrive/Documents'];

/** Finds places a bundle can go to. A place that cannot be looked at is left out; nothing here throws. */
export function createMediaFinder(surroundings: MediaSurroundings = ownSurroundings()): MediaFinder {
  const windowsDrives = createWindowsDrives();

  async function removable(): Promise<readonly Candidate[]> {
    if (surroundings.system === 'windows') return windowsDrives();
    if (surroundings.system !== 'linux') return [];
    const mounts = parseMounts(await readFile(surroundings.mountsFile, 'utf8').catch(() => ''));
    return mounts.map((path) => ({ label: basename(path), path, kind: 'removable', fileSystem: null }));
  }

  return {
    async find() {
      const folders = usualFolders.map((name): Candidate => {
        const path = join(surroundings.home, ...name.split('/'));
        return { label: basename(path), path, kind: 'folder', fileSystem: null };
      });
      const places = await Promise.all([...(await removable()), ...folders].map((candidate) => look(candidate)));
      return places.filter((place) => place !== null);
    },

    async removable() {
      return (await removable()).map(({ path }) => path);
    },

    async isOnStick(path) {
      const file = await realpath(path).catch(() => path);
      return (await removable()).some((candidate) => candidate.kind === 'removable' && isWithin(file, candidate.path, surroundings.system));
    },

    async inspect(path) {
      const drive = (await removable()).find((candidate) => isWithin(path, candidate.path, surroundings.system));
      const place = await look({ label: drive !== undefined && drive.path === path ? drive.label : basename(path) || path, path, kind: drive?.kind ?? 'folder', fileSystem: drive?.fileSystem ?? null });
      if (place !== null) return (await isWritable(place)) ? place : 'not-writable';
      return (await stat(path).catch(() => null))?.isDirectory() === true ? 'not-writable' : 'missing';
    },
  };
}

/** Windows takes a letter and a name in either case. */
export function isWithin(path: string, folder: string, system: MediaSurroundings['system']): boolean {
  const separator = system === 'windows' ? '\\' : sep;
  const [inner, outer] = system === 'windows' ? [path.toLowerCase().replaceAll('/', separator), folder.toLowerCase()] : [path, folder];
  return inner === outer || inner.startsWith(outer.endsWith(separator) ? outer : outer + separator);
}

function ownSurroundings(): MediaSurroundings {
  const system = platform();
  return { system: system === 'win32' ? 'windows' : system === 'linux' ? 'linux' : 'other', home: homedir(), mountsFile: '/proc/mounts' };
}

/** Null where it is not a folder that can be written to; a stick is shown even so, for its owner to hear that it is write-protected. */
async function look(candidate: Candidate): Promise<FoundPlace | null> {
  try {
    const there = await stat(candidate.path);
    if (!there.isDirectory() || (candidate.kind === 'folder' && !(await isWritable(candidate)))) return null;
  } catch {
    return null;
  }
  const system = await statfs(candidate.path).catch(() => null);
  return {
    ...candidate,
    label: oneLine(candidate.label),
    freeBytes: system === null ? null : system.bavail * system.bsize,
    fileSystem: candidate.fileSystem ?? (system === null ? null : (fileSystems.get(system.type) ?? null)),
  };
}

/** On Windows this sees only the read-only attribute; writing itself gives the last word. */
function isWritable({ path }: Pick<Candidate, 'path'>): Promise<boolean> {
  return access(path, constants.W_OK).then(() => true, () => false);
}

/** Linux' numbers of file systems (statfs(2)), those that sticks have first. Windows gives none. */
const fileSystems: ReadonlyMap<number, string> = new Map([
  [0x4d44, 'FAT32'],
  [0x2011bab0, 'exFAT'],
  [0x5346544e, 'NTFS'],
  [0x7366746e, 'NTFS'],
  [0xef53, 'ext4'],
  [0x9123683e, 'btrfs'],
  [0x58465342, 'XFS'],
]);
