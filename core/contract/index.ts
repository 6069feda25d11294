import type { z } from 'zod';
import { audit } from './audit.ts';
import { board } from './board.ts';
import { books } from './books.ts';
import { exchange } from './exchange.ts';
import { gradebook } from './gradebook.ts';
import { handOff } from './hand-off.ts';
import { jobs } from './jobs.ts';
import { locks } from './locks.ts';
import { markFiles } from './mark-files.ts';
import { phrases } from './phrases.ts';
import { moves } from './moves.ts';
import { policies } from './policies.ts';
import { pupils } from './pupils.ts';
import { quality } from './quality.ts';
import { records } from './records.ts';
import { registerFiles } from './register-files.ts';
import { registers } from './registers.ts';
import { results } from './results.ts';
import { schoolResults } from './school-results.ts';
import { school } from './school.ts';
import { session } from './session.ts';
import { setup } from './setup.ts';
import { signedPdfs } from './signed-pdfs.ts';
import { signedBooks } from './signed-books.ts';
import { signers } from './signers.ts';
import { signing } from './signing.ts';
import { tokenDoctor } from './token-doctor.ts';
import { trust } from './trust.ts';
import { users } from './users.ts';
import { verification } from './verification.ts';
import { yearTurn } from './year-turn.ts';

/** The whole contract between a window and the office. */
export const methods = {
  ...session,
  ...setup,
  ...school,
  ...users,
  ...pupils,
  ...gradebook,
  ...markFiles,
  ...registers,
  ...registerFiles,
  ...locks,
  ...phrases,
  ...moves,
  ...yearTurn,
  ...policies,
  ...board,
  ...results,
  ...books,
  ...schoolResults,
  ...quality,
  ...records,
  ...signing,
  ...signedPdfs,
  ...tokenDoctor,
  ...signers,
  ...signedBooks,
  ...exchange,
  ...handOff,
  ...verification,
  ...trust,
  ...audit,
  ...jobs,
} as const;

export type Methods = typeof methods;
export type MethodName = keyof Methods;
/** What a caller may send (before the schema normalises it). */
export type MethodInput<Name extends MethodName> = z.input<Methods[Name]['input']>;
/** What a use case receives. */
export type ParsedInput<Name extends MethodName> = z.output<Methods[Name]['input']>;
export type MethodOutput<Name extends MethodName> = z.output<Methods[Name]['output']>;
