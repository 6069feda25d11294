import { createHash } from 'node:crypto';
import { OfficeError } from '#core/contract/errors.ts';
import type { Canonicalization, RecordSigner, SignatureSlot } from '#main/office/ports/signing.ts';
import { plainRegion } from './plain-region.ts';
import { createSlotForms, type FormOfSlot } from './slot-form.ts';
import { escapeXml, signatureTemplate, signingTimeProperty, withDigests, withSignatureValue, x509Data } from './signature-template.ts';
import { canonicalizationUri, readXml, sha256Base64 } from './xml-canonical.ts';
import { insertLast } from './xml-insertion.ts';

type Preparation = Parameters<RecordSigner['prepare']>[0];

/**
 * Signatures of a record (CV 2088/BGDĐT-GDTH II.1.6). The new slot is put into the record with its digests still pending, the whole is parsed
 * once to canonicalise the region, the signing time and the SignedInfo where they stand, and everything is finished on text. Slots stand in
 * the order in which they are signed; nothing that is there already is touched. A slot that is signed already throws OfficeError
 * signing.out-of-order; a record without the region, or with its id twice, records.schema. Records as our writers write them are their own canonical
 * form: for these only the first signature of a kind needs the parser, and a thousand more are prepared as fast as they can be digested.
 */
export function createRecordSigner(): RecordSigner {
  const forms = createSlotForms();

  function prepareWithParser({ document, slot, canonicalization, ...input }: Preparation) {
    const template = slotText(slot, canonicalization, input);
    return readXml(insertLast(document, parentsOf(slot), template), (record) => {
      if (record.count('Id', slot.propertyId) > 1) throw new OfficeError('signing.out-of-order', { slot: slot.path });
      const digests = [slot.references, slot.propertyId].map((id) => sha256Base64(record.canonical(record.element('Id', id), canonicalization)));
      const signedInfo = record.canonical(record.signedInfo(record.element('Id', signatureIdOf(slot))), canonicalization);
      return { slot, signingTime: input.signingTime, toBeSigned: bytesOf(withDigests(Buffer.from(signedInfo).toString('utf8'), digests)), draft: withDigests(template, digests) };
    });
  }

  /** Null where the record is not written in the one plain way. */
  function prepareFromBytes({ document, slot, canonicalization, signingTime, ...input }: Preparation) {
    if (canonicalization !== 'exclusive' || !isFree(document, slot)) return null;
    const region = plainRegion(document, slot.references);
    if (region === null) return null;
    const form = forms.of({ ...input, slot, signatureId: signatureIdOf(slot) }, (time) => slotText(slot, canonicalization, { ...input, signingTime: time }));
    return form === null ? null : { slot, signingTime, ...form.filled(signingTime, sha256Base64(region)) };
  }

  return {
    prepare: (input) => prepareFromBytes(input) ?? prepareWithParser(input),
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

/** `<GVCN>…</GVCN>`: day of signing, ID number of a person, signature (CV 2088, annex 1, signing information). Its digests and value are pending. */
function slotText(slot: SignatureSlot, canonicalization: Canonicalization, { algorithm, certificate, signingTime, signerPersonalId }: Omit<FormOfSlot, 'slot' | 'signatureId'> & { readonly signingTime: string }): string {
  const transforms = [canonicalizationUri(canonicalization)];
  const signatureId = signatureIdOf(slot);
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
  const name = stepsOf(slot).at(-1) ?? '';
  const personalId = signerPersonalId === null ? '' : `<SO_CCCD>${escapeXml(signerPersonalId)}</SO_CCCD>`;
  const id = slot.elementId === undefined ? '' : ` Id="${escapeXml(slot.elementId)}"`;
  return `<${name}${id}><NGAY_KY>${escapeXml(signingTime)}</NGAY_KY>${personalId}${signature}</${name}>`;
}

function signatureIdOf(slot: SignatureSlot): string {
  return `Signature-${slot.propertyId.replace(/^SigningTime-/, '')}`;
}

/** No Id of the new signature stands anywhere yet, and nothing declares a namespace that would hold for its unprefixed elements. */
function isFree(document: Uint8Array, slot: SignatureSlot): boolean {
  const bytes = Buffer.from(document.buffer, document.byteOffset, document.byteLength);
  return ![slot.propertyId, signatureIdOf(slot), 'xmlns='].some((taken) => bytes.includes(taken));
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
