import { createHash, randomBytes } from 'node:crypto';
import { fromBER, GeneralizedTime, Null, OctetString } from 'asn1js';
import { AlgorithmIdentifier, BasicOCSPResponse, CertID, Extension, OCSPRequest, OCSPResponse, Request, type Certificate, type SingleResponse } from 'pkijs';
import { clockTolerance, nameDer, type Judgement } from './crl-evidence.ts';
import { holds, signatureRule } from './signature-rule.ts';
import { purposes, readTrustCertificate, usageBits, type TrustCertificate } from './trust-certificate.ts';

const oids = { nonce: '1.3.6.1.5.5.7.48.1.2', basic: '1.3.6.1.5.5.7.48.1.1', sha1: '1.3.14.3.2.26', sha256: '2.16.840.1.101.3.4.2.1' } as const;

/** An answer without a date of the next one is believed for an hour. */
const defaultLife = 3_600_000;

/** A question about one certificate, DER, with a fresh nonce. CertID by SHA-1, which every responder knows (RFC 6960, 4.3); nothing rests on that hash. */
export function ocspRequest(certificate: TrustCertificate, issuer: TrustCertificate): { readonly der: Uint8Array; readonly nonce: Buffer } {
  const nonce = randomBytes(16);
  const request = new OCSPRequest();
  const certId = new CertID({
    hashAlgorithm: new AlgorithmIdentifier({ algorithmId: oids.sha1, algorithmParams: new Null() }),
    issuerNameHash: new OctetString({ valueHex: exact(createHash('sha1').update(nameDer(issuer)).digest()) }),
    issuerKeyHash: new OctetString({ valueHex: exact(createHash('sha1').update(keyBits(issuer)).digest()) }),
    serialNumber: certificate.parsed.serialNumber,
  });
  request.tbsRequest.requestList = [new Request({ reqCert: certId })];
  request.tbsRequest.requestExtensions = [new Extension({ extnID: oids.nonce, critical: false, extnValue: new OctetString({ valueHex: exact(nonce) }).toBER() })];
  return { der: new Uint8Array(request.toSchema(true).toBER()), nonce };
}

/**
 * Judges a certificate by an OCSP response (RFC 6960): signed by its issuer, or by a responder that the same issuer made for this (id-kp-OCSPSigning).
 * `nonce`: of the question just asked; a response may leave it out, but never bring another. Never throws.
 */
export function judgeByResponse(der: Uint8Array, certificate: TrustCertificate, issuer: TrustCertificate, at: number, nonce: Buffer | null = null): Judgement {
  try {
    return judge(der, certificate, issuer, at, nonce);
  } catch {
    return unknown('unreadable');
  }
}

/** thisUpdate and nextUpdate of the first answer in a response, ISO 8601; null when it is none. */
export function responseTimes(der: Uint8Array): { readonly thisUpdate: string; readonly nextUpdate: string | null } | null {
  try {
    const first = readResponse(der)?.tbsResponseData.responses[0];
    return first === undefined ? null : { thisUpdate: first.thisUpdate.toISOString(), nextUpdate: first.nextUpdate?.toISOString() ?? null };
  } catch {
    return null;
  }
}

function judge(der: Uint8Array, certificate: TrustCertificate, issuer: TrustCertificate, at: number, nonce: Buffer | null): Judgement {
  const response = readResponse(der);
  if (response === null) return unknown('unreadable');
  const singles = response.tbsResponseData.responses.filter((each) => isFor(each, certificate, issuer));
  // Who says two things of one certificate is taken at the worse one.
  const single = singles.find((each) => !isGood(each)) ?? singles[0];
  if (single === undefined) return unknown('other-certificate');
  const extensions = [...(response.tbsResponseData.responseExtensions ?? []), ...(single.singleExtensions ?? [])];
  if (extensions.some(({ critical, extnID }) => critical && extnID !== oids.nonce)) return unknown('unreadable');
  if (!isAuthorised(response, issuer, at)) return unknown('not-authorised');
  const echoed = response.tbsResponseData.responseExtensions?.find(({ extnID }) => extnID === oids.nonce);
  if (nonce !== null && echoed !== undefined && !Buffer.from(echoed.extnValue.valueBlock.valueHexView).subarray(-nonce.length).equals(nonce)) return unknown('replayed');
  const knownAt = single.thisUpdate.getTime();
  // Nobody knows what will be true after an answer is made; such dates are those of somebody else with an old responder's key.
  if (knownAt > response.tbsResponseData.producedAt.getTime() + clockTolerance) return unknown('unreadable');
  const revokedAt = revocationOf(single);
  if (revokedAt !== null) return { state: 'revoked', revokedAt, knownAt };
  if (!isGood(single)) return unknown('said-unknown');
  const validUntil = single.nextUpdate?.getTime() ?? knownAt + defaultLife;
  return knownAt > at + clockTolerance || at > validUntil ? unknown('out-of-date') : { state: 'good', knownAt, validUntil };
}

