import type { RecordData } from './record-data.ts';

/** One element that holds a text. `value` null: the fact is not there; then the tag is left out, which only an optional one may be (CV 2088 annex 1: "empty value → omit tag"). */
export type FieldNode<Source> = {
  readonly tag: string;
  readonly value: (source: Source) => string | null;
  readonly required: boolean;
  /** Longest text, in characters. */
  readonly max: number;
};

/** An element of elements; `id` makes it a region that a signature can reference (attribute `Id`). */
export type GroupNode<Source> = { readonly tag: string; readonly id: ((source: Source) => string) | null; readonly children: readonly FormatNode<Source>[] };

/** One element for each item of a list. */
export type ListNode<Source> = { readonly each: (source: Source) => readonly RenderedGroup[] };

export type FormatNode<Source> = FieldNode<Source> | GroupNode<Source> | ListNode<Source>;

/** A group bound to the item it is written from. */
export type RenderedGroup = { readonly tag: string; readonly id: string | null; readonly fields: readonly RenderedNode[] };
export type RenderedNode = { readonly tag: string; readonly text: string | null; readonly required: boolean; readonly max: number } | RenderedGroup;

export type RecordRole = 'subjectTeacher' | 'homeroomTeacher' | 'principal' | 'school';

/** Where a role signs, and over which region. Path: tag names below the root. `elementId`: the slot element's own Id, where it has one. */
export type RecordSlot = { readonly role: RecordRole; readonly path: string; readonly elementId?: string; readonly references: string; readonly propertyId: string };

/** A format of a signed document as data: tags in their order, Ids, and the places of the signatures. `schema`: file name of its schema in resources/formats. */
export type DocumentFormat<Source> = {
  readonly id: string;
  readonly schema: string;
  readonly root: string;
  readonly content: GroupNode<Source>;
  /** The slots that stand once in a document. */
  readonly slots: readonly RecordSlot[];
  /** The slot of one subject's teacher, by the Id of the region that is signed. */
  readonly regionSlot: (region: string) => RecordSlot;
};

/** A format of the digital record. */
export type RecordFormat = DocumentFormat<RecordData>;

/** A text that has to be there. `max`: its longest, in characters. */
export function field<Source>(tag: string, max: number, value: (source: Source) => string | null): FieldNode<Source> {
  return { tag, value, required: true, max };
}

/** A text whose tag is left out where there is none. */
export function optional<Source>(tag: string, max: number, value: (source: Source) => string | null): FieldNode<Source> {
  return { tag, value, required: false, max };
}

/** Says in the data of a training school that they are worth nothing. */
export function trainingMark<Source extends { readonly training: boolean }>(): FieldNode<Source> {
  return optional('LUYEN_TAP', 40, ({ training }) => (training ? 'LUYỆN TẬP - KHÔNG CÓ GIÁ TRỊ' : null));
}

/** The slots that stand once in a document (domain.md 3.4, 3.9): the homeroom teacher over a region, the principal and the school over all the data. `issue`: the tag that holds the last two. */
export function usualSlots(issue: string, homeroomRegion: string): readonly RecordSlot[] {
  return [
    { role: 'homeroomTeacher', path: 'DANH_SACH_THONG_TIN_KY/GVCN', references: homeroomRegion, propertyId: 'SigningTime-GVCN' },
    { role: 'principal', path: `DANH_SACH_THONG_TIN_KY/${issue}/CBQL`, references: 'data', propertyId: 'SigningTime-CBQL' },
    { role: 'school', path: `DANH_SACH_THONG_TIN_KY/${issue}/KY_PHAT_HANH`, references: 'data', propertyId: 'SigningTime-KY_PHAT_HANH' },
  ];
}

/** The slot of one subject's teacher (domain.md 3.9: DANH_SACH_GVBM/GVBM[@Id]), over the region of the subject. */
export function teacherSlot(region: string): RecordSlot {
  return { role: 'subjectTeacher', path: 'DANH_SACH_THONG_TIN_KY/DANH_SACH_GVBM/GVBM', elementId: `GVBM-${region}`, references: region, propertyId: `SigningTime-GVBM-${region}` };
}

/** The slot of a role; `region`: for a subject teacher the Id of the subject's region, else ''. Throws where the format has no such slot. */
export function slotOf(format: Pick<DocumentFormat<never>, 'id' | 'slots' | 'regionSlot'>, role: RecordRole, region: string): RecordSlot {
  const slot = role === 'subjectTeacher' ? format.regionSlot(region) : format.slots.find((each) => each.role === role);
  if (slot === undefined) throw new Error(`${format.id} has no slot for ${role}`);
  return slot;
}

/** Declares a list of groups of another source than the record itself. */
export function list<Source, Item>(items: (source: Source) => readonly Item[], group: GroupNode<Item>): ListNode<Source> {
  return { each: (source) => items(source).map((item) => renderGroup(group, item)) };
}

/** The tree of texts of one record, in the format's order. */
export function renderGroup<Source>(group: GroupNode<Source>, source: Source): RenderedGroup {
  return { tag: group.tag, id: group.id?.(source) ?? null, fields: group.children.flatMap((child): readonly RenderedNode[] => renderNode(child, source)) };
}

function renderNode<Source>(node: FormatNode<Source>, source: Source): readonly RenderedNode[] {
  if ('each' in node) return node.each(source);
  if ('children' in node) return [renderGroup(node, source)];
  const text = node.value(source);
  return [{ tag: node.tag, text: text === '' ? null : text, required: node.required, max: node.max }];
}
