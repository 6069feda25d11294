import type { Finding } from '#core/contract/verification.ts';
import { finding } from './findings.ts';
import { readXml } from './xml-reader.ts';

const manifestName = 'META-INF/manifest.xml';
const manifestNamespace = 'urn:oasis:names:tc:opendocument:xmlns:manifest:1.0';

type Names = readonly { readonly name: string }[];

/** A file of META-INF. */
type Metadata = { readonly name: string; readonly bytes: Uint8Array };

/** The manifest lists the files of the container, and only them, each once (EN 319 162-1, A.2; signing.md trap 9). It may be missing. */
export function checkManifest(metadata: readonly Metadata[], files: Names): readonly Finding[] {
  const manifest = manifestOf(metadata);
  if (manifest === undefined) return [];
  const listed = readXml(manifest.bytes, ({ document }) =>
    document.find('//m:file-entry/@*[local-name() = "full-path"]', { m: manifestNamespace }).map((path) => path.content),
  );
  if (typeof listed === 'string') return [finding('container-manifest', 'failed', { file: manifest.name })];
  const wanted = new Set(files.map(({ name }) => name));
  const entries = listed.filter((path) => !path.endsWith('/'));
  const once = new Set<string>();
  const wrong = entries.find((path) => !wanted.has(path) || once.size === once.add(path).size) ?? [...wanted].find((name) => !once.has(name));
  return [wrong === undefined ? finding('container-manifest', 'established') : finding('container-manifest', 'failed', { file: wrong.slice(0, 120) })];
}

/**
 * Whether the manifest is, byte for byte, the one that follows from the files and the types that a seal tells of them; a missing one is. No
 * signature covers it, so nothing in it may be free.
 */
export function isExactManifest(metadata: readonly Metadata[], files: Names, container: string, mimeTypes: ReadonlyMap<string, string>): boolean {
  const manifest = manifestOf(metadata);
  if (manifest === undefined) return true;
  const entries = [['/', container] as const, ...files.map(({ name }) => [name, mimeTypes.get(name) ?? ''] as const)];
  const lines = entries.map(([path, type]) => `<manifest:file-entry manifest:full-path="${escaped(path)}" manifest:media-type="${escaped(type)}"/>\n`);
  const whole = `<?xml version="1.0" encoding="UTF-8"?>\n<manifest:manifest xmlns:manifest="${manifestNamespace}" manifest:version="1.2">\n${lines.join('')}</manifest:manifest>\n`;
  return Buffer.from(whole, 'utf8').equals(manifest.bytes);
}

function manifestOf(metadata: readonly Metadata[]): Metadata | undefined {
  return metadata.find(({ name }) => name === manifestName);
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
