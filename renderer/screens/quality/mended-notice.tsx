import { qualityTexts } from '#core/text/quality.ts';
import { ErrorText } from '../../components/error-text.tsx';
import { Message } from '../../components/message.tsx';
import { notify } from '../../state/notices.ts';
import { useCommand } from '../../state/use-command.ts';
import { useTexts } from '../../state/use-texts.ts';

/** After the program mended something: what, and the way back. */
export function MendedNotice({ mended, onClose }: { readonly mended: { readonly actionId: number; readonly count: number }; readonly onClose: () => void }) {
  const texts = useTexts(qualityTexts);
  const undo = useCommand('moves.undo');
  return (
    <Message
      tone="good"
      title={texts.fixed(mended.count)}
      announce="later"
      actions={
        <button
          type="button"
          className="button button--small"
          disabled={undo.busy}
          onClick={() => {
            void undo.run({ id: mended.actionId }).then((done) => {
              if (done === null) return;
              notify('good', texts.undone);
              onClose();
            });
          }}
        >
          {texts.undo}
        </button>
      }
    >
      <p>{texts.fixedText}</p>
      <ErrorText error={undo.error} />
    </Message>
  );
}
