import type { ErrorCode } from '#core/contract/errors.ts';

/** What happened, why, what to do now; `{name}` stands for the param of that name, an empty text for nothing to say. */
export type ErrorWords = readonly [what: string, why: string, todo: string];

export type ErrorTexts<Codes extends ErrorCode> = Readonly<Record<Codes, { readonly vi: ErrorWords; readonly en: ErrorWords }>>;
