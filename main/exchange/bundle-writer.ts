import { createHash } from 'node:crypto';
import { ZipFile } from 'yazl';
import type { BundleFile, BundleWriter, FileWriter } from '#main/office/ports/exchange.ts';

const containerType = 'application/vnd.etsi.asic-e+zip';
const signaturePath = 'META-INF/signatures0.xml';
const manifestPath = 'META-INF/manifest.xml';
/** No clock in a container: the same records give the same bytes but for the signature. */
const noTime = new Date(1980, 0, 1);

/**
 * Writes ASiC-E containers (ETSI EN 319 162-1): `mimetype` first and stored, the files, the manifest, one signature over all files.
 */
export function createBundleWriter(writer: FileWriter): BundleWriter {
  return {
    digest(files) {
      return files.map((file) => ({ name: file.name, sha256: new Uint8Array(sha256(file.bytes)), mimeType: file.mimeType }));
    },

    async write({ folder, fileName, files, signature }) {
      checkNames(files);
      const container = await pack(files, signature);
      const { path, digest } = await writer.stream({ folder, fileName, fill: (write) => write(container) });
      return { path, bytes: container, digest };
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
  // Never compressed: compressed data have free bits, and a bundle is to be one fixed row of bytes that a verifier can demand.
  const add = (name: string, bytes: Uint8Array) => zip.addBuffer(asBuffer(bytes), name, { mtime: noTime, mode: 0o100644, compress: false, forceDosTimestamp: true });
  add('mimetype', Buffer.from(containerType, 'ascii'));
  for (const file of files) add(file.name, file.bytes);
  add(manifestPath, Buffer.from(manifest(files), 'utf8'));
  add(signaturePath, signature);
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

function sha256(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest();
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
