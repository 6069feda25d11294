import { createHash } from 'node:crypto';
import { OfficeError } from '#core/contract/errors.ts';
import type { Destination } from '#core/contract/exchange.ts';
import { destinationId as destinationIdOf } from '#core/values/ids.ts';
import type { MediaFinder } from '../ports/exchange.ts';

/** Places that files leave the program to: sticks, the user's folders, and folders chosen by hand since the program started. */
export type Destinations = {
  /** Sticks first, then what was chosen by hand. */
  list(): Promise<readonly Destination[]>;
  /** Throws OfficeError exchange.destination-not-writable. */
  add(path: string): Promise<Destination>;
  /** Where it is now. Throws OfficeError exchange.destination-gone. */
  pathOf(id: string): Promise<string>;
};

export function createDestinations(media: MediaFinder): Destinations {
  const chosen = new Map<string, Destination>();

  async function list(): Promise<readonly Destination[]> {
    const found = (await media.find()).map((place): Destination => ({ ...place, id: destinationIdOf.parse(idOf(place.path)) }));
    const paths = new Set(found.map(({ path }) => path));
    return [...found.filter(({ kind }) => kind === 'removable'), ...[...chosen.values()].filter(({ path }) => !paths.has(path)), ...found.filter(({ kind }) => kind === 'folder')];
  }

  return {
    list,
    async add(path) {
      const place = await media.inspect(path);
      if (place === null) throw new OfficeError('exchange.destination-not-writable', { path });
      const destination: Destination = { ...place, id: destinationIdOf.parse(idOf(place.path)) };
      chosen.set(destination.id, destination);
      return destination;
    },
    async pathOf(id) {
      const found = (await list()).find((each) => each.id === id);
      if (found === undefined) throw new OfficeError('exchange.destination-gone', { path: '' });
      return found.path;
    },
  };
}

function idOf(path: string): string {
  return createHash('sha256').update(path).digest('hex').slice(0, 24);
}
