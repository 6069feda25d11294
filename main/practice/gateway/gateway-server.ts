import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { openGatewayDatabase } from './gateway-database.ts';
import { GatewayRefusal } from './gateway-refusal.ts';
import { createGatewayTransactions, type GatewayParts, type TransactionName } from './gateway-transactions.ts';
import { practicePaths } from './practice-profile.ts';

export type PracticeGatewayParts = Omit<GatewayParts, 'database'> & {
  /** Folder of the gateway's own database. */
  readonly folder: string;
  /** 0: any free port. */
  readonly port: number;
  readonly log: (line: string) => void;
};

export type PracticeGateway = { readonly url: string; close(): Promise<void> };

/** 10 MB of content, and the JSON around it. */
const bodyLimit = 10_200_000;

/** The practice gateway: a program of its own with its own database, on this PC only (127.0.0.1). It plays the province's reception gateway. */
export async function startPracticeGateway({ folder, port, log, ...parts }: PracticeGatewayParts): Promise<PracticeGateway> {
  const database = openGatewayDatabase(folder);
  const transactions = createGatewayTransactions({ ...parts, database });
  const names = new Map(Object.entries(practicePaths).map(([name, path]) => [path, name as TransactionName]));
  /** One transaction at a time: what a list may hold depends on the ones before it. */
  let last: Promise<unknown> = Promise.resolve();

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const name = names.get((request.url ?? '').split('?')[0] as (typeof practicePaths)[TransactionName]);
    if (name === undefined || request.method !== 'POST') return answer(response, name === undefined ? 404 : 405, { Error: '404', ErrorDescription: 'Không có địa chỉ này.' });
    const body = await readBody(request);
    if (body === null) return answer(response, 413, { Error: '413', ErrorDescription: 'Giao dịch vượt quá 10 MB.' });
    const run = last.then(() => transactions[name](parseJson(body)));
    last = run.catch(() => undefined);
    try {
      const value = await run;
      log(`${name}: nhận`);
      answer(response, 200, { MessageId: randomUUID(), Error: '', ErrorDescription: '', ResponseCode: '00', ResponseDescription: 'Thành công', ...value });
    } catch (error) {
      if (!(error instanceof GatewayRefusal)) throw error;
      log(`${name}: từ chối ${error.code}`);
      answer(response, 200, { MessageId: randomUUID(), Error: error.code, ErrorDescription: error.message, ResponseCode: '99', ResponseDescription: 'Không thành công' });
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
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
      await database.destroy();
    },
  };
}

/** Null when the body is too long. */
async function readBody(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > bodyLimit) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw new GatewayRefusal('SAI_DINH_DANG', 'Yêu cầu không phải JSON.');
  }
}

function answer(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'Content-Type': 'application/json; charset=utf-8', 'Cache-Control': 'no-store' });
  response.end(JSON.stringify(body));
}
