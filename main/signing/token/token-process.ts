import { OfficeError } from '#core/contract/errors.ts';
import type { DriverSession, DriverToken, OpenTokenDriver, TokenDriver } from './token-driver.ts';
import { failureOf, fromBase64, toBase64, tokenRequest, type TokenMessage, type TokenReply, type TokenRequest } from './token-messages.ts';

/** The child's end of the line to the office. */
export type ProcessLink = {
  send(message: unknown): void;
  listen(listener: (message: unknown) => void): void;
};

/**
 * The token process: one module, loaded once; at most one session. It lives for one listing or one batch and is killed from outside, which
 * is how the PIN and the login end (C_Finalize of some drivers hangs). It never retries anything.
 */
export function runTokenProcess(link: ProcessLink, openDriver: OpenTokenDriver): void {
  let loaded: { readonly path: string; readonly driver: TokenDriver } | null = null;
  let session: DriverSession | null = null;

  function driverAt(path: string): TokenDriver {
    if (loaded !== null && loaded.path !== path) throw new Error('A token process serves one module.');
    loaded ??= { path, driver: openDriver(path) };
    return loaded.driver;
  }

  function answer(request: TokenRequest): TokenReply {
    if (request.kind === 'probe') {
      driverAt(request.path);
      return { kind: 'probed' };
    }
    if (request.kind === 'list') return { kind: 'listed', tokens: driverAt(request.path).list().map(tokenMessage) };
    if (request.kind === 'open') {
      session = driverAt(request.path).openSession(request.key, request.pin);
      return { kind: 'opened', token: tokenMessage(session.token), certificate: toBase64(session.certificate), algorithm: session.algorithm };
    }
    if (session === null) throw new OfficeError('token.removed');
    return { kind: 'signed', value: toBase64(session.sign(fromBase64(request.data))) };
  }

  link.listen((message) => {
    try {
      link.send(answer(tokenRequest.parse(message)));
    } catch (error) {
      link.send(failureOf(error));
    }
  });
}

function tokenMessage(token: DriverToken): TokenMessage {
  return { label: token.label, serial: token.serial, model: token.model, pin: token.pin, certificates: token.certificates.map(toBase64) };
}
