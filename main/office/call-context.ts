import type { OfficeEvent } from '#core/contract/events.ts';
import type { MethodName, MethodOutput, ParsedInput } from '#core/contract/index.ts';
import type { Role } from '#core/contract/method.ts';
import type { FileHandle } from '#core/values/ids.ts';
import type { ConnectionId, OfficeFile } from './office.ts';
import type { Actor, OfficeDatabase } from './ports/database.ts';

/** The signed-in user of one window. */
export type SignedInUser = { readonly id: string; readonly userName: string; readonly displayName: string; readonly roles: readonly Role[]; readonly teacherId: string | null };

export type ChangedFeature = Extract<OfficeEvent, { readonly name: 'data.changed' }>['payload']['features'][number];

/** Files on their way between a window and the office, by handle; each belongs to one connection. */
export type FileBox = {
  put(connection: ConnectionId, file: OfficeFile): FileHandle;
  get(connection: ConnectionId, handle: FileHandle): OfficeFile | null;
  forget(connection: ConnectionId): void;
};

/** What a use case knows about the call it serves. */
export type CallContext = {
  readonly connection: ConnectionId;
  /** Null for public methods before sign-in. Methods with roles always have one. */
  readonly user: SignedInUser | null;
  /** A past school year this window looks at; null: the present one. */
  readonly viewedYearId: string | null;
  /** Who the audit log names. */
  readonly actor: Actor;
  /** The open school. Throws OfficeError setup.no-school. */
  database(): OfficeDatabase;
  readonly files: FileBox;
  /** To one window, or with null to all. */
  emit(event: OfficeEvent, connection: ConnectionId | null): void;
  /** Tells all windows that data of these features changed. Call after the transaction. */
  changed(features: readonly ChangedFeature[]): void;
};

/** Use cases by method name; a feature provides its part of the contract. */
export type Handlers<Names extends MethodName> = { readonly [Name in Names]: (input: ParsedInput<Name>, context: CallContext) => Promise<MethodOutput<Name>> };

export function hasRole(user: SignedInUser | null, ...roles: readonly Role[]): boolean {
  return user !== null && roles.some((role) => user.roles.includes(role));
}
