import { createHash } from 'node:crypto';
import { isStrongKey, keyUsages, readCertificate, type ReadCertificate } from './certificate.ts';
import { serialOf, type Statement } from './crl-reader.ts';
import { der, derAlgorithm, derContent, derExtensions, derParts, derSerial, derTime, DerError, hexOf, readDer, type Der, type DerAlgorithm } from './der-reader.ts';
import { isSignatureBy } from './signed-bytes.ts';

type SingleAnswer = { readonly hash: string; readonly nameHash: string; readonly keyHash: string; readonly serial: string; readonly status: 'good' | 'unknown' | { readonly revokedAt: number }; readonly thisUpdate: number; readonly nextUpdate: number | null };

type ReadResponse = {
  readonly toBeSigned: Uint8Array;
  readonly algorithm: DerAlgorithm;
  readonly value: Uint8Array;
  /** Who says so: a name (DER, hexadecimal) or the SHA-1 of a key. */
  readonly responder: { readonly name: string } | { readonly keyHash: string };
  readonly producedAt: number;
  readonly answers: readonly SingleAnswer[];
  readonly certificates: readonly Uint8Array[];
  /** Whose signature it is with the authority of an issuer (by digest); null: nobody's. Looked for once: the same response is asked for thousands of records. */
  readonly signers: Map<string, ReadCertificate | null>;
};

const basicResponse = '2b0601050507300101';
const ocspSigning = '1.3.6.1.5.5.7.3.9';

const known = new WeakMap<Uint8Array, ReadResponse | null>();

/**
 * What an OCSP response says of a certificate (RFC 6960): null where it is none, names another certificate (serial and both hashes of the issuer), or is not signed by the issuer
 * itself or by a responder with id-kp-OCSPSigning whom the same issuer made. `listed`: what the issuer's lists say of such a responder. It is believed where its certificate asks for
 * no check (id-pkix-ocsp-nocheck) or says nowhere how to, and otherwise where a list clears it; and no longer than it is in force.
 */
export function statementOfResponse(bytes: Uint8Array, certificate: ReadCertificate, issuer: ReadCertificate, listed: (responder: ReadCertificate) => 'good' | 'revoked' | 'unknown'): Statement | null {
  const response = responseIn(bytes);
  const serial = serialOf(certificate);
  const answers = response?.answers.filter((each) => each.serial === serial && isIssuer(each, issuer)) ?? [];
  // Who says two things of one certificate is taken at the worse one.
  const answer = answers.find(({ status }) => typeof status === 'object') ?? answers.find(({ status }) => status === 'unknown') ?? answers[0];
  if (response === null || answer === undefined || answer.status === 'unknown' || answer.thisUpdate > response.producedAt + clockTolerance) return null;
  const signer = signerOf(response, issuer);
  if (signer === null) return null;
  const revokedAt = answer.status === 'good' ? null : answer.status.revokedAt;
  const { thisUpdate, nextUpdate } = answer;
  if (signer.facts.digest === issuer.facts.digest) return { revokedAt, thisUpdate, nextUpdate, whole: true };
  const state = listed(signer);
  if (state === 'revoked' || (state === 'unknown' && signer.saysWhereRevoked && !signer.noCheck)) return null;
  return { revokedAt, thisUpdate, nextUpdate: nextUpdate === null ? null : Math.min(nextUpdate, Date.parse(signer.facts.notAfter)), whole: true };
}

/** Clocks of one authority's computers may differ by this much (milliseconds). */
const clockTolerance = 5 * 60_000;

function responseIn(bytes: Uint8Array): ReadResponse | null {
  const before = known.get(bytes);
  if (before !== undefined) return before;
  let response: ReadResponse | null = null;
  try {
    response = readResponse(bytes);
  } catch {
    // Not DER, or another structure: it says nothing.
  }
  known.set(bytes, response);
  return response;
}

