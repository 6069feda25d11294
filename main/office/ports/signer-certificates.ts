import type { CertificateFacts } from '#core/contract/verification.ts';

/** A certificate as the register judges it before anybody approves it. */
export type SignerCertificate = {
  readonly der: Uint8Array;
  readonly facts: CertificateFacts;
  /** ID number of a person in the certificate; null where it has none. */
  readonly personalId: string | null;
  /** Whether the certificate itself says of which kind its holder is. */
  readonly kindKnown: boolean;
  readonly authority: boolean;
  /** Whether its key usage lets it sign; null where it does not say. */
  readonly maySign: boolean | null;
  readonly strongKey: boolean;
};

/** Reads a certificate from a file (.cer, .der, .pem: DER or PEM) or a token; null when there is none in it. Never throws. */
export type SignerCertificateReader = (bytes: Uint8Array) => SignerCertificate | null;
