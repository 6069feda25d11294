/**
 * Reads what Excel, LibreOffice or a table of the web put on the clipboard as text: rows by line ends, cells by tabs, and cells with
 * line breaks or tabs inside quoted ("" for a quote). Every cell is NFC and trimmed. The line end after the last row is no row.
 */
export function parseClipboardTable(text: string): readonly (readonly string[])[] {
  const rows: string[][] = [];
  let row: string[] = [];
  let at = 0;
  const source = text.replace(/\r\n?/gu, '\n');
  while (at <= source.length) {
    const quoted = source[at] === '"' ? quotedCell(source, at) : null;
    const end = quoted?.end ?? cellEnd(source, at);
    row.push(tidy(quoted?.value ?? source.slice(at, end)));
    const mark = source[end];
    if (mark !== '\t') {
      rows.push(row);
      row = [];
    }
    if (mark === undefined || (mark === '\n' && end === source.length - 1)) break;
    at = end + 1;
  }
  return rows;
}

function cellEnd(source: string, from: number): number {
  const found = source.slice(from).search(/[\t\n]/u);
  return found < 0 ? source.length : from + found;
}

/** A cell in quotes, only if a tab, a line end or the end follows the closing quote; else the quotes are plain text. */
function quotedCell(source: string, from: number): { readonly value: string; readonly end: number } | null {
  let close = from + 1;
  for (;;) {
    close = source.indexOf('"', close);
    if (close < 0) return null;
    if (source[close + 1] !== '"') break;
    close += 2;
  }
  const after = source[close + 1];
  if (after !== undefined && after !== '\t' && after !== '\n') return null;
  return { value: source.slice(from + 1, close).replaceAll('""', '"'), end: close + 1 };
}

function tidy(cell: string): string {
  return cell.normalize('NFC').replaceAll('\u00a0', ' ').trim();
}
