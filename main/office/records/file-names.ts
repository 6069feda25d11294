import { foldAccents } from '#core/text/names.ts';

/** `hoc-ba-7A-nguyen-thi-hoa.pdf`: letters every stick and every old PC can keep. */
export function fileNameOf(className: string, what: string, extension: string): string {
  const plain = (text: string) => foldAccents(text).replace(/[^a-z0-9]+/gu, '-').replace(/^-|-$/gu, '');
  return `hoc-ba-${foldAccents(className).toUpperCase().replace(/[^A-Z0-9]+/gu, '-')}-${plain(what)}.${extension}`;
}
