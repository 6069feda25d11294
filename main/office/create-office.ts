import type { Reply } from '#core/contract/errors.ts';
import type { OfficeEvent } from '#core/contract/events.ts';
import { methods, type MethodName } from '#core/contract/index.ts';
import type { Job } from '#core/contract/jobs.ts';
import type { CallContext, FileBox, Handlers } from './call-context.ts';
import { createDispatcher } from './dispatcher.ts';
import type { JobBoard } from './job-board.ts';
import type { ConnectionId, Office } from './office.ts';
import type { OpenSchool } from './open-school.ts';
import type { IdSource } from './ports/clock.ts';
import { sessionState, type SessionParts } from './session/session-handlers.ts';

export type OfficeParts = {
  readonly handlers: Handlers<MethodName>;
  readonly jobs: JobBoard;
  readonly files: FileBox;
  readonly school: OpenSchool;
  readonly ids: IdSource;
  readonly session: SessionParts;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly log: (line: string) => void;
  readonly events: OfficeEvents;
  /** What has to end with the office: printers, the practice gateway. */
  readonly closing: () => Promise<void>;
};

/** Who listens to the office, and which windows there are. */
export type OfficeEvents = {
  emit(event: OfficeEvent, connection: ConnectionId | null): void;
  listen(listener: (event: OfficeEvent, connection: ConnectionId | null) => void): () => void;
  readonly connections: Set<ConnectionId>;
  /** To all windows, or to those where this user sits. */
  tellJob(job: Job, userId: string | null, school: OpenSchool): void;
};

export function createOfficeEvents(): OfficeEvents {
  const listeners = new Set<(event: OfficeEvent, connection: ConnectionId | null) => void>();
  const connections = new Set<ConnectionId>();
  const emit = (event: OfficeEvent, connection: ConnectionId | null) => {
    for (const listener of listeners) listener(event, connection);
  };
  return {
    emit,
    listen(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    connections,
    tellJob(job, userId, school) {
      const event: OfficeEvent = { name: 'job.progressed', payload: { job } };
      if (userId === null) emit(event, null);
      else for (const connection of connections) if (school.session(connection).user?.id === userId) emit(event, connection);
    },
  };
}

/** Below this a window cannot be idle, whatever the school's setting (one minute at least). */
const shortestIdle = 60_000;

/** The whole application as a door sees it. */
export function createOffice(parts: OfficeParts): Office {
  const dispatcher = createDispatcher({ handlers: parts.handlers, ids: parts.ids, log: parts.log });

  function contextOf(connection: ConnectionId): CallContext {
    const { user, viewedYearId } = parts.school.session(connection);
    return {
      connection,
      user,
      viewedYearId,
      actor: user === null ? { userId: null, userName: 'Học Bạ' } : { userId: user.id, userName: user.displayName },
      database: () => parts.school.database(),
      files: parts.files,
      emit: (event, to) => parts.events.emit(event, to),
      changed: (features) => parts.events.emit({ name: 'data.changed', payload: { features: [...features] } }, null),
    };
  }

  /** The page locks by itself; a page that does not (or a program that speaks for one) is locked here. */
  async function lockWhenIdle(connection: ConnectionId): Promise<void> {
    const { user, locked, lastActive } = parts.school.session(connection);
    const open = parts.school.current();
    if (user === null || locked || open === null || parts.now() - lastActive < shortestIdle) return;
    const idleMinutes = (await open.database.read(({ school }) => school.school()))?.idleMinutes ?? 10;
    if (parts.now() - lastActive < idleMinutes * 60_000) return;
    parts.school.setSession(connection, { locked: true });
    parts.events.emit({ name: 'session.changed', payload: { state: await sessionState(parts.session, connection) } }, connection);
  }

  return {
    async call(connection, method, input): Promise<Reply<unknown>> {
      parts.events.connections.add(connection);
      await lockWhenIdle(connection);
      const { user, locked } = parts.school.session(connection);
      // Asking for the state or for jobs, and waiting for a token, is the page's own breathing, not somebody at work.
      if (Object.hasOwn(methods, method) && method !== 'session.state' && method !== 'jobs.list' && method !== 'signing.awaitTokens') parts.school.setSession(connection, { lastActive: parts.now() });
      return dispatcher.call(method, input, { user, locked }, contextOf(connection));
    },
    listen: (listener) => parts.events.listen(listener),
    disconnect(connection) {
      parts.events.connections.delete(connection);
      parts.files.forget(connection);
      parts.school.disconnect(connection);
    },
    receiveFile: (connection, file) => parts.files.put(connection, file),
    giveFile: (connection, handle) => parts.files.get(connection, handle),
    async close() {
      await parts.jobs.close();
      await parts.closing();
      await parts.school.close();
    },
  };
}
