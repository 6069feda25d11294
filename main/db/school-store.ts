import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { OfficeError } from '#core/contract/errors.ts';
import type { RuleLibrary } from '#core/rules/rule-library.ts';
import type { Clock } from '#main/office/ports/clock.ts';
import type { SchoolStore } from '#main/office/ports/database.ts';
import { openOfficeDatabase } from './office-database.ts';

type Door = 'training' | 'real';

/** The two schools of a PC, each in a folder of its own under the data folder, so that training never touches real data. */
export function createSchoolStore({ dataFolder, clock, rules }: { readonly dataFolder: string; readonly clock: Clock; readonly rules: RuleLibrary }): SchoolStore {
  const folder = (door: Door) => join(dataFolder, door === 'training' ? 'luyen-tap' : 'truong');
  const file = (door: Door) => join(folder(door), 'hoc-ba.sqlite');

  return {
    folder,
    exists: (door) => Promise.resolve(existsSync(file(door))),
    async open(door) {
      if (!existsSync(file(door))) throw new OfficeError('setup.no-school');
      return openOfficeDatabase(file(door), clock, rules);
    },
    async create(door) {
      if (existsSync(file(door))) throw new OfficeError('setup.school-exists');
      await mkdir(folder(door), { recursive: true });
      // Under a temporary name: a program killed while the school is being made must not find half a school at the next start.
      const draft = `${file(door)}.new`;
      await removeDatabase(draft);
      const database = await openOfficeDatabase(draft, clock, rules);
      return {
        database,
        async finish() {
          // Closing the last connection folds the WAL into the file, so that one rename carries everything.
          await database.close();
          await rename(draft, file(door));
          return openOfficeDatabase(file(door), clock, rules);
        },
        async discard() {
          await database.close();
          await removeDatabase(draft);
        },
      };
    },
    async remove(door) {
      await rm(folder(door), { recursive: true, force: true });
    },
  };
}

async function removeDatabase(path: string): Promise<void> {
  for (const suffix of ['', '-wal', '-shm']) await rm(`${path}${suffix}`, { force: true });
}
