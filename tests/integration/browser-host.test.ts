import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startBrowserHost, type BrowserHost } from '#main/hosts/browser/browser-host.ts';
import type { Office } from '#main/office/office.ts';
import { openOffice } from '#tests/support/open-office.ts';

let folder = '';
let office: Office;
let host: BrowserHost;
const logged: string[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hocba-door-'));
  await writeFile(join(folder, 'index.html'), '<!doctype html><title>Học Bạ</title>');
  await writeFile(join(folder, 'secret.sqlite'), 'nothing to see');
  office = await openOffice(folder);
  host = await startBrowserHost({ office, pageFolder: folder, port: 0, log: (line) => void logged.push(line) });
});

afterEach(async () => {
  await host.close();
  await office.close();
  await rm(folder, { recursive: true, force: true });
});

/** fetch forbids a Host of one's own; a hostile page's browser would send it. */
function statusFor(path: string, headers: Record<string, string>): Promise<number | undefined> {
  return new Promise((done, failed) => {
    request(`${host.origin}${path}`, { headers }, (response) => {
      response.resume();
      done(response.statusCode);
    })
      .on('error', failed)
      .end();
  });
}

test('one browser gets in with the one-time address; everybody else stays out', async () => {
  const without = await fetch(host.origin);
  const entered = await fetch(host.url, { redirect: 'manual' });
  const again = await fetch(host.url, { redirect: 'manual' });
  const setCookie = entered.headers.get('set-cookie') ?? '';
  const cookie = setCookie.split(';')[0] ?? '';
  const page = await fetch(host.origin, { headers: { cookie } });
  const call = (headers: Record<string, string>, body: string | Uint8Array<ArrayBuffer> = '{"method":"session.state","input":{}}') => fetch(`${host.origin}/call`, { method: 'POST', headers, body });
  const good = { cookie, origin: host.origin };
  const reply = await call(good);
  expect({
    without: without.status,
    entered: [entered.status, entered.headers.get('location'), setCookie.replace(cookie, 'COOKIE')],
    again: again.status,
    page: [page.status, page.headers.get('content-security-policy')?.includes("default-src 'none'"), page.headers.get('x-content-type-options'), page.headers.get('access-control-allow-origin')],
    call: [reply.status, ((await reply.json()) as { readonly ok: boolean }).ok],
    noCookie: (await call({ origin: host.origin })).status,
    wrongOrigin: (await call({ cookie, origin: 'http://evil.example' })).status,
    noOrigin: (await call({ cookie })).status,
    otherName: await statusFor('/', { host: 'evil.example', cookie }),
    // The parser would quote what stands around the mistake.
    noJson: [(await call(good, '{"pin":"87654321"x}')).status, (await call(good, 'null')).status, logged.join().includes('87654321'), logged.length],
    tooLarge: (await call(good, new Uint8Array(1_100_000))).status,
    outside: [await statusFor('/..%2f..%2fetc%2fpasswd', { cookie }), await statusFor('/secret.sqlite', { cookie }), await statusFor('/%zz', { cookie })],
    unknownFile: await statusFor('/file/none', { cookie }),
  }).toEqual({
    without: 401,
    entered: [303, '/', 'COOKIE; HttpOnly; SameSite=Strict; Path=/'],
    again: 401,
    page: [200, true, 'nosniff', null],
    call: [200, true],
    noCookie: 401,
    wrongOrigin: 403,
    noOrigin: 403,
    otherName: 421,
    tooLarge: 413,
    outside: [404, 404, 404],
    unknownFile: 404,
    noJson: [400, 400, false, 0],
  });
});
