/** Widths of Times letters in thousandths of the type size, by kind: close enough to foresee how many lines a text takes before it is laid out. */
const narrow = /[ijltfrI.,:;'’()|/!\- ]/u;
const wide = /[mwMWĐ]/u;
const capital = /\p{Lu}/u;
const digit = /\d/u;

/** About how wide a line of text is, in points; rather too wide than too narrow. */
export function widthOf(text: string, size: number): number {
  let sum = 0;
  for (const letter of text.normalize('NFD').replace(/\p{M}/gu, '')) sum += narrow.test(letter) ? 310 : wide.test(letter) ? 830 : digit.test(letter) ? 500 : capital.test(letter) ? 690 : 480;
  return (sum * size) / 1000;
}

/** How many lines a text takes in a column of `width` points, broken between words. */
export function linesOf(text: string, size: number, width: number): number {
  if (text.length < 3) return 1;
  return text.split('\n').reduce((lines, paragraph) => lines + linesOfParagraph(paragraph, size, width), 0);
}

function linesOfParagraph(paragraph: string, size: number, width: number): number {
  let lines = 1;
  let used = 0;
  for (const word of paragraph.split(' ')) {
    const wordWidth = widthOf(word, size);
    const gap = used === 0 ? 0 : size / 4;
    if (used + gap + wordWidth <= width) used += gap + wordWidth;
    else {
      // A word longer than the line breaks by itself.
      lines += (used === 0 ? 0 : 1) + Math.floor(wordWidth / width);
      used = wordWidth % width;
    }
  }
  return lines;
}
