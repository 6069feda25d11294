import { createHash, X509Certificate, type KeyObject } from 'node:crypto';
import { fromBER, type BitString } from 'asn1js';
import { BasicConstraints, Certificate, ExtKeyUsage, type RelativeDistinguishedNames } from 'pkijs';
import type { CertificateFacts, Finding } from '#core/contract/verification.ts';
import { distributionPointsIn, isSoundlySigned, limitedKindsIn, nameKindsIn, partIn } from './certificate-extensions.ts';
import { der, derParts, hasTwice } from './der-reader.ts';
import { finding } from './findings.ts';

type NamePart = { readonly oid: string; readonly value: string };

/** A certificate, read once by two parsers: node:crypto for names, keys and signatures, pkijs for extensions (node's keyUsage is the extended one). */
export type ReadCertificate = {
  readonly der: Uint8Array;
  readonly x509: X509Certificate;
  readonly key: KeyObject;
  readonly facts: CertificateFacts;
  readonly subject: readonly NamePart[];
  /** DER of the subject's name, hexadecimal. */
  readonly subjectDer: string;
  /** DER of the issuer's name and of the serial number, hexadecimal: CMS names a signer by both. */
  readonly issuerDer: string;
  readonly serialDer: string;
  /** ID number of a person from UID or serialNumber (`CCCD:…`); null where there is none. */
  readonly personalId: string | null;
  /** How `facts.kind` was told: by an id of the kind itself, or only because there is no person's id. */
  readonly kindKnown: boolean;
  /** First byte of the key usage; null where the certificate does not say. */
  readonly keyUsage: number | null;
  readonly authority: boolean;
  /** Says nothing of what it may issue, as certificates of the first version: enough for a root that somebody chose to trust (RFC 5280, 6.1.1). */
  readonly unlimited: boolean;
  /** How many authorities may stand below this one. */
  readonly pathLength: number;
  /** Extended key usages (OIDs); `purposesCritical`: they must be kept to. */
  readonly purposes: readonly string[];
  readonly purposesCritical: boolean;
  /** The bits of the public key: OCSP names an issuer by their hash. */
  readonly keyBits: Uint8Array;
  /** Carries a critical extension that this verifier does not understand, one that limits the very names of people below, or one twice. */
  readonly strange: boolean;
  /** id-pkix-ocsp-nocheck: an OCSP responder that is believed as long as it is in force. */
  readonly noCheck: boolean;
  /** Says where its revocation can be learnt: lists, or a responder. */
  readonly saysWhereRevoked: boolean;
  /** Key identifiers, hexadecimal: of its issuer's key and of its own; null where it does not say. */
  readonly authorityKey: string | null;
  readonly subjectKey: string | null;
  /** Kinds of names (tags of GeneralName) that it carries, and that it limits below itself. */
  readonly nameKinds: readonly number[];
  readonly limitedKinds: readonly number[];
  /** Names of the distribution points whose lists are for this certificate and for all reasons (GeneralName, DER, hexadecimal). */
  readonly distributionPoints: ReadonlySet<string>;
  /** Signed by its issuer with SHA-256 or better. */
  readonly soundlySigned: boolean;
};

const oids = { commonName: '2.5.4.3', surname: '2.5.4.4', serialNumber: '2.5.4.5', organisation: '2.5.4.10', emailAddress: '1.2.840.113549.1.9.1', givenName: '2.5.4.42', userId: '0.9.2342.19200300.100.1.1' } as const;
const extensionOids = { keyUsage: '2.5.29.15', basicConstraints: '2.5.29.19', extendedKeyUsage: '2.5.29.37', nameConstraints: '2.5.29.30', distributionPoints: '2.5.29.31', accessInformation: '1.3.6.1.5.5.7.1.1', noCheck: '1.3.6.1.5.5.7.48.1.5', alternativeNames: '2.5.29.17', authorityKey: '2.5.29.35', subjectKey: '2.5.29.14' } as const;

/** Critical extensions that are honoured, or that cannot widen what a certificate is trusted for here: key usage, constraints, extended usage, policies, key identifiers, alternative names. */
const understood: ReadonlySet<string> = new Set([extensionOids.keyUsage, extensionOids.basicConstraints, extensionOids.nameConstraints, '2.5.29.37', '2.5.29.32', '2.5.29.14', '2.5.29.35', '2.5.29.17', '2.5.29.31']);

