import type { Reply } from '#core/contract/errors.ts';
import type { OfficeEvent } from '#core/contract/events.ts';
import type { OfficeFile } from '../../office/office.ts';
import type { ProcessEntry } from '../../office/ports/processes.ts';

/** What the main process says to the office's process. Everything is plain data (structured clone). */
export type ToOffice =
  | { readonly kind: 'start'; readonly dataFolder: string; readonly resourcesFolder: string; readonly version: string; readonly openTraining: boolean }
  | { readonly kind: 'call'; readonly id: number; readonly connection: string; readonly method: string; readonly input: unknown }
  | { readonly kind: 'receive'; readonly id: number; readonly connection: string; readonly file: OfficeFile }
  | { readonly kind: 'give'; readonly id: number; readonly connection: string; readonly file: string }
  | { readonly kind: 'disconnect'; readonly connection: string }
  /** Comes with the port to the child. */
  | { readonly kind: 'spawned'; readonly spawnId: number }
  | { readonly kind: 'exited'; readonly spawnId: number; readonly code: number }
  | { readonly kind: 'close' };

/** What the office's process says to the main process. */
export type FromOffice =
  | { readonly kind: 'ready' }
  | { readonly kind: 'replied'; readonly id: number; readonly reply: Reply<unknown> }
  | { readonly kind: 'received'; readonly id: number; readonly file: string }
  | { readonly kind: 'given'; readonly id: number; readonly file: OfficeFile | null }
  | { readonly kind: 'event'; readonly event: OfficeEvent; readonly connection: string | null }
  | { readonly kind: 'spawn'; readonly spawnId: number; readonly entry: ProcessEntry; readonly environment: Readonly<Record<string, string>> }
  | { readonly kind: 'kill'; readonly spawnId: number }
  | { readonly kind: 'closed' };
