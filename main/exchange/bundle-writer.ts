import { createHash, randomBytes } from 'node:crypto';
import { open, readFile, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { ZipFile } from 'yazl';
import { OfficeError } from '#core/contract/errors.ts';
import type { BundleFile, BundleWriter } from '#main/office/ports/exchange.ts';

const containerType = 'application/vnd.etsi.asic-e+zip';
const signaturePath = 'META-INF/signatures0.xml';
const manifestPath = 'META-INF/manifest.xml';
/** No clock in a container: the same records give the same bytes but for the signature. */
const noTime = new Date(1980, 0, 1);

/**
 * Writes ASiC-E containers (ETSI EN 319 162-1): `mimetype` first and stored, the files, the manifest, one signature over all files.
 */
export function createBundleWriter(): BundleWriter {
  return {
    digest(files) {
      return files.map((file) => ({ name: file.name, sha256: new Uint8Array(sha256(file.bytes)), mimeType: file.mimeType }));
    },

    async write({ folder, fileName, files, signature }) {
      checkNames(files);
      const container = await pack(files, signature);
      await checkFolder(folder);
      const path = join(folder, fileName);
      const temporary = join(folder, `.${randomBytes(6).toString('hex')}.tmp`);
      try {
        await writeThrough(temporary, container);
        // Before the rename, so that a medium that lies does not cost an older, good bundle of the same name.
        await readBack(temporary, container);
        await rename(temporary, path);
        await flushFolder(folder);
      } catch (error) {
        await rm(temporary, { force: true }).catch(() => {});
        throw error instanceof OfficeError ? error : writeError(error, folder);
      }
      const bytes = await readBack(path, container);
      return { path, bytes, digest: sha256(bytes).toString('hex') };
    },
  };
}

/** Errors a wrong caller, not a user: names are made by the program. */
function checkNames(files: readonly BundleFile[]): void {
  const seen = new Set<string>();
  for (const { name } of files) {
    const parts = name.split('/');
    if (seen.has(name) || name === 'mimetype' || parts[0] === 'META-INF' || name.includes('\\') || name.includes('\0') || parts.some((part) => part === '' || part === '.' || part === '..')) {
      throw new RangeError(`not a name in a bundle: ${name}`);
    }
    seen.add(name);
  }
}

async function pack(files: readonly BundleFile[], signature: Uint8Array): Promise<Buffer> {
  const zip = new ZipFile();
  const add = (name: string, bytes: Uint8Array, compress: boolean) => zip.addBuffer(asBuffer(bytes), name, { mtime: noTime, mode: 0o100644, compress, forceDosTimestamp: true });
  add('mimetype', Buffer.from(containerType, 'ascii'), false);
  for (const file of files) add(file.name, file.bytes, file.mimeType !== 'application/pdf');
  add(manifestPath, Buffer.from(manifest(files), 'utf8'), true);
  add(signaturePath, signature, true);
  zip.end();
  const chunks: Buffer[] = [];
  for await (const chunk of zip.outputStream) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

/** OpenDocument manifest, which DigiDoc and other ASiC tools want to see. */
function manifest(files: readonly BundleFile[]): string {
  const entry = (name: string, type: string) => `<manifest:file-entry manifest:full-path="${escapeXml(name)}" manifest:media-type="${escapeXml(type)}"/>`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.2">',
    entry('/', containerType),
    ...files.map((file) => entry(file.name, file.mimeType)),
    '</manifest:manifest>',
    '',
  ].join('\n');
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
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
async function readBack(path: string, written: Buffer): Promise<Uint8Array> {
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

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
