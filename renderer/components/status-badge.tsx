import type { ReactNode } from 'react';

export type BadgeTone = 'neutral' | 'good' | 'warning' | 'bad' | 'info' | 'practice';

/** A state in a word. The colour only helps; the word alone must say it. */
export function StatusBadge({ tone, icon, children }: { readonly tone: BadgeTone; readonly icon?: ReactNode; readonly children: ReactNode }) {
  return (
    <span className={`badge badge--${tone}`}>
      {icon !== undefined && <span aria-hidden="true">{icon}</span>}
      {children}
    </span>
  );
}
