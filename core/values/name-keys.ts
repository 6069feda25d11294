/** For searching and for recognising headings: lower case, without tones and marks, Đ as d. */
export function foldAccents(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[đĐ]/gu, 'd')
    .toLowerCase();
}

/** For comparing only: `Hoà` and `Hòa`, capitals and small letters, one blank or two are the same name. The tone goes to the end of its word, wherever it was put. */
export function nameKey(fullName: string): string {
  const tones = /[\u0300\u0301\u0303\u0309\u0323]/gu;
  return fullName
    .trim()
    .toLowerCase()
    .split(/\s+/u)
    .map((word) => {
      const letters = word.normalize('NFD');
      return letters.replace(tones, '') + (letters.match(tones)?.join('') ?? '');
    })
    .join(' ');
}
