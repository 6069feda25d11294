import { readFile } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';
import { pageTypes } from './content-policy.ts';

/** A file of the built page by its address; null where there is none, or where the address leads out of the folder. */
export async function readPageFile(folder: string, address: string): Promise<{ readonly bytes: Uint8Array; readonly type: string } | null> {
  let decoded: string;
  try {
    decoded = decodeURIComponent(address);
  } catch {
    return null;
  }
  const path = normalize(join(folder, decoded === '/' ? 'index.html' : decoded));
  const type = pageTypes[extname(path)];
  if (!path.startsWith(`${normalize(folder)}${sep}`) || decoded.includes('\0') || type === undefined) return null;
  const bytes = await readFile(path).catch(() => null);
  return bytes === null ? null : { bytes: new Uint8Array(bytes), type };
}