function readResponse(der: Uint8Array): BasicOCSPResponse | null {
  const outer = new OCSPResponse({ schema: fromBER(exact(der)).result });
  if (outer.responseStatus.valueBlock.valueDec !== 0 || outer.responseBytes?.responseType !== oids.basic) return null;
  return new BasicOCSPResponse({ schema: fromBER(exact(outer.responseBytes.response.valueBlock.valueHexView)).result });
}

/** Whether an answer names this certificate: serial, and both hashes of its issuer. */
function isFor({ certID }: SingleResponse, certificate: TrustCertificate, issuer: TrustCertificate): boolean {
  const hash = certID.hashAlgorithm.algorithmId === oids.sha1 ? 'sha1' : certID.hashAlgorithm.algorithmId === oids.sha256 ? 'sha256' : null;
  if (hash === null || !certID.serialNumber.isEqual(certificate.parsed.serialNumber)) return false;
  const equals = (value: OctetString, bytes: Uint8Array) => createHash(hash).update(bytes).digest().equals(Buffer.from(value.valueBlock.valueHexView));
  return equals(certID.issuerNameHash, nameDer(issuer)) && equals(certID.issuerKeyHash, keyBits(issuer));
}

function isAuthorised(response: BasicOCSPResponse, issuer: TrustCertificate, at: number): boolean {
  const delegates = (response.certs ?? []).slice(0, 5).flatMap((each: Certificate) => readTrustCertificate(new Uint8Array(each.toSchema().toBER())) ?? []);
  const maySign = ({ keyUsage }: TrustCertificate) => keyUsage === null || (keyUsage & (usageBits.digitalSignature | usageBits.nonRepudiation)) !== 0;
  const authorised = delegates.filter((each) => each.extendedUsages.includes(purposes.ocspSigning) && maySign(each) && each.x509.checkIssued(issuer.x509) && each.x509.verify(issuer.x509.publicKey) && each.notBefore <= at + clockTolerance && at <= each.notAfter);
  return [issuer, ...authorised].some((signer) => isSignedBy(response, signer));
}

function isSignedBy(response: BasicOCSPResponse, signer: TrustCertificate): boolean {
  const rule = signatureRule(response.signatureAlgorithm);
  return rule !== null && holds(rule, response.tbsResponseData.tbsView, signer.x509.publicKey, response.signature.valueBlock.valueHexView);
}

type StatusBlock = { readonly idBlock: { readonly tagNumber: number }; readonly valueBlock: { readonly value?: readonly unknown[] } };

function isGood(single: SingleResponse): boolean {
  return (single.certStatus as StatusBlock).idBlock.tagNumber === 0;
}

/** certStatus [1] holds the time of revocation. */
function revocationOf(single: SingleResponse): number | null {
  const { idBlock, valueBlock } = single.certStatus as StatusBlock;
  if (idBlock.tagNumber !== 1) return null;
  const [time] = valueBlock.value ?? [];
  // Without a readable moment it is revoked all the same, and always was.
  return time instanceof GeneralizedTime ? time.toDate().getTime() : 0;
}

/** The bits of the public key: what issuerKeyHash is made of. */
function keyBits({ parsed }: TrustCertificate): Uint8Array {
  return parsed.subjectPublicKeyInfo.subjectPublicKey.valueBlock.valueHexView;
}

function unknown(reason: Extract<Judgement, { state: 'unknown' }>['reason']): Judgement {
  return { state: 'unknown', reason };
}

/** asn1js takes whole ArrayBuffers. */
function exact(bytes: Uint8Array): ArrayBuffer {
  return new Uint8Array(bytes).buffer;
}