/** anyExtendedKeyUsage */
export const anyPurpose = '2.5.29.37.0';

/**
 * Extended key usages under which people and organisations sign documents: any, TLS client (what Vietnamese authorities write beside the next), e-mail, documents (RFC 9336, Microsoft, Adobe), log-on
 * by card.
 */
const signingPurposes: ReadonlySet<string> = new Set([anyPurpose, '1.3.6.1.5.5.7.3.2', '1.3.6.1.5.5.7.3.4', '1.3.6.1.5.5.7.3.36', '1.3.6.1.4.1.311.10.3.12', '1.2.840.113583.1.1.5', '1.3.6.1.4.1.311.20.2.2']);

export const trainingMark = 'LUYỆN TẬP';

export const keyUsages = { digitalSignature: 0x80, nonRepudiation: 0x40, keyCertSign: 0x04, crlSign: 0x02 } as const;

/** A few people sign thousands of records: what was read of their certificates is kept, by the very bytes. */
const kept = new Map<string, ReadCertificate>();
const mostKept = 200;

/** Reads one DER certificate; null when it is none. Never throws. */
export function readCertificate(bytes: Uint8Array): ReadCertificate | null {
  const key = createHash('sha256').update(bytes).digest('base64');
  const before = kept.get(key);
  if (before !== undefined) return before;
  const read = parseCertificate(new Uint8Array(bytes));
  if (read === null) return null;
  if (kept.size >= mostKept) kept.clear();
  kept.set(key, read);
  return read;
}

function parseCertificate(bytes: Uint8Array): ReadCertificate | null {
  try {
    const x509 = new X509Certificate(bytes);
    if (!x509.raw.equals(bytes)) return null;
    const parsed = new Certificate({ schema: fromBER(new Uint8Array(bytes).buffer).result });
    const subject = nameParts(parsed.subject);
    const issuer = nameParts(parsed.issuer);
    const extensions = parsed.extensions ?? [];
    const usage = extensions.find(({ extnID }) => extnID === extensionOids.keyUsage)?.parsedValue as BitString | undefined;
    const constraints = extensions.find(({ extnID }) => extnID === extensionOids.basicConstraints)?.parsedValue as unknown;
    const basic = constraints instanceof BasicConstraints ? constraints : null;
    const extended = extensions.find(({ extnID }) => extnID === extensionOids.extendedKeyUsage);
    const extendedValue: unknown = extended?.parsedValue;
    const raw = (oid: string) => extensions.find(({ extnID }) => extnID === oid)?.extnValue.valueBlock.valueHexView;
    const limitedKinds = limitedKindsIn(raw(extensionOids.nameConstraints));
    const personalId = personalIdOf(subject);
    const kind = kindOf(subject, personalId);
    return {
      der: bytes,
      x509,
      key: x509.publicKey,
      facts: {
        holder: firstOf(subject, oids.commonName) ?? firstOf(subject, oids.organisation) ?? x509.subject,
        organisation: firstOf(subject, oids.organisation) ?? '',
        serial: x509.serialNumber.toUpperCase(),
        issuer: firstOf(issuer, oids.commonName) ?? firstOf(issuer, oids.organisation) ?? x509.issuer,
        notBefore: parsed.notBefore.value.toISOString(),
        notAfter: parsed.notAfter.value.toISOString(),
        digest: createHash('sha256').update(bytes).digest('hex'),
        keyType: keyTypeOf(x509.publicKey),
        kind: kind.kind,
        training: [...subject, ...issuer].some(({ value }) => value.toUpperCase().includes(trainingMark)),
      },
      subject,
      subjectDer: nameDer(parsed.subject),
      issuerDer: nameDer(parsed.issuer),
      serialDer: Buffer.from(parsed.serialNumber.toBER()).toString('hex'),
      personalId,
      kindKnown: kind.known,
      keyUsage: usage === undefined ? null : (new Uint8Array(usage.valueBlock.valueHexView)[0] ?? 0),
      authority: basic?.cA === true && x509.ca,
      unlimited: !extensions.some(({ extnID }) => extnID === extensionOids.basicConstraints || extnID === extensionOids.keyUsage),
      pathLength: typeof basic?.pathLenConstraint === 'number' ? basic.pathLenConstraint : Infinity,
      purposes: extendedValue instanceof ExtKeyUsage ? extendedValue.keyPurposes : [],
      purposesCritical: extended?.critical === true,
      keyBits: parsed.subjectPublicKeyInfo.subjectPublicKey.valueBlock.valueHexView,
      strange: extensions.some(({ critical, extnID }) => critical && !understood.has(extnID)) || limitedKinds === null || hasTwice(extensions.map(({ extnID }) => ({ oid: extnID }))),
      noCheck: extensions.some(({ extnID }) => extnID === extensionOids.noCheck),
      saysWhereRevoked: extensions.some(({ extnID }) => extnID === extensionOids.distributionPoints || extnID === extensionOids.accessInformation),
      authorityKey: partIn(raw(extensionOids.authorityKey), (value) => derParts(value, der.sequence).find(({ tag }) => tag === 0x80)),
      subjectKey: partIn(raw(extensionOids.subjectKey), (value) => value),
      nameKinds: [...nameKindsIn(raw(extensionOids.alternativeNames)), ...(subject.some(({ oid }) => oid === oids.emailAddress) ? [0x81] : [])],
      limitedKinds: limitedKinds ?? [],
      distributionPoints: distributionPointsIn(raw(extensionOids.distributionPoints)),
      soundlySigned: isSoundlySigned(bytes),
    };
  } catch {
    return null;
  }
}

