import { useEffect, useState, type ReactNode } from 'react';
import { commonTexts } from '#core/text/common.ts';
import type { QueryState } from '../state/use-query.ts';
import { useTexts } from '../state/use-texts.ts';
import { ErrorText } from './error-text.tsx';

/** Appears only when the wait is longer than 300 ms, so that quick answers do not flicker. */
export function Loading({ label }: { readonly label?: string }) {
  const texts = useTexts(commonTexts);
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), 300);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div className="loading" aria-live="polite">
      {late && (
        <>
          <span className="spinner" aria-hidden="true" />
          <span>{label ?? texts.loading}</span>
        </>
      )}
    </div>
  );
}

/** Shows a query: waiting, refused (with "try again"), or its answer. A newer question keeps the old answer on screen until the new one is there. */
export function QueryView<Value>({ query, label, children }: {
  readonly query: QueryState<Value>;
  readonly label?: string;
  readonly children: (value: Value) => ReactNode;
}) {
  const texts = useTexts(commonTexts);
  if (query.error !== null) {
    return <ErrorText error={query.error} actions={<button type="button" className="button" onClick={query.reload}>{texts.retry}</button>} />;
  }
  if (query.value === null) return <Loading {...(label === undefined ? {} : { label })} />;
  return children(query.value);
}
