// Three ways to show and enter the same 50 × 60 marks, measured by build/bench-page.mjs. Never shipped.
import { flushSync } from 'react-dom';
import { createRoot, type Root } from 'react-dom/client';
import { ControlledInputs } from './controlled-inputs.tsx';
import { mountPlainTable } from './plain-table.ts';
import { ProductGrid } from './product-grid.tsx';
import '../../renderer/styles/app.css';
import './bench.css';

export type SheetKind = 'grid' | 'plain' | 'controlled';

/** What the runner calls in the page. Times are milliseconds. */
export type SheetsBench = {
  /** From nothing to the frame in which the sheet is seen. */
  firstPaint(kind: SheetKind): Promise<number>;
  /** Shows a sheet with the focus in its first cell, ready for real keys. */
  open(kind: SheetKind): Promise<void>;
  /** Of the last key: from its keydown to the frame that shows what it did. */
  lastKey(): Promise<number>;
  readonly cells: () => number;
};

declare global {
  interface Window {
    sheetsBench?: SheetsBench;
  }
}

const host = document.querySelector<HTMLElement>('#root') ?? document.body;
let root: Root | null = null;
let key: Promise<number> = Promise.resolve(0);

function clear(): void {
  root?.unmount();
  root = null;
  host.replaceChildren();
}

function mount(kind: SheetKind): void {
  if (kind === 'plain') {
    mountPlainTable(host);
    return;
  }
  const fresh = createRoot(host);
  root = fresh;
  flushSync(() => fresh.render(kind === 'grid' ? <ProductGrid /> : <ControlledInputs />));
}

/** Resolves once the next frame was painted. */
function painted(): Promise<number> {
  return new Promise((done) => {
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.addEventListener('message', () => done(performance.now()));
      port1.start();
      port2.postMessage(null);
    });
  });
}

async function quiet(): Promise<void> {
  await new Promise((done) => {
    setTimeout(done, 160);
  });
  await painted();
}

window.addEventListener(
  'keydown',
  () => {
    const from = performance.now();
    key = painted().then((to) => to - from);
  },
  true,
);

window.sheetsBench = {
  async firstPaint(kind) {
    clear();
    await quiet();
    const from = performance.now();
    mount(kind);
    return (await painted()) - from;
  },
  async open(kind) {
    clear();
    mount(kind);
    await quiet();
    host.querySelector<HTMLElement>('.grid-field__text, input')?.focus();
    await quiet();
  },
  async lastKey() {
    const took = await key;
    await quiet();
    return took;
  },
  cells: () => host.querySelectorAll('td').length,
};
void document.fonts.load('500 15px "Be Vietnam Pro"');
