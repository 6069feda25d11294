import type { CarriedKind } from '#core/contract/hand-off.ts';
import type { FileReport } from '#core/contract/verification.ts';
import type { RecordLine, Verifier } from '../ports/verifier.ts';
import { bookChanges } from '../signed-books/book-changes.ts';
import { bookInFull } from '../signed-books/book-reading.ts';
import type { ChangedField } from '../signing/signable-source.ts';
import { readingChanges } from '../signing/reading-changes.ts';

/** A document of a package as its signer reads it, from the bytes that are signed. */
export type DocumentReading = {
  readonly uuid: string;
  readonly training: boolean;
  /** A pupil, or a subject; and the class. */
  readonly label: string;
  readonly group: string;
  /** Of a record in short; null for a gradebook. */
  readonly record: FileReport['record'];
  /** How many pupils a gradebook is about; null for a record. */
  readonly pupils: number | null;
  readonly lines: readonly RecordLine[];
};

export type DocumentReader = { /** Null where the bytes cannot be shown whole. */ readonly read: (bytes: Uint8Array) => DocumentReading | null; /** What the later one says otherwise. */ readonly compare: (before: DocumentReading, after: DocumentReading) => readonly ChangedField[] };

/** How documents of a kind are read and compared. */
export function documentReader(verifier: Pick<Verifier, 'readRecord' | 'readGradebook'>, kind: CarriedKind): DocumentReader {
  return kind === 'record' ? { read: (bytes) => recordIn(verifier, bytes), compare: readingChanges } : { read: (bytes) => bookIn(verifier, bytes), compare: (before, after) => bookChanges(bookInFull(before), bookInFull(after)) };
}

function recordIn(verifier: Pick<Verifier, 'readRecord'>, bytes: Uint8Array): DocumentReading | null {
  const reading = verifier.readRecord(bytes);
  if (reading === null) return null;
  const { summary, training, lines } = reading;
  return { uuid: summary.uuid, training, label: summary.pupilName, group: summary.className, record: summary, pupils: null, lines };
}

function bookIn(verifier: Pick<Verifier, 'readGradebook'>, bytes: Uint8Array): DocumentReading | null {
  const reading = verifier.readGradebook(bytes);
  if (reading === null) return null;
  const { general, pupils } = bookInFull(reading);
  return { uuid: general.get('MA_TRA_CUU_UUID') ?? '', training: general.has('LUYEN_TAP'), label: general.get('TEN_MON_HOC') ?? '', group: general.get('TEN_LOP') ?? '', record: null, pupils: pupils.length, lines: reading.lines };
}
