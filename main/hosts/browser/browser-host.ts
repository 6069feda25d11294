import { randomBytes, randomUUID, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileHandle } from '#core/values/ids.ts';
import type { Office } from '../../office/office.ts';
import { contentPolicy } from '../content-policy.ts';
import { readPageFile } from '../page-files.ts';

export type BrowserHost = { /** With the one-time token: opens one browser, once. */ readonly url: string; readonly origin: string; close(): Promise<void> };

const cookieName = 'hocba';
const callLimit = 1_000_000;
const fileLimit = 25_000_000;

/**
 * Serves the page and the office to one browser on this PC. Who has the one-time token of the address gets a cookie that scripts cannot read; everything else
 * needs the cookie, the right Host and, where something is sent, the right Origin. Only 127.0.0.1 is bound.
 */
export async function startBrowserHost(settings: { readonly office: Office; readonly pageFolder: string; readonly port: number; readonly log: (line: string) => void }): Promise<BrowserHost> {
  const { office, pageFolder, log } = settings;
  let token: string | null = randomBytes(24).toString('base64url');
  const sessions = new Set<string>();
  const streams = new Map<string, Set<ServerResponse>>();

  const stopListening = office.listen((event, connection) => {
    const line = `data: ${JSON.stringify(event)}\n\n`;
    for (const [session, open] of streams) if (connection === null || connection === session) for (const stream of open) stream.write(line);
  });

  const server = createServer((request, response) => {
    serve(request, response).catch((error: unknown) => {
      log(`browser host: ${error instanceof Error ? error.message : String(error)}`);
      if (response.headersSent) response.destroy();
      else refuse(response, 500);
    });
  });

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    for (const [name, value] of Object.entries(safeHeaders)) response.setHeader(name, value);
    // A page elsewhere could point its own name at 127.0.0.1 (DNS rebinding): only our own name is served.
    if (request.headers.host !== new URL(origin).host) return refuse(response, 421);
    const url = new URL(request.url ?? '/', origin);
    const given = url.searchParams.get('token');
    if (given !== null) return exchange(given, response);
    const session = sessionOf(request);
    if (session === null) return refuse(response, 401, 'Hãy mở lại chương trình bằng địa chỉ mà Học Bạ đã in ra.');
    if (request.method === 'POST') {
      if (request.headers.origin !== origin) return refuse(response, 403);
      if (url.pathname === '/call') return call(session, request, response);
      if (url.pathname === '/file') return receive(session, request, response, url.searchParams.get('name') ?? 'tep');
      return refuse(response, 404);
    }
    if (request.method !== 'GET') return refuse(response, 405);
    if (url.pathname === '/events') return stream(session, request, response);
    if (url.pathname.startsWith('/file/')) return give(session, url, response);
    const file = await readPageFile(pageFolder, url.pathname);
    if (file === null) return refuse(response, 404);
    response.writeHead(200, { 'Content-Type': file.type, 'Cache-Control': 'no-cache' });
    response.end(file.bytes);
  }

  function exchange(given: string, response: ServerResponse): void {
    if (token === null || !same(given, token)) return refuse(response, 401, 'Địa chỉ này đã được dùng. Hãy khởi động lại Học Bạ.');
    token = null;
    const session = randomUUID();
    sessions.add(session);
    response.writeHead(303, { Location: '/', 'Set-Cookie': `${cookieName}=${session}; HttpOnly; SameSite=Strict; Path=/` });
    response.end();
  }

  function sessionOf(request: IncomingMessage): string | null {
    const cookie = (request.headers.cookie ?? '').split(';').map((part) => part.trim().split('='));
    const value = cookie.find(([name]) => name === cookieName)?.[1] ?? '';
    return sessions.has(value) ? value : null;
  }

  async function call(session: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readBody(request, callLimit);
    if (body === null) return refuse(response, 413);
    const asked = calledIn(body);
    if (asked === null) return refuse(response, 400);
    const { method, input } = asked;
    const reply = await office.call(session, typeof method === 'string' ? method : '', input);
    response.writeHead(200, { 'Content-Type': 'application/json; charset=utf-8', 'Cache-Control': 'no-store' });
    response.end(JSON.stringify(reply));
  }

  async function receive(session: string, request: IncomingMessage, response: ServerResponse, name: string): Promise<void> {
    const body = await readBody(request, fileLimit);
    if (body === null) return refuse(response, 413);
    const file = office.receiveFile(session, { name: name.slice(0, 200), mimeType: 'application/octet-stream', bytes: new Uint8Array(body) });
    response.writeHead(200, { 'Content-Type': 'application/json; charset=utf-8', 'Cache-Control': 'no-store' });
    response.end(JSON.stringify({ file, size: body.length }));
  }

  function give(session: string, url: URL, response: ServerResponse): void {
    const handle = fileHandle.safeParse(url.pathname.slice('/file/'.length));
    const file = handle.success ? office.giveFile(session, handle.data) : null;
    if (file === null) return refuse(response, 404);
    const inline = url.searchParams.has('inline') && file.mimeType === 'application/pdf';
    // Whatever a file holds, the browser must not run it as part of the program.
    response.writeHead(200, {
      'Content-Type': inline ? 'application/pdf' : 'application/octet-stream',
      'Content-Disposition': `${inline ? 'inline' : 'attachment'}; filename*=UTF-8''${encodeURIComponent(file.name)}`,
      'Content-Security-Policy': inline ? "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; plugin-types application/pdf" : "sandbox; default-src 'none'",
      'Cache-Control': 'no-store',
    });
    response.end(file.bytes);
  }

  function stream(session: string, request: IncomingMessage, response: ServerResponse): void {
    response.writeHead(200, { 'Content-Type': 'text/event-stream; charset=utf-8', 'Cache-Control': 'no-store', Connection: 'keep-alive' });
    response.write(': ready\n\n');
    const open = streams.get(session) ?? new Set();
    streams.set(session, open.add(response));
    const beat = setInterval(() => response.write(': beat\n\n'), 20_000);
    request.on('close', () => {
      clearInterval(beat);
      open.delete(response);
    });
  }

  await new Promise<void>((done, failed) => {
    server.once('error', failed);
    server.listen(settings.port, '127.0.0.1', done);
  });
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: `${origin}/?token=${token}`,
    origin,
    async close() {
      stopListening();
      for (const session of sessions) office.disconnect(session);
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

const safeHeaders: Readonly<Record<string, string>> = {
  'Content-Security-Policy': contentPolicy(),
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), microphone=(), geolocation=(), usb=(), serial=()',
};

function refuse(response: ServerResponse, status: number, words = ''): void {
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' });
  response.end(words);
}

function same(left: string, right: string): boolean {
  const [a, b] = [Buffer.from(left), Buffer.from(right)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** Null when there is more than `limit`; the rest is not read. */
async function readBody(request: IncomingMessage, limit: number): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > limit) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Null where it is no call. What the parser says of it would quote it, and there may be a PIN in it: nobody is told. */
function calledIn(body: Buffer): { readonly method?: unknown; readonly input?: unknown } | null {
  try {
    const asked: unknown = JSON.parse(body.toString('utf8'));
    return typeof asked === 'object' && asked !== null ? asked : null;
  } catch {
    return null;
  }
}
