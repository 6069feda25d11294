import { OfficeError } from '#core/contract/errors.ts';
import type { Language } from '#core/contract/shared.ts';
import type { SignedInUser } from './call-context.ts';
import type { ConnectionId } from './office.ts';
import type { OfficeDatabase, SchoolPlace } from './ports/database.ts';

export type Door = 'training' | 'real';

function doorOf(place: SchoolPlace): Door {
  return place === 'real' ? 'real' : 'training';
}

export type WindowSession = { readonly user: SignedInUser | null; readonly locked: boolean; readonly language: Language; /** Milliseconds since 1970. */ readonly lastActive: number; /** The past school year that is looked at; null: the present. */ readonly viewedYearId: string | null };

/** What the office remembers while it runs: which school is open, and who sits at which window. Made once in compose. */
export type OpenSchool = {
  current(): { readonly door: Door; readonly place: SchoolPlace; readonly database: OfficeDatabase } | null;
  /** Throws OfficeError setup.no-school. */
  database(): OfficeDatabase;
  /** Closes the school that was open and signs everybody out. */
  open(place: SchoolPlace, database: OfficeDatabase): Promise<void>;
  close(): Promise<void>;
  session(connection: ConnectionId): WindowSession;
  setSession(connection: ConnectionId, change: Partial<WindowSession>): WindowSession;
  /** Signs a user out everywhere, e.g. when the account was switched off. */
  signOutUser(userId: string): void;
  disconnect(connection: ConnectionId): void;
};

export function createOpenSchool(now: () => number): OpenSchool {
  let school: { readonly door: Door; readonly place: SchoolPlace; readonly database: OfficeDatabase } | null = null;
  const sessions = new Map<ConnectionId, WindowSession>();

  function session(connection: ConnectionId): WindowSession {
    return sessions.get(connection) ?? { user: null, locked: false, language: 'vi', lastActive: now(), viewedYearId: null };
  }

  function signOutAll(): void {
    for (const [connection, entry] of sessions) sessions.set(connection, { ...entry, user: null, locked: false, viewedYearId: null });
  }

  async function close(): Promise<void> {
    const closing = school;
    school = null;
    signOutAll();
    await closing?.database.close();
  }

  return {
    current: () => school,
    database() {
      if (school === null) throw new OfficeError('setup.no-school');
      return school.database;
    },
    async open(place, database) {
      await close();
      school = { door: doorOf(place), place, database };
    },
    close,
    session,
    setSession(connection, change) {
      const next = { ...session(connection), ...change };
      sessions.set(connection, next);
      return next;
    },
    signOutUser(userId) {
      for (const [connection, entry] of sessions) if (entry.user?.id === userId) sessions.set(connection, { ...entry, user: null, locked: false });
    },
    disconnect(connection) {
      sessions.delete(connection);
    },
  };
}
