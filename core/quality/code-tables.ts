import { foldAccents, nameKey } from '#core/values/name-keys.ts';

/** One line of a code table. `also`: other names of the same; `province`: of a commune. */
export type CodeEntry = { readonly code: string; readonly name: string; readonly also?: readonly string[] | undefined; readonly province?: string | undefined };

export const codeTableNames = ['ethnicities', 'nationalities', 'provinces', 'communes', 'personal-id-provinces'] as const;
export type CodeTableName = (typeof codeTableNames)[number];

/** A table as it is in force from one day until another (included); `until` null: still. */
export type CodeTable = { readonly table: CodeTableName; readonly source: string; readonly from: string; readonly until: string | null; readonly entries: readonly CodeEntry[] };

/** The tables of one day. A table that was not in force yet has no entries: nothing is checked against it. */
export type CodeTables = Readonly<Record<CodeTableName, readonly CodeEntry[]>>;

/** The tables that hold on a day (`2025-09-05`). */
export function codeTablesOn(tables: readonly CodeTable[], day: string): CodeTables {
  const entries = (name: CodeTableName) => tables.filter(({ table, from, until }) => table === name && from <= day && (until === null || day <= until)).toSorted((a, b) => (a.from < b.from ? 1 : -1))[0]?.entries ?? [];
  return { ethnicities: entries('ethnicities'), nationalities: entries('nationalities'), provinces: entries('provinces'), communes: entries('communes'), 'personal-id-provinces': entries('personal-id-provinces') };
}

/** The day on which a school year's tables are looked up: the first of September of its first year. */
export function tableDayOf(schoolYear: string): string {
  return `${schoolYear.slice(0, 4)}-09-01`;
}

/** Tables made for asking often. */
export type CodeLookup = {
  readonly ethnicity: (code: string) => boolean;
  /** The name as the table has it; null: none of them. */
  readonly nationality: (text: string) => string | null;
  readonly personalIdProvince: (digits: string) => boolean;
  /** Code of a province, with or without `tỉnh`, `thành phố`; null: none of them. */
  readonly province: (text: string) => string | null;
  /** Whether the province has a commune of this name, with or without `xã`, `phường`, `đặc khu`. */
  readonly hasCommune: (province: string, text: string) => boolean;
  /** Whether there are tables of provinces and communes for the year at all. */
  readonly knowsPlaces: boolean;
};

export function codeLookup(tables: CodeTables): CodeLookup {
  const ethnicities = new Set(tables.ethnicities.map(({ code }) => code));
  const nationalities = new Map(tables.nationalities.flatMap(({ code, name, also = [] }) => [name, code, ...also].map((each) => [folded(each), name] as const)));
  const idProvinces = new Set(tables['personal-id-provinces'].map(({ code }) => code));
  const provinces = new Map(tables.provinces.flatMap(({ code, name, also = [] }) => [name, ...also].map((each) => [provinceKey(each), code] as const)));
  const communes = new Set(tables.communes.map(({ name, province }) => `${province ?? ''} ${communeKey(name)}`));
  return {
    ethnicity: (code) => ethnicities.size === 0 || ethnicities.has(code),
    nationality: (text) => nationalities.get(folded(text)) ?? null,
    personalIdProvince: (digits) => idProvinces.size === 0 || idProvinces.has(digits),
    province: (text) => provinces.get(provinceKey(text)) ?? null,
    hasCommune: (province, text) => communes.has(`${province} ${communeKey(text)}`),
    knowsPlaces: provinces.size > 0,
  };
}

/** For comparing only. */
function folded(text: string): string {
  return foldAccents(text).replace(/[^a-z0-9]+/gu, '');
}

function provinceKey(text: string): string {
  return folded(text.normalize('NFC').trim().replace(/^(?:tỉnh|thành phố|tp\.?)\s*/iu, ''));
}

/** Tones are kept: `xã Tân Lập` and `xã Tấn Lập` are two. */
function communeKey(text: string): string {
  const bare = text.normalize('NFC').trim().replace(/^(?:xã|phường|đặc khu)\s+/iu, '');
  return nameKey(bare).replace(/[\s'’ʼ.-]+/gu, '');
}
