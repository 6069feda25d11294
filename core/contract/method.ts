import type { z } from 'zod';

/** Roles of TT 22/2021 Art. 16 ff. and of the office. A user may hold several. */
export type Role = 'clerk' | 'subjectTeacher' | 'homeroomTeacher' | 'principal' | 'administrator';

export const roles = ['clerk', 'subjectTeacher', 'homeroomTeacher', 'principal', 'administrator'] as const satisfies readonly Role[];

/** Who may call: anybody at this PC, anybody signed in, or the holders of one of the roles. Finer rules (own class, own subject) are the use case's. */
export type Access = 'public' | 'signedIn' | readonly Role[];

export type MethodKind = 'query' | 'command';

/** One method of the office. Queries only read and may run side by side; commands run one at a time. */
export type Method<Kind extends MethodKind = MethodKind, Input extends z.ZodType = z.ZodType, Output extends z.ZodType = z.ZodType> = {
  readonly kind: Kind;
  readonly access: Access;
  readonly input: Input;
  readonly output: Output;
};

type Declaration<Input extends z.ZodType, Output extends z.ZodType> = {
  readonly access: Access;
  readonly input: Input;
  readonly output: Output;
};

export function query<Input extends z.ZodType, Output extends z.ZodType>(declaration: Declaration<Input, Output>): Method<'query', Input, Output> {
  return { kind: 'query', ...declaration };
}

export function command<Input extends z.ZodType, Output extends z.ZodType>(declaration: Declaration<Input, Output>): Method<'command', Input, Output> {
  return { kind: 'command', ...declaration };
}
