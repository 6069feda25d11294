import type { ReactNode } from 'react';
import { Icon } from './icons.tsx';

/** Says that there is nothing yet, why, and what to do next. `actions`: the button (or two) that leads on. */
export function EmptyState({ title, text, icon, actions }: {
  readonly title: string;
  readonly text?: ReactNode;
  readonly icon?: ReactNode;
  readonly actions?: ReactNode;
}) {
  return (
    <section className="empty">
      <span className="empty__icon" aria-hidden="true">
        {icon ?? <Icon name="paper" size={28} />}
      </span>
      <h2>{title}</h2>
      {text !== undefined && <p className="soft">{text}</p>}
      {actions !== undefined && <div className="empty__actions">{actions}</div>}
    </section>
  );
}
