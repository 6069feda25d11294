import type { XmlElement } from 'libxml2-wasm';
import type { FileReport, Finding, SignatureReport } from '#core/contract/verification.ts';
import { isSubjectName, readCertificate, type ReadCertificate } from './certificate.ts';
import { isExactForm } from './exact-form.ts';
import { finding } from './findings.ts';
import { readSigningTime, type SigningTimeProperty } from './property-reader.ts';
import { readGradebookContent } from './gradebook-content.ts';
import { readRecordContent, type RecordContent } from './record-content.ts';
import { checkOrder, checkIssued, checkTeachers } from './record-order.ts';
import { readRecordParts, signaturePart, type RecordParts, type RecordSlot } from './record-slots.ts';
import { fileReport, hasExactName, hasUselessCertificates, refused, signatureReport, type Checked } from './report.ts';
import { canonicalForm, checkAlgorithms, checkSignatureValue, digestMatches, recordAlgorithms } from './signature-check.ts';
import { readSignature, StructureError, structureFault, valueOf, type ReadSignature } from './signature-reader.ts';
import { checkPerson, checkSchool, checkSignerKind } from './signer-binding.ts';
import { checkSigner, momentOf } from './signer-check.ts';
import { attributeOf, isOnlyWithId, readXml, type OpenXml } from './xml-reader.ts';

/** A record is some ten kilobytes, and a gradebook a hundred; this is far more than any. */
export const largestRecord = 2 * 1024 * 1024;

/** Checks one record XML, format secondary-v1, or one gradebook, format gradebook-v1 (domain.md 3.4, 3.9). Never throws for what the bytes are. */
export function checkRecordXml(input: Checked): FileReport {
  if (input.bytes.byteLength > largestRecord) return refused(input, 'record-xml', finding('file-size', 'failed', { limit: largestRecord }));
  const report = readXml(input.bytes, (xml) => checkOpenRecord(xml, input));
  return typeof report === 'string' ? refused(input, 'record-xml', finding('xml-form', 'failed', { reason: report })) : report;
}

function checkOpenRecord(xml: OpenXml, input: Checked): FileReport {
  const wellFormed = finding('xml-form', 'established');
  const kind = kindOf(xml);
  if (kind === null) return refused(input, 'other', finding('profile', 'not-established', { detail: xml.root.name.slice(0, 80) }));
  const findings = [wellFormed, finding('profile', 'established', { profile: kind === 'record' ? 'secondary-v1' : 'gradebook-v1' }), ...repeatedIds(xml)];
  try {
    const parts = readRecordParts(xml.root, kind);
    refuseStrays(xml, parts.slots);
    return checkParts(xml, parts, findings, input);
  } catch (error) {
    if (!(error instanceof StructureError)) throw error;
    return fileReport(input, fileKinds[kind], { findings: [...findings, structureFault(error)] });
  }
}

const fileKinds = { record: 'record-xml', gradebook: 'gradebook-xml' } as const satisfies Record<RecordParts['kind'], FileReport['kind']>;

/** A root that claims the regions of its format, wherever they stand: their places are checked later. Other generations of the formats are not ours. */
function kindOf(xml: OpenXml): RecordParts['kind'] | null {
  if (xml.root.namespaceUri !== '') return null;
  if (xml.root.name === 'HOC_BA' && (xml.withId('data').length > 0 || xml.withId('thongtinhocba').length > 0)) return 'record';
  return xml.root.name === 'SO_THEO_DOI' && xml.withId('data').length > 0 ? 'gradebook' : null;
}

function repeatedIds(xml: OpenXml): readonly Finding[] {
  const seen = new Set<string>();
  for (const attribute of xml.document.find("//@*[translate(local-name(), 'ID', 'id') = 'id']")) {
    if (seen.has(attribute.content)) return [finding('ids-unique', 'failed', { id: attribute.content.slice(0, 80) })];
    seen.add(attribute.content);
  }
  return [];
}

/** Signatures, and parts of signatures, stand in the slots and nowhere else; a Manifest would have to be followed, so there is none. */
function refuseStrays(xml: OpenXml, slots: readonly RecordSlot[]): void {
  const signatures = xml.dsigElements('Signature');
  const stray = signatures.find((each) => !slots.some(({ signature }) => signature.isSameNode(each)));
  if (stray !== undefined || signatures.length !== slots.length) throw new StructureError('Signature');
  for (const name of ['SignedInfo', 'KeyInfo', 'SignatureValue']) {
    if (xml.dsigElements(name).length !== slots.length) throw new StructureError(name);
  }
  if (xml.dsigElements('Manifest').length > 0) throw new StructureError('Manifest');
}