function nameParts(name: RelativeDistinguishedNames): readonly NamePart[] {
  return name.typesAndValues.map(({ type, value }) => ({ oid: type, value: String((value as { valueBlock: { value: unknown } }).valueBlock.value).normalize('NFC') }));
}

/** A name's DER as it stood, hexadecimal: names are compared byte by byte. */
export function nameDer(name: RelativeDistinguishedNames): string {
  return Buffer.from(name.valueBeforeDecode).toString('hex');
}

function firstOf(name: readonly NamePart[], oid: string): string | null {
  return name.find((part) => part.oid === oid)?.value ?? null;
}

function personalIdOf(subject: readonly NamePart[]): string | null {
  for (const { oid, value } of subject) {
    if (oid !== oids.userId && oid !== oids.serialNumber) continue;
    const id = /^\s*(?:CCCD|CMND|CMT|CC|PID)\s*[:-]\s*([0-9A-Z]{6,20})\s*$/i.exec(value)?.[1];
    if (id !== undefined) return id.toUpperCase();
  }
  return null;
}

/** Vietnamese CAs mark an organisation by its tax number (`MST:`) and a person by the ID number; a holder without either is taken for an organisation. */
function kindOf(subject: readonly NamePart[], personalId: string | null): { readonly kind: CertificateFacts['kind']; readonly known: boolean } {
  if (personalId !== null) return { kind: 'person', known: true };
  if (subject.some(({ oid, value }) => (oid === oids.userId || oid === oids.serialNumber) && /^\s*(MST|MNS|MDD)\s*[:-]/i.test(value))) return { kind: 'organisation', known: true };
  if (subject.some(({ oid }) => oid === oids.givenName || oid === oids.surname)) return { kind: 'person', known: true };
  return { kind: 'organisation', known: false };
}

const curveNames: ReadonlyMap<string, string> = new Map([
  ['prime256v1', 'P-256'],
  ['secp384r1', 'P-384'],
  ['secp521r1', 'P-521'],
]);

function keyTypeOf(key: KeyObject): string {
  const details = key.asymmetricKeyDetails;
  if (isRsa(key)) return `RSA-${details?.modulusLength ?? 0}`;
  if (key.asymmetricKeyType === 'ec') return `ECDSA ${curveNames.get(details?.namedCurve ?? '') ?? details?.namedCurve ?? ''}`;
  return key.asymmetricKeyType ?? '';
}

/** Also the kind that is for RSA-PSS only. */
function isRsa({ asymmetricKeyType }: KeyObject): boolean {
  return asymmetricKeyType === 'rsa' || asymmetricKeyType === 'rsa-pss';
}

/** TT 15/2025/TT-BKHCN: RSA of 2048 bits or ECDSA of 256 bits at least. Only curves with a name that everybody knows. */
export function isStrongKey(key: KeyObject): boolean {
  const details = key.asymmetricKeyDetails;
  if (isRsa(key)) return (details?.modulusLength ?? 0) >= 2048 && (details?.publicExponent ?? 0n) >= 3n;
  return key.asymmetricKeyType === 'ec' && curveNames.has(details?.namedCurve ?? '');
}

