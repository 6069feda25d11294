import { OfficeError } from '#core/contract/errors.ts';
import { readAnswer, type GatewayAnswer } from './gateway-answer.ts';

export type Fetch = typeof globalThis.fetch;

/** Answers are lists of short rows; nothing honest comes near this. */
const answerLimit = 16_000_000;

/**
 * Posts JSON and reads the JSON answer. `status` 401 is left to the caller, who may renew its token.
 * Errors: exchange.unreachable {host, reason} (no line, no such name, refused, timeout, 429, 5xx), exchange.too-large (413),
 * exchange.bad-answer {host, reason} (not JSON, a redirect, 404: mostly a wrong address).
 */
export async function postJson(fetch: Fetch, url: URL, body: unknown, timeout: number): Promise<{ readonly status: number; readonly answer: GatewayAnswer | null }> {
  const host = url.host;
  const signal = AbortSignal.timeout(timeout);
  const response = await reach(host, () =>
    fetch(url, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json; charset=utf-8', Accept: 'application/json' },
      body: JSON.stringify(body),
      // A redirect would carry the password's digest to an address that nobody typed.
      redirect: 'manual',
      signal,
    }),
  );
  if (response.status >= 500 || response.status === 429) throw await refusedToTalk(response, new OfficeError('exchange.unreachable', { host, reason: `http-${response.status}` }));
  if (response.status === 413) throw await refusedToTalk(response, new OfficeError('exchange.too-large', { host }));
  if (response.status === 401) {
    await response.body?.cancel();
    return { status: 401, answer: null };
  }
  if ((response.status >= 300 && response.status < 400) || response.status === 404) {
    throw await refusedToTalk(response, new OfficeError('exchange.bad-answer', { host, reason: `http-${response.status}` }));
  }
  const text = await reach(host, () => readText(response, host));
  return { status: response.status, answer: readAnswer(host, parse(host, text)) };
}

/** Profile address and path as one URL. Errors: exchange.unreachable where the office typed something that is no http address. */
export function addressOf(base: string, path: string): URL {
  const joined = `${base.trim().replace(/\/+$/u, '')}/${path.trim().replace(/^\/+/u, '')}`;
  const url = URL.canParse(joined) ? new URL(joined) : null;
  if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:')) throw new OfficeError('exchange.unreachable', { host: base, reason: 'bad-address' });
  return url;
}

/** Frees the connection of an answer that is not read. */
async function refusedToTalk(response: Response, error: OfficeError): Promise<OfficeError> {
  await response.body?.cancel();
  return error;
}

async function reach<Value>(host: string, work: () => Promise<Value>): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof OfficeError) throw error;
    throw new OfficeError('exchange.unreachable', { host, reason: reasonOf(error) }, { cause: error });
  }
}

/** `ECONNREFUSED`, `ENOTFOUND`, `timeout`, … as the line said it. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  if (error.name === 'TimeoutError') return 'timeout';
  const cause: unknown = error.cause;
  if (cause instanceof Error && 'code' in cause && typeof cause.code === 'string') return cause.code;
  return 'connection';
}

async function readText(response: Response, host: string): Promise<string> {
  if (response.body === null) return '';
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body) {
    length += chunk.length;
    if (length > answerLimit) throw new OfficeError('exchange.bad-answer', { host, reason: 'too-long' });
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parse(host: string, text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/u, ''));
  } catch (error) {
    throw new OfficeError('exchange.bad-answer', { host, reason: 'not-json' }, { cause: error });
  }
}
