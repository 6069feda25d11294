import type { ImportPreview } from '#core/contract/pupils.ts';
import type { PupilField } from '#core/contract/shared.ts';
import { foldAccents } from '#core/text/names.ts';
import type { SheetCell, SheetTable } from '../ports/documents.ts';

export type ImportField = PupilField | 'className' | 'status';

/** Headings by their letters alone: without tones, blanks, line breaks and what stands in brackets. The first that fits wins. */
const headings: readonly (readonly [ImportField, RegExp])[] = [
  ['ministryCode', /^(ma(dinhdanh)?(hocsinh|hs)(bogd|bo|cuabo)?|mahocsinh.*)$/u],
  ['personalId', /^(so|ma)?(dinhdanh(canhan)?|dinhdanhcanhan|cccd|cancuoc(congdan)?|socccd|sodinhdanh(canhan)?|madinhdanh(canhan)?|cmnd|cccdcmnd|ddcn|socmnd(cccd)?)(hocsinh|hs)?$/u],
  ['registryNumber', /^(so)?(dangbo|sodangbo|sosodangbo|dangbopcgd)$/u],
  ['fatherName', /^(ho(va)?ten)(cha|bo|bocha|chabo)$/u],
  ['motherName', /^(ho(va)?ten)me$/u],
  ['guardianName', /^(ho(va)?ten)(nguoi)?(giamho|dodau|nguoigiamho)$/u],
  ['fullName', /^(ho(va)?ten|hotenhocsinh|ho(va)?ten(hs|hocsinh)|tenhocsinh|hovatenhocsinh)$/u],
  ['birthDate', /^(ngay(thangnam)?sinh|ngaythangnamsinh|ngaysinh.*)$/u],
  ['sex', /^(gioitinh|phai|namnu|gioi)$/u],
  ['ethnicity', /^(dantoc|tendantoc|thanhphandantoc)$/u],
  ['nationality', /^quoctich$/u],
  ['birthPlace', /^noisinh$/u],
  ['homeTown', /^(quequan|nguyenquan)$/u],
  ['address', /^(cho(o)?hiennay|noiohiennay|diachi.*|noio|choohientai|thuongtru|diachithuongtru)$/u],
  ['className', /^(malop|lop|tenlop|lophoc)$/u],
  ['status', /^(trangthai|trangthaihocsinh|tinhtrang)$/u],
];

export type HeaderColumn = { readonly index: number; readonly header: string; readonly field: ImportField | null };

/** Columns of a heading row, or of two that stand one above the other; null where the row is none: a name and one more thing that tells pupils apart are needed. */
export function readHeader(upper: readonly SheetCell[], lower: readonly SheetCell[] | null): readonly HeaderColumn[] | null {
  const length = Math.max(upper.length, lower?.length ?? 0);
  const taken = new Set<ImportField>();
  const columns = Array.from({ length }, (_, index): HeaderColumn => {
    const texts = [lower?.[index]?.text ?? '', upper[index]?.text ?? ''].filter((text) => text !== '');
    const field = texts.map(fieldOf).find((each) => each !== null) ?? null;
    // A field has one column; a later one of the same name (a second "Trạng thái") is shown as not used.
    const own = field !== null && !taken.has(field) ? field : null;
    if (own !== null) taken.add(own);
    return { index, header: [...new Set(texts.toReversed())].join(' – ').replace(/\s+/gu, ' '), field: own };
  });
  const known = taken.has('fullName') && (taken.has('birthDate') || taken.has('personalId') || taken.has('ministryCode'));
  return known ? columns : null;
}

function fieldOf(text: string): ImportField | null {
  const plain = foldAccents(text.replace(/\([^)]*\)/gu, ' ')).replace(/[^a-z0-9]+/gu, '');
  return headings.find(([, pattern]) => pattern.test(plain))?.[0] ?? null;
}

export type DataRow = { readonly sheet: string; readonly rowNumber: number; readonly cells: ReadonlyMap<ImportField, SheetCell> };

export type ReadTables = { readonly rows: readonly DataRow[]; readonly columns: ImportPreview['columns']; readonly skippedLines: number; readonly fields: ReadonlySet<ImportField> };

/** Pupils' rows of all sheets that have a heading. Titles, repeated headings, signatures and totals are stepped over. */
export function readTables(tables: readonly SheetTable[]): ReadTables {
  const rows: DataRow[] = [];
  const columns: ImportPreview['columns'] = [];
  const fields = new Set<ImportField>();
  let skippedLines = 0;
  for (const table of tables) {
    let header: readonly HeaderColumn[] | null = null;
    let told = false;
    for (const [index, row] of table.rows.entries()) {
      const next = table.rows[index + 1];
      const alone = readHeader(row.cells, null);
      const above = table.rows[index - 1];
      const doubled = alone !== null && next !== undefined && next.number === row.number + 1 && readHeader(next.cells, null) !== null;
      if (doubled) continue;
      if (alone !== null) {
        const upper = above !== undefined && above.number === row.number - 1 && readHeader(above.cells, null) !== null ? above.cells : row.cells;
        header = readHeader(upper, upper === row.cells ? null : row.cells);
        if (!told && header !== null) {
          told = true;
          for (const column of header) {
            if (column.header === '') continue;
            columns.push({ sheet: table.name, header: column.header, letter: letterOf(column.index), field: column.field });
            if (column.field !== null) fields.add(column.field);
          }
        } else {
          skippedLines += 1;
        }
        continue;
      }
      if (header === null) continue;
      const cells = new Map(header.flatMap(({ index: at, field }) => (field === null ? [] : [[field, row.cells[at] ?? emptyCell] as const])));
      if (isPupil(cells)) rows.push({ sheet: table.name, rowNumber: row.number, cells });
      else skippedLines += 1;
    }
  }
  return { rows, columns, skippedLines, fields };
}

const emptyCell: SheetCell = { kind: 'empty', text: '', number: null, fontName: null };

/** A line of a pupil says at least two different things in the known columns; a merged title says one, many times. */
function isPupil(cells: ReadonlyMap<ImportField, SheetCell>): boolean {
  const texts = [...cells.values()].filter(({ text }) => text !== '').map(({ text }) => text);
  const tells = ['birthDate', 'personalId', 'ministryCode', 'sex'] as const;
  return new Set(texts).size >= 2 && tells.some((field) => (cells.get(field)?.text ?? '') !== '');
}

function letterOf(index: number): string {
  return index < 26 ? String.fromCharCode(65 + index) : letterOf(Math.floor(index / 26) - 1) + letterOf(index % 26);
}
