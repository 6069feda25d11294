import type { BlockEvents } from './grid-blocks.ts';
import type { CellPlace, Spot } from './grid-types.ts';
import type { GridRange } from './selection.ts';

/** A cell in words. `label`: whose and which; `said`: with what stands in it and how it stands; `hint`: what can be typed. */
export type CellWords = { readonly label: string; readonly said: string; readonly hint: string; readonly wrong: boolean };

/** What the keys of a grid tell and ask; the words are the component's. */
export type GridEvents = BlockEvents & {
  readonly inspect: ((place: CellPlace) => void) | undefined;
  /** A block was selected, or (null) is no more. */
  readonly selected: (range: GridRange | null) => void;
  readonly enterDirection: () => 'down' | 'right';
  /** Something new is being typed: earlier remarks are over. */
  readonly typing: () => void;
  /** A cell in words. */
  readonly words: (spot: Spot) => CellWords;
};