function readResponse(bytes: Uint8Array): ReadResponse {
  const [status, outer] = derParts(readDer(bytes), der.sequence);
  if (hexOf(derContent(status, der.enumerated)) !== '00') throw new DerError('status');
  const [type, content] = derParts(derParts(outer, 0xa0)[0], der.sequence);
  if (hexOf(derContent(type, der.oid)) !== basicResponse) throw new DerError('type');
  const [data, algorithm, signature, certificates] = derParts(readDer(derContent(content, der.octetString)), der.sequence);
  const method = derAlgorithm(algorithm);
  if (data === undefined || method === null || method.hash === '' || method.key === null) throw new DerError('algorithm');
  const parts = [...derParts(data, der.sequence)];
  if (parts[0]?.tag === 0xa0) parts.shift();
  const [responder, producedAt, answers, extensions] = parts;
  const [sequence] = extensions === undefined ? [] : derParts(extensions, 0xa1);
  if (derExtensions(sequence).some(({ critical }) => critical)) throw new DerError('extension');
  return {
    toBeSigned: data.whole,
    algorithm: method,
    value: derContent(signature, der.bitString).subarray(1),
    responder: responder?.tag === 0xa1 ? { name: hexOf(derParts(responder, 0xa1)[0]?.whole ?? new Uint8Array()) } : { keyHash: hexOf(derContent(derParts(responder, 0xa2)[0], der.octetString)) },
    producedAt: derTime(producedAt),
    answers: derParts(answers, der.sequence).map(readAnswer),
    signers: new Map(),
    certificates: certificates === undefined ? [] : derParts(derParts(certificates, 0xa0)[0], der.sequence).map(({ whole }) => whole),
  };
}

function readAnswer(single: Der): SingleAnswer {
  const [id, status, thisUpdate, ...more] = derParts(single, der.sequence);
  const [algorithm, nameHash, keyHash, serial] = derParts(id, der.sequence);
  const next = more.find(({ tag }) => tag === 0xa0);
  const extensions = more.find(({ tag }) => tag === 0xa1);
  if (derExtensions(extensions === undefined ? undefined : derParts(extensions, 0xa1)[0]).some(({ critical }) => critical)) throw new DerError('extension');
  return {
    hash: derAlgorithm(algorithm)?.hash ?? '',
    nameHash: hexOf(derContent(nameHash, der.octetString)),
    keyHash: hexOf(derContent(keyHash, der.octetString)),
    serial: derSerial(serial),
    status: status?.tag === 0x80 ? 'good' : status?.tag === 0xa1 ? { revokedAt: derTime(derParts(status, 0xa1)[0]) } : 'unknown',
    thisUpdate: derTime(thisUpdate),
    nextUpdate: next === undefined ? null : derTime(derParts(next, 0xa0)[0]),
  };
}

function isIssuer({ hash, nameHash, keyHash }: SingleAnswer, issuer: ReadCertificate): boolean {
  if (hash !== 'sha1' && hash !== 'sha256') return false;
  return createHash(hash).update(Buffer.from(issuer.subjectDer, 'hex')).digest('hex') === nameHash && createHash(hash).update(issuer.keyBits).digest('hex') === keyHash;
}

/** The issuer itself, or its delegate, whose signature the response bears. */
function signerOf(response: ReadResponse, issuer: ReadCertificate): ReadCertificate | null {
  const { digest } = issuer.facts;
  const before = response.signers.get(digest);
  if (before !== undefined) return before;
  const delegates = response.certificates.slice(0, 5).flatMap((bytes) => readCertificate(bytes) ?? []);
  const able = [issuer, ...delegates.filter((delegate) => isDelegate(delegate, issuer, response.producedAt))];
  const signer = able.find((each) => isResponder(response, each) && isSignatureBy(each.key, response.toBeSigned, response.algorithm, response.value)) ?? null;
  response.signers.set(digest, signer);
  return signer;
}

function isResponder({ responder }: ReadResponse, certificate: ReadCertificate): boolean {
  return 'name' in responder ? responder.name === certificate.subjectDer : responder.keyHash === createHash('sha1').update(certificate.keyBits).digest('hex');
}

function isDelegate(delegate: ReadCertificate, issuer: ReadCertificate, at: number): boolean {
  const maySign = delegate.keyUsage === null || (delegate.keyUsage & (keyUsages.digitalSignature | keyUsages.nonRepudiation)) !== 0;
  if (delegate.strange || !delegate.purposes.includes(ocspSigning) || !maySign || !delegate.soundlySigned || !isStrongKey(delegate.key) || !delegate.x509.checkIssued(issuer.x509) || !delegate.x509.verify(issuer.key)) return false;
  return Date.parse(delegate.facts.notBefore) <= at && at <= Date.parse(delegate.facts.notAfter);
}