function checkParts(xml: OpenXml, parts: RecordParts, before: readonly Finding[], input: Checked): FileReport {
  const regions = createRegions(xml, parts);
  const data = regions.canonical(parts.data, 'exclusive');
  const content = parts.kind === 'record' ? readRecordContent(data) : readGradebookContent(data);
  const misfit = content?.misfit ?? null;
  // The root claimed a format; what it holds decides.
  const profile = misfit === null ? before : [...before.filter(({ code }) => code !== 'profile'), finding('profile', 'not-established', { detail: misfit.slice(0, 80) })];
  const findings = [...profile, finding('structure', 'established')];
  if (parts.slots.length === 0) return fileReport(input, fileKinds[parts.kind], { findings: [...findings, finding('signature-present', 'not-established')] });
  const checked = parts.slots.map((slot) => checkSlot(xml, parts, slot, regions, content, input));
  const proven = checked.some(({ provesData }) => provesData);
  const reports = checked.map(({ report }) => report);
  return fileReport(input, fileKinds[parts.kind], {
    findings: [
      ...findings,
      ...checkForm(xml, parts, checked),
      ...checkOrder(reports),
      ...checkTeachers(reports, content?.subjectTeachers.size ?? 0),
      checkIssued(reports, parts.kind === 'record' ? 'issued' : 'book-signed'),
      ...(content?.training === true ? [finding('real-record', 'not-established')] : []),
    ],
    signatures: reports,
    // Only what a signature proves is shown as the record's content.
    record: proven && content !== null ? content.summary : null,
    ...(proven && misfit === null && content?.gradebook !== undefined ? { gradebook: content.gradebook } : {}),
  });
}

type Regions = ReturnType<typeof createRegions>;

/** Canonical bytes of regions, each made once: the principal and the school sign the same one. */
function createRegions(xml: OpenXml, parts: RecordParts) {
  const made = new Map<string, Uint8Array>();
  return {
    canonical(element: XmlElement, form: Parameters<OpenXml['canonical']>[1]): Uint8Array {
      const known = element.isSameNode(parts.data) ? 'data' : element.isSameNode(parts.information) ? 'information' : null;
      if (known === null) return xml.canonical(element, form);
      const key = `${known} ${form}`;
      const bytes = made.get(key) ?? xml.canonical(element, form);
      made.set(key, bytes);
      return bytes;
    },
  };
}

/** `exactForm` is null where the signature does not hold: then the file says nothing about how it was issued. */
type CheckedSlot = { readonly report: SignatureReport; readonly exactForm: boolean | null; readonly provesData: boolean };

function checkForm(xml: OpenXml, parts: RecordParts, checked: readonly CheckedSlot[]): readonly Finding[] {
  if (checked.some(({ exactForm }) => exactForm === null)) return [];
  const exact = parts.exactForm && checked.every(({ exactForm }) => exactForm === true) && isExactForm(xml, '\n', parts.slots.length);
  return [finding('exact-form', exact ? 'established' : 'not-established')];
}

function checkSlot(xml: OpenXml, parts: RecordParts, slot: RecordSlot, regions: Regions, content: RecordContent | null, input: Checked): CheckedSlot {
  try {
    const signature = readSignature(slot.signature);
    return checkReadSlot(xml, parts, slot, signature, readSigningTime(signature), regions, content, input);
  } catch (error) {
    if (!(error instanceof StructureError)) throw error;
    return { report: signatureReport(slot.role, null, null, { findings: [structureFault(error)] }), exactForm: null, provesData: false };
  }
}

