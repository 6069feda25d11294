import { readRevisions, type PdfObject, type PdfRevision } from './pdf-revisions.ts';
import { PdfFormError, wordsOf, type PdfArray, type PdfDictionary, type PdfValue } from './pdf-syntax.ts';

export type PdfSignerRole = 'principal' | 'school';

/** Where a signature stands in the file. `hole`: its hexadecimal digits, without the brackets; `end`: end of the revision, which the signature must reach. */
export type PdfSignatureText = { readonly role: PdfSignerRole; readonly range: readonly [number, number, number, number]; readonly hole: { readonly from: number; readonly to: number }; readonly time: string; readonly end: number };

/** What the document says of itself, in its information: all of it is covered by every signature. `digest`: first 16 hexadecimal digits of the data's digest, lower case. */
export type PdfRecord = { readonly uuid: string; readonly digest: string; readonly schoolName: string; readonly principal: { readonly name: string; readonly personalId: string }; readonly training: boolean };

export type PdfForm = { readonly record: PdfRecord; readonly signatures: readonly PdfSignatureText[] };

const fieldRoles: readonly (readonly [name: string, role: PdfSignerRole])[] = [
  ['HieuTruong', 'principal'],
  ['NhaTruong', 'school'],
];

/**
 * Keys that dictionaries of our files have. None of them runs, opens, fetches, hides or embeds anything: no actions, scripts, layers, attachments, external content, encryption, object streams.
 * Resource names (F1, Gs2, I1) are numbered.
 */
const knownKeys: ReadonlySet<string> = new Set(
  (
    'Type Subtype Pages Kids Count Parent Lang AcroForm Fields SigFlags MediaBox Contents Resources UserUnit Annots ProcSet ExtGState Font XObject ColorSpace Pattern ca CA Length Filter ' +
    'Producer Creator CreationDate Title Keywords HocBaTruong HocBaHieuTruong HocBaDinhDanh HocBaLuyenTap FontName Flags FontBBox ItalicAngle Ascent Descent CapHeight XHeight StemV FontFile2 ' +
    'BaseFont Encoding DescendantFonts ToUnicode CIDSystemInfo Registry Ordering Supplement FontDescriptor W CIDToGIDMap FT T F P Rect V AP N SubFilter ByteRange M ' +
    'FormType BBox Matrix BitsPerComponent Width Height SMask Decode DecodeParms Predictor Colors Columns Size Root Info ID Prev'
  ).split(' '),
);
const resourceName = /^(F|Gs|I)\d{1,3}$/;

/** Names that these keys may have: fonts, pictures, drawings and fields; one packing. */
const knownNames: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ['Subtype', new Set(['Type0', 'CIDFontType2', 'Image', 'Form', 'Widget'])],
  ['Filter', new Set(['FlateDecode', 'Adobe.PPKLite'])],
]);

/** What objects may be, and what an update may add. */
const baseTypes: ReadonlySet<string> = new Set(['Catalog', 'Pages', 'Page', 'Annot', 'Font', 'FontDescriptor', 'ExtGState']);
const addedTypes: ReadonlySet<string> = new Set(['XObject', 'Font', 'FontDescriptor', 'ExtGState']);

/** Bytes of a signature's hole: its own and nobody else's (the signer reserves 16 kB). */
const holeLength = 32_768;

/**
 * Reads a file as ours: one revision by our printer with two empty signature fields, then for each signature one update that fills its field and adds what is drawn there, and nothing else. Throws
 * PdfFormError where it is otherwise.
 */
export function readPdfForm(bytes: Buffer): PdfForm {
  const [base, ...updates] = readRevisions(bytes);
  if (base === undefined) throw new PdfFormError('revision');
  for (const revision of [base, ...updates]) for (const { value } of [...revision.objects.values(), { value: revision.trailer }]) checkKeys(value);
  const fields = checkBase(base);
  const signed = new Map<number, PdfSignatureText>();
  let before = base;
  for (const update of updates) {
    const [number, signature] = checkUpdate(update, before, base, fields, bytes);
    if (signed.has(number)) throw new PdfFormError(`/V ${number}`);
    signed.set(number, signature);
    before = update;
  }
  return { record: readRecord(base), signatures: [...signed.values()] };
}

function checkKeys(value: PdfValue): void {
  if (value.kind === 'array') for (const item of value.items) checkKeys(item);
  if (value.kind !== 'dictionary') return;
  for (const [key, entry] of value.entries) {
    if (!knownKeys.has(key) && !resourceName.test(key)) throw new PdfFormError(`/${key}`);
    const names = knownNames.get(key);
    if (names !== undefined && (entry.kind !== 'name' || !names.has(entry.name))) throw new PdfFormError(`/${key}`);
    checkKeys(entry);
  }
}

type Field = { readonly number: number; readonly role: PdfSignerRole; readonly body: string; readonly width: number; readonly height: number };

