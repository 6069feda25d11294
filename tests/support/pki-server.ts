import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** What an address does instead of answering as it should. */
export type OddAnswer = (request: IncomingMessage, response: ServerResponse, body: Buffer) => void | Promise<void>;

/**
 * Real HTTP in front of openssl: `/NAME.crl` and `/NAME.cer` of the folder's authorities, `/ocsp/NAME` (openssl ocsp over NAME's index, signed by
 * NAME-ocsp), `/tsa` (openssl ts -reply).
 */
export type PkiServer = {
  readonly url: string;
  /** Paths asked for, in order: `POST /ocsp/issuing`. */
  readonly asked: string[];
  /** Lets a path (`/tsa`) answer oddly; null: as it should again. */
  oddly(path: string, answer: OddAnswer | null): void;
  close(): Promise<void>;
};

/** Starts the server over a folder of authorities (test-pki). */
export async function startPkiServer(folder: string): Promise<PkiServer> {
  const odd = new Map<string, OddAnswer>();
  const asked: string[] = [];
  let count = 0;
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const path = request.url ?? '/';
    asked.push(`${request.method ?? ''} ${path}`);
    const body = await bodyOf(request);
    const oddity = odd.get(path);
    if (oddity !== undefined) {
      await oddity(request, response, body);
      return;
    }
    const file = /^\/([a-z-]+\.(?:crl|cer))$/.exec(path)?.[1];
    if (file !== undefined) return send(response, await readFile(join(folder, file)), 'application/octet-stream');
    const authority = /^\/ocsp\/([a-z-]+)$/.exec(path)?.[1];
    const number = (count += 1);
    await writeFile(join(folder, `${number}.request`), body);
    if (authority !== undefined) return send(response, await ocspAnswer(folder, authority, number), 'application/ocsp-response');
    if (path === '/tsa') return send(response, await timestampAnswer(folder, number), 'application/timestamp-reply');
    send(response, Buffer.from('not here'), 'text/plain', 404);
  };
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => response.writeHead(500).end(String(error)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    oddly(path, answerOddly) {
      if (answerOddly === null) odd.delete(path);
      else odd.set(path, answerOddly);
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

/** An OCSP response by openssl for the request that lies in the folder. `signer`: whose key signs it. */
export async function ocspAnswer(folder: string, authority: string, number: number, { signer = `${authority}-ocsp`, more = ['-nmin', '60'] as readonly string[] } = {}): Promise<Buffer> {
  await run('openssl', ['ocsp', '-index', `${authority}.db`, '-CA', `${authority}.pem`, '-rsigner', `${signer}.pem`, '-rkey', `${signer}.key`, '-reqin', `${number}.request`, '-respout', `${number}.answer`, ...more], { cwd: folder });
  return readFile(join(folder, `${number}.answer`));
}

/** A timestamp answer by openssl. `section`: of tsa.cnf, i.e. which TSA. */
export async function timestampAnswer(folder: string, number: number, section = 'tsa'): Promise<Buffer> {
  await run('openssl', ['ts', '-reply', '-config', 'tsa.cnf', '-section', section, '-queryfile', `${number}.request`, '-out', `${number}.answer`], { cwd: folder });
  return readFile(join(folder, `${number}.answer`));
}

/** The same answer signed anew by a certificate that openssl ts would not take for a TSA, or in ways that it does not know. `more`: options of openssl cms. */
export async function timestampBy(folder: string, number: number, signer: string, more: readonly string[] = []): Promise<Buffer> {
  await timestampAnswer(folder, number);
  const openssl = (...parameters: readonly string[]) => run('openssl', parameters, { cwd: folder });
  await openssl('ts', '-reply', '-in', `${number}.answer`, '-token_out', '-out', `${number}.token`);
  await openssl('cms', '-verify', '-noverify', '-inform', 'DER', '-in', `${number}.token`, '-out', `${number}.tst`);
  await openssl('cms', '-sign', '-cades', '-binary', '-nodetach', '-econtent_type', 'id-smime-ct-TSTInfo', '-md', 'sha256', '-signer', `${signer}.pem`, '-inkey', `${signer}.key`, '-in', `${number}.tst`, '-outform', 'DER', '-out', `${number}.cms`, ...more);
  const body = Buffer.concat([Buffer.from('3003020100', 'hex'), await readFile(join(folder, `${number}.cms`))]);
  return Buffer.concat([Buffer.from([0x30, 0x82, body.length >> 8, body.length & 0xff]), body]);
}

function send(response: ServerResponse, bytes: Buffer, type: string, status = 200): void {
  response.writeHead(status, { 'content-type': type, 'content-length': bytes.length }).end(bytes);
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
