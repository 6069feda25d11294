import { OfficeError, officeErrorData } from '#core/contract/errors.ts';
import type { HandOffItem, HandOffPackage } from '#core/contract/hand-off.ts';
import { jobId as jobIdOf, packageId as packageIdOf } from '#core/values/ids.ts';
import type { Handlers } from '../call-context.ts';
import type { Destinations } from '../exchange/destinations.ts';
import type { JobBoard } from '../job-board.ts';
import type { Repositories } from '../ports/database.ts';
import type { StoredPackage } from '../ports/hand-off-repository.ts';
import { cancelPackage, exportPackage, type ExportPackageParts } from './export-package.ts';
import { gatherPackage, type PackageQuestion } from './gather-package.ts';
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
        classNames: stored.classIds.map((id) => names.get(id) ?? ''),
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
      const gathered = await gatherPackage(parts, database, asked);
      const open = await database.read((repositories) => itemsInOpenPackages(parts, repositories, asked));
      const items = [];
      for (const some of piecesOf(gathered.ready.map(({ id }) => id))) {
        const { about, changes } = await database.read(async (repositories) => ({ about: await parts.sources[asked.kind].describe(repositories, some), changes: await parts.sources[asked.kind].changes(repositories, some, asked.role) }));
        const changed = new Map(changes.map(({ itemId, kind, fields }) => [itemId, kind === 'reissued' ? fields.length : null]));
        items.push(...about.map(({ itemId, label, group }) => ({ itemId, label, group, inOpenPackage: open.has(itemId), changes: changed.get(itemId) ?? null })));
      }
      const { alreadySigned, waitingForOthers, outdated } = gathered.counts;
      return {
        items,
        alreadySigned,
        waitingForOthers,
        outdated,
        signer: gathered.signer.name,
        certificates: gathered.signer.certificates.map(({ digest, facts: { holder, serial, keyType } }) => ({ digest, holder, serial, rsa: keyType.toLowerCase().startsWith('rsa') })),
      };
    },

    async 'handOff.export'({ destinationId, ...input }, context) {
      const database = context.database();
      const folder = await parts.destinations.pathOf(destinationId);
      const packageId = parts.ids.next();
      const jobId = parts.jobs.start({ kind: 'hand-off', total: 0, mayCancel: true, userId: context.user?.id ?? null }, async (progress) => {
        try {
          await exportPackage(parts, database, { ...input, packageId, folder, actor: context.actor }, progress);
        } finally {
          context.changed(['signing']);
        }
      });
      return { jobId: jobIdOf.parse(jobId), packageId: packageIdOf.parse(packageId) };
    },

    'handOff.packages': (_, context) => context.database().read(async (repositories) => {
        const identity = await repositories.handOff.identity();
        return { packages: [...(await packagesOf(repositories))], fingerprint: identity === null ? null : parts.keys.fingerprint(identity.publicKey) };
      }),

    'handOff.items': ({ packageId }, context) =>
      context.database().read(async (repositories) => {
        const stored = await repositories.handOff.package(packageId);
        if (stored === null) throw new OfficeError('hand-off.unknown-package');
        return { items: [...(await itemsOf(parts, repositories, stored))] };
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
      const opened = await openReturn(parts, database, file.bytes).catch(async (error: unknown) => {
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

function shown({ id, kind, role, signer, lock, createdAt, createdBy, expiresAt, path, bytes }: StoredPackage) {
  return { id: packageIdOf.parse(id), kind, role, signer, lock, createdAt, createdBy, expiresAt, path, bytes };
}

/** Looked at between two turns of the office. */
const portion = 20;

function piecesOf(ids: readonly string[]): readonly (readonly string[])[] {
  return Array.from({ length: Math.ceil(ids.length / portion) }, (_, index) => ids.slice(index * portion, (index + 1) * portion));
}

/** What waits in a package for the same role that may still come back. */
async function itemsInOpenPackages({ clock }: Pick<HandOffParts, 'clock'>, { handOff }: Repositories, { kind, role }: PackageQuestion): Promise<ReadonlySet<string>> {
  const now = Date.parse(clock.now());
  const open = (await handOff.packages()).filter((stored) => stored.kind === kind && stored.role === role && stored.cancelledAt === null && Date.parse(stored.expiresAt) >= now);
  return new Set(await handOff.waitingItems(open.map(({ id }) => id)));
}

async function itemsOf({ sources }: Pick<HandOffParts, 'sources'>, repositories: Repositories, stored: StoredPackage): Promise<readonly HandOffItem[]> {
  const items = await repositories.handOff.items(stored.id);
  const about = new Map((await sources[stored.kind].describe(repositories, items.map(({ itemId }) => itemId))).map((each) => [each.itemId, each]));
  return items.map(({ itemId, state, error }) => ({ itemId, label: about.get(itemId)?.label ?? '', group: about.get(itemId)?.group ?? '', state, error: error === null ? null : officeErrorData.parse(JSON.parse(error)) }));
}
