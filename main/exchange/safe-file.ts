import { createHash, randomBytes } from 'node:crypto';
import { lstat, mkdir, open, readdir, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { OfficeError } from '#core/contract/errors.ts';
import { largestOnFat } from '#core/values/medium.ts';
import type { FileWriter } from '#main/office/ports/exchange.ts';

type StreamInput = Parameters<FileWriter['stream']>[0];
type Digested = { readonly bytes: number; readonly digest: string };

/** Names that nobody else gives; a file of this name that nobody writes to any more is a leftover of ours. */
const temporaryName = /^\.hocba-[0-9a-f]{12}\.tmp$/;

/** Milliseconds after which a temporary file is nobody's work under way: another PC could be writing to a shared folder. */
const leftoverAge = 3_600_000;

/** Bytes between two flushes: what a stick takes in about a second, so that progress is true and a cancel is heard. */
const flushEvery = 16 * 1024 * 1024;

const readSize = 1024 * 1024;

/** Writes files into folders that may be sticks. `now`: milliseconds since 1970. */
export function createFileWriter(now: () => number = Date.now): FileWriter {
  /** Temporary files that could not be removed because the stick was gone: whenever it is back, they go. */
  const abandoned = new Set<string>();

  /** Only files of our own name, and only those that nobody writes to. What cannot be removed stays. */
  async function clearLeftovers(folder: string): Promise<void> {
    for (const name of await readdir(folder).catch(() => [])) {
      if (!temporaryName.test(name)) continue;
      const path = join(folder, name);
      try {
        const there = await lstat(path);
        if (!there.isFile() || (!abandoned.has(path) && now() - there.mtimeMs < leftoverAge)) continue;
        await rm(path);
        abandoned.delete(path);
      } catch {
        // Somebody else's to remove, or gone already.
      }
    }
  }

  async function stream(input: StreamInput): Promise<Digested & { readonly path: string }> {
    const { folder, fileName } = input;
    await checkFolder(folder);
    await clearLeftovers(folder);
    const path = join(folder, fileName);
    const temporary = join(folder, `.hocba-${randomBytes(6).toString('hex')}.tmp`);
    let begun = false;
    try {
      const file = await open(temporary, 'wx');
      begun = true;
      const written = await writeThrough(file, input);
      // Before the rename, so that a medium that lies does not cost an older, good file of the same name.
      await readBack(temporary, written, input);
      await input.check?.(temporary);
      checkCancelled(input.signal);
      await rename(temporary, path);
      await flushFolder(folder);
      if ((await stat(path)).size !== written.bytes) throw new OfficeError('exchange.read-back-failed', { path });
      return { ...written, path };
    } catch (error) {
      const told = error instanceof OfficeError ? error : writeError(error, folder, begun ? fileName : null);
      await rm(temporary, { force: true }).catch(() => abandoned.add(temporary));
      if (begun && told instanceof OfficeError && told.code === 'exchange.pulled-out') abandoned.add(temporary);
      throw told;
    }
  }

  return {
    async folder(parent, name) {
      const path = join(parent, name);
      await mkdir(path).catch((error: unknown) => {
        if (codeOf(error) !== 'EEXIST') throw writeError(error, parent, null);
      });
      return path;
    },
    stream,
    async write(folder, fileName, bytes) {
      await stream({ folder, fileName, fill: (write) => write(bytes) });
    },
  };
}

async function checkFolder(folder: string): Promise<void> {
  const there = await stat(folder).catch((error: unknown) => {
    throw writeError(error, folder, null);
  });
  if (!there.isDirectory()) throw new OfficeError('exchange.destination-gone', { path: folder });
}

/** Lets `fill` write, flushing on the way and at the end; closes the file in any case. */
async function writeThrough(file: FileHandle, { folder, fill, signal, largestFile = null }: StreamInput): Promise<Digested> {
  const hash = createHash('sha256');
  let bytes = 0;
  let flushed = 0;
  try {
    await fill(async (chunk) => {
      checkCancelled(signal);
      bytes += chunk.byteLength;
      if (largestFile !== null && bytes > largestFile) throw tooLargeForMedium(largestFile);
      hash.update(chunk);
      await writeAll(file, chunk);
      if (bytes - flushed < flushEvery) return;
      await file.datasync();
      flushed = bytes;
    });
    checkCancelled(signal);
    await file.sync();
  } catch (error) {
    throw codeOf(error) === 'EFBIG' ? tooLargeForMedium(largestFile ?? largestOnFat) : codeOf(error) === 'ENOSPC' ? new OfficeError('exchange.destination-full', { path: folder, written: Math.floor(bytes / 1_000_000) }, { cause: error }) : error;
  } finally {
    // A handle on a stick that is gone may refuse even to be closed; what happened before is what is told.
    await file.close().catch(() => undefined);
  }
  return { bytes, digest: hash.digest('hex') };
}

function tooLargeForMedium(limit: number): OfficeError {
  const megabytes = Math.floor(limit / 1_000_000);
  return new OfficeError('exchange.file-system-limit', { fileSystem: 'FAT32', needed: megabytes + 1, limit: megabytes });
}

async function writeAll(file: FileHandle, chunk: Uint8Array): Promise<void> {
  for (let at = 0; at < chunk.byteLength; ) at += (await file.write(chunk, at, chunk.byteLength - at)).bytesWritten;
}

/** What the medium now holds must be what was written, byte for byte. */
async function readBack(path: string, written: Digested, { signal, onReadBack }: StreamInput): Promise<void> {
  const hash = createHash('sha256');
  let bytes = 0;
  const file = await open(path, 'r');
  try {
    const chunk = Buffer.allocUnsafe(readSize);
    for (;;) {
      checkCancelled(signal);
      const { bytesRead } = await file.read(chunk, 0, readSize, bytes);
      if (bytesRead === 0) break;
      bytes += bytesRead;
      hash.update(chunk.subarray(0, bytesRead));
      onReadBack?.(bytes, written.bytes);
    }
  } finally {
    await file.close().catch(() => undefined);
  }
  if (bytes !== written.bytes || hash.digest('hex') !== written.digest) throw new OfficeError('exchange.read-back-failed', { path });
}

/** Makes the new name durable. Windows gives no handle on a folder, and some stick file systems refuse: there the file's own flush must do. */
async function flushFolder(folder: string): Promise<void> {
  let handle: FileHandle | null = null;
  try {
    handle = await open(folder, 'r');
    await handle.sync();
  } catch (error) {
    if (isGone(codeOf(error))) throw error;
  } finally {
    await handle?.close();
  }
}

function checkCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true) throw new OfficeError('job.cancelled');
}

/** `fileName`: what was being written when it happened; null: nothing was yet. */
function writeError(error: unknown, folder: string, fileName: string | null): Error {
  const code = codeOf(error);
  if (code === 'ENOSPC' || code === 'EDQUOT') return new OfficeError('exchange.destination-full', { path: folder, written: 0 }, { cause: error });
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS' || code === 'EBUSY') return new OfficeError('exchange.destination-not-writable', { path: folder }, { cause: error });
  if (isGone(code)) return fileName === null ? new OfficeError('exchange.destination-gone', { path: folder }, { cause: error }) : new OfficeError('exchange.pulled-out', { path: folder, fileName }, { cause: error });
  return error instanceof Error ? error : new Error(String(error));
}

/** What systems answer when a stick is no longer there (Windows maps its own codes to these and to EUNKNOWN). */
function isGone(code: string): boolean {
  return ['ENOENT', 'ENOTDIR', 'ENODEV', 'ENXIO', 'EIO', 'EUNKNOWN', 'ESTALE', 'ENOTCONN'].includes(code);
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}
