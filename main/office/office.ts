import type { Reply } from '#core/contract/errors.ts';
import type { OfficeEvent } from '#core/contract/events.ts';
import type { FileHandle } from '#core/values/ids.ts';

/** One window or browser session. Its sign-in belongs to it alone. */
export type ConnectionId = string;

/** A file of the office under a handle. `path`: only of what is too large to be handed over; then it lies there, and `bytes` are none. */
export type OfficeFile = { readonly name: string; readonly mimeType: string; readonly bytes: Uint8Array; readonly path?: string };

/** The whole application, as a door sees it. */
export type Office = {
  /** Validates, checks the role, runs the use case; never throws. */
  call(connection: ConnectionId, method: string, input: unknown): Promise<Reply<unknown>>;
  /** Told to all windows; `connection` null means everybody, otherwise only that window. */
  listen(listener: (event: OfficeEvent, connection: ConnectionId | null) => void): () => void;
  disconnect(connection: ConnectionId): void;
  /** Takes a file the user chose; the handle is good for this connection and some time. */
  receiveFile(connection: ConnectionId, file: OfficeFile): FileHandle;
  /** Null: no such file for this connection. */
  giveFile(connection: ConnectionId, file: FileHandle): OfficeFile | null;
  close(): Promise<void>;
};
