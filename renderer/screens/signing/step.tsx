import { useId, type ReactNode } from 'react';
import { signingTexts } from '#core/text/signing.ts';
import { useTexts } from '../../state/use-texts.ts';

/** One numbered step of a task that is done from top to bottom. */
export function Step({ number, title, children }: { readonly number: number; readonly title: string; readonly children: ReactNode }) {
  const texts = useTexts(signingTexts);
  const id = useId();
  return (
    <section className="step" aria-labelledby={id}>
      <span className="step__number" aria-hidden="true">
        {number}
      </span>
      <div className="step__content">
        <h2 id={id}>
          <span className="visually-hidden">{`${texts.stepNumber(number)}: `}</span>
          {title}
        </h2>
        {children}
      </div>
    </section>
  );
}
