import type { LockScopeInput } from '#core/contract/locks.ts';

export type StoredScope = LockScopeInput;
type Done = { readonly id: string; readonly at: string; readonly userId: string };

export type StoredReopening = {
  readonly id: string;
  readonly scope: StoredScope;
  readonly reason: string;
  readonly askedById: string;
  readonly askedBy: string;
  readonly askedAt: string;
  readonly state: 'asked' | 'open' | 'refused';
  readonly decidedBy: string | null;
  readonly decidedAt: string | null;
  /** Local time, `YYYY-MM-DDTHH:mm`. */
  readonly expiresAt: string | null;
};

/** Locks, entry windows and reopenings of the current school year. */
export type LockRepository = {
  /** Those that hold; newest first. */
  locks(): Promise<readonly { readonly id: string; readonly scope: StoredScope; readonly reason: string; readonly since: string; readonly by: string }[]>;
  addLock(lock: Done & { readonly scope: StoredScope; readonly reason: string }): Promise<void>;
  /** Answers whether there was such a lock. */
  release(lock: Done & { readonly reason: string }): Promise<boolean>;
  /** What was locked, or had an entry window that ran out, and is so no more. */
  former(): Promise<readonly StoredScope[]>;
  windows(): Promise<readonly { readonly id: string; readonly scope: StoredScope; readonly opensOn: string; readonly closesOn: string; readonly by: string }[]>;
  addWindow(window: { readonly id: string; readonly scope: StoredScope; readonly opensOn: string; readonly closesOn: string; readonly userId: string }): Promise<void>;
  removeWindow(id: string, at: string): Promise<boolean>;
  /** Newest first, the past ones too. */
  reopenings(): Promise<readonly StoredReopening[]>;
  /** `decided` null: asked for, and waiting. */
  addReopening(reopening: Done & { readonly scope: StoredScope; readonly reason: string; readonly decided: { readonly expiresAt: string } | null }): Promise<void>;
  decide(decision: Done & { readonly state: 'open' | 'refused'; readonly expiresAt: string | null }): Promise<void>;
};
