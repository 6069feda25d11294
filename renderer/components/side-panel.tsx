import { useEffect, useRef, type ReactNode } from 'react';
import { commonTexts } from '#core/text/common.ts';
import { useTexts } from '../state/use-texts.ts';
import '../styles/gradebook.css';

/** Beside a sheet: more about one of its cells. It has the focus when it comes; Esc, the key that opened it (`openKey`) and the button close it. */
export function SidePanel({ title, className = 'cell-history', openKey, onClose, children }: {
  readonly title: string;
  readonly className?: string;
  readonly openKey?: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}) {
  const common = useTexts(commonTexts);
  const heading = useRef<HTMLHeadingElement>(null);
  const panel = useRef<HTMLElement>(null);

  useEffect(() => {
    heading.current?.focus();
  }, []);
  useEffect(() => {
    const element = panel.current;
    const close = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' && event.key !== openKey) return;
      event.preventDefault();
      onClose();
    };
    element?.addEventListener('keydown', close);
    return () => element?.removeEventListener('keydown', close);
  }, [openKey, onClose]);

  return (
    <aside className={className} ref={panel} aria-label={title}>
      <h2 ref={heading} tabIndex={-1}>
        {title}
      </h2>
      {children}
      <button type="button" className="button" onClick={onClose}>
        {common.close}
      </button>
    </aside>
  );
}
