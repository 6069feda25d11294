import { createHash } from 'node:crypto';
import { isAbsolute } from 'node:path';
import { OfficeError } from '#core/contract/errors.ts';
import type { Destination } from '#core/contract/exchange.ts';
import { destinationId as destinationIdOf } from '#core/values/ids.ts';
import type { MediaFinder } from '../ports/exchange.ts';

/** Places that files leave the program to: sticks, the user's folders, and folders chosen by hand since the program started. */
export type Destinations = {
  /** Sticks first, then what was chosen by hand. */
  list(): Promise<readonly Destination[]>;
  /** A folder by its whole path, in quotation marks or not (Windows copies paths with them). Throws OfficeError exchange.no-such-folder, exchange.destination-not-writable. */
  add(path: string): Promise<Destination>;
  /** As it is now. Throws OfficeError exchange.destination-gone. */
  find(id: string): Promise<Destination>;
  /** Its path. Throws OfficeError exchange.destination-gone. */
  pathOf(id: string): Promise<string>;
  /** Whether a file lies on a stick. */
  isOnStick(path: string): Promise<boolean>;
  /** Looks for some minutes whether sticks come or go, and says so each time. Asked again, it looks on. */
  watch(changed: () => void): void;
  close(): void;
};

/** Milliseconds between two looks, and how long a screen that asked is taken to be open. */
const pace = { look: 3_000, open: 15 * 60_000 } as const;

export function createDestinations(media: MediaFinder, { look, open }: { readonly look: number; readonly open: number } = pace): Destinations {
  const chosen = new Map<string, Destination>();
  let watching: { readonly timer: NodeJS.Timeout; until: number; changed: () => void; seen: string } | null = null;

  function stop(): void {
    clearInterval(watching?.timer);
    watching = null;
  }

  async function glance(): Promise<void> {
    if (watching === null) return;
    if (Date.now() > watching.until) return stop();
    const now = (await media.removable()).join('\n');
    if (watching === null || watching.seen === now) return;
    watching.seen = now;
    watching.changed();
  }

  async function list(): Promise<readonly Destination[]> {
    const found = (await media.find()).map((place): Destination => ({ ...place, id: destinationIdOf.parse(idOf(place.path)) }));
    const paths = new Set(found.map(({ path }) => path));
    return [...found.filter(({ kind }) => kind === 'removable'), ...[...chosen.values()].filter(({ path }) => !paths.has(path)), ...found.filter(({ kind }) => kind === 'folder')];
  }

  async function find(id: string): Promise<Destination> {
    const found = (await list()).find((each) => each.id === id);
    if (found === undefined) throw new OfficeError('exchange.destination-gone', { path: '' });
    return found;
  }

  return {
    list,
    async add(given) {
      const path = unquoted(given);
      // From somewhere inside the program a path that is not whole would lead anywhere.
      const place = isAbsolute(path) ? await media.inspect(path) : 'missing';
      if (place === 'missing') throw new OfficeError('exchange.no-such-folder', { path });
      if (place === 'not-writable') throw new OfficeError('exchange.destination-not-writable', { path });
      const destination: Destination = { ...place, id: destinationIdOf.parse(idOf(place.path)) };
      chosen.set(destination.id, destination);
      return destination;
    },
    find,
    async pathOf(id) {
      return (await find(id)).path;
    },
    isOnStick: (path) => media.isOnStick(path),
    watch(changed) {
      const until = Date.now() + open;
      if (watching !== null) {
        watching.until = until;
        watching.changed = changed;
        return;
      }
      const timer = setInterval(() => void glance(), look);
      timer.unref();
      const started = { timer, until, changed, seen: '' };
      watching = started;
      void media.removable().then((paths) => (started.seen = paths.join('\n')));
    },
    close: stop,
  };
}

/** `"C:\\Học bạ"` as Windows copies a path. */
export function unquoted(path: string): string {
  return path.trim().replace(/^"(.*)"$/u, '$1').trim();
}

function idOf(path: string): string {
  return createHash('sha256').update(path).digest('hex').slice(0, 24);
}
