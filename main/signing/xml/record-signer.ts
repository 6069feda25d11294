import { createHash } from 'node:crypto';
import { OfficeError } from '#core/contract/errors.ts';
import type { RecordSigner, SignatureSlot } from '#main/office/ports/signing.ts';
import { escapeXml, signatureTemplate, signingTimeProperty, withDigests, withSignatureValue, x509Data } from './signature-template.ts';
import { canonicalizationUri, readXml, sha256Base64 } from './xml-canonical.ts';
import { insertLast } from './xml-insertion.ts';

/**
 * Signatures of a record (CV 2088/BGDĐT-GDTH II.1.6). The new slot is put into the record with its digests still pending, the whole is parsed
 * once to canonicalise the region, the signing time and the SignedInfo where they stand, and everything is finished on text. Slots stand in
 * the order in which they are signed; nothing that is there already is touched. A slot that is signed already throws OfficeError
 * signing.out-of-order; a record without the region, or with its id twice, records.schema.
 */
export function createRecordSigner(): RecordSigner {
  return {
    prepare({ document, slot, algorithm, canonicalization, certificate, signingTime, signerPersonalId }) {
      const transforms = [canonicalizationUri(canonicalization)];
      const signatureId = `Signature-${slot.propertyId.replace(/^SigningTime-/, '')}`;
      const signature = signatureTemplate({
        id: signatureId,
        canonicalization,
        algorithm,
        references: [
          { uri: `#${slot.references}`, transforms },
          { uri: `#${slot.propertyId}`, transforms },
        ],
        keyInfo: x509Data(certificate),
        object: signingTimeProperty(slot.propertyId, signatureId, signingTime),
      });
      const template = slotText(slot, signingTime, signerPersonalId, signature);
      return readXml(insertLast(document, parentsOf(slot), template), (record) => {
        if (record.count('Id', slot.propertyId) > 1) throw new OfficeError('signing.out-of-order', { slot: slot.path });
        const digests = [slot.references, slot.propertyId].map((id) => sha256Base64(record.canonical(record.element('Id', id), canonicalization)));
        const signedInfo = record.canonical(record.signedInfo(record.element('Id', signatureId)), canonicalization);
        return { slot, signingTime, toBeSigned: bytesOf(withDigests(Buffer.from(signedInfo).toString('utf8'), digests)), draft: withDigests(template, digests) };
      });
    },
    finish({ document, prepared, signatureValue }) {
      const fragment = withSignatureValue(prepared.draft, signatureValue);
      return { fragment, document: insertLast(document, parentsOf(prepared.slot), fragment) };
    },
    assemble(data, fragments) {
      return fragments.reduce((document, { slot, fragment }) => insertLast(document, parentsOf(slot), fragment), data);
    },
    dataDigest: (document) => readXml(document, (record) => createHash('sha256').update(record.canonical(record.element('Id', 'data'), 'exclusive')).digest('hex')),
  };
}

/** `<GVCN>…</GVCN>`: day of signing, ID number of a person, signature (CV 2088, annex 1, signing information). */
function slotText(slot: SignatureSlot, signingTime: string, signerPersonalId: string | null, signature: string): string {
  const name = stepsOf(slot).at(-1) ?? '';
  const personalId = signerPersonalId === null ? '' : `<SO_CCCD>${escapeXml(signerPersonalId)}</SO_CCCD>`;
  const id = slot.elementId === undefined ? '' : ` Id="${escapeXml(slot.elementId)}"`;
  return `<${name}${id}><NGAY_KY>${escapeXml(signingTime)}</NGAY_KY>${personalId}${signature}</${name}>`;
}

function stepsOf(slot: SignatureSlot): readonly string[] {
  return slot.path.split('/');
}

function parentsOf(slot: SignatureSlot): readonly string[] {
  return stepsOf(slot).slice(0, -1);
}

function bytesOf(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, 'utf8'));
}
