import type { Content, ContentSection } from 'pdfmake/interfaces.js';
import type { BookFrame } from '#main/office/ports/books.ts';
import { portrait, section } from './paper.ts';

export type Cover = { readonly frame: BookFrame; /** Under the title: `(THEO LỚP HỌC)`. */ readonly kind: string; readonly lines: readonly (readonly [label: string, value: string])[]; /** More than fits the middle of a cover: the inner one's list of teachers. */ readonly below?: Content };

/** A cover in a double frame: whose school, which book, whose class, which year (TT 22/2021 annex). The outer cover carries no page number. */
export function coverPage(cover: Cover, side: 'outer' | 'inner'): ContentSection {
  const { frame } = cover;
  const roomy = cover.below === undefined;
  return section(
    portrait,
    [
      { stack: [frame.schoolName, frame.communeName, frame.provinceName].map((text): Content => ({ text: text.toLocaleUpperCase('vi'), margin: [0, 0, 0, 3] })), bold: true, fontSize: 13, margin: [26, 26, 26, roomy ? 128 : 46] },
      { text: bookTitle(frame), bold: true, fontSize: 22, alignment: 'center' },
      { text: cover.kind, bold: true, fontSize: 15, alignment: 'center', margin: [0, 5, 0, 5] },
      { text: frame.levelTitle, bold: true, fontSize: 15, alignment: 'center', margin: [0, 0, 0, roomy ? 74 : 24] },
      { table: { widths: [150, '*'], body: cover.lines.map(([label, value]) => [{ text: `${label}:` }, { text: value, bold: true }]) }, layout: 'form', fontSize: 14, margin: [70, 0, 30, 0] },
      ...(cover.below === undefined ? [] : [cover.below]),
    ],
    {
      background: () => [
        {
          canvas: [
            { type: 'rect', x: 26, y: 26, w: 543, h: 776, lineWidth: 2 },
            { type: 'rect', x: 31, y: 31, w: 533, h: 766, lineWidth: 0.7 },
          ],
        },
        { text: `NĂM HỌC ${frame.schoolYear.replace('-', ' – ')}`, bold: true, fontSize: 15, alignment: 'center', absolutePosition: { x: 0, y: 744 } },
        { text: `(Theo mẫu ban hành kèm theo Thông tư số ${frame.circular})`, italics: true, fontSize: 10, alignment: 'center', absolutePosition: { x: 0, y: 769 } },
      ],
      ...(side === 'outer' ? { footer: null } : {}),
    },
  );
}

export function bookTitle({ words }: BookFrame): string {
  return `SỔ THEO DÕI VÀ ĐÁNH GIÁ ${words.learner.toLocaleUpperCase('vi')}`;
}
