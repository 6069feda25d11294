import type { XmlElement } from 'libxml2-wasm';
import type { FileReport, Finding, SignatureReport } from '#core/contract/verification.ts';
import { isSubjectName, readCertificate } from './certificate.ts';
import { childSlices } from './child-slices.ts';
import { isExactForm } from './exact-form.ts';
import { finding } from './findings.ts';
import { readSigningTime, type SigningTimeProperty } from './property-reader.ts';
import { fileReport, hasExactName, hasUselessCertificates, refused, signatureReport, type Checked } from './report.ts';
import { canonicalForm, checkAlgorithms, checkSignatureValue, digestMatches, envelopedTransform, recordAlgorithms } from './signature-check.ts';
import { elementsOf, readSignature, StructureError, structureFault, type ReadSignature } from './signature-reader.ts';
import { checkSignerKind } from './signer-binding.ts';
import { checkSigner, momentOf } from './signer-check.ts';
import { attributeOf, canonicalDocument, dsigNamespace, isOnlyWithId, qualifiedName, readXml, type CanonicalForm, type OpenXml } from './xml-reader.ts';

/** Ten megabytes framed (CV 2088 II.2.2); signatures and certificates keep lists from being much longer than six times that. */
const largestList = 64 * 1024 * 1024;
const listId = 'dataDanhSach';

export type CheckedTransaction = { readonly report: FileReport; readonly records: readonly Uint8Array[] };

/** Checks the organisation's enveloped signature of a transaction list and takes the list apart. The records' own signatures are not looked at here. */
export function checkTransactionList(input: Checked): CheckedTransaction {
  if (input.bytes.byteLength > largestList) return { report: refused(input, 'other', finding('file-size', 'failed', { limit: largestList })), records: [] };
  const checked = readXml(input.bytes, (xml) => checkOpenList(xml, input));
  return typeof checked === 'string' ? { report: refused(input, 'other', finding('xml-form', 'failed', { reason: checked })), records: [] } : checked;
}

function checkOpenList(xml: OpenXml, input: Checked): CheckedTransaction {
  if (xml.root.name !== 'DANH_SACH_HOC_BA' || xml.root.namespaceUri !== '') return { report: refused(input, 'other', finding('profile', 'not-established', { detail: xml.root.name.slice(0, 80) })), records: [] };
  const findings = [finding('xml-form', 'established'), finding('profile', 'established', { profile: 'DANH_SACH_HOC_BA' })];
  try {
    const signature = signatureOf(xml);
    const slices = childSlices(input.bytes);
    if (signature === null) return { report: fileReport(input, 'other', { findings: [...findings, finding('structure', 'established'), finding('signature-present', 'not-established')] }), records: slices };
    const { report, exactForm } = checkListSignature(xml, signature, input);
    const form = exactForm === null ? [] : [finding('exact-form', exactForm && isExactForm(xml, '', xml.dsigElements('Signature').length) ? 'established' : 'not-established')];
    return { report: fileReport(input, 'other', { findings: [...findings, finding('structure', 'established'), ...form], signatures: [report] }), records: slices.slice(0, -1) };
  } catch (error) {
    if (!(error instanceof StructureError)) throw error;
    return { report: fileReport(input, 'other', { findings: [...findings, structureFault(error)] }), records: [] };
  }
}

/** The root holds records and, last, its signature; nothing stands around the root. */
function signatureOf(xml: OpenXml): XmlElement | null {
  if (xml.besideRoot) throw new StructureError('DANH_SACH_HOC_BA');
  if (attributeOf(xml.root, 'id') !== listId || !isOnlyWithId(xml, listId, xml.root)) throw new StructureError(listId);
  const children = elementsOf(xml.root, { exact: true });
  const last = children.at(-1);
  const signature = last !== undefined && qualifiedName(last) === `{${dsigNamespace}}Signature` ? last : null;
  const records = signature === null ? children : children.slice(0, -1);
  const stranger = records.find((each) => qualifiedName(each) !== 'HOC_BA');
  if (stranger !== undefined) throw new StructureError(stranger.name);
  return signature;
}

/** `exactForm` is null where the signature does not hold: then the file says nothing about how it was sent. */
type ListSignature = { readonly report: SignatureReport; readonly exactForm: boolean | null };

