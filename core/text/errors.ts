import type { ErrorCode, ErrorParams } from '#core/contract/errors.ts';
import type { Language } from '#core/contract/shared.ts';
import type { ErrorTexts } from './error-words.ts';
import { dataErrorTexts } from './errors-data.ts';
import { handOffErrorTexts } from './errors-hand-off.ts';
import { importErrorTexts } from './errors-import.ts';
import { signersErrorTexts } from './errors-signers.ts';
import { readableMoment } from './readable-moment.ts';
import { signingErrorTexts } from './errors-signing.ts';
import { trustErrorTexts } from './errors-trust.ts';

/** What happened, why, what to do now. `why` may be empty where nothing more can be said. */
export type ErrorText = { readonly what: string; readonly why: string; readonly todo: string };

/** The compiler proves that no code lacks a text. */
const texts: ErrorTexts<ErrorCode> = {
  ...dataErrorTexts,
  ...importErrorTexts,
  ...signingErrorTexts,
  ...trustErrorTexts,
  ...signersErrorTexts,
  ...handOffErrorTexts,
};

/** The text of an error in the user's language, its params filled in, moments as they are read. */
export function errorText(language: Language, error: { readonly code: ErrorCode; readonly params: ErrorParams }): ErrorText {
  const [what, why, todo] = texts[error.code][language];
  const fill = (text: string) => text.replace(/\{(\w+)\}/gu, (_, name: string) => readableMoment(String(error.params[name] ?? '…')));
  return { what: fill(what), why: fill(why), todo: fill(todo) };
}
