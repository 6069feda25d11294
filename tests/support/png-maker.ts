import { crc32, deflateSync } from 'node:zlib';

/** Red, green, blue, opacity: 0 to 255. */
export type Pixel = readonly [number, number, number, number];

export function pngChunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}

export const pngSignature = Buffer.from('89504e470d0a1a0a', 'hex');

export function pngHeader(width: number, height: number, colour = 6): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, colour, 0, 0, 0], 8);
  return pngChunk('IHDR', header);
}

/** A transparent PNG (RGBA, 8 bits), painted point by point. */
export function makePng(width: number, height: number, paint: (x: number, y: number) => Pixel): Uint8Array {
  const rows = Buffer.alloc(height * (width * 4 + 1));
  for (let y = 0; y < height; y += 1) for (let x = 0; x < width; x += 1) rows.set(paint(x, y), y * (width * 4 + 1) + 1 + x * 4);
  return Buffer.concat([pngSignature, pngHeader(width, height), pngChunk('IDAT', deflateSync(rows)), pngChunk('IEND', Buffer.alloc(0))]);
}

const clear: Pixel = [0, 0, 0, 0];

/** A scrawl in blue ink. */
export function signaturePng(): Uint8Array {
  const width = 480;
  return makePng(width, 200, (x, y) => {
    const curve = 100 + 70 * Math.sin(x / 38) * Math.cos(x / 90);
    const second = 110 - 80 * Math.sin(x / 55 + 2);
    return x > 20 && x < width - 20 && (Math.abs(y - curve) < 6 || Math.abs(y - second) < 4) ? [27, 63, 156, 235] : clear;
  });
}

/** A round seal in red. */
export function sealPng(): Uint8Array {
  return makePng(420, 420, (x, y) => {
    const [dx, dy] = [x - 210, y - 210];
    const radius = Math.hypot(dx, dy);
    const star = Math.hypot(dx, dy) < 60 * (0.75 + 0.25 * Math.cos(5 * Math.atan2(dx, -dy)));
    const letters = radius > 150 && radius < 178 && Math.sin(Math.atan2(dy, dx) * 24) > 0.2;
    return (radius < 209 && radius > 196) || (radius > 118 && radius < 124) || star || letters ? [200, 16, 46, 215] : clear;
  });
}
