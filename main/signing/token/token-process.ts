import { OfficeError } from '#core/contract/errors.ts';
import { endAtOnce } from './end-with-office.ts';
import { openSignatureJournal, type SignatureJournal } from './signature-journal.ts';
import { fitsCertificate } from './signature-proof.ts';
import type { DriverExamination, DriverSession, DriverToken, DriverTokenExamination, OpenTokenDriver, TokenDriver } from './token-driver.ts';
import { failureOf, fromBase64, toBase64, tokenRequest, type TokenMessage, type TokenReply, type TokenRequest } from './token-messages.ts';

/** The child's end of the line to the office. */
export type ProcessLink = {
  send(message: unknown): void;
  listen(listener: (message: unknown) => void): void;
};

/** A token that signs faster than this (milliseconds) tells of several signatures at once: one message each would cost it more than the office's patience is worth. */
const tellEvery = 5;

type Made = Extract<TokenReply, { readonly kind: 'made' }>['items'][number];
/** How often a watched driver is asked whether a token came or went, in milliseconds. */
const watchEvery = 1000;

type QueuedRequest = Extract<TokenRequest, { readonly kind: 'queue' }>['items'][number];

/**
 * The token process: one module, loaded once; at most one session. It lives for one listing or one batch and is killed from outside, which
 * is how the PIN and the login end (C_Finalize of some drivers hangs); logged in and without a request for too long it says so and is killed too, if not by
 * the office then by itself. A driver never sees an ordinary end.
 * It never retries anything.
 */
export function runTokenProcess(link: ProcessLink, openDriver: OpenTokenDriver): void {
  let loaded: { readonly path: string; readonly driver: TokenDriver } | null = null;
  let session: DriverSession | null = null;
  let journal: SignatureJournal | null = null;
  let idle: { readonly seconds: number; timer: NodeJS.Timeout | undefined } | null = null;
  const queue: QueuedRequest[] = [];
  /** Signatures that the office has not been told of yet. */
  let untold: Made[] = [];
  let told = -Infinity;
  /** A queue has failed: this session signs nothing more. */
  let broken = false;

  function driverAt(path: string): TokenDriver {
    if (loaded !== null && loaded.path !== path) throw new Error('A token process serves one module.');
    loaded ??= { path, driver: openDriver(path) };
    return loaded.driver;
  }

  function waitForWork(): void {
    if (idle === null) return;
    clearTimeout(idle.timer);
    if (queue.length > 0) return;
    idle.timer = setTimeout(() => {
      link.send({ kind: 'idle' } satisfies TokenReply);
      setTimeout(endAtOnce, 1000);
    }, idle.seconds * 1000);
  }

  function loggedIn(): DriverSession {
    if (session === null || broken) throw new OfficeError('token.session-lost');
    return session;
  }

  function open(request: Extract<TokenRequest, { readonly kind: 'open' }>): TokenReply {
    if (session !== null) throw new Error('A token process logs in once.');
    const { journal: file, idleSeconds, ...options } = request.options;
    if (file !== null) journal = openSignatureJournal(file);
    session = proving(driverAt(request.path).openSession(request.key, request.pin, options));
    idle = { seconds: idleSeconds, timer: undefined };
    const { token, certificate, algorithm, pinEachTime, decryptions } = session;
    return { kind: 'opened', token: tokenMessage(token), certificate: toBase64(certificate), algorithm, pinEachTime, decryptions: [...decryptions] };
  }

  function watch(path: string): TokenReply {
    const moved = driverAt(path).watch();
    setInterval(() => {
      try {
        if (moved()) link.send({ kind: 'moved' } satisfies TokenReply);
      } catch (error) {
        link.send(failureOf(error));
      }
    }, watchEvery);
    return { kind: 'watching' };
  }

  function answer(request: TokenRequest): TokenReply | null {
    switch (request.kind) {
      case 'hello':
        return { kind: 'ready' };
      case 'probe':
        driverAt(request.path);
        return { kind: 'probed' };
      case 'list':
        return { kind: 'listed', tokens: driverAt(request.path).list().map(tokenMessage) };
      case 'watch':
        return watch(request.path);
      case 'examine':
        return examined(driverAt(request.path).examine());
      case 'open':
        return open(request);
      case 'sign':
        return { kind: 'signed', value: toBase64(loggedIn().sign(fromBase64(request.data))) };
      case 'decrypt':
        return { kind: 'decrypted', data: toBase64(loggedIn().decrypt(fromBase64(request.data), request.padding)) };
      case 'queue':
        // What was sent before the office heard of a failure.
        if (broken) return null;
        loggedIn();
        if (queue.push(...request.items) === request.items.length) setImmediate(signNext);
        return null;
      case 'stop':
        queue.length = 0;
        tell();
        return { kind: 'stopped' };
      default:
        return request satisfies never;
    }
  }

  function tell(): void {
    told = performance.now();
    if (untold.length > 0) link.send({ kind: 'made', items: untold } satisfies TokenReply);
    untold = [];
  }

  /** One signature, noted and told, then a look at what the office says: a driver blocks, so this is the only moment in which `stop` can be heard. */
  function signNext(): void {
    const item = queue[0];
    if (item === undefined) return;
    try {
      const data = fromBase64(item.data);
      const begun = performance.now();
      const value = loggedIn().sign(data);
      const busy = performance.now() - begun;
      try {
        journal?.add({ id: item.id, note: item.note, value });
      } finally {
        // Also when the journal failed: this signature is made and must not be lost.
        untold.push({ id: item.id, value: toBase64(value), busy });
      }
      queue.shift();
    } catch (error) {
      broken = true;
      queue.length = 0;
      tell();
      link.send(failureOf(error));
    }
    if (queue.length === 0 || performance.now() - told >= tellEvery) tell();
    waitForWork();
    if (queue.length > 0) setImmediate(signNext);
  }

  link.listen((message) => {
    try {
      const reply = answer(tokenRequest.parse(message));
      if (reply !== null) link.send(reply);
    } catch (error) {
      link.send(failureOf(error));
    }
    waitForWork();
  });
}

/** The driver only claims that this key belongs to this certificate: the first signature proves it, before there can be a second. */
function proving(session: DriverSession): DriverSession {
  let proven: boolean | null = null;
  return {
    ...session,
    sign(data) {
      if (proven === false) throw new OfficeError('token.key-not-found');
      const value = session.sign(data);
      proven ??= fitsCertificate(session.certificate, session.algorithm, data, value);
      if (!proven) throw new OfficeError('token.key-not-found');
      return value;
    },
  };
}

function tokenMessage(token: DriverToken): TokenMessage {
  return { label: token.label, serial: token.serial, model: token.model, pin: token.pin, rsaSchemes: token.rsaSchemes === null ? null : [...token.rsaSchemes], keysWithoutCertificate: token.keysWithoutCertificate, certificates: token.certificates.map(({ der, ...facts }) => ({ der: toBase64(der), ...facts })) };
}

function examined({ library, slots }: DriverExamination): TokenReply {
  const certificates = (token: DriverTokenExamination) => token.certificates.map(({ der, ...certificate }) => ({ ...certificate, der: toBase64(der) }));
  return { kind: 'examined', library, slots: slots.map((slot) => ({ ...slot, token: slot.token === null ? null : { ...slot.token, certificates: certificates(slot.token) } })) };
}
