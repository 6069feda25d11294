import type { RevocationUnknown } from '#main/office/ports/trust.ts';

export type HttpLimits = {
  /** Ends the whole request, its answer's body too. */
  readonly signal: AbortSignal;
  /** Milliseconds for this one request. */
  readonly patience: number;
  readonly mostBytes: number;
};

/** `serverTime`: the Date header, ISO 8601, to the second; null where there is none. */
export type HttpAnswer = { readonly kind: 'answer'; readonly bytes: Uint8Array; readonly serverTime: string | null } | { readonly kind: 'none'; readonly reason: Extract<RevocationUnknown, 'unreachable' | 'too-slow' | 'too-large'> };

const mostRedirects = 3;

/**
 * One request to an authority's server: http and https only, no passwords in addresses, three redirects at most, an answer of bounded size in
 * bounded time. Never throws. `body`: sent by POST with its content type.
 */
export async function fetchBounded(address: string, limits: HttpLimits, body?: { readonly bytes: Uint8Array; readonly type: string }): Promise<HttpAnswer> {
  const signal = AbortSignal.any([limits.signal, AbortSignal.timeout(limits.patience)]);
  try {
    let target = address;
    for (let redirects = 0; redirects <= mostRedirects; redirects += 1) {
      if (!isWebAddress(target)) return none('unreachable');
      const response = await fetch(target, {
        redirect: 'manual',
        signal,
        headers: body === undefined ? {} : { 'content-type': body.type },
        ...(body === undefined ? {} : { method: 'POST', body: new Uint8Array(body.bytes) }),
      });
      const location = response.headers.get('location');
      if (response.status >= 300 && response.status < 400 && location !== null) {
        await response.body?.cancel();
        target = new URL(location, target).href;
        continue;
      }
      if (response.status !== 200) {
        await response.body?.cancel();
        return none('unreachable');
      }
      const bytes = await readAtMost(response, limits.mostBytes);
      return bytes === null ? none('too-large') : { kind: 'answer', bytes, serverTime: timeOf(response.headers.get('date')) };
    }
    return none('unreachable');
  } catch {
    return none(signal.aborted ? 'too-slow' : 'unreachable');
  }
}

/** http or https, with a host and without credentials. */
function isWebAddress(address: string): boolean {
  const url = URL.parse(address);
  return url !== null && (url.protocol === 'http:' || url.protocol === 'https:') && url.hostname !== '' && url.username === '' && url.password === '';
}

async function readAtMost(response: Response, limit: number): Promise<Uint8Array | null> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = response.body?.getReader();
  for (;;) {
    const step = await reader?.read();
    if (step === undefined || step.done) return new Uint8Array(Buffer.concat(chunks));
    size += step.value.byteLength;
    if (size > limit) {
      await reader?.cancel();
      return null;
    }
    chunks.push(step.value);
  }
}

function timeOf(header: string | null): string | null {
  const at = Date.parse(header ?? '');
  return Number.isNaN(at) ? null : new Date(at).toISOString();
}

function none(reason: Extract<HttpAnswer, { kind: 'none' }>['reason']): HttpAnswer {
  return { kind: 'none', reason };
}
