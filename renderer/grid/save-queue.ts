import { createStore } from 'zustand/vanilla';
import { callError, type CallError } from '../state/office.ts';
import type { Place } from '../state/navigation.ts';
import { useSession } from '../state/session-store.ts';

/** What was typed into one cell and is not with the office yet. */
export type UnsavedCell = {
  readonly key: string;
  readonly sheet: string;
  readonly text: string;
  readonly state: 'waiting' | 'saving' | 'failed';
  /** Why the office refused it; set when `failed`. */
  readonly error: CallError | null;
  /** Whose and which cell, for messages. */
  readonly label: string;
  /** Where the cell can be found again. */
  readonly place: Place;
  readonly turn: number;
  readonly send: (text: string) => Promise<{ readonly savedAt: string }>;
};

type SaveQueue = {
  readonly entries: ReadonlyMap<string, UnsavedCell>;
  /** When the office last took a cell. */
  readonly savedAt: string | null;
  /** The cell that failed last; its reason is told and shown at the cell. */
  readonly lastFailed: string | null;
};

/**
 * The cells on their way to the office: one queue for the whole window, one cell at a time, in the order they were left.
 * It outlives the screens: what was typed stays here until it is saved, corrected or given up.
 */
export const saveQueue = createStore<SaveQueue>(() => ({ entries: new Map(), savedAt: null, lastFailed: null }));

let turns = 0;
let pumping = false;

export function cellKey(sheet: string, row: string, column: string): string {
  return `${sheet}|${row}|${column}`;
}

/** Puts a cell in the queue. `savedText`: what the office has now; typing that again gives up an earlier failed try. */
export function saveCell(cell: Pick<UnsavedCell, 'key' | 'sheet' | 'text' | 'label' | 'place' | 'send'>, savedText: string): void {
  const earlier = saveQueue.getState().entries.get(cell.key);
  if (cell.text === savedText && (earlier === undefined || earlier.state === 'failed')) {
    giveUpCell(cell.key);
    return;
  }
  turns += 1;
  put({ ...cell, state: 'waiting', error: null, turn: turns });
  void pump();
}

/** Forgets what was typed into a cell whose saving failed. */
export function giveUpCell(key: string): void {
  if (saveQueue.getState().entries.get(key)?.state === 'failed') drop(key);
}

/** The user has gone on elsewhere: the last reason is shown only where its cell is looked at. */
export function lastFailureSeen(): void {
  if (saveQueue.getState().lastFailed !== null) saveQueue.setState({ lastFailed: null });
}

/** Sends the failed cells again, in their old order. */
export function retryFailed(only: (cell: UnsavedCell) => boolean = () => true): void {
  const failed = [...saveQueue.getState().entries.values()].filter((cell) => cell.state === 'failed' && only(cell)).sort((a, b) => a.turn - b.turn);
  for (const cell of failed) put({ ...cell, state: 'waiting', error: null });
  void pump();
}

/** Resolves once nothing is waiting or on its way; what was refused does not hold it up. */
export function whenSaved(): Promise<void> {
  const busy = () => [...saveQueue.getState().entries.values()].some(({ state }) => state !== 'failed');
  if (!busy()) return Promise.resolve();
  return new Promise((done) => {
    const stop = saveQueue.subscribe(() => {
      if (busy()) return;
      stop();
      done();
    });
  });
}

async function pump(): Promise<void> {
  if (pumping) return;
  pumping = true;
  try {
    for (let cell = nextWaiting(); cell !== undefined; cell = nextWaiting()) await send(cell);
  } finally {
    pumping = false;
  }
}

function nextWaiting(): UnsavedCell | undefined {
  let next: UnsavedCell | undefined;
  for (const cell of saveQueue.getState().entries.values()) {
    if (cell.state === 'waiting' && (next === undefined || cell.turn < next.turn)) next = cell;
  }
  return next;
}

async function send(cell: UnsavedCell): Promise<void> {
  put({ ...cell, state: 'saving' });
  try {
    const { savedAt } = await cell.send(cell.text);
    saveQueue.setState({ savedAt });
    if (isLatest(cell)) drop(cell.key);
  } catch (failure) {
    // Something newer was typed meanwhile: its own saving tells how the cell stands.
    if (!isLatest(cell)) return;
    put({ ...cell, state: 'failed', error: callError(failure) });
    saveQueue.setState({ lastFailed: cell.key });
  }
}

function isLatest(cell: UnsavedCell): boolean {
  return saveQueue.getState().entries.get(cell.key)?.turn === cell.turn;
}

function put(cell: UnsavedCell): void {
  saveQueue.setState((now) => ({ entries: new Map(now.entries).set(cell.key, cell) }));
}

function drop(key: string): void {
  saveQueue.setState((now) => {
    const entries = new Map(now.entries);
    entries.delete(key);
    return { entries, lastFailed: now.lastFailed === key ? null : now.lastFailed };
  });
}

/** Whose cells are in the queue: the last user who was signed in, at which school. Signing out forgets nobody; only somebody else's coming does. */
let owner: string | null = null;

// One user's unsaved cells are never shown to the next, nor saved under their name; what waited behind the lock goes on when the same user opens it.
useSession.subscribe((now, before) => {
  const user = now.state?.user ?? null;
  if (user !== null) {
    const present = `${now.state?.school?.name ?? ''} ${user.id}`;
    if (owner !== null && owner !== present) saveQueue.setState({ entries: new Map(), savedAt: null, lastFailed: null });
    owner = present;
  }
  const unlocked = before.state?.locked === true && now.state?.locked === false;
  if (unlocked && user !== null && user.id === before.state?.user?.id) retryFailed((cell) => cell.error?.data.code === 'session.locked');
});

if (typeof window !== 'undefined') {
  window.addEventListener('beforeunload', (event) => {
    if (saveQueue.getState().entries.size > 0) event.preventDefault();
  });
}
