/** A queue between two stages of the signing pipeline: the stage behind waits for work, the stage ahead for room. */
export type StageQueue<Value> = {
  put(...values: readonly Value[]): void;
  /** At least one value and at most `limit`; none once the queue is closed and empty. */
  take(limit: number): Promise<readonly Value[]>;
  /** How many wait. */
  waiting(): number;
  /** Resolves when fewer than `limit` values wait, or the queue is closed. */
  room(limit: number): Promise<void>;
  /** Nothing more will be put in; what waits may still be taken. */
  close(): void;
  /** Closes and forgets what waits. */
  drop(): void;
};

export function createStageQueue<Value>(): StageQueue<Value> {
  const queue: { values: Value[]; closed: boolean } = { values: [], closed: false };
  const bell = createBell();

  function close(): void {
    queue.closed = true;
    bell.ring();
  }

  return {
    put(...more) {
      if (queue.closed) return;
      queue.values.push(...more);
      bell.ring();
    },
    async take(limit) {
      while (queue.values.length === 0 && !queue.closed) await bell.rung();
      const taken = queue.values.splice(0, limit);
      bell.ring();
      return taken;
    },
    waiting: () => queue.values.length,
    async room(limit) {
      while (queue.values.length >= limit && !queue.closed) await bell.rung();
    },
    close,
    drop() {
      queue.values = [];
      close();
    },
  };
}

/** Something happened that others wait for; who waits looks again what it means to them. */
export type Bell = { rung(): Promise<void>; ring(): void };

export function createBell(): Bell {
  let waiting: (() => void)[] = [];
  return {
    rung: () => new Promise<void>((heard) => waiting.push(heard)),
    ring() {
      const told = waiting;
      waiting = [];
      for (const heard of told) heard();
    },
  };
}
