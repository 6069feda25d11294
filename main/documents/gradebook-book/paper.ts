import type { Content, ContentSection, DynamicBackground } from 'pdfmake/interfaces.js';
import type { BookFrame } from '#main/office/ports/books.ts';

/** A4 in points, with the margins a bound book needs. `width` and `height`: what is left for the content. */
export type Paper = { readonly orientation: 'portrait' | 'landscape'; readonly margins: readonly [number, number, number, number]; readonly width: number; readonly height: number };

const a4 = { short: 595.28, long: 841.89 } as const;

export const portrait = paper('portrait', [42, 34, 34, 38]);
export const landscape = paper('landscape', [38, 29, 30, 30]);

function paper(orientation: Paper['orientation'], margins: readonly [number, number, number, number]): Paper {
  const [left, top, right, bottom] = margins;
  const [width, height] = orientation === 'portrait' ? [a4.short, a4.long] : [a4.long, a4.short];
  return { orientation, margins, width: width - left - right, height: height - top - bottom };
}

/** Red of a correcting pen. */
export const red = '#c00000';

/** Lines between cells, in points. */
export const rule = 0.5;
/** Blank left and right of a cell's text, in points. */
export const cellPadding = 2;

/** Pages of one kind. */
export function section(pages: Paper, content: Content[], extra: { readonly background?: DynamicBackground; readonly footer?: null } = {}): ContentSection {
  const [left, top, right, bottom] = pages.margins;
  return { section: content, pageOrientation: pages.orientation, pageMargins: [left, top, right, bottom], ...extra };
}

/** What every page says at its foot: which book it is, and which page of how many. */
export function footerLine(frame: BookFrame, what: string, page: number, pages: number): Content {
  return {
    columns: [
      { width: '*', text: `${what} – Năm học ${frame.schoolYear} – ${frame.schoolName}` },
      { width: 'auto', text: `Trang ${page}/${pages}` },
    ],
    columnGap: 12,
    fontSize: 8,
    color: '#333333',
    margin: [42, 10, 34, 0],
  };
}

/** Training pages say so at their head. */
export function trainingHeader(): Content {
  return { text: 'LUYỆN TẬP – KHÔNG CÓ GIÁ TRỊ', alignment: 'center', bold: true, color: '#b3261e', fontSize: 9, margin: [0, 14, 0, 0] };
}
