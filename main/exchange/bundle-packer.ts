import { createHash } from 'node:crypto';
import type { BundlePacker, SealedName } from '#main/office/ports/exchange.ts';
import { createZipWriter } from './zip-writer.ts';

const containerType = 'application/vnd.etsi.asic-e+zip';
const signaturePath = 'META-INF/signatures0.xml';
const manifestPath = 'META-INF/manifest.xml';

/**
 * Packs ASiC-E containers (ETSI EN 319 162-1): `mimetype` first, the files, the manifest, one signature over all files. Nothing is compressed: compressed
 * data have free bits, and a bundle is to be one fixed row of bytes that a verifier can demand.
 */
export function createBundlePacker(): BundlePacker {
  return {
    async open(write) {
      const zip = createZipWriter(write);
      const files: SealedName[] = [];
      const names = new Set<string>();
      await zip.add('mimetype', Buffer.from(containerType, 'ascii'));
      return {
        async add({ name, bytes, mimeType }) {
          checkName(name, names);
          names.add(name);
          await zip.add(name, bytes);
          files.push({ name, sha256: new Uint8Array(createHash('sha256').update(bytes).digest()), mimeType });
        },
        async seal(sign) {
          await zip.add(manifestPath, Buffer.from(manifest(files), 'utf8'));
          await zip.add(signaturePath, await sign(files));
          await zip.end();
        },
      };
    },
  };
}

/** Errors a wrong caller, not a user: names are made by the program. */
function checkName(name: string, taken: ReadonlySet<string>): void {
  const parts = name.split('/');
  if (taken.has(name) || name === 'mimetype' || parts[0] === 'META-INF' || name.includes('\\') || name.includes('\0') || parts.some((part) => part === '' || part === '.' || part === '..')) {
    throw new RangeError(`not a name in a bundle: ${name}`);
  }
}

/** OpenDocument manifest, which DigiDoc and other ASiC tools want to see: the data files and nothing else. */
function manifest(files: readonly SealedName[]): string {
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
