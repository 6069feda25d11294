import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { openGatewayDatabase } from './gateway-database.ts';
import { GatewayRefusal } from './gateway-refusal.ts';
import { messageIdOf } from './gateway-requests.ts';
import { createGatewayTransactions, type GatewayParts, type TransactionName } from './gateway-transactions.ts';
import { practicePaths } from './practice-profile.ts';

export type PracticeGatewayParts = Omit<GatewayParts, 'database'> & {
  /** File of the gateway's own database. */
  readonly databasePath: string;
  /** 0: any free port. */
  readonly port: number;
  /** One line per transaction, without pupils and passwords. */
  readonly log: (line: string) => void;
};

export type PracticeGateway = { readonly url: string; close(): Promise<void> };

/** 10 MB of content, and the JSON around it. */
const bodyLimit = 10_200_000;

/** Beyond this the line is cut instead of answered. */
const patience = 100_000_000;

/**
 * The practice gateway: a program of its own with its own database, on this PC only (127.0.0.1). It plays the province's
 * reception gateway. Rejects where the port is taken or the database cannot be opened.
 */
export async function startPracticeGateway({ databasePath, port, log, ...parts }: PracticeGatewayParts): Promise<PracticeGateway> {
  const database = openGatewayDatabase(databasePath);
  const transactions = createGatewayTransactions({ ...parts, database });
  const names = new Map<string, TransactionName>([
    [practicePaths.token, 'token'],
    [practicePaths.registerCertificate, 'registerCertificate'],
    [practicePaths.queryCertificate, 'queryCertificate'],
    [practicePaths.submit, 'submit'],
    [practicePaths.queryResult, 'queryResult'],
  ]);
  /** One transaction at a time: what a list may hold depends on the ones before it. */
  let last: Promise<unknown> = Promise.resolve();

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const name = names.get((request.url ?? '').split('?')[0] ?? '');
    if (name === undefined || request.method !== 'POST') return answer(response, name === undefined ? 404 : 405, { Error: '404', ErrorDescription: 'Không có địa chỉ này.' });
    const text = await readBody(request);
    if (text === null) {
      log(`${name}: từ chối 413`);
      return answer(response, 413, { Error: '413', ErrorDescription: 'Giao dịch vượt quá 10 MB.' });
    }
    const body = parseJson(text);
    const messageId = messageIdOf(body);
    const run = last.then(() => transactions[name](body));
    last = run.catch(() => undefined);
    try {
      const { fields, note } = await run;
      log([name, messageId, note].filter((word) => word !== '').join(' '));
      answer(response, 200, { MessageId: messageId, Error: '', ErrorDescription: '', ResponseCode: '00', ResponseDescription: 'Thành công', ...fields });
    } catch (error) {
      if (!(error instanceof GatewayRefusal)) throw error;
      log([name, messageId, `từ chối ${error.code}`].filter((word) => word !== '').join(' '));
      answer(response, 200, { MessageId: messageId, Error: error.code, ErrorDescription: error.message, ResponseCode: '99', ResponseDescription: 'Không thành công' });
    }
  }

  const server = createServer((request, response) => {
    serve(request, response).catch((error: unknown) => {
      log(error instanceof Error ? (error.stack ?? error.message) : String(error));
      answer(response, 500, { Error: '500', ErrorDescription: 'Lỗi máy chủ.' });
    });
  });
  await new Promise<void>((done, failed) => {
    server.once('error', failed);
    server.listen(port, '127.0.0.1', done);
  }).catch(async (error: unknown) => {
    await database.destroy();
    throw error;
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
      await last;
      await database.destroy();
    },
  };
}

/** Null when the body is too long: it is still read, since who is cut off while sending sees a broken line and not the answer. */
async function readBody(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > patience) return null;
    if (length <= bodyLimit) chunks.push(chunk);
    else chunks.length = 0;
  }
  return length > bodyLimit ? null : Buffer.concat(chunks).toString('utf8');
}

/** Undefined where it is no JSON: then every field is missing. */
function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

function answer(response: ServerResponse, status: number, body: unknown): void {
  if (response.headersSent || response.destroyed) return;
  response.writeHead(status, { 'Content-Type': 'application/json; charset=utf-8', 'Cache-Control': 'no-store' });
  response.end(JSON.stringify(body));
}