function checkReadSlot(
  xml: OpenXml,
  parts: RecordParts,
  slot: RecordSlot,
  signature: ReadSignature,
  time: SigningTimeProperty,
  regions: Regions,
  content: RecordContent | null,
  input: Checked,
): CheckedSlot {
  const [der, ...enclosed] = signature.certificates;
  const certificate = der === undefined ? null : readCertificate(der);
  const signingTime = momentOf(time.text);
  const covers = signature.references.map(({ uri }) => uri ?? '');
  const algorithms = checkAlgorithms(signature, recordAlgorithms);
  if (algorithms.outcome !== 'established') return { report: signatureReport(slot.role, signature, certificate, { findings: [algorithms], signingTime, covers }), exactForm: null, provesData: false };
  const referred = checkReferences(xml, parts, slot, signature, time, regions);
  if (certificate === null) {
    const findings = [algorithms, ...referred.findings, finding('certificate-readable', 'failed')];
    return { report: signatureReport(slot.role, signature, null, { findings, signingTime, covers }), exactForm: null, provesData: false };
  }
  const value = checkSignatureValue(xml, signature, certificate.key);
  const findings = [
    algorithms,
    ...referred.findings,
    value,
    ...(signature.subjectName === null ? [] : [finding('subject-name', isSubjectName(certificate, signature.subjectName) ? 'established' : 'not-established')]),
    ...checkWho(slot, certificate, content, covers[0] ?? ''),
    finding('signing-day', slot.signingDay === time.text ? 'established' : 'not-established'),
    ...checkSigner(certificate, enclosed, input.anchors, { signingTime, at: input.at, timestamps: { stamped: () => xml.canonical(valueOf(signature.element), 'exclusive'), carried: [] } }),
  ];
  // Nothing signs the slot's own Id, so it has to be the one that follows from the region.
  const isOwnId = slot.elementId === null || slot.elementId === `GVBM-${(covers[0] ?? '').slice(1)}`;
  const isExactSignature = isOwnId && hasExactName(signature, certificate) && signature.exactForm && time.exactForm && !hasUselessCertificates(certificate, enclosed);
  return {
    report: signatureReport(slot.role, signature, certificate, { findings, signingTime, covers }),
    exactForm: referred.hold && value.outcome === 'established' ? isExactSignature : null,
    provesData: slot.region === 'data' && referred.hold && value.outcome === 'established',
  };
}

function checkWho(slot: RecordSlot, certificate: ReadCertificate, content: RecordContent | null, region: string): readonly Finding[] {
  if (slot.role === 'school') return [checkSignerKind(certificate, 'organisation'), checkSchool(certificate, content?.schoolName ?? '')];
  const named = { principal: content?.principal, homeroomTeacher: content?.homeroomTeacher, subjectTeacher: content?.subjectTeachers.get(region.slice(1)) }[slot.role];
  return [checkSignerKind(certificate, 'person'), checkPerson(certificate, named ?? null, slot.personalId)];
}

/** Exactly two references: the region of this slot, then this signature's own signing time; each with one canonical form and nothing else. */
function checkReferences(xml: OpenXml, parts: RecordParts, slot: RecordSlot, signature: ReadSignature, time: SigningTimeProperty, regions: Regions): { readonly findings: readonly Finding[]; readonly hold: boolean } {
  const failed = (detail: string) => ({ findings: [finding('references', 'failed', { detail: detail.slice(0, 120) })], hold: false });
  const [first, second, ...others] = signature.references;
  if (first === undefined || second === undefined || others.length > 0) return failed(`${signature.references.length} Reference`);
  const region = slot.region === null ? subjectRegion(xml, parts, first.uri ?? '') : slot.region === 'data' ? parts.data : parts.information;
  const findings: Finding[] = [];
  for (const [reference, element] of [[first, region] as const, [second, time.property] as const]) {
    const id = element === null ? null : attributeOf(element, 'Id');
    if (element === null || id === null || reference.uri !== `#${id}` || !isOnlyWithId(xml, id, element)) return failed(reference.uri ?? 'URI');
    const form = reference.transforms.length === 1 && !reference.parameters ? canonicalForm(reference.transforms[0] ?? '', recordAlgorithms) : null;
    if (form === null) return failed(reference.transforms.join(' ') || 'Transforms');
    if (!digestMatches(reference, regions.canonical(element, form))) findings.push(finding('integrity', 'failed', { uri: reference.uri }));
  }
  const covered = finding('references', 'established', { covers: `${first.uri ?? ''}, ${second.uri ?? ''}` });
  return findings.length > 0 ? { findings: [covered, ...findings], hold: false } : { findings: [covered, finding('integrity', 'established')], hold: true };
}

/** A subject teacher's region is a DIEM_TONG_KET inside the data, named `mon-CODE`. */
function subjectRegion(xml: OpenXml, parts: RecordParts, uri: string): XmlElement | null {
  const [only, ...others] = uri.startsWith('#mon-') ? xml.withId(uri.slice(1)) : [];
  if (only === undefined || others.length > 0 || only.name !== 'DIEM_TONG_KET' || only.namespaceUri !== '') return null;
  for (let above = only.parent; above !== null; above = above.parent) {
    if (above.isSameNode(parts.data)) return only;
  }
  return null;
}

/** Whether an XML document's root is that of a record, judged from its first tag only. */
export function looksLikeRecord(text: string): boolean {
  return new RegExp(`<HOC_BA[\\s>]|<${signaturePart}[\\s>]`).test(text.slice(0, 4096));
}
