import { useEffect, useId, useRef, type ReactNode } from 'react';
import { commonTexts } from '#core/text/common.ts';
import type { CallError } from '../state/office.ts';
import { useTexts } from '../state/use-texts.ts';
import { ErrorText } from './error-text.tsx';

/** Asks before something that cannot be taken back by a key. The buttons name the act ("Xóa lớp"), never just yes or no. */
export function ConfirmDialog({ open, title, confirmLabel, cancelLabel, busy = false, blocked = false, error = null, onConfirm, onCancel, children }: {
  readonly open: boolean;
  readonly title: string;
  readonly confirmLabel: string;
  readonly cancelLabel?: string;
  readonly busy?: boolean;
  /** It cannot be confirmed as things stand. */
  readonly blocked?: boolean;
  readonly error?: CallError | null;
  readonly onConfirm: () => void;
  readonly onCancel: () => void;
  readonly children?: ReactNode;
}) {
  const texts = useTexts(commonTexts);
  const titleId = useId();
  const dialog = useRef<HTMLDialogElement>(null);

  useEffect(() => {
    // A modal dialog keeps the focus inside and gives it back when it closes.
    if (open && dialog.current?.open === false) dialog.current.showModal();
    if (!open) dialog.current?.close();
  }, [open]);

  return (
    <dialog
      ref={dialog}
      className="dialog"
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault();
        if (!busy) onCancel();
      }}
    >
      {open && (
        <div className="stack">
          <h2 id={titleId}>{title}</h2>
          {children}
          <ErrorText error={error} />
          <div className="row row--end">
            <button type="button" className="button" onClick={onCancel} disabled={busy}>
              {cancelLabel ?? texts.cancel}
            </button>
            <button type="button" className="button button--primary" onClick={onConfirm} disabled={busy || blocked}>
              {confirmLabel}
            </button>
          </div>
        </div>
      )}
    </dialog>
  );
}
