import { closeSync, fdatasync, openSync, readFileSync, writeSync } from 'node:fs';
import { z } from 'zod';
import { OfficeError } from '#core/contract/errors.ts';
import type { JournalEntry } from '#main/office/ports/signing.ts';

/** Signatures on their way to the office: written with one call each, so that a kill at any moment leaves them or, of the last, a torn line. */
export type SignatureJournal = { add(entry: JournalEntry): void; close(): void };

const line = z.strictObject({ id: z.string(), note: z.string(), value: z.base64().min(4) });

/**
 * Opens a journal for adding; what is in it stays. Each entry outlives a killed process at once. It is flushed to the disk while the token makes the next
 * signatures, so a power cut loses those of one flush: with a USB token one or two. Throws OfficeError token.journal-failed, where a flush failed with the
 * next entry.
 */
export function openSignatureJournal(file: string): SignatureJournal {
  const handle = orFail(() => openSync(file, 'a', 0o600));
  const state: { flushing: boolean; dirty: boolean; closed: boolean; failure: unknown } = { flushing: false, dirty: false, closed: false, failure: null };

  function flush(): void {
    state.flushing = true;
    state.dirty = false;
    fdatasync(handle, (error) => {
      state.flushing = false;
      state.failure ??= error;
      if (state.closed) closeSync(handle);
      else if (state.dirty) flush();
    });
  }

  return {
    add({ id, note, value }) {
      // Each line begins with its line break: after a torn one the next is whole again.
      orFail(() => writeSync(handle, `\n${JSON.stringify({ id, note, value: Buffer.from(value).toString('base64') })}`));
      state.dirty = true;
      if (!state.flushing) flush();
      orFail(() => {
        if (state.failure !== null) throw state.failure;
      });
    },
    close() {
      state.closed = true;
      if (!state.flushing) closeSync(handle);
    },
  };
}

function orFail<Value>(step: () => Value): Value {
  try {
    return step();
  } catch (error) {
    throw new OfficeError('token.journal-failed', {}, { cause: error });
  }
}

/** The whole lines of a journal, in order; none when there is no such file. */
export function readSignatureJournal(file: string): readonly JournalEntry[] {
  return textOf(file).split('\n').flatMap((text) => {
    const { data } = line.safeParse(json(text));
    return data === undefined ? [] : [{ id: data.id, note: data.note, value: new Uint8Array(Buffer.from(data.value, 'base64')) }];
  });
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '';
    throw error;
  }
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
