import { constants } from 'node:fs';
import { access, readFile, stat, statfs } from 'node:fs/promises';
import { homedir, platform } from 'node:os';
import { basename, join, sep } from 'node:path';
import type { MediaFinder } from '#main/office/ports/exchange.ts';
import { parseMounts } from './linux-mounts.ts';
import { listWindowsDrives } from './windows-drives.ts';

type Place = NonNullable<Awaited<ReturnType<MediaFinder['inspect']>>>;
type Candidate = Pick<Place, 'label' | 'path' | 'kind'>;

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
  async function removable(): Promise<readonly Candidate[]> {
    if (surroundings.system === 'windows') return listWindowsDrives();
    if (surroundings.system !== 'linux') return [];
    const mounts = parseMounts(await readFile(surroundings.mountsFile, 'utf8').catch(() => ''));
    return mounts.map((path) => ({ label: basename(path), path, kind: 'removable' }));
  }

  return {
    async find() {
      const folders = usualFolders.map((name): Candidate => {
        const path = join(surroundings.home, ...name.split('/'));
        return { label: basename(path), path, kind: 'folder' };
      });
      const places = await Promise.all([...(await removable()), ...folders].map((candidate) => look(candidate)));
      return places.filter((place) => place !== null);
    },

    async inspect(path) {
      const drive = (await removable()).find((candidate) => path === candidate.path || path.startsWith(candidate.path.endsWith(sep) ? candidate.path : candidate.path + sep));
      return look({ label: drive !== undefined && drive.path === path ? drive.label : basename(path) || path, path, kind: drive === undefined ? 'folder' : 'removable' });
    },
  };
}

function ownSurroundings(): MediaSurroundings {
  const system = platform();
  return { system: system === 'win32' ? 'windows' : system === 'linux' ? 'linux' : 'other', home: homedir(), mountsFile: '/proc/mounts' };
}

/** Null where it is not a folder that can be written to. On Windows `access` sees only the read-only attribute; writing itself gives the last word. */
async function look(candidate: Candidate): Promise<Place | null> {
  try {
    const there = await stat(candidate.path);
    if (!there.isDirectory()) return null;
    await access(candidate.path, constants.W_OK);
  } catch {
    return null;
  }
  return { ...candidate, label: candidate.label.normalize('NFC'), freeBytes: await freeBytesOf(candidate.path) };
}

async function freeBytesOf(path: string): Promise<number | null> {
  try {
    const system = await statfs(path);
    return system.bavail * system.bsize;
  } catch {
    return null;
  }
}
