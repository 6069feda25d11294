/** Bytes of the largest file that FAT32 holds: its directory has 32 bits for a size. */
export const largestOnFat = 4 * 1024 ** 3 - 1;

/** Room that a file needs beside its own bytes: clusters that are not full, and its entry in the folder. */
const overhead = 1_000_000;

/** A medium as far as it is known. `fileSystem`: the name that people know (`FAT32`, `exFAT`, `NTFS`, …); null where the system does not tell. Sizes in bytes. */
export type Medium = { readonly path: string; readonly freeBytes: number | null; readonly fileSystem: string | null };

/** Why a file does not fit; `params` in megabytes (10^6 bytes), as sticks are sold. */
export type RoomProblem =
  | { readonly code: 'exchange.no-room'; readonly params: { readonly path: string; readonly needed: number; readonly free: number } }
  | { readonly code: 'exchange.file-system-limit'; readonly params: { readonly fileSystem: string; readonly needed: number; readonly limit: number } };

/** Bytes of the largest single file; null: no limit that anybody meets. */
export function largestFileOn(fileSystem: string | null): number | null {
  return fileSystem !== null && /^FAT/iu.test(fileSystem) ? largestOnFat : null;
}

/** Whether a file of so many bytes fits; what is not known about the medium is no obstacle. */
export function roomProblem({ path, freeBytes, fileSystem }: Medium, bytes: number): RoomProblem | null {
  const limit = largestFileOn(fileSystem);
  if (limit !== null && bytes > limit) return { code: 'exchange.file-system-limit', params: { fileSystem: fileSystem ?? '', needed: megabytesUp(bytes), limit: Math.floor(limit / 1_000_000) } };
  if (freeBytes !== null && bytes + overhead > freeBytes) return { code: 'exchange.no-room', params: { path, needed: megabytesUp(bytes + overhead), free: Math.floor(freeBytes / 1_000_000) } };
  return null;
}

function megabytesUp(bytes: number): number {
  return Math.ceil(bytes / 1_000_000);
}