function checkListSignature(xml: OpenXml, element: XmlElement, input: Checked): ListSignature {
  try {
    const signature = readSignature(element);
    return checkReadSignature(xml, signature, readSigningTime(signature), input);
  } catch (error) {
    if (!(error instanceof StructureError)) throw error;
    return open(signatureReport('transaction', null, null, { findings: [structureFault(error)] }));
  }
}

function open(report: SignatureReport): ListSignature {
  return { report, exactForm: null };
}

function checkReadSignature(xml: OpenXml, signature: ReadSignature, time: SigningTimeProperty, input: Checked): ListSignature {
  const [der, ...enclosed] = signature.certificates;
  const certificate = der === undefined ? null : readCertificate(der);
  const covers = signature.references.map(({ uri }) => uri ?? '');
  const algorithms = checkAlgorithms(signature, recordAlgorithms);
  // A time that no reference covers is nobody's claim.
  const signingTime = signature.references.length === 2 ? momentOf(time.text) : null;
  if (algorithms.outcome !== 'established') return open(signatureReport('transaction', signature, certificate, { findings: [algorithms], covers }));
  const findings = [algorithms, ...checkReferences(xml, signature, time, input)];
  if (certificate === null) return open(signatureReport('transaction', signature, null, { findings: [...findings, finding('certificate-readable', 'failed')], signingTime, covers }));
  const value = checkSignatureValue(xml, signature, certificate.key);
  const report = signatureReport('transaction', signature, certificate, {
    findings: [
      ...findings,
      value,
      ...(signature.subjectName === null ? [] : [finding('subject-name', isSubjectName(certificate, signature.subjectName) ? 'established' : 'not-established')]),
      checkSignerKind(certificate, 'organisation'),
      ...checkSigner(certificate, enclosed, input.anchors, { signingTime, at: input.at }),
    ],
    signingTime,
    covers,
  });
  const holds = [...findings, value].every(({ outcome }) => outcome === 'established');
  return { report, exactForm: holds ? hasExactName(signature, certificate) && signature.exactForm && time.exactForm && !hasUselessCertificates(certificate, enclosed) : null };
}

/** The list without this signature, and where there is a second reference, the signing time (the property or the whole object). */
function checkReferences(xml: OpenXml, signature: ReadSignature, time: SigningTimeProperty, input: Checked): readonly Finding[] {
  const [list, second, ...others] = signature.references;
  const failed = (detail: string) => [finding('references', 'failed', { detail: detail.slice(0, 120) })];
  if (list === undefined || others.length > 0) return failed(`${signature.references.length} Reference`);
  const [enveloped, canonical] = list.transforms;
  const form = enveloped === envelopedTransform && list.transforms.length === 2 && !list.parameters ? canonicalForm(canonical ?? '', recordAlgorithms) : null;
  if (list.uri !== `#${listId}` || form === null) return failed(`${list.uri ?? ''} ${list.transforms.join(' ')}`);
  const findings: Finding[] = [];
  const bytes = withoutSignature(input.bytes, form);
  if (bytes === null || !digestMatches(list, bytes)) findings.push(finding('integrity', 'failed', { uri: list.uri }));
  if (second !== undefined) {
    const target = [time.property, time.object].find((each) => attributeOf(each, 'Id') !== null && second.uri === `#${attributeOf(each, 'Id')}`);
    const timeForm = second.transforms.length === 1 && !second.parameters ? canonicalForm(second.transforms[0] ?? '', recordAlgorithms) : null;
    if (target === undefined || timeForm === null || !isOnlyWithId(xml, (second.uri ?? '').slice(1), target)) return failed(second.uri ?? 'URI');
    if (!digestMatches(second, xml.canonical(target, timeForm))) findings.push(finding('integrity', 'failed', { uri: second.uri ?? '' }));
  }
  return [finding('references', 'established', { covers: `#${listId}` }), ...(findings.length > 0 ? findings : [finding('integrity', 'established')])];
}

/** What the enveloped transform leaves: parsed anew, the signature taken out, the rest canonical. */
function withoutSignature(bytes: Uint8Array, form: CanonicalForm): Uint8Array | null {
  const canonical = readXml(bytes, ({ document, root }) => {
    elementsOf(root, { exact: true }).at(-1)?.remove();
    return canonicalDocument(document, form);
  });
  return typeof canonical === 'string' ? null : canonical;
}
