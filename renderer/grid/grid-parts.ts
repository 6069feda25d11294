import { createStore, type StoreApi } from 'zustand/vanilla';
import type { GridSource } from './grid-edits.ts';
import type { GridLayout, GridView } from './grid-geometry.ts';
import type { GridEvents } from './grid-events.ts';
import type { GridColumn } from './grid-types.ts';

/** Something that is put in place from outside and is always read anew. */
export type Slot<Value> = { readonly current: Value; readonly set: (value: Value) => void };

/** What is being typed into a column of choices, for the list under the cell; null: nothing. */
export type ChoiceTyping = { readonly column: GridColumn; readonly text: string } | null;

/** What a grid's keys, mouse and drawing share: its elements, its newest rows, its measures. Made once for each grid. */
export type GridParts = {
  /** Finds the elements in the grid's outermost one, when it comes and (null) goes. */
  readonly attach: (box: HTMLElement | null) => void;
  readonly frame: Part<HTMLElement>;
  readonly table: Part<HTMLTableElement>;
  /** The one text field of the grid. It keeps the focus while the active cell moves, so that no letter and no composition is ever cut off. */
  readonly field: Part<HTMLTextAreaElement>;
  /** Drawn around the active cell; holds the field. */
  readonly box: Part<HTMLElement>;
  /** Drawn over the selected block. */
  readonly block: Part<HTMLElement>;
  /** Tells the active cell to screen readers. */
  readonly voice: Part<HTMLElement>;
  readonly source: Slot<GridSource>;
  readonly events: Slot<GridEvents>;
  readonly layout: Slot<GridLayout>;
  readonly view: StoreApi<GridView>;
  readonly choosing: StoreApi<ChoiceTyping>;
};

type Part<Kind extends HTMLElement> = Slot<Kind | null>;

export function createGridParts(source: GridSource, events: GridEvents, layout: GridLayout): GridParts {
  const parts = {
    frame: slot<HTMLElement | null>(null),
    table: slot<HTMLTableElement | null>(null),
    field: slot<HTMLTextAreaElement | null>(null),
    box: slot<HTMLElement | null>(null),
    block: slot<HTMLElement | null>(null),
    voice: slot<HTMLElement | null>(null),
  };
  return {
    ...parts,
    attach(box) {
      parts.frame.set(box?.querySelector<HTMLElement>('.grid-frame') ?? null);
      parts.table.set(box?.querySelector<HTMLTableElement>('table.grid') ?? null);
      parts.field.set(box?.querySelector<HTMLTextAreaElement>('.grid-field__text') ?? null);
      parts.box.set(box?.querySelector<HTMLElement>('.grid-field') ?? null);
      parts.block.set(box?.querySelector<HTMLElement>('.grid-block') ?? null);
      parts.voice.set(box?.querySelector<HTMLElement>('[data-part="voice"]') ?? null);
    },
    source: slot(source),
    events: slot(events),
    layout: slot(layout),
    view: createStore<GridView>(() => ({ left: 0, top: 0, width: window.innerWidth, height: window.innerHeight, head: 0, foot: 0, beyond: false })),
    choosing: createStore<ChoiceTyping>(() => null),
  };
}

function slot<Value>(first: Value): Slot<Value> {
  let value = first;
  return {
    get current() {
      return value;
    },
    set(next) {
      value = next;
    },
  };
}