/** What a signer's certificate says about itself, whoever issued it: its key and what the key is for. */
export function checkSignerCertificate(certificate: ReadCertificate): readonly Finding[] {
  const usage = certificate.keyUsage;
  const maySign = usage === null ? 'not-established' : (usage & (keyUsages.digitalSignature | keyUsages.nonRepudiation)) !== 0 ? purposeOutcome(certificate) : 'failed';
  return [
    finding('key-strength', isStrongKey(certificate.key) ? 'established' : 'not-established', { key: certificate.facts.keyType }),
    finding('key-usage', certificate.authority ? 'failed' : maySign),
    ...(certificate.facts.training ? [finding('real-certificate', 'not-established')] : []),
  ];
}

/** A certificate for web servers, timestamps or responders is not one for documents (RFC 5280, 4.2.1.12). */
function purposeOutcome({ purposes, purposesCritical }: ReadCertificate): 'established' | 'not-established' | 'failed' {
  if (purposes.length === 0 ? !purposesCritical : isForSigning(purposes)) return 'established';
  return purposesCritical ? 'failed' : 'not-established';
}

/** Whether one of extended key usages (OIDs) is one for documents. */
export function isForSigning(purposes: readonly string[]): boolean {
  return purposes.some((purpose) => signingPurposes.has(purpose));
}

const attributeTypes: ReadonlyMap<string, string> = new Map([
  ['CN', oids.commonName],
  ['SN', oids.surname],
  ['serialNumber', oids.serialNumber],
  ['SERIALNUMBER', oids.serialNumber],
  ['C', '2.5.4.6'],
  ['L', '2.5.4.7'],
  ['ST', '2.5.4.8'],
  ['S', '2.5.4.8'],
  ['street', '2.5.4.9'],
  ['STREET', '2.5.4.9'],
  ['O', oids.organisation],
  ['OU', '2.5.4.11'],
  ['title', '2.5.4.12'],
  ['T', '2.5.4.12'],
  ['postalCode', '2.5.4.17'],
  ['telephoneNumber', '2.5.4.20'],
  ['GN', oids.givenName],
  ['G', oids.givenName],
  ['UID', oids.userId],
  ['userId', oids.userId],
  ['DC', '0.9.2342.19200300.100.1.25'],
  ['emailAddress', '1.2.840.113549.1.9.1'],
  ['E', '1.2.840.113549.1.9.1'],
]);

/** Whether a written name (RFC 4514 or its elders, either order) is the certificate's subject, part by part. */
export function isSubjectName(certificate: ReadCertificate, written: string): boolean {
  const parts: NamePart[] = [];
  for (const text of written.split(/(?<!\\),/)) {
    const [, type, value] = /^ ?([A-Za-z][A-Za-z0-9]*|(?:OID\.)?\d+(?:\.\d+)+)=(.*)$/su.exec(text) ?? [];
    if (type === undefined || value === undefined) return false;
    parts.push({ oid: attributeTypes.get(type) ?? type.replace(/^OID\./, ''), value: unescapedValue(value) });
  }
  const wanted = certificate.subject.map(keyOfPart).join('\n');
  return [parts, parts.toReversed()].some((order) => order.map(keyOfPart).join('\n') === wanted);
}

/**
 * Whether a written name stands in one of the two usual ways, letter by letter: most special part first with commas (RFC 4514, as the program
 * writes), or most general part first with commas and blanks (.NET).
 */
export function isUsualSubjectName({ x509 }: ReadCertificate, written: string): boolean {
  const parts = x509.subject.split('\n');
  return [parts.toReversed().join(','), parts.join(', ')].some((usual) => usual === written || usual.normalize('NFC') === written);
}

function keyOfPart({ oid, value }: NamePart): string {
  return `${oid}=${value}`;
}

/** `\,` stands for a comma, `\C3\A1` for a byte of UTF-8, and the elders put the whole value into quotes. */
function unescapedValue(value: string): string {
  const bare = /^"(.*)"$/su.exec(value)?.[1] ?? value;
  const latin = Buffer.from(bare, 'utf8').toString('latin1');
  const plain = latin.replaceAll(/\\([0-9A-F]{2})|\\(.)/gsu, (_, hex: string | undefined, letter: string | undefined) => (hex === undefined ? (letter ?? '') : String.fromCodePoint(Number.parseInt(hex, 16))));
  return Buffer.from(plain, 'latin1').toString('utf8').normalize('NFC');
}
