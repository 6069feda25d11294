import { createHash } from 'node:crypto';
import type { BundleSealer } from '#main/office/ports/signing.ts';
import { escapeXml, sha256Uri, signatureTemplate, withDigests, withSignatureValue, x509Data, type ReferenceTemplate } from './signature-template.ts';
import { canonicalizationUri, readXml, sha256Base64 } from './xml-canonical.ts';

const asicNamespace = 'http://uri.etsi.org/02918/v1.2.1#';
const xadesNamespace = 'http://uri.etsi.org/01903/v1.3.2#';
const signedPropertiesType = 'http://uri.etsi.org/01903#SignedProperties';
const signatureId = 'S0';
const propertiesId = 'S0-SignedProperties';

type Files = Parameters<BundleSealer['seal']>[0]['files'];

/**
 * META-INF/signatures0.xml of an ASiC-E container (ETSI EN 319 162-1; XAdES-B-B, EN 319 132-1): one reference per file over its raw bytes and
 * one over the signed properties (signing time, the signer's certificate by digest, a MIME type per file).
 */
export function createBundleSealer(): BundleSealer {
  return {
    async seal({ files, certificate, chain, algorithm, signingTime, sign }) {
      const references: readonly ReferenceTemplate[] = [
        ...files.map(({ name }, index) => ({ uri: containerUri(name), transforms: [], attributes: ` Id="${referenceId(index)}"` })),
        { uri: `#${propertiesId}`, transforms: [canonicalizationUri('exclusive')], attributes: ` Type="${signedPropertiesType}"` },
      ];
      const signature = signatureTemplate({ id: signatureId, canonicalization: 'exclusive', algorithm, references, keyInfo: x509Data(certificate, chain), object: qualifyingProperties(files, certificate, signingTime) });
      const template = `<?xml version="1.0" encoding="UTF-8"?>\n<asic:XAdESSignatures xmlns:asic="${asicNamespace}">${signature}</asic:XAdESSignatures>`;
      const { digests, signedInfo } = readXml(Buffer.from(template, 'utf8'), (document) => ({
        digests: [...files.map(({ sha256 }) => Buffer.from(sha256).toString('base64')), sha256Base64(document.canonical(document.element('Id', propertiesId), 'exclusive'))],
        signedInfo: Buffer.from(document.canonical(document.signedInfo(document.element('Id', signatureId)), 'exclusive')).toString('utf8'),
      }));
      const value = await sign(new Uint8Array(Buffer.from(withDigests(signedInfo, digests), 'utf8')));
      return new Uint8Array(Buffer.from(withSignatureValue(withDigests(template, digests), value), 'utf8'));
    },
  };
}

function referenceId(index: number): string {
  return `S0-file-${index}`;
}

/** A container's file name as a relative URI: each part percent-encoded (a blank is %20, never +), and a colon in it never read as a scheme. */
function containerUri(name: string): string {
  return name.split('/').map(encodeURIComponent).join('/');
}

/** SigningCertificateV2 names the certificate by its digest alone: Vietnamese names with commas are compared differently everywhere. */
function qualifyingProperties(files: Files, certificate: Uint8Array, signingTime: string): string {
  const digest = createHash('sha256').update(certificate).digest('base64');
  const formats = files.map(({ mimeType }, index) => `<xades:DataObjectFormat ObjectReference="#${referenceId(index)}"><xades:MimeType>${escapeXml(mimeType)}</xades:MimeType></xades:DataObjectFormat>`);
  return (
    `<xades:QualifyingProperties xmlns:xades="${xadesNamespace}" Target="#${signatureId}"><xades:SignedProperties Id="${propertiesId}">` +
    `<xades:SignedSignatureProperties><xades:SigningTime>${escapeXml(signingTime)}</xades:SigningTime>` +
    `<xades:SigningCertificateV2><xades:Cert><xades:CertDigest><ds:DigestMethod Algorithm="${sha256Uri}"/>` +
    `<ds:DigestValue>${digest}</ds:DigestValue></xades:CertDigest></xades:Cert></xades:SigningCertificateV2></xades:SignedSignatureProperties>` +
    `<xades:SignedDataObjectProperties>${formats.join('')}</xades:SignedDataObjectProperties></xades:SignedProperties></xades:QualifyingProperties>`
  );
}
