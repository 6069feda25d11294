import { createHash, randomBytes } from 'node:crypto';
import { lstat, mkdir, open, readdir, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { OfficeError } from '#core/contract/errors.ts';
import { largestOnFat } from '#core/values/medium.ts';
import type { FileWriter } from '#main/office/ports/exchange.ts';
import { MediumError, onMedium, patiently } from './medium-errors.ts';

type StreamInput = Parameters<FileWriter['stream']>[0];
type Digested = { readonly bytes: number; readonly digest: string };

/** Names that nobody else gives; a file of this name that nobody writes to any more is a leftover of ours. */
const temporaryName = /^\.hocba-[0-9a-f]{12}\.tmp$/;

/**
 * Milliseconds after which a temporary file is nobody's work under way: another PC could be writing to a shared folder. One from so far ahead is a leftover
 * of a PC whose clock was wrong.
 */
const leftoverAge = 3_600_000;

/** Bytes between two flushes: what a stick takes in about a second, so that progress is true and a cancel is heard. */
const flushEvery = 16 * 1024 * 1024;

const readSize = 1024 * 1024;

/** Writes files into folders that may be sticks. `now`: milliseconds since 1970. */
export function createFileWriter(now: () => number = Date.now): FileWriter {
  /** Temporary files that could not be removed because the stick was gone: whenever it is back, they go. */
  const abandoned = new Set<string>();

  async function clear(folder: string): Promise<void> {
    for (const name of await readdir(folder).catch(() => [])) {
      if (!temporaryName.test(name)) continue;
      const path = join(folder, name);
      try {
        const there = await lstat(path);
        if (!there.isFile() || (!abandoned.has(path) && Math.abs(now() - there.mtimeMs) < leftoverAge)) continue;
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
    await clear(folder);
    const path = join(folder, fileName);
    // Before the work and the PIN: a folder that bears the name would refuse the file at the very end.
    if ((await lstat(path).catch(() => null))?.isDirectory() === true) throw new OfficeError('exchange.destination-not-writable', { path });
    const temporary = join(folder, `.hocba-${randomBytes(6).toString('hex')}.tmp`);
    let begun = false;
    try {
      const file = await onMedium(() => open(temporary, 'wx'));
      begun = true;
      const written = await writeThrough(file, input);
      // Before the rename, so that a medium that lies does not cost an older, good file of the same name.
      await onMedium(() => readBack(temporary, written, input));
      await input.check?.(temporary);
      checkCancelled(input.signal);
      await onMedium(() => patiently(() => rename(temporary, path)));
      await onMedium(() => flushName(folder, path));
      if ((await onMedium(() => stat(path))).size !== written.bytes) throw new OfficeError('exchange.read-back-failed', { path });
      return { ...written, path };
    } catch (error) {
      const told = await toldError(error, { folder, fileName, temporary: begun ? temporary : null });
      await patiently(() => rm(temporary, { force: true })).catch(() => abandoned.add(temporary));
      if (begun && told instanceof OfficeError && told.code === 'exchange.pulled-out') abandoned.add(temporary);
      throw told;
    }
  }

  return {
    async folder(parent, name) {
      const path = join(parent, name);
      await mkdir(path).catch(async (error: unknown) => {
        if (codeOf(error) !== 'EEXIST') throw writeError(error, parent, null);
        // A link or junction of that name leads out of the place that the user chose.
        if ((await lstat(path).catch(() => null))?.isDirectory() !== true) throw new OfficeError('exchange.destination-not-writable', { path });
      });
      return path;
    },
    clear,
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
      await onMedium(() => writeAll(file, chunk));
      if (bytes - flushed < flushEvery) return;
      await onMedium(() => file.datasync());
      flushed = bytes;
    });
    checkCancelled(signal);
    await onMedium(() => file.sync());
  } catch (error) {
    const code = error instanceof MediumError ? codeOf(error.cause) : '';
    throw code === 'EFBIG' ? tooLargeForMedium(largestFile ?? largestOnFat) : code === 'ENOSPC' ? new OfficeError('exchange.destination-full', { path: folder, written: Math.floor(bytes / 1_000_000) }, { cause: error }) : error;
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

/** What the system now reads under the name must be what was written, byte for byte: after the flush, and from the medium as far as the system does not remember it. */
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

/** Makes the new name durable: through the folder, and where that cannot be flushed (Windows, some stick file systems) through the file under its name. */
async function flushName(folder: string, path: string): Promise<void> {
  for (const [target, flags] of [[folder, 'r'], [path, 'r+']] as const) {
    let handle: FileHandle | null = null;
    try {
      handle = await open(target, flags);
      await handle.sync();
      return;
    } catch (error) {
      if (isGone(codeOf(error))) throw error;
    } finally {
      await handle?.close().catch(() => undefined);
    }
  }
}

function checkCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true) throw new OfficeError('job.cancelled');
}

/** What is told of an error. `temporary`: the file that was begun; null: none was. */
async function toldError(error: unknown, { folder, fileName, temporary }: { readonly folder: string; readonly fileName: string; readonly temporary: string | null }): Promise<unknown> {
  const name = temporary === null ? null : fileName;
  if (error instanceof MediumError) return error.cause instanceof OfficeError ? error.cause : writeError(error.cause, folder, name);
  if (temporary === null || (error instanceof OfficeError && error.code === 'job.cancelled')) return error;
  // Whoever fills or checks the file stumbles in their own words over a stick that is gone.
  const there = await lstat(temporary).then(() => true, () => false);
  return there ? error : new OfficeError('exchange.pulled-out', { path: folder, fileName }, { cause: error });
}

/** `fileName`: what was being written when it happened; null: nothing was yet. */
function writeError(error: unknown, folder: string, fileName: string | null): Error {
  const code = codeOf(error);
  if (code === 'ENOSPC' || code === 'EDQUOT') return new OfficeError('exchange.destination-full', { path: folder, written: 0 }, { cause: error });
  if (['EACCES', 'EPERM', 'EROFS', 'EBUSY', 'EISDIR', 'ENOTEMPTY', 'ENAMETOOLONG'].includes(code)) return new OfficeError('exchange.destination-not-writable', { path: folder }, { cause: error });
  if (isGone(code)) return fileName === null ? new OfficeError('exchange.destination-gone', { path: folder }, { cause: error }) : new OfficeError('exchange.pulled-out', { path: folder, fileName }, { cause: error });
  return error instanceof Error ? error : new Error(String(error));
}

/** What systems answer when a stick is no longer there. Of Windows' own codes for it some are mapped to these, the others to UNKNOWN. */
function isGone(code: string): boolean {
  return ['ENOENT', 'ENOTDIR', 'ENODEV', 'ENXIO', 'EIO', 'UNKNOWN', 'ESTALE', 'ENOTCONN'].includes(code);
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}
