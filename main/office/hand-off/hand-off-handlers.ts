import { OfficeError, officeErrorData } from '#core/contract/errors.ts';
import type { HandOffItem, HandOffPackage } from '#core/contract/hand-off.ts';
import { classId as classIdOf, jobId as jobIdOf, packageId as packageIdOf, recordId as recordIdOf } from '#core/values/ids.ts';
import type { Handlers } from '../call-context.ts';
import type { Destinations } from '../exchange/destinations.ts';
import type { JobBoard } from '../job-board.ts';
import type { Repositories } from '../ports/database.ts';
import type { StoredPackage } from '../ports/hand-off-repository.ts';
import { cancelPackage, databaseIdentity, exportPackage, type ExportPackageParts } from './export-package.ts';
import { changeCount, gatherPackage } from './gather-package.ts';
import { packageStateAt } from './package-state.ts';
import { openReturn, takeBack, type TakeBackParts } from './take-back.ts';

export type HandOffParts = ExportPackageParts & TakeBackParts & { readonly jobs: JobBoard; readonly destinations: Destinations };

type Names = 'handOff.preview' | 'handOff.export' | 'handOff.packages' | 'handOff.items' | 'handOff.cancelPackage' | 'handOff.takeBack';

/** The clerk's side: packages go out of the school's database, signatures come back into it. */
export function createHandOffHandlers(parts: HandOffParts): Handlers<Names> {
  /** Two files taken at once would each miss what the other stores. */
  let taking = false;

  async function packagesOf({ handOff, school }: Repositories): Promise<readonly HandOffPackage[]> {
    const names = new Map((await school.everyClass()).map(({ id, name }) => [id, name]));
    const counts = await handOff.counts();
    const now = parts.clock.now();
    return (await handOff.packages()).map((stored) => {
      const count = (state: (typeof counts)[number]['state']) => counts.find((each) => each.packageId === stored.id && each.state === state)?.items ?? 0;
      const [waiting, taken, refused] = [count('waiting'), count('taken'), count('refused')];
      return {
        ...shown(stored),
        className: names.get(stored.classId) ?? '',
        state: packageStateAt({ cancelled: stored.cancelledAt !== null, waiting, taken, expiresAt: stored.expiresAt, now }),
        records: waiting + taken + refused,
        taken,
        refused,
      };
    });
  }

  return {
    async 'handOff.preview'(asked, context) {
      const database = context.database();
      const { gathered, open } = await database.read(async (repositories) => ({ gathered: await gatherPackage(parts, repositories, asked), open: await versionsInOpenPackages(parts, repositories, asked.classId, asked.role) }));
      return {
        records: gathered.ready.map(({ version, region, pupilName, ...record }) => ({ recordId: recordIdOf.parse(version.recordId), region, pupilName, inOpenPackage: open.has(`${version.id} ${region}`), changes: changeCount(parts, record) })),
        alreadySigned: gathered.alreadySigned,
        waitingForOthers: gathered.waitingForOthers,
        outdated: gathered.outdated,
        signer: gathered.signer.name,
        certificates: gathered.signer.certificates.map(({ digest, facts: { holder, serial, keyType } }) => ({ digest, holder, serial, rsa: keyType.toLowerCase().startsWith('rsa') })),
      };
    },

    async 'handOff.export'({ destinationId, ...input }, context) {
      const database = context.database();
      const folder = await parts.destinations.pathOf(destinationId);
      try {
        const { id } = await exportPackage(parts, database, { ...input, folder, actor: context.actor });
        const made = (await database.read(packagesOf)).find((each) => each.id === id);
        if (made === undefined) throw new OfficeError('hand-off.unknown-package');
        return { package: made, fingerprint: parts.keys.fingerprint((await databaseIdentity(parts, database, context.actor)).publicKey) };
      } finally {
        context.changed(['signing']);
      }
    },

    'handOff.packages': (_, context) => context.database().read(async (repositories) => {
        const identity = await repositories.handOff.identity();
        return { packages: [...(await packagesOf(repositories))], fingerprint: identity === null ? null : parts.keys.fingerprint(identity.publicKey) };
      }),

    'handOff.items': ({ packageId }, context) =>
      context.database().read(async (repositories) => {
        const stored = await repositories.handOff.package(packageId);
        if (stored === null) throw new OfficeError('hand-off.unknown-package');
        return { items: [...(await itemsOf(repositories, stored))] };
      }),

    async 'handOff.cancelPackage'({ packageId }, context) {
      const database = context.database();
      const found = (await database.read(packagesOf)).find(({ id }) => id === packageId);
      if (found === undefined) throw new OfficeError('hand-off.unknown-package');
      if (found.state === 'done' || found.state === 'cancelled') throw new OfficeError('hand-off.closed');
      await cancelPackage(parts, database, context.actor, packageId);
      context.changed(['signing']);
      return {};
    },

    async 'handOff.takeBack'({ file: handle }, context) {
      const database = context.database();
      const file = context.files.get(context.connection, handle);
      if (file === null) throw new OfficeError('file.not-found');
      if (taking) throw new OfficeError('office.busy');
      const opened = await database.read((repositories) => openReturn(parts, repositories, file.bytes)).catch(async (error: unknown) => {
        // A refused file is worth a line in the log: somebody may be trying.
        if (error instanceof OfficeError) await database.write(context.actor, () => Promise.resolve({ value: undefined, audit: { action: 'handOff.refused', detail: { code: error.code } } }));
        throw error;
      });
      taking = true;
      const jobId = parts.jobs.start({ kind: 'take-back', total: opened.content.signatures.length, mayCancel: true, userId: context.user?.id ?? null }, async (progress) => {
        try {
          await takeBack(parts, database, opened, context.actor, progress);
        } finally {
          taking = false;
          context.changed(['signing', 'records']);
        }
      });
      return { jobId: jobIdOf.parse(jobId), packageId: packageIdOf.parse(opened.stored.id) };
    },
  };
}

function shown({ id, classId, role, signer, lock, createdAt, createdBy, expiresAt, path, bytes }: StoredPackage) {
  return { id: packageIdOf.parse(id), classId: classIdOf.parse(classId), role, signer, lock, createdAt, createdBy, expiresAt, path, bytes };
}

/** What of the class waits in a package that may still come back: version and region. */
async function versionsInOpenPackages({ clock }: Pick<HandOffParts, 'clock'>, { handOff }: Repositories, classId: string, role: string): Promise<ReadonlySet<string>> {
  const now = Date.parse(clock.now());
  const open = (await handOff.packages()).filter((stored) => stored.classId === classId && stored.role === role && stored.cancelledAt === null && Date.parse(stored.expiresAt) >= now);
  const versions = new Set<string>();
  for (const { id } of open) for (const { versionId, region, state } of await handOff.items(id)) if (state === 'waiting') versions.add(`${versionId} ${region}`);
  return versions;
}

async function itemsOf({ handOff, records, pupils }: Repositories, stored: StoredPackage): Promise<readonly HandOffItem[]> {
  const names = new Map((await pupils.ofClass(stored.classId)).map(({ pupil, enrollment }) => [enrollment.id, pupil.data.fullName]));
  const items: HandOffItem[] = [];
  for (const { versionId, region, state, error } of await handOff.items(stored.id)) {
    const version = await records.version(versionId);
    if (version === null) continue;
    items.push({ recordId: recordIdOf.parse(version.recordId), pupilName: names.get(version.enrollmentId) ?? '', region, state, error: error === null ? null : officeErrorData.parse(JSON.parse(error)) });
  }
  return items;
}
