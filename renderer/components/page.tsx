import { useEffect, useRef, type ReactNode } from 'react';
import { useTitle } from '../state/use-title.ts';

/**
 * The frame of a screen: one h1, its actions, its content. `fill`: the content takes the window's height and scrolls by itself
 * (wide tables). `empty`: shown in place of the children, see EmptyState.
 */
export function Page({ title, subtitle, actions, fill = false, empty, children }: {
  readonly title: string;
  readonly subtitle?: ReactNode;
  readonly actions?: ReactNode;
  readonly fill?: boolean;
  readonly empty?: ReactNode;
  readonly children?: ReactNode;
}) {
  const heading = useRef<HTMLHeadingElement>(null);

  useTitle(title);

  // A screen reader starts at the new title; a field that a screen focused itself (a target) keeps the focus.
  useEffect(() => {
    const active = document.activeElement;
    const inside = active !== null && heading.current?.closest('main')?.contains(active) === true;
    if (!inside) heading.current?.focus({ preventScroll: true });
  }, []);

  return (
    <div className={fill ? 'page page--fill' : 'page'}>
      <header className="page__head">
        <div className="page__title">
          <h1 ref={heading} tabIndex={-1}>
            {title}
          </h1>
          {subtitle !== undefined && <p className="page__subtitle">{subtitle}</p>}
        </div>
        {actions !== undefined && <div className="page__actions">{actions}</div>}
      </header>
      <div className="page__body">{empty ?? children}</div>
    </div>
  );
}
