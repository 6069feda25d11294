import { useId, useLayoutEffect, useRef, useState, type ReactNode } from 'react';
import type { MoveAction } from '#core/contract/moves.ts';
import { commonTexts } from '#core/text/common.ts';
import { movesTexts } from '#core/text/moves.ts';
import { ErrorText } from '../../components/error-text.tsx';
import { QueryView } from '../../components/loading.tsx';
import { notify } from '../../state/notices.ts';
import { useCommand } from '../../state/use-command.ts';
import { useQuery } from '../../state/use-query.ts';
import { useTexts } from '../../state/use-texts.ts';
import { MovePreview } from './move-preview.tsx';
import '../../styles/moves.css';

/**
 * Asks for what an action needs, shows what it would do, and does exactly that. `action` null: something is not filled in yet. Mount it to open it; `onClose` is
 * told whether anything was done.
 */
export function MoveDialog({ title, action, confirmLabel, onClose, children }: {
  readonly title: string;
  readonly action: MoveAction | null;
  readonly confirmLabel: string;
  readonly onClose: (done: boolean) => void;
  /** The fields; none: the preview comes at once. */
  readonly children?: ReactNode;
}) {
  const texts = useTexts(movesTexts);
  const common = useTexts(commonTexts);
  const titleId = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  const [looking, setLooking] = useState(children === undefined);
  const preview = useQuery('moves.preview', looking && action !== null ? { action } : null, ['pupils', 'gradebook', 'homeroom', 'school']);
  const apply = useCommand('moves.apply');
  useLayoutEffect(() => {
    const shown = dialog.current;
    if (shown?.open === false) shown.showModal();
    // Closing gives the focus back to the button that opened it, as long as the dialog is still in the page.
    return () => shown?.close();
  }, []);

  async function run() {
    const { value } = preview;
    if (action === null || value === null) return;
    const done = await apply.run({ action, digest: value.digest });
    if (done === null) {
      preview.reload();
      return;
    }
    notify('good', texts.done(title));
    onClose(true);
  }

  return (
    <dialog
      ref={dialog}
      className="dialog dialog--wide"
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault();
        if (!apply.busy) onClose(false);
      }}
    >
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          if (looking) void run();
          else if (action !== null) setLooking(true);
        }}
      >
        <h2 id={titleId}>{title}</h2>
        {!looking && children}
        {looking && <QueryView query={preview}>{({ rows, remarks }) => <MovePreview rows={rows} remarks={remarks} />}</QueryView>}
        <ErrorText error={apply.error} />
        <div className="row row--end dialog-foot">
          <button type="button" className="button" disabled={apply.busy} onClick={() => onClose(false)}>
            {common.cancel}
          </button>
          {looking && children !== undefined && (
            <button
              type="button"
              className="button"
              disabled={apply.busy}
              onClick={() => {
                apply.clear();
                setLooking(false);
              }}
            >
              {texts.change}
            </button>
          )}
          <button type="submit" className="button button--primary" disabled={looking ? apply.busy || preview.loading || preview.value?.mayApply !== true : action === null}>
            {looking ? confirmLabel : texts.look}
          </button>
        </div>
      </form>
    </dialog>
  );
}
