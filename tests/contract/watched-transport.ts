import { expect } from 'vitest';
import type { Reply } from '#core/contract/errors.ts';
import { startBrowserHost } from '#main/hosts/browser/browser-host.ts';
import type { Office } from '#main/office/office.ts';

/** One call as both ends saw it: what the office heard and answered, and what came back through the door. */
export type WatchedCall = { readonly heard: unknown; readonly answered: Reply<unknown>; readonly reply: Reply<unknown> };

/** A door to the office with a watcher behind it: one call at a time. */
export type WatchedTransport = {
  call(method: string, input: unknown): Promise<WatchedCall>;
  /** Sends a file; it must arrive with its name and every byte. */
  send(name: string, bytes: Uint8Array): Promise<string>;
  close(): Promise<void>;
};

/** The browser's door, over real HTTP. */
export async function overHttp(office: Office, pageFolder: string): Promise<WatchedTransport> {
  let seen: Omit<WatchedCall, 'reply'> | null = null;
  let received: { readonly name: string; readonly bytes: Uint8Array } | null = null;
  const watched: Office = {
    ...office,
    async call(connection, method, input) {
      const heard = structuredClone(input);
      const answered = await office.call(connection, method, input);
      seen = { heard, answered };
      return answered;
    },
    receiveFile(connection, file) {
      received = { name: file.name, bytes: file.bytes };
      return office.receiveFile(connection, file);
    },
  };
  const host = await startBrowserHost({ office: watched, pageFolder, port: 0, log: () => undefined });
  const entered = await fetch(host.url, { redirect: 'manual' });
  const cookie = (entered.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  const post = (path: string, body: string | Uint8Array<ArrayBuffer>) => fetch(`${host.origin}${path}`, { method: 'POST', headers: { cookie, origin: host.origin }, body });
  return {
    async call(method, input) {
      seen = null;
      const reply = (await (await post('/call', JSON.stringify({ method, input }))).json()) as Reply<unknown>;
      const both = seen as Omit<WatchedCall, 'reply'> | null;
      if (both === null) throw new Error(`${method} did not reach the office`);
      return { ...both, reply };
    },
    async send(name, bytes) {
      received = null;
      const { file } = (await (await post(`/file?name=${encodeURIComponent(name)}`, new Uint8Array(bytes))).json()) as { readonly file: string };
      expect(received).toEqual({ name, bytes: new Uint8Array(bytes) });
      return file;
    },
    close: () => host.close(),
  };
}
