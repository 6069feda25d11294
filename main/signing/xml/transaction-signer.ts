import { OfficeError } from '#core/contract/errors.ts';
import type { TransactionSigner } from '#main/office/ports/signing.ts';
import { envelopedTransform, signatureTemplate, signingTimeProperty, withDigests, withSignatureValue, x509Data } from './signature-template.ts';
import { canonicalizationUri, readXml, sha256Base64, type ReadDocument } from './xml-canonical.ts';
import { insertLast } from './xml-insertion.ts';

const rootId = 'dataDanhSach';
const signatureId = 'Signature-dataDanhSach';
/**
 * On the ds:Object, not on the property inside: the records of the list bring properties with Ids of their own, the same in every record, and a
 * verifier that registers Ids by element name (xmlsec1) would meet them twice. Their objects carry none.
 */
const objectId = 'SigningTime-dataDanhSach';

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
          { uri: `#${objectId}`, transforms: [c14n] },
        ],
        keyInfo: x509Data(certificate),
        objectId,
        object: signingTimeProperty(null, signatureId, signingTime),
      });
      // Without the signature the list is what the enveloped transform leaves of the signed one.
      const rootDigest = readXml(document, (list) => sha256Base64(list.canonical(rootOf(list), canonicalization)));
      const { digests, signedInfo } = readXml(insertLast(document, [], template), (list) => ({
        digests: [rootDigest, sha256Base64(list.canonical(list.element('Id', objectId), canonicalization))],
        signedInfo: Buffer.from(list.canonical(list.signedInfo(list.element('Id', signatureId)), canonicalization)).toString('utf8'),
      }));
      const value = await sign(new Uint8Array(Buffer.from(withDigests(signedInfo, digests), 'utf8')));
      return insertLast(document, [], withSignatureValue(withDigests(template, digests), value));
    },
  };
}

/** The reference names the root by its id; a second element with that id, or another root, would sign something else. */
function rootOf(list: ReadDocument): ReadDocument['root'] {
  if (list.root.attr('id')?.value !== rootId || list.count('id', rootId) !== 1) throw new OfficeError('records.schema', { id: rootId });
  return list.root;
}
