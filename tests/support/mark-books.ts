import { Workbook, type Worksheet } from '@cj-tech-master/excelts';
import { fromBufferPromise } from 'yauzl';
import type { GradebookSheet } from '#core/contract/gradebook.ts';
import type { MethodInput } from '#core/contract/index.ts';
import type { ImportPart } from '#core/contract/mark-files.ts';
import type { Semester } from '#core/contract/shared.ts';
import { fileHandle } from '#core/values/ids.ts';
import type { TestOffice } from './open-office.ts';

export type Choices = MethodInput<'markFiles.preview'>['choices'];

export async function openSheet(office: TestOffice, className: string, code: string, semester: Semester): Promise<GradebookSheet> {
  const { classes, subjects } = await office.call('school.overview', {});
  const group = classes.find(({ name }) => name === className);
  const subject = subjects.find((each) => each.code === code);
  if (group === undefined || subject === undefined) throw new Error('no sheet');
  return office.call('gradebook.sheet', { classId: group.id, subjectId: subject.id, semester });
}

export function placeOf({ classId, subjectId, semester }: GradebookSheet): Pick<GradebookSheet, 'classId' | 'subjectId' | 'semester'> {
  return { classId, subjectId, semester };
}

/** Those for whom something is entered. */
export function inClass(sheet: GradebookSheet): readonly GradebookSheet['rows'][number][] {
  return sheet.rows.filter(({ status, exempt, taken }) => status === 'studying' && !exempt && taken);
}

/** Marks without the count of their changes. */
export function marksOf({ cells }: GradebookSheet['rows'][number]): readonly unknown[] {
  return Object.entries(cells).map(([column, { state, score, pass, comment }]) => [column, state, score, pass, comment]);
}

export function sendBytes(office: TestOffice, bytes: Uint8Array) {
  return fileHandle.parse(office.office.receiveFile('window', { name: 'so-diem.xlsx', mimeType: '', bytes }));
}

export function bytesOf(office: TestOffice, handle: string): Uint8Array {
  const file = office.office.giveFile('window', fileHandle.parse(handle));
  if (file === null) throw new Error('no file');
  return file.bytes;
}

export async function loadBook(office: TestOffice, handle: string): Promise<Workbook> {
  const workbook = new Workbook();
  await workbook.xlsx.load(bytesOf(office, handle));
  return workbook;
}

export async function previewBook(office: TestOffice, workbook: Workbook, sheet: GradebookSheet, choices: Choices = []) {
  return office.call('markFiles.preview', { file: sendBytes(office, new Uint8Array(await workbook.xlsx.writeBuffer())), open: placeOf(sheet), choices });
}

/** A part in short: whose it is, what changes, what is refused and why. */
export function brief({ target, by, here, problem, counts, cells, strangers }: ImportPart) {
  return {
    target: target === null ? null : `${target.subjectName} ${target.className} ${target.semester}`,
    by,
    here,
    problem: problem?.code ?? null,
    counts: [counts.pupils, counts.change, counts.same, counts.refused],
    cells: cells.map(({ address, column, after, error }) => `${address} ${column} ${after}${error === null ? '' : ` ${error.code}`}`),
    strangers: strangers.map(({ name, why }) => `${name.toLowerCase()}: ${why}`),
  };
}

/** Fills a page row by row; null leaves a cell empty. */
export function fill(page: Worksheet, rows: readonly (readonly (string | number | Date | null | undefined)[])[], firstRow = 1): void {
  rows.forEach((row, index) => row.forEach((value, column) => (page.getCell(firstRow + index, column + 1).value = value ?? null)));
}

export function emptyBook(): Workbook {
  const workbook = new Workbook();
  workbook.addWorksheet('Trống');
  return workbook;
}

/** The parts of a workbook as text, by name. */
export async function unzip(bytes: Uint8Array): Promise<ReadonlyMap<string, string>> {
  const zip = await fromBufferPromise(Buffer.from(bytes), { lazyEntries: true });
  const parts = new Map<string, string>();
  for await (const entry of zip.eachEntry()) {
    const chunks: Buffer[] = [];
    for await (const chunk of await zip.openReadStreamPromise(entry)) chunks.push(Buffer.from(chunk));
    parts.set(entry.fileName, Buffer.concat(chunks).toString('utf8'));
  }
  return parts;
}
