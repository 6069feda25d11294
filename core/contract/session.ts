import { z } from 'zod';
import * as ids from '#core/values/ids.ts';
import { command, query } from './method.ts';
import { dateTime, language, nothing, password, programme, requiredLine, role, schoolLevel, schoolYearName, trainingKind } from './shared.ts';

export const sessionUser = z.object({
  id: ids.userId,
  userName: z.string(),
  displayName: z.string(),
  roles: z.array(role),
  teacherId: ids.teacherId.nullable(),
});

/** What the page must know before it can draw anything. `years`: newest first; `viewedYearId`: a past one that this window looks at, null for the present. `locked`: the user must type the password again (idle, or asked). */
export const sessionState = z.object({
  school: z.object({ name: z.string(), training: z.boolean(), programme, levels: z.array(schoolLevel), schoolYear: schoolYearName, years: z.array(z.object({ id: ids.schoolYearId, name: schoolYearName })), viewedYearId: ids.schoolYearId.nullable() }).nullable(),
  user: sessionUser.nullable(),
  locked: z.boolean(),
  /** Which doors already lead somewhere on this PC: the training schools that were made, and the real one. */
  doors: z.object({ training: z.array(trainingKind), real: z.boolean() }),
  language,
  idleMinutes: z.number().int(),
  version: z.string(),
});
export type SessionState = z.infer<typeof sessionState>;

export const session = {
  'session.state': query({ access: 'public', input: nothing, output: sessionState }),
  /** The accounts to choose from; `practicePassword` is told in the training school only (the same for all its accounts). Empty for a real school: there the name is typed. */
  'session.accounts': query({
    access: 'public',
    input: nothing,
    output: z.object({
      accounts: z.array(z.object({ userName: z.string(), displayName: z.string(), roles: z.array(role), note: z.string() })),
      practicePassword: z.string().nullable(),
    }),
  }),
  'session.signIn': command({ access: 'public', input: z.strictObject({ userName: requiredLine(64), password }), output: sessionState }),
  'session.signOut': command({ access: 'public', input: nothing, output: sessionState }),
  'session.lock': command({ access: 'public', input: nothing, output: sessionState }),
  'session.unlock': command({ access: 'public', input: z.strictObject({ password }), output: sessionState }),
  'session.setLanguage': command({ access: 'public', input: z.strictObject({ language }), output: sessionState }),
  /** Turns this window to a past school year, whose books are only read, or (null) back to the present one. Errors: school.not-found. */
  'session.viewYear': command({ access: 'signedIn', input: z.strictObject({ yearId: ids.schoolYearId.nullable() }), output: sessionState }),
  'session.changePassword': command({ access: 'signedIn', input: z.strictObject({ current: password, next: password }), output: z.object({ changedAt: dateTime }) }),
};
