import { createHash, randomBytes } from 'node:crypto';
import { mkdir, open, readFile, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { OfficeError } from '#core/contract/errors.ts';
import type { FileWriter } from '#main/office/ports/exchange.ts';

/** Writes files into folders that may be sticks. */
export function createFileWriter(): FileWriter {
  return {
    async folder(parent, name) {
      const path = join(parent, name);
      await mkdir(path).catch((error: unknown) => {
        if (codeOf(error) !== 'EEXIST') throw writeError(error, parent);
      });
      return path;
    },
    async write(folder, fileName, bytes) {
      await writeSafely(folder, fileName, bytes);
    },
  };
}

/**
 * Writes a file whole or not at all: under another name, through to the medium, read back, renamed, read back again. Answers what the medium holds. Errors:
 * OfficeError exchange.destination-gone, exchange.destination-not-writable, exchange.destination-full, exchange.read-back-failed.
 */
export async function writeSafely(folder: string, fileName: string, bytes: Uint8Array): Promise<{ readonly path: string; readonly bytes: Uint8Array }> {
  await checkFolder(folder);
  const path = join(folder, fileName);
  const temporary = join(folder, `.${randomBytes(6).toString('hex')}.tmp`);
  try {
    await writeThrough(temporary, bytes);
    // Before the rename, so that a medium that lies does not cost an older, good file of the same name.
    await readBack(temporary, bytes);
    await rename(temporary, path);
    await flushFolder(folder);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => {});
    throw error instanceof OfficeError ? error : writeError(error, folder);
  }
  return { path, bytes: await readBack(path, bytes) };
}

async function checkFolder(folder: string): Promise<void> {
  const there = await stat(folder).catch((error: unknown) => {
    throw writeError(error, folder);
  });
  if (!there.isDirectory()) throw new OfficeError('exchange.destination-gone', { path: folder });
}

async function writeThrough(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'wx');
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Makes the new name durable. Windows gives no handle on a folder, and some stick file systems refuse: there the file's own flush must do. */
async function flushFolder(folder: string): Promise<void> {
  let handle: FileHandle | null = null;
  try {
    handle = await open(folder, 'r');
    await handle.sync();
  } catch (error) {
    if (codeOf(error) === 'EIO' || codeOf(error) === 'ENOENT') throw error;
  } finally {
    await handle?.close();
  }
}

/** What the medium now holds must be what was written, byte for byte. */
async function readBack(path: string, written: Uint8Array): Promise<Uint8Array> {
  const bytes = await readFile(path).catch((error: unknown) => {
    throw new OfficeError('exchange.read-back-failed', { path }, { cause: error });
  });
  if (!sha256(bytes).equals(sha256(written))) throw new OfficeError('exchange.read-back-failed', { path });
  return new Uint8Array(bytes);
}

function writeError(error: unknown, folder: string): Error {
  const code = codeOf(error);
  if (code === 'ENOSPC' || code === 'EDQUOT' || code === 'EFBIG') return new OfficeError('exchange.destination-full', { path: folder }, { cause: error });
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS' || code === 'EBUSY') return new OfficeError('exchange.destination-not-writable', { path: folder }, { cause: error });
  if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'ENODEV' || code === 'ENXIO' || code === 'EIO') return new OfficeError('exchange.destination-gone', { path: folder }, { cause: error });
  return error instanceof Error ? error : new Error(String(error));
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

function sha256(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest();
}
