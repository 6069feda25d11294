import { modernText, type FontRun } from '#core/values/old-fonts.ts';

export type ConvertedText = { readonly before: string; readonly after: string };

/**
 * Texts of a copied block whose fonts are from before Unicode, converted. The text on the clipboard does not tell fonts, the web page that spreadsheet programs
 * put beside it does: a cell is converted where both say the same text. Blocks without old fonts come back as they are.
 */
export function withModernFonts(block: readonly (readonly string[])[], html: string): { readonly block: readonly (readonly string[])[]; readonly converted: readonly ConvertedText[] } {
  const none = { block, converted: [] };
  if (!/\.vn|vni[-\s]/iu.test(html)) return none;
  const cells = cellsOf(html);
  const converted: ConvertedText[] = [];
  const modern = block.map((texts, row) =>
    texts.map((text, column) => {
      const runs = cells.get(`${row} ${column}`) ?? [];
      const whole = runs.map((run) => run.text).join('');
      if (text === '' || plain(whole) !== plain(text)) return text;
      const read = modernText({ text: whole, fontName: null, runs });
      if (!read.converted) return text;
      converted.push({ before: text, after: plain(read.text) });
      return plain(read.text);
    }),
  );
  return converted.length === 0 ? none : { block: modern, converted };
}

function plain(text: string): string {
  return text.normalize('NFC').replace(/[^\S\n]+/gu, ' ').replace(/ ?\n ?/gu, '\n').trim();
}

/** The cells of the first table by `row column`, each in stretches of one font. */
function cellsOf(html: string): ReadonlyMap<string, readonly FontRun[]> {
  const fonts = fontsOfClasses(html);
  const cells = new Map<string, FontRun[]>();
  const taken = new Set<string>();
  const stack: (string | null)[] = [];
  const place = { row: -1, column: -1 };
  let cell: FontRun[] | null = null;
  const body = html.replace(/<style[\s\S]*?<\/style>/giu, '').replace(/<!--[\s\S]*?-->/gu, '');
  for (const [, closing, name = '', attributes = '', text] of body.matchAll(/<(\/?)([a-z][\w:]*)((?:"[^"]*"|'[^']*'|[^>"'])*)>|([^<]+)/giu)) {
    const tag = name.toLowerCase();
    if (text !== undefined) cell?.push({ text: decoded(text), fontName: stack.at(-1) ?? null });
    else if (tag === 'br') cell?.push({ text: '\n', fontName: null });
    else if (tag === 'tr' && closing === '') Object.assign(place, { row: place.row + 1, column: -1 });
    else if (tag === 'td' || tag === 'th') {
      stack.length = 0;
      cell = null;
      if (closing === '/') continue;
      do place.column += 1;
      while (taken.has(`${place.row} ${place.column}`));
      for (let row = 0; row < span(attributes, 'rowspan'); row += 1) for (let column = 0; column < span(attributes, 'colspan'); column += 1) taken.add(`${place.row + row} ${place.column + column}`);
      cell = [];
      cells.set(`${place.row} ${place.column}`, cell);
      stack.push(fontOf(attributes, fonts) ?? fonts.get('td') ?? null);
    } else if (['font', 'span', 'b', 'i', 'u', 'p', 'div', 'strong', 'em'].includes(tag)) {
      if (closing === '/') stack.splice(Math.max(1, stack.length - 1));
      else stack.push(fontOf(attributes, fonts) ?? stack.at(-1) ?? null);
    }
  }
  return cells;
}

/** `.xl65 { font-family: ".VnTime", sans-serif }` in the page's style. */
function fontsOfClasses(html: string): ReadonlyMap<string, string> {
  const styles = Array.from(html.matchAll(/<style[^>]*>([\s\S]*?)<\/style>/giu), ([, style = '']) => style).join('\n');
  return new Map(Array.from(styles.matchAll(/([^{}]+)\{([^}]*)\}/gu)).flatMap(([, selectors = '', rules = '']) => {
    const font = familyIn(rules);
    return font === null ? [] : selectors.split(',').map((selector) => [selector.trim().replace(/^[\s\S]*[\s-]/u, '').replace(/^\./u, '').toLowerCase(), font] as const);
  }));
}

function fontOf(attributes: string, fonts: ReadonlyMap<string, string>): string | null {
  const [, face] = /\bface\s*=\s*["']?([^"'>]+)/iu.exec(attributes) ?? [];
  const [, style = ''] = /\bstyle\s*=\s*(?:"([^"]*)"|'([^']*)')/iu.exec(attributes)?.filter((part) => part !== undefined) ?? [];
  const [, className = ''] = /\bclass\s*=\s*["']?([\w-]+)/iu.exec(attributes) ?? [];
  return familyIn(style.replaceAll('&quot;', '"')) ?? (face === undefined ? null : firstFamily(face)) ?? fonts.get(className.toLowerCase()) ?? null;
}

function familyIn(rules: string): string | null {
  const [, family] = /font-family\s*:\s*([^;]+)/iu.exec(rules) ?? [];
  return family === undefined ? null : firstFamily(family);
}

function firstFamily(family: string): string | null {
  const [first = ''] = family.split(',');
  const name = first.replace(/["']/gu, '').trim();
  return name === '' ? null : name;
}

function span(attributes: string, which: 'rowspan' | 'colspan'): number {
  const [, count = '1'] = new RegExp(`\\b${which}\\s*=\\s*["']?(\\d{1,3})`, 'iu').exec(attributes) ?? [];
  return Math.max(1, Number(count));
}

/** The letters of Latin-1 from U+00A0 on, as web pages may name them. */
const latin1 =
  'nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml'.split(
    ' ',
  );
const names: ReadonlyMap<string, string> = new Map([['amp', '&'], ['lt', '<'], ['gt', '>'], ['quot', '"'], ['apos', "'"], ...latin1.map((name, index) => [name, String.fromCodePoint(0xa0 + index)] as const)]);

/** Line ends inside a page are blanks. */
function decoded(text: string): string {
  return text.replace(/\s+/gu, ' ').replace(/&(#x?[\da-f]+|\w+);/giu, (whole, entity: string) => {
    if (!entity.startsWith('#')) return names.get(entity) ?? whole;
    const code = /^#x/iu.test(entity) ? Number.parseInt(entity.slice(2), 16) : Number(entity.slice(1));
    return code > 0 && code < 0x110000 ? String.fromCodePoint(code) : whole;
  });
}