/** The first revision: catalog, pages and the two fields on one page, each of them empty. */
function checkBase(base: PdfRevision): readonly Field[] {
  for (const object of base.objects.values()) checkType(object, baseTypes);
  exactKeys(base.trailer, ['Size', 'Root', 'Info', 'ID'], 'trailer');
  const catalog = dictionaryAt(base, base.trailer.entries.get('Root'), 'Catalog');
  exactKeys(catalog, ['Type', 'Pages', 'Lang', 'AcroForm'], 'Catalog');
  const form = catalog.entries.get('AcroForm');
  if (form?.kind !== 'dictionary') throw new PdfFormError('AcroForm');
  exactKeys(form, ['Fields', 'SigFlags'], 'AcroForm');
  const references = arrayIn(form, 'Fields').items;
  const tree = dictionaryAt(base, catalog.entries.get('Pages'), 'Pages');
  exactKeys(tree, ['Type', 'Count', 'Kids'], 'Pages');
  const annotated = arrayIn(tree, 'Kids').items.filter((kid) => {
    const page = dictionaryAt(base, kid, 'Page');
    if (!page.entries.has('Annots')) return false;
    if (!sameReferences(arrayIn(page, 'Annots').items, references)) throw new PdfFormError('Annots');
    return true;
  });
  const widgets = [...base.objects.values()].filter(({ value }) => value.kind === 'dictionary' && nameIn(value, 'Type') === 'Annot');
  if (annotated.length !== 1 || references.length !== fieldRoles.length || widgets.length !== fieldRoles.length) throw new PdfFormError('Annots');
  return references.map((reference, index) => readField(base, reference, fieldRoles[index] ?? ['', 'school']));
}

function readField(base: PdfRevision, reference: PdfValue, [name, role]: readonly [string, PdfSignerRole]): Field {
  const field = dictionaryAt(base, reference, 'Annot');
  exactKeys(field, ['Type', 'Subtype', 'FT', 'T', 'F', 'P', 'Rect'], 'Annot');
  if (nameIn(field, 'Subtype') !== 'Widget' || nameIn(field, 'FT') !== 'Sig' || wordsOf(field.entries.get('T')) !== name) throw new PdfFormError(`field ${name}`);
  const number = reference.kind === 'reference' ? reference.number : 0;
  const [left = 0, bottom = 0, right = 0, top = 0] = numbersIn(field, 'Rect');
  return { number, role, body: base.objects.get(number)?.body ?? '', width: right - left, height: top - bottom };
}

/** An update: one empty field gets its signature and its appearance, word for word; the rest are new objects of what is drawn. Answers the field's number and its signature. */
function checkUpdate(update: PdfRevision, before: PdfRevision, base: PdfRevision, fields: readonly Field[], bytes: Buffer): readonly [number, PdfSignatureText] {
  exactKeys(update.trailer, ['Size', 'Root', 'Info', 'ID', 'Prev'], 'trailer');
  for (const key of ['Root', 'Info', 'ID']) {
    if (JSON.stringify(update.trailer.entries.get(key)) !== JSON.stringify(base.trailer.entries.get(key))) throw new PdfFormError(`trailer /${key}`);
  }
  const [size, sizeBefore, previous] = [numberIn(update.trailer, 'Size'), numberIn(before.trailer, 'Size'), numberIn(update.trailer, 'Prev')];
  if (previous !== before.table) throw new PdfFormError('trailer /Prev');
  const [replaced, ...others] = [...update.objects.keys()].filter((number) => number < sizeBefore);
  const field = fields.find(({ number }) => number === replaced);
  if (field === undefined || others.length > 0) throw new PdfFormError(`obj ${others[0] ?? replaced ?? ''}`);
  const added = [...update.objects.values()].filter(({ number }) => number >= sizeBefore);
  if (added.some(({ number }, index) => number !== sizeBefore + index) || size !== sizeBefore + added.length) throw new PdfFormError('trailer /Size');
  const filled = update.objects.get(field.number);
  const [, value, appearance] = /\n\/V (\d+) 0 R\n\/AP <<\n\/N (\d+) 0 R\n>>\n>>$/.exec(filled?.body ?? '') ?? [];
  if (filled === undefined || filled.hasStream || filled.body !== `${field.body.slice(0, -3)}\n/V ${value} 0 R\n/AP <<\n/N ${appearance} 0 R\n>>\n>>`) throw new PdfFormError(`obj ${field.number}`);
  const signature = update.objects.get(Number(value));
  for (const object of added) if (object !== signature) checkType(object, addedTypes);
  checkAppearance(update.objects.get(Number(appearance)), field);
  if (signature === undefined || signature.number < sizeBefore) throw new PdfFormError('/V');
  return [field.number, readSignature(signature, field.role, update.end, bytes)];
}

/** What is drawn fits into the field's own rectangle, one to one: an appearance cannot reach over anything else of the page. */
function checkAppearance(object: PdfObject | undefined, field: Field): void {
  const form = object?.value;
  if (form?.kind !== 'dictionary' || object?.hasStream !== true || nameIn(form, 'Subtype') !== 'Form') throw new PdfFormError('/AP');
  const [left, bottom, right, top] = numbersIn(form, 'BBox');
  const plain = numbersIn(form, 'Matrix').join(' ') === '1 0 0 1 0 0';
  if (!plain || left !== 0 || bottom !== 0 || Math.abs((right ?? 0) - field.width) > 0.02 || Math.abs((top ?? 0) - field.height) > 0.02) throw new PdfFormError('/BBox');
}

