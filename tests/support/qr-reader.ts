/** A grey picture as pdftoppm writes it (PGM, P5): one byte a pixel, 0 black. */
export type Picture = { readonly width: number; readonly height: number; readonly pixels: Uint8Array };

export function readPgm(bytes: Buffer): Picture {
  const head = /^P5\s+(\d+)\s+(\d+)\s+255\s/.exec(bytes.subarray(0, 64).toString('latin1'));
  if (head === null) throw new Error('Not a PGM picture.');
  return { width: Number(head[1]), height: Number(head[2]), pixels: bytes.subarray(head[0].length) };
}

const alphanumeric = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:';

/**
 * Reads a code of version 3 (29 modules) in alphanumeric mode that stands alone in `area` (pixels), by ISO/IEC 18004: enough to prove that what is printed can be read.
 * It corrects no errors: a printed code has none.
 */
export function readQr({ width, pixels }: Picture, area: { readonly left: number; readonly top: number; readonly right: number; readonly bottom: number }): string {
  const dark = (x: number, y: number) => (pixels[y * width + x] ?? 255) < 128;
  const found = { left: area.right, top: area.bottom, right: area.left, bottom: area.top };
  for (let y = area.top; y < area.bottom; y += 1) {
    for (let x = area.left; x < area.right; x += 1) {
      if (!dark(x, y)) continue;
      found.left = Math.min(found.left, x);
      found.right = Math.max(found.right, x + 1);
      found.top = Math.min(found.top, y);
      found.bottom = Math.max(found.bottom, y + 1);
    }
  }
  const side = 29;
  const module = (row: number, column: number) => dark(Math.floor(found.left + ((column + 0.5) * (found.right - found.left)) / side), Math.floor(found.top + ((row + 0.5) * (found.bottom - found.top)) / side));
  const mask = [2, 3, 4].reduce((bits, column) => bits * 2 + Number(module(8, column)), 0) ^ 0b101;
  const masks: readonly ((row: number, column: number) => boolean)[] = [
    (r, c) => (r + c) % 2 === 0,
    (r) => r % 2 === 0,
    (_, c) => c % 3 === 0,
    (r, c) => (r + c) % 3 === 0,
    (r, c) => (Math.floor(r / 2) + Math.floor(c / 3)) % 2 === 0,
    (r, c) => ((r * c) % 2) + ((r * c) % 3) === 0,
    (r, c) => (((r * c) % 2) + ((r * c) % 3)) % 2 === 0,
    (r, c) => (((r + c) % 2) + ((r * c) % 3)) % 2 === 0,
  ];
  const isFunction = (r: number, c: number) => r === 6 || c === 6 || (r < 9 && (c < 9 || c >= side - 8)) || (r >= side - 8 && c < 9) || (Math.abs(r - 22) <= 2 && Math.abs(c - 22) <= 2);
  let bits = '';
  let up = true;
  for (let right = side - 1; right > 0; right -= 2) {
    if (right === 6) right = 5;
    for (let step = 0; step < side; step += 1) {
      const row = up ? side - 1 - step : step;
      for (const column of [right, right - 1]) if (!isFunction(row, column)) bits += module(row, column) !== masks[mask]?.(row, column) ? '1' : '0';
    }
    up = !up;
  }
  if (!bits.startsWith('0010')) throw new Error(`Not an alphanumeric code: ${bits.slice(0, 16)}`);
  const length = Number.parseInt(bits.slice(4, 13), 2);
  let text = '';
  for (let at = 13; text.length < length; ) {
    const pair = length - text.length > 1;
    const value = Number.parseInt(bits.slice(at, at + (pair ? 11 : 6)), 2);
    text += pair ? `${alphanumeric[Math.floor(value / 45)] ?? '?'}${alphanumeric[value % 45] ?? '?'}` : (alphanumeric[value] ?? '?');
    at += pair ? 11 : 6;
  }
  return text;
}
