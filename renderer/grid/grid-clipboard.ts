import type { ClipboardEvent } from 'react';
import { withModernFonts } from './clipboard-fonts.ts';
import { parseClipboardTable } from './clipboard-table.ts';
import type { GridBlocks } from './grid-blocks.ts';
import type { GridCursor } from './grid-cursor.ts';
import type { CellEditor } from './grid-editor.ts';

type ClipboardParts = {
  readonly cursor: GridCursor;
  readonly editor: CellEditor;
  readonly blocks: GridBlocks;
  /** Drops what is being typed. */
  readonly drop: () => void;
  readonly arrive: () => void;
};

/** Copy, cut and paste of a grid's field: of its text while a cell is being typed in, else of the cells. */
export function createGridClipboard({ cursor, editor, blocks, drop, arrive }: ClipboardParts) {
  function onCopy(event: ClipboardEvent<HTMLElement>): void {
    if (cursor.active() === null || editor.mode() !== 'ready') return;
    event.preventDefault();
    event.clipboardData.setData('text/plain', blocks.copied(cursor.chosen()));
  }

  return {
    onCopy,
    onCut(event: ClipboardEvent<HTMLElement>): void {
      if (cursor.active() === null || editor.mode() !== 'ready') return;
      onCopy(event);
      blocks.clear(cursor.chosen(), 'cut');
      arrive();
    },
    onPaste(event: ClipboardEvent<HTMLElement>): void {
      const spot = cursor.active();
      if (spot === null) return;
      const text = event.clipboardData.getData('text/plain');
      const html = event.clipboardData.getData('text/html');
      const fromTable = /<table/iu.test(html);
      const long = spot.column.editor === 'long';
      // One line, or paragraphs of a comment, go into the text that is being typed.
      if (editor.mode() !== 'ready' && (long || !/[\t\n]./u.test(text.trim()))) return;
      event.preventDefault();
      // Paragraphs copied from a letter are one comment; only a copied table is one cell for each line.
      const block = long && !fromTable && !text.includes('\t') && !text.startsWith('"') ? [[text.trim()]] : parseClipboardTable(text);
      const modern = withModernFonts(block, html);
      drop();
      blocks.paste(modern.block, cursor.chosen(), modern.converted);
      arrive();
    },
  };
}
