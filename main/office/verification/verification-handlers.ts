import { OfficeError } from '#core/contract/errors.ts';
import type { Handlers } from '../call-context.ts';
import type { Clock } from '../ports/clock.ts';
import type { TrustAnchors, Verifier } from '../ports/verifier.ts';

export type VerificationParts = { readonly verifier: Verifier; /** What the file is checked against. */ readonly anchors: (document: Uint8Array) => Promise<TrustAnchors>; readonly clock: Clock };

/** Anybody at this PC may check a file: nothing is stored, nothing of the school is shown. */
export function createVerificationHandlers({ verifier, anchors, clock }: VerificationParts): Handlers<'verification.check'> {
  return {
    async 'verification.check'({ file: handle }, { connection, files }) {
      const file = files.get(connection, handle);
      if (file === null) throw new OfficeError('file.not-found');
      if (file.path !== undefined) return verifier.checkPath({ name: file.name, path: file.path, anchors: await anchors(file.bytes), at: clock.now() });
      return verifier.checkFile({ name: file.name, bytes: file.bytes, anchors: await anchors(file.bytes), at: clock.now() });
    },
  };
}
