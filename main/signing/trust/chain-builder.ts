import { CertificateChainValidationEngine, type Certificate } from 'pkijs';
import type { ChainAnswer, ChainFault } from '#main/office/ports/trust.ts';
import { signatureRule } from './signature-rule.ts';
import { readTrustCertificate, type TrustCertificate } from './trust-certificate.ts';

/** A signer's path, signer first, root last; empty where there is none. */
export type BuiltChain = { readonly answer: ChainAnswer; readonly path: readonly TrustCertificate[] };

export type ChainInput = {
  readonly certificate: Uint8Array;
  readonly chain: readonly Uint8Array[];
  readonly roots: readonly Uint8Array[];
  readonly practiceRoots: readonly Uint8Array[];
  readonly intermediates: readonly Uint8Array[];
  /** ISO 8601. Only authorities are judged by it: whether the signer is in force is its own question. */
  readonly at: string;
};

const mostEnclosed = 10;
/** Questions for an issuer in one search; a path has a handful. */
const mostSteps = 60;

/** Looks for a path with pkijs' engine (RFC 5280, 6.1); practice roots first: what leads to one is practice. Never throws. */
export async function buildChain(input: ChainInput): Promise<BuiltChain> {
  const signer = readTrustCertificate(input.certificate);
  if (signer === null) return { answer: { state: 'untrusted', issuer: '', reason: 'unreadable' }, path: [] };
  const middle = [...input.intermediates, ...input.chain.slice(0, mostEnclosed)].flatMap((der) => readTrustCertificate(der) ?? []).filter(({ digest }) => digest !== signer.digest);
  const moment = new Date(Math.min(Math.max(Date.parse(input.at), signer.notBefore), signer.notAfter));
  let reason: ChainFault = 'unknown-issuer';
  for (const [state, ders] of [['practice', input.practiceRoots] as const, ['trusted', input.roots] as const]) {
    const roots = ders.flatMap((der) => readTrustCertificate(der) ?? []);
    // Authorities renew their certificates over the same key: what is in force comes before what has run out, which the engine does not tell apart.
    const inForce = (each: TrustCertificate) => each.notBefore <= moment.getTime() && moment.getTime() <= each.notAfter;
    const current = await pathTo(signer, middle.filter(inForce), roots.filter(inForce), moment);
    const found = typeof current === 'string' ? await pathTo(signer, middle, roots, moment) : current;
    if (typeof found === 'string') reason = found === 'unknown-issuer' ? reason : found;
    else return { answer: { state, root: found.at(-1)?.holder ?? '' }, path: found };
  }
  return { answer: { state: 'untrusted', issuer: signer.issuerName, reason }, path: [] };
}

async function pathTo(signer: TrustCertificate, middle: readonly TrustCertificate[], roots: readonly TrustCertificate[], moment: Date): Promise<readonly TrustCertificate[] | ChainFault> {
  if (roots.length === 0) return 'unknown-issuer';
  let steps = 0;
  const engine = new CertificateChainValidationEngine({
    trustedCerts: roots.map(({ parsed }) => parsed),
    // Self-signed ones that are no roots of ours would be taken for the end of a path.
    certs: [...middle.filter(({ x509 }) => !x509.checkIssued(x509)).map(({ parsed }) => parsed), signer.parsed],
    checkDate: moment,
    // Authorities that certify each other in a circle would be followed for ever.
    findIssuer: async (certificate, whole, crypto) => {
      steps += 1;
      return steps > mostSteps ? [] : whole.defaultFindIssuer(certificate, whole, crypto);
    },
  });
  try {
    const result = await engine.verify({ passedWhenNotRevValues: true });
    if (!result.result) return faultOf(result.resultCode);
    const known = [signer, ...middle, ...roots];
    const path = (result.certificatePath ?? []).map((each: Certificate) => known.find(({ parsed }) => parsed === each));
    if (path.some((each) => each === undefined) || path[0] !== signer || path.length < 2) return 'unknown-issuer';
    return soundPath(path as readonly TrustCertificate[]);
  } catch (error) {
    return faultOf((error as { resultCode?: number }).resultCode ?? -1);
  }
}

/** What the engine leaves out: path lengths, the strength of keys and signatures. */
function soundPath(path: readonly TrustCertificate[]): readonly TrustCertificate[] | ChainFault {
  for (const [index, each] of path.entries()) {
    if (!isStrong(each)) return 'weak';
    if (index > 0 && each.pathLength < index - 1) return 'not-an-authority';
    const issuer = path[index + 1];
    if (issuer !== undefined && signatureRule(each.parsed.signatureAlgorithm) === null) return 'weak';
    if (issuer !== undefined && !each.x509.verify(issuer.x509.publicKey)) return 'forged';
  }
  return path;
}

/** TT 15/2025/TT-BKHCN: RSA of 2048 bits or ECDSA of 256 bits at least. */
function isStrong({ x509 }: TrustCertificate): boolean {
  const { asymmetricKeyType, asymmetricKeyDetails } = x509.publicKey;
  if (asymmetricKeyType === 'rsa' || asymmetricKeyType === 'rsa-pss') return (asymmetricKeyDetails?.modulusLength ?? 0) >= 2048;
  return asymmetricKeyType === 'ec' && ['prime256v1', 'secp384r1', 'secp521r1'].includes(asymmetricKeyDetails?.namedCurve ?? '');
}

/** pkijs' result codes. */
function faultOf(code: number): ChainFault {
  if (code === 8) return 'authority-expired';
  return code >= 3 && code <= 14 ? 'not-an-authority' : 'unknown-issuer';
}
