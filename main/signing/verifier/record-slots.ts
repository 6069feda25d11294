import type { XmlElement } from 'libxml2-wasm';
import type { SignatureReport } from '#core/contract/verification.ts';
import { elementsOf, onlyAttributes, StructureError, textOf } from './signature-reader.ts';
import { attributeOf, dsigNamespace, qualifiedName } from './xml-reader.ts';

/** A signature's place in a record (domain.md 3.4, 3.9), found by its path and never by its Id. */
export type RecordSlot = {
  readonly role: Extract<SignatureReport['role'], 'subjectTeacher' | 'homeroomTeacher' | 'principal' | 'school'>;
  /** The Id of the region it has to sign; a subject teacher's is any subject's (null). */
  readonly region: 'data' | 'thongtinhocba' | null;
  /** The slot's own Id, which only a subject teacher's may have: nothing signs it. */
  readonly elementId: string | null;
  readonly signature: XmlElement;
  /** NGAY_KY and SO_CCCD beside the signature: not signed themselves. */
  readonly signingDay: string;
  readonly personalId: string | null;
};

/** The parts of a record in their only places. */
export type RecordParts = {
  readonly data: XmlElement;
  readonly information: XmlElement;
  readonly slots: readonly RecordSlot[];
  /** No blanks stand between the parts that are not signed. */
  readonly exactForm: boolean;
};

/** Far more subjects than any school teaches. */
const mostTeachers = 60;

export const signaturePart = 'DANH_SACH_THONG_TIN_KY';

/** Takes a record apart. Throws StructureError at the first element that is not where it belongs, and at every one that belongs nowhere. */
export function readRecordParts(root: XmlElement): RecordParts {
  const form = { exact: true };
  plainElement(root);
  const [data, signatures, ...rest] = elementsOf(root, form);
  if (data === undefined || rest.length > 0) throw new StructureError(rest[0]?.name ?? root.name);
  expect(data, 'DU_LIEU_HOC_BA', 'data');
  // Blanks in the data are signed.
  const information = elementsOf(data, { exact: true }).filter(({ name }) => name === 'THONG_TIN_HOC_BA');
  const [only] = information;
  if (only === undefined || information.length > 1) throw new StructureError('THONG_TIN_HOC_BA');
  expect(only, 'THONG_TIN_HOC_BA', 'thongtinhocba');
  return { data, information: only, slots: signatures === undefined ? [] : readSlots(signatures, form), exactForm: form.exact };
}

type Form = Parameters<typeof elementsOf>[1];

function readSlots(part: XmlElement, form: Form): readonly RecordSlot[] {
  if (qualifiedName(part) !== signaturePart) throw new StructureError(part.name);
  plainElement(part);
  const [subjects, homeroom, issue] = inOrder(part, ['DANH_SACH_GVBM', 'GVCN', 'PHAT_HANH_HOC_BA'], form);
  const [principal, school] = issue === undefined ? [] : inOrder(issue, ['CBQL', 'KY_PHAT_HANH'], form);
  const teachers = subjects === undefined ? [] : elementsOf(subjects, form);
  if (teachers.length > mostTeachers) throw new StructureError('DANH_SACH_GVBM');
  return [
    ...teachers.map((teacher) => readSlot(expectName(teacher, 'GVBM'), 'subjectTeacher', null, form)),
    ...(homeroom === undefined ? [] : [readSlot(homeroom, 'homeroomTeacher', 'thongtinhocba', form)]),
    ...(principal === undefined ? [] : [readSlot(principal, 'principal', 'data', form)]),
    ...(school === undefined ? [] : [readSlot(school, 'school', 'data', form)]),
  ];
}

/** Children of these names, each at most once and in this order; at least one of them. */
function inOrder(parent: XmlElement, names: readonly string[], form: Form): readonly (XmlElement | undefined)[] {
  plainElement(parent);
  const children = elementsOf(parent, form);
  const positions = children.map((child) => names.indexOf(qualifiedName(child)));
  if (children.length === 0 || positions.some((position, index) => position <= (positions[index - 1] ?? -1))) throw new StructureError(parent.name);
  return names.map((name) => children.find((child) => child.name === name));
}

function readSlot(slot: XmlElement, role: RecordSlot['role'], region: RecordSlot['region'], form: Form): RecordSlot {
  plainElement(slot, role === 'subjectTeacher' ? ['Id'] : []);
  const children = elementsOf(slot, form);
  const [day, ...others] = children;
  const signature = others.at(-1);
  const id = others.length === 2 ? others[0] : undefined;
  if (day === undefined || signature === undefined || others.length > (role === 'school' ? 1 : 2)) throw new StructureError(slot.name);
  if (qualifiedName(signature) !== `{${dsigNamespace}}Signature`) throw new StructureError(slot.name);
  return {
    role,
    region,
    elementId: attributeOf(slot, 'Id'),
    signature,
    signingDay: textOf(expectNamed(day, 'NGAY_KY')),
    personalId: id === undefined ? null : textOf(expectNamed(id, 'SO_CCCD')),
  };
}

function expectName(element: XmlElement, name: string): XmlElement {
  if (qualifiedName(element) !== name) throw new StructureError(element.name);
  return element;
}

function expectNamed(element: XmlElement, name: string): XmlElement {
  plainElement(expectName(element, name));
  return element;
}

function expect(element: XmlElement, name: string, id: string): void {
  if (qualifiedName(element) !== name || attributeOf(element, 'Id') !== id) throw new StructureError(name);
}

/** What no signature covers may carry neither namespaces nor attributes (but those named). */
function plainElement(element: XmlElement, attributes: readonly string[] = []): void {
  onlyAttributes(element, attributes);
  if (Object.keys(element.nsDeclarations).length > 0) throw new StructureError(element.name);
}
