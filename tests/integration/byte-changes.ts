/** One small change of a file. `what` says which, so that a failure can be repeated. */
export type ByteChange = { readonly what: string; readonly bytes: Buffer };

/** Every byte with each of its bits turned, every byte taken out, every byte doubled, and a line break or a blank put in at every place. */
export function* everyByteChange(original: Uint8Array): Generator<ByteChange> {
  for (let at = 0; at < original.length; at += 1) {
    for (let bit = 0; bit < 8; bit += 1) yield withByte(original, at, (original[at] ?? 0) ^ (1 << bit));
    yield { what: `byte ${at} taken out`, bytes: Buffer.concat([original.subarray(0, at), original.subarray(at + 1)]) };
    yield { what: `byte ${at} doubled`, bytes: Buffer.concat([original.subarray(0, at + 1), original.subarray(at)]) };
    yield inserted(original, at, 0x0a);
    yield inserted(original, at, 0x20);
  }
  yield inserted(original, original.length, 0x0a);
}

/** `count` random changes from a seed: other bytes (bits, blanks, quotes, letters of the other case), bytes put in, taken out, exchanged, and put at the ends. */
export function* randomByteChanges(original: Uint8Array, seed: number, count: number): Generator<ByteChange> {
  const random = randomNumbers(seed);
  const below = (limit: number) => Math.floor(random() * limit);
  const usual = [...Buffer.from(' \t\r\n"\'<>/&;=-_+0A', 'latin1'), 0, 0xff, 0xc3, 0xef];
  for (let made = 0; made < count; ) {
    const at = below(original.length);
    const before = original[at] ?? 0;
    const change = [
      () => withByte(original, at, before ^ (1 << below(8))),
      () => withByte(original, at, below(256)),
      () => withByte(original, at, usual[below(usual.length)] ?? 0),
      () => withByte(original, at, before ^ 0x20),
      () => inserted(original, at, usual[below(usual.length)] ?? 0),
      () => inserted(original, at, below(256)),
      () => ({ what: `byte ${at} taken out`, bytes: Buffer.concat([original.subarray(0, at), original.subarray(at + 1)]) }),
      () => exchanged(original, at, Math.min(at + 1 + below(3), original.length - 1)),
      () => exchanged(original, at, below(original.length)),
      () => inserted(original, random() < 0.5 ? 0 : original.length, usual[below(usual.length)] ?? 0),
    ][below(10)]?.();
    if (change === undefined || change.bytes.equals(original)) continue;
    made += 1;
    yield change;
  }
}

function withByte(original: Uint8Array, at: number, value: number): ByteChange {
  const bytes = Buffer.from(original);
  bytes[at] = value;
  return { what: `byte ${at} = ${value}`, bytes };
}

function inserted(original: Uint8Array, at: number, value: number): ByteChange {
  return { what: `byte ${value} put in at ${at}`, bytes: Buffer.concat([original.subarray(0, at), Buffer.from([value]), original.subarray(at)]) };
}

function exchanged(original: Uint8Array, left: number, right: number): ByteChange {
  const bytes = Buffer.from(original);
  [bytes[left], bytes[right]] = [original[right] ?? 0, original[left] ?? 0];
  return { what: `bytes ${left} and ${right} exchanged`, bytes };
}

/** Mulberry32: the same numbers for the same seed on every machine. */
function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
