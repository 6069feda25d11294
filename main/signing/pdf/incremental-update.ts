/** An object of an update: its number, and its body as it is written between `obj` and `endobj`. */
export type UpdatedObject = { readonly number: number; readonly body: Uint8Array };

/** What stays the same in every revision's trailer: catalog, information and file id, as written in the file. */
export type TrailerParts = { readonly root: string; readonly info: string; readonly id: string };

/**
 * An incremental update (ISO 32000-1, 7.5.6): the document, byte for byte, then the objects, a cross-reference table of them and a trailer that leads to the one before. Answers where each body begins.
 */
export function withUpdate(document: Uint8Array, objects: readonly UpdatedObject[], trailer: TrailerParts, previousTable: number, size: number): { readonly bytes: Uint8Array; readonly bodies: ReadonlyMap<number, number> } {
  const parts: Uint8Array[] = [document, latin('\n')];
  let at = document.length + 1;
  const add = (bytes: Uint8Array) => {
    parts.push(bytes);
    at += bytes.length;
  };
  const starts = new Map<number, number>();
  const bodies = new Map<number, number>();
  for (const { number, body } of objects.toSorted((a, b) => a.number - b.number)) {
    starts.set(number, at);
    add(latin(`${number} 0 obj\n`));
    bodies.set(number, at);
    add(body);
    add(latin('\nendobj\n'));
  }
  const table = at;
  add(latin(`xref\n${subsections(starts)}trailer\n<<\n/Size ${size}\n/Root ${trailer.root}\n/Info ${trailer.info}\n/ID ${trailer.id}\n/Prev ${previousTable}\n>>\nstartxref\n${table}\n%%EOF`));
  return { bytes: Buffer.concat(parts), bodies };
}

/** Runs of neighbouring numbers, each under its first number and its length; twenty bytes a line. */
function subsections(starts: ReadonlyMap<number, number>): string {
  const runs: number[][] = [];
  for (const number of starts.keys()) {
    const run = runs.at(-1);
    if (run !== undefined && run.at(-1) === number - 1) run.push(number);
    else runs.push([number]);
  }
  return runs.map((run) => `${run[0]} ${run.length}\n${run.map((number) => `${String(starts.get(number)).padStart(10, '0')} 00000 n \n`).join('')}`).join('');
}

export function latin(text: string): Uint8Array {
  return Buffer.from(text, 'latin1');
}
