import type { ReactNode } from 'react';
import type { OfficeErrorData } from '#core/contract/errors.ts';
import { commonTexts } from '#core/text/common.ts';
import { errorText } from '#core/text/errors.ts';
import { callError, CallError } from '../state/office.ts';
import { useLanguage } from '../state/session-store.ts';
import { useTexts } from '../state/use-texts.ts';
import { Message } from './message.tsx';
import { placeToMend, WayOut } from './way-out.tsx';

/** What happened, why, and what to do now, in the user's language. */
export type ErrorWords = { readonly what: string; readonly why: string; readonly todo: string };

/** Finds the words for an error of the office; anything else that was thrown reads as `office.unexpected`. */
export function useErrorText(): (error: unknown) => ErrorWords {
  const language = useLanguage();
  return (error) => errorText(language, callError(error).data);
}

/** An error in three sentences, with the reference for whoever helps. `actions`: what the user can do right here. */
export function ErrorText({ error, actions }: { readonly error: CallError | OfficeErrorData | null; readonly actions?: ReactNode }) {
  const language = useLanguage();
  const texts = useTexts(commonTexts);
  if (error === null) return null;
  const data = error instanceof CallError ? error.data : error;
  const { what, why, todo } = errorText(language, data);
  const place = placeToMend(data);
  return (
    <Message tone="bad" title={what} announce="now" actions={actions ?? (place === null ? undefined : <WayOut place={place} />)}>
      {why !== '' && <p>{why}</p>}
      {todo !== '' && <p>{todo}</p>}
      <details>
        <summary>{texts.moreDetails}</summary>
        {texts.errorCode(data.code, data.correlationId)}
      </details>
    </Message>
  );
}
