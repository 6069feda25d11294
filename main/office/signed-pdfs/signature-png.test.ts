import { crc32, deflateSync } from 'node:zlib';
import { assert, integer, property } from 'fast-check';
import { expect, test } from 'vitest';
import { OfficeError } from '#core/contract/errors.ts';
import { makePng, pngChunk, pngHeader, pngSignature } from '#tests/support/png-maker.ts';
import { readSignaturePng } from './signature-png.ts';

const good = Buffer.from(makePng(60, 50, (x, y) => [27, 63, 156, (x * y) % 256]));
const end = pngChunk('IEND', Buffer.alloc(0));
const points = (width: number, height: number, each = 4) => pngChunk('IDAT', deflateSync(Buffer.alloc(height * (width * each + 1))));
const file = (...chunks: readonly Uint8Array[]) => Buffer.concat([pngSignature, ...chunks]);

function verdict(bytes: Uint8Array): string {
  try {
    readSignaturePng(bytes);
    return 'taken';
  } catch (error) {
    if (!(error instanceof OfficeError)) throw error;
    return [error.code, ...Object.values(error.params)].join(' ');
  }
}

test('takes a transparent PNG and keeps only what draws', () => {
  const talking = Buffer.concat([good.subarray(0, 33), pngChunk('tEXt', Buffer.from('Author\0Ai đó')), good.subarray(33)]);
  expect(readSignaturePng(talking)).toEqual({ png: new Uint8Array(good), width: 60, height: 50 });
});

test('refuses what is no transparent PNG of bearable size, or would swell when drawn', () => {
  const wrongSum = Buffer.from(good);
  wrongSum.writeUInt32BE(crc32('x'), good.length - 4);
  const bomb = file(pngHeader(100, 100), pngChunk('IDAT', deflateSync(Buffer.alloc(8_000_000))), end);
  expect([
    verdict(Buffer.from('GIF89a')),
    verdict(Buffer.concat([good, Buffer.from('PK')])),
    verdict(wrongSum),
    verdict(file(pngHeader(60, 50, 2), points(60, 50, 3), end)),
    verdict(file(pngHeader(3000, 50), points(3000, 50), end)),
    verdict(file(pngHeader(60, 20), points(60, 20), end)),
    verdict(file(pngHeader(60, 50), points(60, 49), end)),
    verdict(bomb),
    verdict(Buffer.concat([good, Buffer.alloc(600_000)])),
    verdict(file(pngHeader(60, 50, 3), points(60, 50, 1), end)),
  ]).toEqual(['image-not-png', 'image-not-png', 'image-not-png', 'image-not-transparent', 'image-size 3000 × 50', 'image-size 60 × 20', 'image-not-png', 'image-not-png', expect.stringContaining('image-size 59'), 'image-not-transparent'].map((found) => (typeof found === 'string' ? `signing.${found}` : found)));
});

test('never takes a file of which one byte was changed, but for chunks it leaves out', () => {
  assert(property(integer({ min: 0, max: good.length - 1 }), integer({ min: 1, max: 255 }), (at, change) => {
    const other = Buffer.from(good);
    other[at] = (other[at] ?? 0) ^ change;
    return verdict(other) !== 'taken';
  }));
});
