import { appendFileSync, mkdtempSync, readFileSync, rmSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openSignatureJournal, readSignatureJournal } from './signature-journal.ts';

test('a journal gives its whole lines, whatever was cut off, and is written on after that', () => {
  const folder = mkdtempSync(join(tmpdir(), 'hocba-journal-'));
  try {
    const file = join(folder, 'journal');
    expect(readSignatureJournal(file)).toEqual([]);
    const entries = ['một', 'hai', 'ba'].map((id, index) => ({ id, note: `dòng\n"${id}"`, value: new Uint8Array([index, 255, 0, 1]) }));
    const write = (...added: typeof entries) => {
      const journal = openSignatureJournal(file);
      for (const entry of added) journal.add(entry);
      journal.close();
    };
    write(...entries);
    expect(readSignatureJournal(file)).toEqual(entries);
    const whole = readFileSync(file).length;
    truncateSync(file, whole - 1);
    expect(readSignatureJournal(file)).toEqual(entries.slice(0, 2));
    write(...entries.slice(2));
    expect(readSignatureJournal(file)).toEqual(entries);
    appendFileSync(file, '\n{"id":"x"}\nnonsense');
    expect(readSignatureJournal(file)).toEqual(entries);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
