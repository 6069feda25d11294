import { z } from 'zod';
import * as ids from '#core/values/ids.ts';
import { command, query } from './method.ts';
import { nothing, password, requiredLine, role } from './shared.ts';

export const userSummary = z.object({
  id: ids.userId,
  userName: z.string(),
  displayName: z.string(),
  roles: z.array(role),
  teacherId: ids.teacherId.nullable(),
  active: z.boolean(),
});
export type UserSummary = z.infer<typeof userSummary>;

export const users = {
  'users.list': query({ access: ['administrator'], input: nothing, output: z.object({ users: z.array(userSummary) }) }),
  /** `password` null keeps the old one (an existing user only). The last active administrator cannot be switched off. */
  'users.save': command({
    access: ['administrator'],
    input: z.strictObject({
      id: ids.userId.nullable(),
      userName: requiredLine(64),
      displayName: requiredLine(100),
      roles: z.array(role).min(1),
      teacherId: ids.teacherId.nullable(),
      active: z.boolean(),
      password: password.nullable(),
    }),
    output: z.object({ id: ids.userId }),
  }),
};
