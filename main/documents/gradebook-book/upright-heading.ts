import type { TableCell } from 'pdfmake/interfaces.js';
import { linesOf, widthOf } from './text-width.ts';

/**
 * A heading written upwards, for columns as narrow as one letter. It is drawn: pdfmake cannot turn text in tables. `width` and `height`: of the heading's room, in
 * points; long names take two or three lines, or get smaller.
 */
export function uprightHeading(text: string, room: { readonly width: number; readonly height: number }, span: { readonly rowSpan?: number; readonly margin?: [number, number, number, number] } = {}): TableCell {
  const { size, lines } = fitted(text, room);
  const pitch = size * 1.05;
  const middle = room.width / 2 - ((lines.length - 1) * pitch) / 2;
  const drawn = lines.map((line, index) => {
    const x = (middle + index * pitch + size * 0.33).toFixed(2);
    const y = (room.height / 2).toFixed(2);
    return `<text x="${x}" y="${y}" transform="rotate(-90 ${x} ${y})" text-anchor="middle" font-family="Tinos" font-weight="bold" font-size="${size}">${escaped(line)}</text>`;
  });
  return { svg: `<svg xmlns="http://www.w3.org/2000/svg" width="${room.width}" height="${room.height}" viewBox="0 0 ${room.width} ${room.height}">${drawn.join('')}</svg>`, width: room.width, height: room.height, font: 'Tinos', ...span };
}

function fitted(text: string, { width, height }: { readonly width: number; readonly height: number }): { readonly size: number; readonly lines: readonly string[] } {
  for (let size = 8; size > 5; size -= 0.5) {
    const most = Math.max(1, Math.floor(width / (size * 1.05)));
    if (linesOf(text, size, height) <= most) return { size, lines: broken(text, size, height) };
  }
  return { size: 5, lines: broken(text, 5, height) };
}

function broken(text: string, size: number, height: number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const longer = lines.length === 0 ? word : `${lines.at(-1)} ${word}`;
    if (lines.length > 0 && widthOf(longer, size) <= height) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
