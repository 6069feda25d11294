/** Tags of DER that a CMS is made of. `wrapped`: [0] explicit; `unsigned`: the unsigned attributes. */
export const derTag = { octets: 0x04, sequence: 0x30, set: 0x31, wrapped: 0xa0, unsigned: 0xa1 } as const;

/** The one SignerInfo of a CMS: the content of its sequence, and what stands around it from the inside out, each with what comes before it there. */
export type SignerPath = { readonly signerInfo: Buffer; readonly around: readonly { readonly tag: number; readonly before: readonly Buffer[] }[] };

type Value = { readonly tag: number; readonly whole: Buffer; readonly content: Buffer };

/** Takes a CMS that our signer wrote apart as far as its signature value; `stamped`: it has unsigned attributes. Null where it is none. Zeros behind it are left aside. */
export function readSignerInfo(contents: Buffer): { readonly path: SignerPath; readonly value: Uint8Array; readonly stamped: boolean } | null {
  const outer = valueAt(contents, 0);
  const [type, wrapped] = childrenOf(outer);
  const [signedData] = childrenOf(wrapped);
  const parts = childrenOf(signedData);
  const signers = parts.at(-1);
  const [signer, ...others] = childrenOf(signers);
  const fields = childrenOf(signer);
  const value = fields[5];
  if (type === undefined || outer?.tag !== derTag.sequence || signers?.tag !== derTag.set || signer === undefined || others.length > 0 || value?.tag !== derTag.octets || fields.length > 7) return null;
  return {
    path: {
      signerInfo: signer.content,
      around: [
        { tag: derTag.set, before: [] },
        { tag: derTag.sequence, before: parts.slice(0, -1).map(({ whole }) => whole) },
        { tag: derTag.wrapped, before: [] },
        { tag: derTag.sequence, before: [type.whole] },
      ],
    },
    value: new Uint8Array(value.content),
    stamped: fields.length > 6,
  };
}

/** One value of DER around its contents. */
export function encoded(tag: number, contents: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(contents);
  const size = content.length;
  const length = size < 0x80 ? [size] : size < 0x100 ? [0x81, size] : size < 0x10000 ? [0x82, size >> 8, size & 0xff] : [0x83, size >> 16, (size >> 8) & 0xff, size & 0xff];
  return Buffer.concat([Buffer.from([tag, ...length]), content]);
}

function childrenOf(value: Value | undefined | null): readonly Value[] {
  if (value == null) return [];
  const children: Value[] = [];
  for (let at = 0; at < value.content.length; ) {
    const child = valueAt(value.content, at);
    if (child === null) return [];
    children.push(child);
    at += child.whole.length;
  }
  return children;
}

function valueAt(bytes: Buffer, at: number): Value | null {
  const [tag, first] = [bytes[at], bytes[at + 1]];
  const more = first === undefined || first < 0x80 ? 0 : first - 0x80;
  if (tag === undefined || first === undefined || first === 0x80 || more > 3) return null;
  const size = more === 0 ? first : bytes.subarray(at + 2, at + 2 + more).reduce((sum, byte) => sum * 256 + byte, 0);
  const start = at + 2 + more;
  return start + size > bytes.length ? null : { tag, whole: bytes.subarray(at, start + size), content: bytes.subarray(start, start + size) };
}
