import type { SignatureAlgorithm, SignatureSlot } from '#main/office/ports/signing.ts';
import { escapeXml, withDigests } from './signature-template.ts';
import { readXml, sha256Base64 } from './xml-canonical.ts';

/** What all signatures of a batch have in common. */
export type FormOfSlot = { readonly slot: SignatureSlot; readonly signatureId: string; readonly algorithm: SignatureAlgorithm; readonly certificate: Uint8Array; readonly signerPersonalId: string | null };

/** A slot with its signature of which the time and the two digests are still open: its text, and the canonical form of what is digested and signed. */
export type SlotForm = { filled(signingTime: string, regionDigest: string): { readonly toBeSigned: Uint8Array; readonly draft: string } };

const pendingTime = 'pending-time';
/** A batch has one form, or as many as there are subjects. */
const mostKept = 100;

/**
 * Forms, each made once. Exclusive canonical XML of the signing time and of SignedInfo depends on nothing outside the slot, as long as no default
 * namespace is declared there, so the parser sees the slot alone; and it leaves plain text as it is, so times and digests are filled in afterwards.
 */
export function createSlotForms(): { of(about: FormOfSlot, slotText: (signingTime: string) => string): SlotForm | null } {
  const kept = new Map<string, SlotForm | null>();
  return {
    of({ certificate, ...about }, slotText) {
      const key = `${JSON.stringify(about)} ${Buffer.from(certificate).toString('base64')}`;
      const known = kept.get(key);
      if (known !== undefined) return known;
      const form = formOf(about, slotText(pendingTime));
      if (kept.size >= mostKept) kept.clear();
      kept.set(key, form);
      return form;
    },
  };
}

function formOf({ slot, signatureId }: Pick<FormOfSlot, 'slot' | 'signatureId'>, text: string): SlotForm | null {
  // Beside the signature, and in its property.
  if (text.split(pendingTime).length !== 3) return null;
  const { property, signedInfo } = readXml(Buffer.from(text, 'utf8'), (alone) => ({
    property: textOf(alone.canonical(alone.element('Id', slot.propertyId), 'exclusive')),
    signedInfo: textOf(alone.canonical(alone.signedInfo(alone.element('Id', signatureId)), 'exclusive')),
  }));
  return {
    filled(signingTime, regionDigest) {
      const time = escapeXml(signingTime);
      const digests = [regionDigest, sha256Base64(Buffer.from(property.replace(pendingTime, () => time), 'utf8'))];
      return { toBeSigned: new Uint8Array(Buffer.from(withDigests(signedInfo, digests), 'utf8')), draft: withDigests(text.replaceAll(pendingTime, () => time), digests) };
    },
  };
}

function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('utf8');
}