const signatureText = /^<<\n\/Type \/Sig\n\/Filter \/Adobe\.PPKLite\n\/SubFilter \/ETSI\.CAdES\.detached\n\/ByteRange \[0 ([1-9]\d*) ([1-9]\d*) ([1-9]\d*)\] *\n\/Contents <([0-9a-f]+)>\n\/M \(D:(\d{14})\+07'00'\)\n>>$/;

/** The signature's dictionary, word for word, and that its range is the whole file up to the end of its revision but for the hole. */
function readSignature(object: PdfObject, role: PdfSignerRole, end: number, bytes: Buffer): PdfSignatureText {
  const [, first = '', second = '', third = '', contents = '', moment = ''] = signatureText.exec(object.body) ?? [];
  if (object.hasStream || contents.length !== holeLength) throw new PdfFormError(`/Sig ${object.number}`);
  const bodyAt = object.start + `${object.number} 0 obj\n`.length;
  const from = bodyAt + object.body.indexOf('/Contents <') + '/Contents <'.length;
  const hole = { from, to: from + holeLength };
  const range = [0, Number(first), Number(second), Number(third)] as const;
  if (range[1] !== hole.from - 1 || range[2] !== hole.to + 1 || range[2] + range[3] !== end || bytes.toString('latin1', hole.from, hole.to) !== contents) throw new PdfFormError('/ByteRange');
  const [, year, month, day, hour, minute, second2] = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(moment) ?? [];
  return { role, range, hole, time: `${year}-${month}-${day}T${hour}:${minute}:${second2}+07:00`, end };
}

/** Whose record it is, as the printer wrote it: in the information of the first revision, which no update may replace. */
function readRecord(base: PdfRevision): PdfRecord {
  const information = dictionaryAt(base, base.trailer.entries.get('Info'), null);
  const words = (key: string): string => {
    const entry = information.entries.get(key);
    return (entry?.kind === 'reference' ? wordsOf(base.objects.get(entry.number)?.value) : wordsOf(entry)) ?? '';
  };
  const [, uuid, digest] = /^HOCBA:1:([0-9A-F]{8}(?:-[0-9A-F]{4}){3}-[0-9A-F]{12}):([0-9A-F]{16})$/.exec(words('Keywords')) ?? [];
  if (uuid === undefined || digest === undefined) throw new PdfFormError('/Keywords');
  return {
    uuid: uuid.toLowerCase(),
    digest: digest.toLowerCase(),
    schoolName: words('HocBaTruong'),
    principal: { name: words('HocBaHieuTruong'), personalId: words('HocBaDinhDanh') },
    training: information.entries.has('HocBaLuyenTap'),
  };
}

function checkType({ number, value }: PdfObject, allowed: ReadonlySet<string>): void {
  if (value.kind !== 'dictionary' || !value.entries.has('Type')) return;
  if (!allowed.has(nameIn(value, 'Type'))) throw new PdfFormError(`/Type ${nameIn(value, 'Type')} ${number}`);
}

function dictionaryAt(revision: PdfRevision, reference: PdfValue | undefined, type: string | null): PdfDictionary {
  const value = reference?.kind === 'reference' ? revision.objects.get(reference.number)?.value : undefined;
  if (value?.kind !== 'dictionary' || (type !== null && nameIn(value, 'Type') !== type)) throw new PdfFormError(type ?? 'object');
  return value;
}

function exactKeys({ entries }: PdfDictionary, keys: readonly string[], what: string): void {
  const strange = [...entries.keys()].find((key) => !keys.includes(key)) ?? keys.find((key) => !entries.has(key));
  if (strange !== undefined) throw new PdfFormError(`${what} /${strange}`);
}

function nameIn({ entries }: PdfDictionary, key: string): string {
  const value = entries.get(key);
  return value?.kind === 'name' ? value.name : '';
}

function numberIn({ entries }: PdfDictionary, key: string): number {
  const value = entries.get(key);
  if (value?.kind !== 'number') throw new PdfFormError(`/${key}`);
  return value.value;
}

function arrayIn({ entries }: PdfDictionary, key: string): PdfArray {
  const value = entries.get(key);
  if (value?.kind !== 'array') throw new PdfFormError(`/${key}`);
  return value;
}

function numbersIn(dictionary: PdfDictionary, key: string): readonly number[] {
  return arrayIn(dictionary, key).items.map((item) => (item.kind === 'number' ? item.value : Number.NaN));
}

function sameReferences(some: readonly PdfValue[], others: readonly PdfValue[]): boolean {
  return some.length === others.length && some.every((each, index) => each.kind === 'reference' && JSON.stringify(each) === JSON.stringify(others[index]));
}
