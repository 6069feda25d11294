import type { Reply } from '#core/contract/errors.ts';
import type { Office } from '#main/office/office.ts';
import { startBrowserHost } from '#main/hosts/browser/browser-host.ts';

/** One way to reach the office: what a door does, without the door's windows. */
export type Transport = { call(method: string, input: unknown): Promise<Reply<unknown>>; send(name: string, bytes: Uint8Array): Promise<string>; close(): Promise<void> };

export function inProcess(office: Office): Transport {
  return {
    call: (method, input) => office.call('window', method, input),
    send: (name, bytes) => Promise.resolve(office.receiveFile('window', { name, mimeType: 'application/octet-stream', bytes })),
    close: () => Promise.resolve(),
  };
}

/** What Electron's messages do to every call and reply: a structured clone in each direction. */
export function structuredClones(office: Office): Transport {
  return {
    call: async (method, input) => structuredClone(await office.call('window', method, structuredClone(input))),
    send: (name, bytes) => Promise.resolve(office.receiveFile('window', structuredClone({ name, mimeType: 'application/octet-stream', bytes }))),
    close: () => Promise.resolve(),
  };
}

/** The browser's door, over real HTTP. */
export async function overHttp(office: Office, pageFolder: string): Promise<Transport> {
  const host = await startBrowserHost({ office, pageFolder, port: 0, log: () => undefined });
  const entered = await fetch(host.url, { redirect: 'manual' });
  const cookie = (entered.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  const post = (path: string, body: string | Uint8Array<ArrayBuffer>) => fetch(`${host.origin}${path}`, { method: 'POST', headers: { cookie, origin: host.origin }, body });
  return {
    call: async (method, input) => (await (await post('/call', JSON.stringify({ method, input }))).json()) as Reply<unknown>,
    send: async (name, bytes) => ((await (await post(`/file?name=${encodeURIComponent(name)}`, new Uint8Array(bytes))).json()) as { readonly file: string }).file,
    close: () => host.close(),
  };
}
