import { createHash } from 'node:crypto';
import type { XmlElement } from 'libxml2-wasm';
import { readCertificate } from './certificate.ts';
import { isPlainForm } from './plain-form.ts';
import { readSigningTime } from './property-reader.ts';
import { canonicalForm, recordAlgorithms, valueCheck } from './signature-check.ts';
import { readSignature, StructureError } from './signature-reader.ts';
import { readXml } from './xml-reader.ts';

/** A record with one signature over its data, taken apart as text: one letter is one byte. */
type TakenApart = {
  /** All that is not the record's own: equal letters in two records of one batch. */
  readonly form: string;
  /** The data node, in the very bytes that are signed. */
  readonly data: string;
  readonly signature: string;
  readonly time: string;
  readonly digests: readonly string[];
  readonly value: string;
};

type Model = TakenApart & { readonly property: string; readonly signedInfo: string; readonly holds: (signedInfo: Uint8Array, value: Buffer) => boolean };

const dataStart = '<DU_LIEU_HOC_BA Id="data"><THONG_TIN_HOC_BA Id="thongtinhocba"><THONG_TIN_CHUNG>';
const generalEnd = '</THONG_TIN_CHUNG>';
const dataEnd = '</THONG_TIN_HOC_BA></DU_LIEU_HOC_BA>';
/** Whom the data name as signers, and of which school; and what marks a record of a training school. */
const binding = /<(\w*(?:GIAM_HIEU|GIAO_VIEN_CHU_NHIEM|TEN_TRUONG|TEN_SO_GD|LUYEN_TAP|MA_TRUONG)\w*)>([^<]*)<\/\1>/g;
const signatureText = /<ds:Signature xmlns:ds="[^"<>]*" Id="[^"<>]*">.*<\/ds:Signature>/s;
/** What no two signatures have in common. */
const own = /(<(NGAY_KY|SigningTime|ds:DigestValue|ds:SignatureValue)>)([^<]*)(?=<\/\2>)/g;

/**
 * A proof that a record is sound because another one is, for signatures that are made faster than the verifier reads (decision 0018). `accepted` was
 * accepted by the whole verifier a moment ago. The record must have the same letters everywhere outside its data, but for the digests, the time and
 * the value of the one signature; its data must name the same signers and be their own canonical form; and what is left is looked at as the
 * verifier does it: the digests of these bytes, and the value by the certificate's key. Whatever cannot be shown so is not alike.
 */
export function createAlikeCheck(): (document: Uint8Array, accepted: Uint8Array) => boolean {
  let known: { readonly document: Uint8Array; readonly form: Model | null } | null = null;

  return (document, accepted) => {
    if (known?.document !== accepted) known = { document: accepted, form: modelFrom(takenApart(accepted)) };
    const model = known.form;
    const parts = model === null ? null : takenApart(document);
    // A time before the accepted one's might be before the certificate's.
    return model !== null && parts !== null && parts.form === model.form && Date.parse(parts.time) >= Date.parse(model.time) && holds(model, parts);
  };
}

/** Null where it is not written as records with their first signature are. */
function takenApart(document: Uint8Array): TakenApart | null {
  const text = Buffer.from(document.buffer, document.byteOffset, document.byteLength).toString('latin1');
  const from = text.indexOf(dataStart);
  const end = text.indexOf(dataEnd, from);
  if (from < 0 || end < 0) return null;
  const data = text.slice(from, end + dataEnd.length);
  const rest = text.slice(end + dataEnd.length);
  const general = data.slice(0, data.indexOf(generalEnd) + generalEnd.length);
  const found = new Map<string, string[]>();
  const blanked = rest.replaceAll(own, (_, tag: string, name: string, value: string) => {
    found.set(name, [...(found.get(name) ?? []), value]);
    return tag;
  });
  const [day, time, ...others] = [...(found.get('NGAY_KY') ?? []), ...(found.get('SigningTime') ?? [])];
  const digests = found.get('ds:DigestValue') ?? [];
  const [value, ...values] = found.get('ds:SignatureValue') ?? [];
  const signature = signatureText.exec(rest)?.[0];
  if (signature === undefined || time === undefined || day !== time || others.length > 0 || digests.length !== 2 || value === undefined || values.length > 0) return null;
  const ids = new Set<string>();
  if (!isPlainForm(Buffer.from(document.buffer, document.byteOffset + from, data.length), data, ids) || [...rest.matchAll(/ Id="([^"]*)"/g)].some(([, id]) => ids.has(id ?? ''))) return null;
  const named = [...general.matchAll(binding)].map(([whole]) => whole);
  return { form: [text.slice(0, from), ...named, blanked].join('\n'), data, signature, time, digests, value };
}

/** What an accepted signature digests and signs, as the parser writes it. It stands alone here, as it may: exclusive canonical XML of its parts depends on nothing around it. */
function modelFrom(parts: TakenApart | null): Model | null {
  if (parts === null) return null;
  try {
    return readModel(parts);
  } catch (error) {
    if (error instanceof StructureError) return null;
    throw error;
  }
}

function readModel(parts: TakenApart): Model | null {
  const model = readXml(Buffer.from(parts.signature, 'latin1'), (xml): Model | null => {
    const signature = readSignature(xml.root);
    const { property } = readSigningTime(signature);
    const [der] = signature.certificates;
    const certificate = der === undefined ? null : readCertificate(der);
    const uris = [signature.canonicalization, ...signature.references.flatMap(({ transforms }) => transforms)];
    const text = (element: XmlElement) => Buffer.from(xml.canonical(element, 'exclusive')).toString('latin1');
    if (certificate === null || !uris.every((uri) => canonicalForm(uri, recordAlgorithms) === 'exclusive')) return null;
    return { ...parts, property: text(property), signedInfo: text(signature.signedInfo), holds: valueCheck(signature, certificate.key) };
  });
  return typeof model === 'string' ? null : model;
}

/** The accepted texts with this record's own digests and time in their places: canonical XML leaves plain text as it is. */
function holds(model: Model, { data, digests, time, value }: TakenApart): boolean {
  const bytes = Buffer.from(data, 'latin1');
  const property = exchanged(model.property, [[model.time, time]]);
  const signedInfo = exchanged(model.signedInfo, model.digests.map((digest, index) => [digest, digests[index] ?? '']));
  if (property === null || signedInfo === null) return false;
  return digests[0] === sha256(bytes) && digests[1] === sha256(property) && model.holds(signedInfo, Buffer.from(value, 'base64'));
}

/** Null where something does not stand there exactly once, as the whole text of an element. */
function exchanged(text: string, pairs: readonly (readonly [before: string, after: string])[]): Buffer | null {
  let result = text;
  for (const [before, after] of pairs) {
    const [start, end, ...more] = result.split(`>${before}<`);
    if (start === undefined || end === undefined || more.length > 0) return null;
    result = `${start}>${after}<${end}`;
  }
  return Buffer.from(result, 'latin1');
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('base64');
}
