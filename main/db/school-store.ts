import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { OfficeError } from '#core/contract/errors.ts';
import type { RuleLibrary } from '#core/rules/rule-library.ts';
import type { Clock } from '#main/office/ports/clock.ts';
import type { SchoolPlace, SchoolStore } from '#main/office/ports/database.ts';
import { openOfficeDatabase } from './office-database.ts';
import type { Soundness } from './soundness.ts';

/** The lower secondary one came first and keeps its folder. */
const folderNames: Readonly<Record<SchoolPlace, string>> = { real: 'truong', 'lower-secondary': 'luyen-tap', primary: 'luyen-tap-tieu-hoc', 'upper-secondary': 'luyen-tap-thpt', continuing: 'luyen-tap-gdtx' };

/** The schools of a PC (a real one, and a training school of each kind), each in a folder of its own under the data folder, so that training never touches real data. */
export function createSchoolStore({ dataFolder, clock, rules, soundness }: { readonly dataFolder: string; readonly clock: Clock; readonly rules: RuleLibrary; readonly soundness?: Soundness }): SchoolStore {
  const folder = (place: SchoolPlace) => join(dataFolder, folderNames[place]);
  const file = (place: SchoolPlace) => join(folder(place), 'hoc-ba.sqlite');

  return {
    folder,
    exists: (place) => Promise.resolve(existsSync(file(place))),
    async open(place) {
      if (!existsSync(file(place))) throw new OfficeError('setup.no-school');
      return openOfficeDatabase(file(place), clock, rules, soundness);
    },
    async create(place) {
      if (existsSync(file(place))) throw new OfficeError('setup.school-exists');
      await mkdir(folder(place), { recursive: true });
      // Under a temporary name: a program killed while the school is being made must not find half a school at the next start.
      const draft = `${file(place)}.new`;
      await removeDatabase(draft);
      const database = await openOfficeDatabase(draft, clock, rules, soundness);
      return {
        database,
        async finish() {
          // Closing the last connection folds the WAL into the file, so that one rename carries everything.
          await database.close();
          await rename(draft, file(place));
          return openOfficeDatabase(file(place), clock, rules, soundness);
        },
        async discard() {
          await database.close();
          await removeDatabase(draft);
        },
      };
    },
    async remove(place) {
      await rm(folder(place), { recursive: true, force: true });
    },
  };
}

async function removeDatabase(path: string): Promise<void> {
  for (const suffix of ['', '-wal', '-shm']) await rm(`${path}${suffix}`, { force: true });
}
