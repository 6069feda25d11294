import type { BoardCell, BoardClass } from '#core/contract/board.ts';
import type { Language } from '#core/contract/shared.ts';
import { boardTexts } from '#core/text/board.ts';
import { textsIn } from '#core/text/texts.ts';

export function lackOf(cell: Pick<BoardCell, 'due' | 'entered' | 'commentsDue' | 'comments'>): number {
  return cell.due - cell.entered + (cell.commentsDue - cell.comments);
}

export function lackOfClass({ cells, homeroom }: BoardClass): number {
  return cells.reduce((sum, cell) => sum + lackOf(cell), 0) + (homeroom === null ? 0 : homeroom.due - homeroom.entered);
}

/** `thiếu 12, thiếu 3 nhận xét`, or `đủ`. */
export function cellWords(cell: BoardCell, language: Language): string {
  const texts = textsIn(boardTexts, language);
  const parts = [
    cell.due > cell.entered ? texts.lacking(cell.due - cell.entered) : '',
    cell.excused > 0 ? texts.excused(cell.excused) : '',
    cell.commentsDue > cell.comments ? texts.comments(cell.commentsDue - cell.comments) : '',
  ].filter((part) => part !== '');
  return parts.length === 0 ? texts.done : parts.join(', ');
}
