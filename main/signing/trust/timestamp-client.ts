import { createHash, randomBytes } from 'node:crypto';
import { fromBER, Integer, Null, OctetString } from 'asn1js';
import { AlgorithmIdentifier, Certificate, ContentInfo, MessageImprint, PKIStatus, SignedData, TimeStampReq, TimeStampResp, TSTInfo } from 'pkijs';
import type { TimestampAnswer, TimestampFault, TrustChecks } from '#main/office/ports/trust.ts';
import { fetchBounded } from './bounded-http.ts';
import { buildChain } from './chain-builder.ts';
import { derAt, derChildren, derWhole, inDer } from './der-cursor.ts';
import { purposes, readTrustCertificate } from './trust-certificate.ts';

const sha256Oid = '2.16.840.1.101.3.4.2.1';
const tstInfoOid = '1.2.840.113549.1.9.16.1.4';
const extendedKeyUsageOid = '2.5.29.37';
const mostBytes = 64 * 1024;

type Input = Parameters<TrustChecks['timestamp']>[0] & { readonly now: () => number };

/** Asks a TSA and believes nothing that it says before it is checked: status, imprint, nonce, signature, purpose of its certificate, path to a root. Never throws. */
export async function requestTimestamp(input: Input): Promise<TimestampAnswer> {
  if (input.address === '') return none('no-address');
  const imprint = createHash('sha256').update(input.data).digest();
  const nonce = randomBytes(12);
  // Positive, and without a leading zero: responders write the number back in their own shortest form.
  nonce[0] = ((nonce[0] ?? 0) & 0x3f) | 0x40;
  const request = new TimeStampReq({
    version: 1,
    messageImprint: new MessageImprint({ hashAlgorithm: new AlgorithmIdentifier({ algorithmId: sha256Oid, algorithmParams: new Null() }), hashedMessage: new OctetString({ valueHex: exact(imprint) }) }),
    nonce: new Integer({ valueHex: exact(nonce) }),
    certReq: true,
  });
  const body = { bytes: new Uint8Array(request.toSchema().toBER()), type: 'application/timestamp-query' };
  const answer = await fetchBounded(input.address, { signal: AbortSignal.timeout(input.patience), patience: input.patience, mostBytes }, body);
  if (answer.kind === 'none') return none(answer.reason);
  try {
    return await checkAnswer(answer.bytes, input, imprint, nonce);
  } catch {
    return none('unreadable');
  }
}

async function checkAnswer(bytes: Uint8Array, input: Input, imprint: Buffer, nonce: Buffer): Promise<TimestampAnswer> {
  const response = new TimeStampResp({ schema: fromBER(exact(bytes)).result });
  if ((response.status.status !== PKIStatus.granted && response.status.status !== PKIStatus.grantedWithMods) || response.timeStampToken === undefined) return none('refused');
  // Kept in DER, whatever it came in: a bundle's bytes are compared one by one.
  const [, whole] = derChildren(derAt(inDer(bytes).der, 0));
  if (whole === undefined) return none('unreadable');
  const token = new Uint8Array(derWhole(whole));
  const content = new ContentInfo({ schema: fromBER(exact(token)).result });
  const signed = new SignedData({ schema: content.content });
  if (signed.encapContentInfo.eContentType !== tstInfoOid || signed.signerInfos.length !== 1) return none('unreadable');
  const info = TSTInfo.fromBER(signed.encapContentInfo.eContent?.getValue() ?? new ArrayBuffer(0));
  if (info.messageImprint.hashAlgorithm.algorithmId !== sha256Oid || !imprint.equals(Buffer.from(info.messageImprint.hashedMessage.valueBlock.valueHexView))) return none('wrong-imprint');
  if (info.nonce === undefined || !Buffer.from(info.nonce.valueBlock.valueHexView).equals(nonce)) return none('replayed');
  const result = await signed.verify({ signer: 0, data: exact(input.data), extendedMode: true }).catch(() => null);
  const signer = result?.signerCertificate;
  if (result?.signatureVerified !== true || !(signer instanceof Certificate)) return none('bad-signature');
  const der = new Uint8Array(signer.toSchema().toBER());
  const certificate = readTrustCertificate(der);
  const time = info.genTime.getTime();
  if (certificate === null || !isForTimestampsOnly(signer, certificate.extendedUsages) || time < certificate.notBefore || time > certificate.notAfter) return none('not-authorised');
  const enclosed = (signed.certificates ?? []).flatMap((each) => (each instanceof Certificate && each !== signer ? [new Uint8Array(each.toSchema().toBER())] : []));
  const chain = await buildChain({ certificate: der, chain: enclosed, ...input.trusted, at: info.genTime.toISOString() });
  if (chain.answer.state !== 'trusted') return none('untrusted');
  return { kind: 'stamped', token, time: info.genTime.toISOString(), authority: certificate.holder, path: chain.path.map((each) => each.der), offset: { milliseconds: input.now() - time, by: 'timestamp' } };
}

/** RFC 3161, 2.3: the one purpose, and critical. */
function isForTimestampsOnly(certificate: Certificate, purposesOf: readonly string[]): boolean {
  const critical = certificate.extensions?.some(({ extnID, critical: marked }) => extnID === extendedKeyUsageOid && marked) === true;
  return critical && purposesOf.length === 1 && purposesOf[0] === purposes.timeStamping;
}

function none(reason: TimestampFault): TimestampAnswer {
  return { kind: 'none', reason };
}

/** asn1js takes whole ArrayBuffers. */
function exact(bytes: Uint8Array): ArrayBuffer {
  return new Uint8Array(bytes).buffer;
}
