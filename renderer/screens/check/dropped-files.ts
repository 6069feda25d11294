/** What the office's file door takes at once (bytes). */
export const largestFile = 25_000_000;
export const mostFiles = 200;

const extensions = /\.(xml|asice|sce|pdf)$/i;

/** Files that were dropped: names and how to read them. `more`: there were more than are taken. */
export type DroppedFiles = { readonly files: readonly File[]; readonly more: boolean };

/**
 * The files of a drop, those in dropped folders too (of the kinds that can be checked; a file dropped by itself is taken whatever its name).
 * Must be called within the drop event: afterwards the list is gone.
 */
export async function droppedFiles(transfer: DataTransfer): Promise<DroppedFiles> {
  const dropped = [...transfer.items].flatMap((item) => (item.kind === 'file' ? [{ entry: item.webkitGetAsEntry(), file: item.getAsFile() }] : []));
  const files: File[] = [];
  for (const { entry, file } of dropped) {
    if (entry !== null && isFolder(entry)) await collect(entry, files);
    else if (file !== null) files.push(file);
  }
  return { files: files.slice(0, mostFiles), more: files.length > mostFiles };
}

async function collect(entry: FileSystemEntry, files: File[]): Promise<void> {
  if (files.length > mostFiles) return;
  if (isFile(entry)) {
    if (extensions.test(entry.name)) files.push(await new Promise<File>((done, failed) => entry.file(done, failed)));
    return;
  }
  if (!isFolder(entry)) return;
  for (const each of (await contentsOf(entry)).toSorted((left, right) => left.name.localeCompare(right.name, 'vi'))) await collect(each, files);
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile;
}

function isFolder(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory;
}

/** A folder is read in portions until one is empty. */
async function contentsOf(folder: FileSystemDirectoryEntry): Promise<readonly FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    const portion = await new Promise<readonly FileSystemEntry[]>((done, failed) => reader.readEntries(done, failed));
    if (portion.length === 0) return all;
    all.push(...portion);
  }
}
