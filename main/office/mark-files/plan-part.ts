import type { CellChange } from '#core/contract/gradebook.ts';
import type { ImportedCell, ImportPart, Stranger } from '#core/contract/mark-files.ts';
import { OfficeError } from '#core/contract/errors.ts';
import type { MarkColumn } from '#core/contract/shared.ts';
import { enrollmentId as enrollmentIdOf, type EnrollmentId } from '#core/values/ids.ts';
import { planChanges, type OpenSheet } from '../gradebook/edit-cells.ts';
import { isAssessed, studying, type PupilYear } from '../results/class-data.ts';
import { readFileCell } from './file-cells.ts';
import { looksLikeSum, type FileCell, type FileLine } from './file-lines.ts';
import { spaced } from './headings.ts';
import { matchLine, type LineMatch } from './match-line.ts';

/** What the lines of a file would do to one sheet. `changes`: what to write. */
export type PartPlan = Pick<ImportPart, 'counts' | 'cells' | 'strangers' | 'missing' | 'converted' | 'needsReason'> & { readonly changes: readonly CellChange[] };

/** Texts from old fonts that are shown for people to judge. */
const mostSamples = 6;

/** Compares lines with the sheet, cell by cell; nothing is written. Lines that name another class are not looked at. */
export function planPart(sheet: OpenSheet, lines: readonly FileLine[]): PartPlan {
  const { data } = sheet;
  const people = data.pupils.map(({ enrollment, pupil }) => ({ id: enrollment.id, fullName: pupil.data.fullName, birthDate: pupil.data.birthDate, codes: [pupil.data.ministryCode, pupil.data.personalId] }));
  const inClass = new Map(studying(data).map((pupil) => [pupil.enrollment.id, pupil]));
  const matched = lines.filter(({ className }) => className === '' || spaced(className).replace(/^lop /u, '') === spaced(data.group.name)).map((line) => ({ line, match: matchLine(people, line) }));
  const ours = matched.flatMap(({ line, match }) => {
    const pupil = match.kind === 'one' ? inClass.get(match.id) : undefined;
    return pupil === undefined ? [] : [{ line, pupil }];
  });
  const refusalOf = refusals(sheet, ours);
  const changes: (CellChange & Placed)[] = [];
  const refused: ImportedCell[] = [];
  for (const { line, pupil } of ours) {
    for (const fileCell of line.cells) {
      const read = readFileCell(fileCell.cell, fileCell.column, sheet.subject.kind);
      if (read === null || (!isAssessed(pupil, sheet.subject.id) && /^m(ien)?$/u.test(spaced(read.text)))) continue;
      const { id } = pupil.enrollment;
      const placed = { enrollmentId: enrollmentIdOf.parse(id), column: fileCell.column, address: fileCell.address, fullName: pupil.pupil.data.fullName };
      const refusal = read.refusal ?? refusalOf(pupil, line, fileCell);
      if (refusal === null) changes.push({ ...placed, text: read.text.slice(0, 8000) });
      else refused.push({ ...placed, before: sheet.cells.textNow(placed), after: read.text, verdict: 'refused', error: { code: refusal.code, params: { ...refusal.params } } });
    }
  }
  const places = new Map<string, Placed>(changes.map((change) => [`${change.enrollmentId} ${change.column}`, change]));
  const planned = planChanges(sheet, changes.map(({ enrollmentId, column, text }) => ({ enrollmentId, column, text }))).map(({ verdict }) => ({ ...verdict, ...placeIn(places, verdict) }));
  const telling = [...planned.filter(({ verdict }) => verdict !== 'same'), ...refused];
  const order = new Map(ours.map(({ pupil }, index) => [pupil.enrollment.id, index]));
  return {
    changes: planned.filter(({ verdict }) => verdict === 'change').map(({ enrollmentId, column, after }) => ({ enrollmentId, column, text: after })),
    counts: { pupils: order.size, change: planned.filter(({ verdict }) => verdict === 'change').length, same: planned.filter(({ verdict }) => verdict === 'same').length, refused: telling.filter(({ verdict }) => verdict === 'refused').length },
    cells: telling.toSorted((a, b) => (order.get(a.enrollmentId) ?? 0) - (order.get(b.enrollmentId) ?? 0)),
    strangers: matched.flatMap(({ line, match }) => stranger(line, strangerWhy(match, (id) => inClass.has(id)))).slice(0, 100),
    missing: studying(data).filter((pupil) => isAssessed(pupil, sheet.subject.id) && !order.has(pupil.enrollment.id)).map(({ pupil }) => pupil.data.fullName),
    converted: conversions(lines.flatMap(({ converted }) => converted)),
    needsReason: planned.some(({ verdict, before, column }) => verdict === 'change' && before !== '' && sheet.cells.lockOf(column).needsReason),
  };
}

type Placed = { readonly enrollmentId: EnrollmentId; readonly column: MarkColumn; readonly address: string; readonly fullName: string };

function placeIn(places: ReadonlyMap<string, Placed>, cell: Pick<Placed, 'enrollmentId' | 'column'>): Pick<Placed, 'address' | 'fullName'> {
  const { address = '', fullName = '' } = places.get(`${cell.enrollmentId} ${cell.column}`) ?? {};
  return { address, fullName };
}

/** What the place of a cell in the file says against it: two lines of one pupil, cells that are merged, a subject that is none of the pupil's. */
function refusals(sheet: OpenSheet, ours: readonly { readonly line: FileLine; readonly pupil: PupilYear }[]): (pupil: PupilYear, line: FileLine, cell: FileCell) => OfficeError | null {
  const rows = new Map<string, number[]>();
  const areas = new Map<string, number>();
  for (const { line, pupil } of ours) {
    if (line.cells.length > 0) rows.set(pupil.enrollment.id, [...(rows.get(pupil.enrollment.id) ?? []), line.row]);
    for (const { cell } of line.cells) if (cell.merged !== undefined) areas.set(cell.merged, (areas.get(cell.merged) ?? 0) + 1);
  }
  return (pupil, _, { cell }) => {
    const [first, second] = rows.get(pupil.enrollment.id) ?? [];
    if (second !== undefined) return new OfficeError('import.pupil-twice', { first: first ?? second, second });
    if (!isAssessed(pupil, sheet.subject.id)) return new OfficeError('import.pupil-exempt');
    return cell.merged !== undefined && (areas.get(cell.merged) ?? 0) > 1 ? new OfficeError('import.cell-merged') : null;
  };
}

/** Null: a pupil of the class. */
export function strangerWhy(match: LineMatch, isInClass: (id: string) => boolean): Stranger['why'] | null {
  if (match.kind === 'one') return isInClass(match.id) ? null : 'left';
  return match.kind === 'none' ? 'unknown' : match.kind;
}

/** Below the list come sums and signatures: only what looks like a line of the list is told. */
function stranger({ name, row, cells }: FileLine, why: Stranger['why'] | null): Stranger[] {
  return why === null || cells.length === 0 || (why === 'unknown' && looksLikeSum(name)) ? [] : [{ name: name.slice(0, 100), row, why }];
}

function conversions(all: FileLine['converted']): ImportPart['converted'] {
  const samples = [...new Map(all.map((each) => [each.before, each])).values()];
  return { count: all.length, samples: samples.slice(0, mostSamples).map(({ before, after }) => ({ before: before.slice(0, 120), after: after.slice(0, 120) })) };
}
