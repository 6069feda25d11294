import type { Column, Content } from 'pdfmake/interfaces.js';

/** Where somebody signs: title, what is asked for, room for the pen, and the name. */
export type SignaturePlace = { readonly titles: readonly string[]; readonly hint: string; readonly name: string };

/** Height of a row of signatures with one line of title, in points. */
export const signatureHeight = 88;

export const signHint = '(Kí, ghi rõ họ tên)';
export const sealHint = '(Kí, ghi rõ họ tên và đóng dấu)';

/** Signatures side by side; the last one under place and date for the pen. `left`: a remark that stands beside a single signature. */
export function signatures(places: readonly SignaturePlace[], left: string = ''): Content {
  const tallest = Math.max(...places.map(({ titles }) => titles.length));
  const boxes = places.map((place, index): Column => ({ width: 200, stack: [index === places.length - 1 ? dateLine() : { text: ' ', fontSize: 10 }, ...box(place, tallest)] }));
  const columns: Column[] = places.length === 1 ? [{ width: '*', text: left, italics: true, fontSize: 9, margin: [0, 2, 0, 0] }, ...boxes] : boxes.flatMap((each, index): Column[] => (index === 0 ? [each] : [{ width: '*', text: '' }, each]));
  return { unbreakable: true, columns, columnGap: 8, margin: [0, 6, 0, 0] };
}

/** One place to sign, without a date. */
export function box({ titles, hint, name }: SignaturePlace, tallest = titles.length): Content[] {
  const lines = [...titles, ...Array.from({ length: tallest - titles.length }, () => ' ')];
  return [
    ...lines.map((text): Content => ({ text, bold: true, fontSize: 10, alignment: 'center' })),
    { text: hint, italics: true, fontSize: 9, alignment: 'center' },
    { text: name === '' ? ' ' : name, bold: true, fontSize: 10, alignment: 'center', margin: [0, 34, 0, 0] },
  ];
}

export function dateLine(): Content {
  return { text: '…………, ngày …… tháng …… năm ………', italics: true, fontSize: 10, alignment: 'center' };
}
