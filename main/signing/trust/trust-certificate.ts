import { createHash, X509Certificate } from 'node:crypto';
import { fromBER, type BitString } from 'asn1js';
import { BasicConstraints, Certificate, CRLDistributionPoints, ExtKeyUsage, GeneralName, InfoAccess } from 'pkijs';

/** A certificate as the signing side reads it. Times: milliseconds since 1970. */
export type TrustCertificate = {
  readonly der: Uint8Array;
  readonly parsed: Certificate;
  readonly x509: X509Certificate;
  /** SHA-256, hexadecimal. */
  readonly digest: string;
  readonly holder: string;
  readonly issuerName: string;
  readonly notBefore: number;
  readonly notAfter: number;
  /** First byte of the key usage; null where the certificate does not say. */
  readonly keyUsage: number | null;
  readonly extendedUsages: readonly string[];
  readonly authority: boolean;
  readonly pathLength: number;
  /** Where its issuer answers, as the certificate itself says. */
  readonly ocspAddresses: readonly string[];
  readonly crlAddresses: readonly string[];
};

export const usageBits = { digitalSignature: 0x80, nonRepudiation: 0x40, keyCertSign: 0x04, crlSign: 0x02 } as const;
export const purposes = { ocspSigning: '1.3.6.1.5.5.7.3.9', timeStamping: '1.3.6.1.5.5.7.3.8' } as const;

const oids = { keyUsage: '2.5.29.15', basicConstraints: '2.5.29.19', crlDistributionPoints: '2.5.29.31', extendedKeyUsage: '2.5.29.37', authorityInfoAccess: '1.3.6.1.5.5.7.1.1', ocsp: '1.3.6.1.5.5.7.48.1' } as const;
const mostAddresses = 4;

/** Reads one DER certificate; null when it is none. */
export function readTrustCertificate(der: Uint8Array): TrustCertificate | null {
  try {
    const x509 = new X509Certificate(der);
    const parsed = new Certificate({ schema: fromBER(new Uint8Array(der).buffer).result });
    const extension = (oid: string): unknown => parsed.extensions?.find(({ extnID }) => extnID === oid)?.parsedValue;
    const usage = extension(oids.keyUsage) as BitString | undefined;
    const constraints = extension(oids.basicConstraints);
    const basic = constraints instanceof BasicConstraints ? constraints : null;
    const extended = extension(oids.extendedKeyUsage);
    return {
      der,
      parsed,
      x509,
      digest: createHash('sha256').update(der).digest('hex'),
      holder: nameOf(x509.subject),
      issuerName: nameOf(x509.issuer),
      notBefore: parsed.notBefore.value.getTime(),
      notAfter: parsed.notAfter.value.getTime(),
      keyUsage: usage === undefined ? null : (usage.valueBlock.valueHexView[0] ?? 0),
      extendedUsages: extended instanceof ExtKeyUsage ? extended.keyPurposes : [],
      authority: basic?.cA === true,
      pathLength: typeof basic?.pathLenConstraint === 'number' ? basic.pathLenConstraint : Infinity,
      ocspAddresses: ocspAddressesIn(extension(oids.authorityInfoAccess)),
      crlAddresses: crlAddressesIn(extension(oids.crlDistributionPoints)),
    };
  } catch {
    return null;
  }
}

/** Common name, else organisation, else the whole name. */
function nameOf(name: string): string {
  const field = (type: string) => name.split('\n').find((line) => line.startsWith(`${type}=`))?.slice(type.length + 1);
  return (field('CN') ?? field('O') ?? name).replaceAll(/\\(.)/g, '$1').normalize('NFC');
}

function ocspAddressesIn(value: unknown): readonly string[] {
  if (!(value instanceof InfoAccess)) return [];
  return value.accessDescriptions.flatMap(({ accessMethod, accessLocation }) => (accessMethod === oids.ocsp ? addressIn(accessLocation) : [])).slice(0, mostAddresses);
}

function crlAddressesIn(value: unknown): readonly string[] {
  if (!(value instanceof CRLDistributionPoints)) return [];
  const names = value.distributionPoints.flatMap(({ distributionPoint }) => (Array.isArray(distributionPoint) ? distributionPoint : []));
  return names.flatMap(addressIn).slice(0, mostAddresses);
}

/** URI names only. */
function addressIn(name: unknown): readonly string[] {
  return name instanceof GeneralName && name.type === 6 && typeof name.value === 'string' ? [name.value] : [];
}
