import { useId, useLayoutEffect, useRef, useState } from 'react';
import { commonTexts } from '#core/text/common.ts';
import { doorsTexts } from '#core/text/doors.ts';
import { shellTexts } from '#core/text/shell.ts';
import { ErrorText } from '../components/error-text.tsx';
import { PasswordField } from '../components/field.tsx';
import { notify } from '../state/notices.ts';
import { useCommand } from '../state/use-command.ts';
import { useTexts } from '../state/use-texts.ts';

const shortest = 8;

/** The user's own password: the old one once, the new one twice. */
export function ChangePassword({ onDone }: { readonly onDone: () => void }) {
  const texts = useTexts(shellTexts);
  const doors = useTexts(doorsTexts);
  const common = useTexts(commonTexts);
  const change = useCommand('session.changePassword');
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const [repeat, setRepeat] = useState('');
  const [tried, setTried] = useState(false);
  const titleId = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const shown = dialog.current;
    if (shown?.open === false) shown.showModal();
    // Closing gives the focus back to the button that opened it, as long as the dialog is still in the page.
    return () => shown?.close();
  }, []);

  const missing = (value: string) => (tried && value === '' ? common.fillThis : undefined);
  function submit() {
    setTried(true);
    if (current === '' || next.length < shortest || next !== repeat) return;
    void change.run({ current, next }).then((answer) => {
      if (answer === null) return;
      notify('good', texts.passwordChanged);
      onDone();
    });
  }

  return (
    <dialog
      ref={dialog}
      className="dialog"
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault();
        if (!change.busy) onDone();
      }}
    >
      <form
        className="stack"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <h2 id={titleId}>{texts.changePassword}</h2>
        <PasswordField label={texts.currentPassword} value={current} onChange={setCurrent} required error={missing(current)} />
        <PasswordField label={texts.newPassword} value={next} onChange={setNext} required error={tried && next.length < shortest ? doors.tooShort : undefined} autoComplete="new-password" />
        <PasswordField label={doors.repeat} value={repeat} onChange={setRepeat} required error={tried && repeat !== next ? doors.different : undefined} autoComplete="new-password" />
        <ErrorText error={change.error} />
        <div className="row row--end">
          <button type="button" className="button" disabled={change.busy} onClick={onDone}>
            {common.cancel}
          </button>
          <button type="submit" className="button button--primary" disabled={change.busy}>
            {texts.changePassword}
          </button>
        </div>
      </form>
    </dialog>
  );
}
