import type { GradebookData } from '#core/records/gradebook-data.ts';
import type { RecordData } from '#core/records/record-data.ts';
import type { FontRun } from '#core/values/old-fonts.ts';
import type { SignatureAppearance } from './pdf-signing.ts';

/** A cell as a spreadsheet holds it. `fontName` helps to find text in old fonts. */
export type SheetCell = {
  readonly kind: 'empty' | 'text' | 'number' | 'date' | 'boolean' | 'error';
  /** What a person sees in the cell (NFC); dates as `YYYY-MM-DD`; numbers without exponent. */
  readonly text: string;
  readonly number: number | null;
  readonly fontName: string | null;
  /** Where one cell has text in several fonts. */
  readonly runs?: readonly FontRun[];
  /** The first cell's address (`B3`), in every cell of a merged area. */
  readonly merged?: string;
  /** percent: shown as `85%`; no-result: a formula whose result the file does not hold (kind empty). */
  readonly oddity?: 'percent' | 'no-result';
};

export type SheetTable = {
  readonly name: string;
  /** Rows from the first used one; `number` as Excel shows it. */
  readonly rows: readonly { readonly number: number; readonly cells: readonly SheetCell[] }[];
};

/**
 * Reads .xlsx files. Formulas give their stored values. Errors: OfficeError import.not-xlsx, import.old-xls, import.password, import.open-document,
 * import.text-file, import.web-page, import.binary-workbook, import.too-large, import.suspicious, file.unreadable.
 */
export type SpreadsheetReader = {
  read(bytes: Uint8Array): Promise<readonly SheetTable[]>;
};

/** What a column of a workbook takes. Numbers from 0 to `most`, whole or with one decimal; `words` may stand in their place (`P`, `V`). */
export type MarkWorkbookEntry =
  | { readonly kind: 'number'; readonly most: number; readonly whole: boolean; readonly words: readonly string[] }
  | { readonly kind: 'choice'; readonly choices: readonly string[] }
  | { readonly kind: 'text'; readonly longest: number };

/** `entry` null: told only, not to be entered. `width` in characters. */
export type MarkWorkbookColumn = { readonly heading: string; readonly width: number; readonly entry: MarkWorkbookEntry | null };

/** `open`: the cell may be filled in. Texts as people see them. */
export type MarkWorkbookCell = { readonly text: string; readonly open: boolean };

/** One sheet of a gradebook or a register to fill in. The first column is hidden, and so is `identity`, which says whose sheet it is; the columns before `firstEntry` stay in view. */
export type MarkWorkbookSheet = {
  readonly name: string;
  readonly identity: string;
  readonly title: string;
  readonly instructions: readonly string[];
  readonly columns: readonly MarkWorkbookColumn[];
  readonly firstEntry: number;
  readonly rows: readonly (readonly MarkWorkbookCell[])[];
};

/** Writes .xlsx workbooks of gradebook sheets and registers. */
export type MarkWorkbookWriter = { write(sheets: readonly MarkWorkbookSheet[]): Promise<Uint8Array> };

/** What the printed record says about signatures: only what is established about stored, verified signatures. */
export type PrintedSignature = {
  readonly role: 'homeroomTeacher' | 'principal' | 'school';
  readonly signer: string;
  readonly signedAt: string;
  readonly serial: string;
};

/** `version`: which version of the record; `dataDigest`: SHA-256 of its canonical data node, hexadecimal, which the QR code on each page carries. */
export type PrintableRecord = { readonly data: RecordData; readonly version: number; readonly dataDigest: string; readonly signatures: readonly PrintedSignature[]; readonly training: boolean };

/** The pupil's record of the year on paper (domain.md 2.4): A4, Tinos. One PDF for the whole list. Runs off the main thread. */
export type RecordPrinter = {
  print(records: readonly PrintableRecord[], onProgress?: (done: number) => void): Promise<Uint8Array>;
  /** One record with empty places for the visible signatures of the principal and the school, to be signed as a PDF. The same record gives the same bytes. */
  printToSign(record: PrintableRecord): Promise<Uint8Array>;
  /** What one signature shows, as a PDF of one page of the size of its place. */
  printAppearance(appearance: SignatureAppearance): Promise<Uint8Array>;
  close(): Promise<void>;
};

/** XML of a gradebook by its format definition, validated against our XSD: UTF-8 bytes before any signature. Throws OfficeError signedBooks.schema with the field. */
export type BookWriter = { write(data: GradebookData): Uint8Array };

/** XML of a record by its format definition, validated against our XSD. */
export type RecordWriter = {
  /** UTF-8 bytes of the record before any signature. Throws OfficeError records.schema with the field. */
  write(data: RecordData): Uint8Array;
  /** Validates a record with or without signatures; null when it conforms, else where and why. */
  validate(document: Uint8Array): { readonly line: number; readonly message: string } | null;
};
