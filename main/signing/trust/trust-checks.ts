import type { FileCertificate, TrustChecks } from '#main/office/ports/trust.ts';
import { buildChain } from './chain-builder.ts';
import { describeList, isListBy } from './crl-evidence.ts';
import { lookUpRevocation } from './revocation-lookup.ts';
import { requestTimestamp } from './timestamp-client.ts';
import { readTrustCertificate, usageBits, type TrustCertificate } from './trust-certificate.ts';

/**
 * Trust on the signing side (signing.md 4): shares no code with the verifier, so that each can catch the other. `now`: the PC's clock,
 * milliseconds since 1970.
 */
export function createTrustChecks(now: () => number): TrustChecks {
  return {
    async chain({ certificate, chain, trusted, at }) {
      const built = await buildChain({ certificate, chain, ...trusted, at });
      return { answer: built.answer, path: built.path.map(({ der }) => der) };
    },
    describe(der) {
      const certificate = readTrustCertificate(der);
      if (certificate === null) return null;
      const { keyUsage, authority } = certificate;
      const maySign = keyUsage !== null && (keyUsage & (usageBits.digitalSignature | usageBits.nonRepudiation)) !== 0;
      return { ...factsOf(certificate), keyUsage: authority ? 'may-not-sign' : keyUsage === null ? 'not-stated' : maySign ? 'may-sign' : 'may-not-sign' };
    },
    async revocation({ path, evidence, at, network, freshestOnly }) {
      const certificates = path.flatMap((der) => readTrustCertificate(der) ?? []);
      if (certificates.length < Math.max(path.length, 2)) return { answer: { state: 'unknown', reason: 'no-path' }, learnt: [], offset: null };
      return lookUpRevocation({ path: certificates, evidence, at: Date.parse(at), network, freshestOnly, now });
    },
    readList(bytes, authorities) {
      const [der] = derBlocks(bytes, 'X509 CRL');
      const evidence = der === undefined ? null : describeList(der);
      if (evidence === null) return null;
      const issuers = authorities.flatMap((each) => readTrustCertificate(each) ?? []);
      const authority = issuers.find((issuer) => isListBy(evidence.der, issuer));
      return { evidence, authority: authority?.holder ?? null };
    },
    readCertificates: (bytes) => derBlocks(bytes, 'CERTIFICATE').slice(0, mostInFile).flatMap((der) => {
      const certificate = readTrustCertificate(der);
      return certificate === null ? [] : [factsOf(certificate)];
    }),
    timestamp: (input) => requestTimestamp({ ...input, now }),
  };
}

/** Nobody compares more fingerprints. */
const mostInFile = 50;

function factsOf(certificate: TrustCertificate): FileCertificate {
  const { der, digest, holder, issuerName, x509, authority } = certificate;
  return {
    der,
    digest,
    holder,
    issuer: issuerName,
    notBefore: new Date(certificate.notBefore).toISOString(),
    notAfter: new Date(certificate.notAfter).toISOString(),
    selfSigned: x509.subject === x509.issuer && x509.verify(x509.publicKey),
    authority,
  };
}

/** PEM blocks of a kind, or the bytes themselves as DER. */
function derBlocks(bytes: Uint8Array, label: string): readonly Uint8Array[] {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  if (!text.includes('-----BEGIN ')) return [new Uint8Array(bytes)];
  return [...text.matchAll(new RegExp(`-----BEGIN ${label}-----([A-Za-z0-9+/=\\s]+)-----END ${label}-----`, 'g'))].map(([, body]) => new Uint8Array(Buffer.from(body ?? '', 'base64')));
}
