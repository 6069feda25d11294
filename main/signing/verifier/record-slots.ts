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

/** The parts of a record, or of a gradebook, in their only places. A gradebook's regions are all the whole. */
export type RecordParts = {
  readonly kind: 'record' | 'gradebook';
  readonly data: XmlElement;
  readonly information: XmlElement;
  readonly slots: readonly RecordSlot[];
  /** No blanks stand between the parts that are not signed. */
  readonly exactForm: boolean;
};

/** Far more subjects than any school teaches. */
const mostTeachers = 60;

export const signaturePart = 'DANH_SACH_THONG_TIN_KY';

/** What differs between the two kinds. `information`: the part of the data that the homeroom teacher signs; null: the whole. */
const shapes = {
  record: { data: 'DU_LIEU_HOC_BA', information: 'THONG_TIN_HOC_BA', issue: 'PHAT_HANH_HOC_BA', teacherRegion: null, homeroomRegion: 'thongtinhocba' },
  gradebook: { data: 'TONG_KET_CA_NAM', information: null, issue: 'PHAT_HANH_SO', teacherRegion: 'data', homeroomRegion: 'data' },
} as const;

/** Takes a record or a gradebook apart. Throws StructureError at the first element that is not where it belongs, and at every one that belongs nowhere. */
export function readRecordParts(root: XmlElement, kind: RecordParts['kind']): RecordParts {
  const shape = shapes[kind];
  const form = { exact: true };
  plainElement(root);
  const [data, signatures, ...rest] = elementsOf(root, form);
  if (data === undefined || rest.length > 0) throw new StructureError(rest[0]?.name ?? root.name);
  expect(data, shape.data, 'data');
  const slots = signatures === undefined ? [] : readSlots(signatures, kind, form);
  if (shape.information === null) return { kind, data, information: data, slots, exactForm: form.exact };
  // Blanks in the data are signed.
  const information = elementsOf(data, { exact: true }).filter(({ name }) => name === shape.information);
  const [only] = information;
  if (only === undefined || information.length > 1) throw new StructureError(shape.information);
  expect(only, shape.information, 'thongtinhocba');
  return { kind, data, information: only, slots, exactForm: form.exact };
}

type Form = Parameters<typeof elementsOf>[1];

function readSlots(part: XmlElement, kind: RecordParts['kind'], form: Form): readonly RecordSlot[] {
  const { issue: issueName, teacherRegion, homeroomRegion } = shapes[kind];
  if (qualifiedName(part) !== signaturePart) throw new StructureError(part.name);
  plainElement(part);
  const [subjects, homeroom, issue] = inOrder(part, ['DANH_SACH_GVBM', 'GVCN', issueName], form);
  const [principal, school] = issue === undefined ? [] : inOrder(issue, ['CBQL', 'KY_PHAT_HANH'], form);
  const teachers = subjects === undefined ? [] : elementsOf(subjects, form);
  if (teachers.length > mostTeachers) throw new StructureError('DANH_SACH_GVBM');
  return [
    ...teachers.map((teacher) => readSlot(expectName(teacher, 'GVBM'), 'subjectTeacher', teacherRegion, form)),
    ...(homeroom === undefined ? [] : [readSlot(homeroom, 'homeroomTeacher', homeroomRegion, form)]),
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
