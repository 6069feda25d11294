import type { TransactionSigner } from '#main/office/ports/signing.ts';
import { envelopedTransform, signatureTemplate, signingTimeProperty, withDigests, withSignatureValue, x509Data } from './signature-template.ts';
import { canonicalizationUri, readXml, sha256Base64 } from './xml-canonical.ts';
import { insertLast } from './xml-insertion.ts';

const rootId = 'dataDanhSach';
const signatureId = 'Signature-dataDanhSach';
const propertyId = 'SigningTime-dataDanhSach';

/**
 * The organisation's signature of a transaction list (CV 2088 II.2.2): enveloped, last child of the root. It covers the root without itself,
 * and its signing time. Throws OfficeError records.schema when the root is not `id="dataDanhSach"`.
 */
export function createTransactionSigner(): TransactionSigner {
  return {
    async sign({ document, canonicalization, certificate, algorithm, signingTime, sign }) {
      const c14n = canonicalizationUri(canonicalization);
      const template = signatureTemplate({
        id: signatureId,
        canonicalization,
        algorithm,
        references: [
          { uri: `#${rootId}`, transforms: [envelopedTransform, c14n] },
          { uri: `#${propertyId}`, transforms: [c14n] },
        ],
        keyInfo: x509Data(certificate),
        object: signingTimeProperty(propertyId, signatureId, signingTime),
      });
      // Without the signature the list is what the enveloped transform leaves of the signed one.
      const rootDigest = readXml(document, (list) => sha256Base64(list.canonical(list.element('id', rootId), canonicalization)));
      const { digests, signedInfo } = readXml(insertLast(document, [], template), (list) => ({
        digests: [rootDigest, sha256Base64(list.canonical(list.element('Id', propertyId), canonicalization))],
        signedInfo: Buffer.from(list.canonical(list.signedInfo(list.element('Id', signatureId)), canonicalization)).toString('utf8'),
      }));
      const value = await sign(new Uint8Array(Buffer.from(withDigests(signedInfo, digests), 'utf8')));
      return insertLast(document, [], withSignatureValue(withDigests(template, digests), value));
    },
  };
}
