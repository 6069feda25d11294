import { closeSync, openSync, readSync } from 'node:fs';
import { OfficeError } from '#core/contract/errors.ts';

export type ModuleFormat = 'elf' | 'pe' | 'mach-o';
export type ModuleHeader = { readonly format: ModuleFormat; readonly bits: 32 | 64 } | null;

/** Enough for any real header: a PE header begins where the DOS stub of some hundred bytes ends. */
const headerLength = 65_536;

/** What kind of library the first bytes announce; null when they announce none. */
export function readModuleHeader(bytes: Uint8Array): ModuleHeader {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length >= 20 && view.getUint32(0) === 0x7f454c46) return elfHeader(view);
  if (bytes.length >= 64 && view.getUint16(0) === 0x4d5a) return peHeader(view);
  if (bytes.length >= 8) {
    const magic = view.getUint32(0);
    if (magic === 0xcffaedfe || magic === 0xcafebabe) return { format: 'mach-o', bits: 64 };
    if (magic === 0xcefaedfe) return { format: 'mach-o', bits: 32 };
  }
  return null;
}

function elfHeader(view: DataView): ModuleHeader {
  const elfClass = view.getUint8(4);
  if (elfClass !== 1 && elfClass !== 2) return null;
  return { format: 'elf', bits: elfClass === 2 ? 64 : 32 };
}

function peHeader(view: DataView): ModuleHeader {
  const start = view.getUint32(0x3c, true);
  if (start + 26 > view.byteLength || view.getUint32(start) !== 0x50450000) return null;
  const optionalMagic = view.getUint16(start + 24, true);
  if (optionalMagic === 0x20b) return { format: 'pe', bits: 64 };
  if (optionalMagic === 0x10b) return { format: 'pe', bits: 32 };
  return null;
}

/**
 * Refuses a module that this program cannot load, before the system's loader is asked: its answer to a 32-bit driver is an error text in
 * the system's language. Errors: OfficeError token.module-not-found, token.module-32-bit, token.module-not-pkcs11.
 */
export function checkModuleFile(path: string, platform: NodeJS.Platform): void {
  const header = readModuleHeader(firstBytes(path));
  const expected: ModuleFormat = platform === 'win32' ? 'pe' : platform === 'darwin' ? 'mach-o' : 'elf';
  if (header === null || header.format !== expected) throw new OfficeError('token.module-not-pkcs11', { path });
  if (header.bits === 32) throw new OfficeError('token.module-32-bit', { path });
}

/** What a file announces; null where it cannot be read or announces nothing. */
export function headerOfFile(path: string): ModuleHeader {
  try {
    return readModuleHeader(firstBytes(path));
  } catch {
    return null;
  }
}

function firstBytes(path: string): Uint8Array {
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch (error) {
    throw new OfficeError('token.module-not-found', { path }, { cause: error });
  }
  try {
    const bytes = new Uint8Array(headerLength);
    return bytes.subarray(0, readSync(file, bytes, 0, headerLength, 0));
  } catch (error) {
    // A folder opens and cannot be read.
    throw new OfficeError('token.module-not-pkcs11', { path }, { cause: error });
  } finally {
    closeSync(file);
  }
}
