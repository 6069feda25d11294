import { useEffect, useId, useRef, useState } from 'react';
import { reasonTexts } from '#core/text/reasons.ts';
import { CheckField } from '../components/field.tsx';
import { useChangeReason, type ReasonQuestion } from '../state/change-reason.ts';
import { useTexts } from '../state/use-texts.ts';

/** Asks why something that was locked once is changed. */
export function ReasonDialog() {
  const question = useChangeReason((state) => state.question);
  return question === null ? null : <Asking key={`${question.sheet} ${question.label}`} question={question} />;
}

function Asking({ question }: { readonly question: ReasonQuestion }) {
  const texts = useTexts(reasonTexts);
  const titleId = useId();
  const listId = useId();
  const fieldId = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  const [reason, setReason] = useState('');
  const [keep, setKeep] = useState(false);
  useEffect(() => {
    dialog.current?.showModal();
  }, []);

  return (
    <dialog
      ref={dialog}
      className="dialog"
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault();
        question.answer(null, false);
      }}
    >
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          if (reason.trim() !== '') question.answer(reason.trim(), keep);
        }}
      >
        <h2 id={titleId}>{texts.title}</h2>
        <p>{question.cells === 1 ? texts.one(question.label) : texts.many(question.cells)}</p>
        <div className="field">
          <label className="field__label" htmlFor={fieldId}>
            {texts.reason}
          </label>
          <input id={fieldId} className="input" required maxLength={300} autoComplete="off" list={listId} value={reason} onChange={(event) => setReason(event.target.value)} />
          <datalist id={listId}>
            {texts.common.split('|').map((text) => (
              <option key={text}>{text}</option>
            ))}
          </datalist>
        </div>
        <CheckField label={texts.keep} checked={keep} onChange={setKeep} />
        <div className="row row--end">
          <button type="button" className="button" onClick={() => question.answer(null, false)}>
            {texts.cancel}
          </button>
          <button type="submit" className="button button--primary">
            {texts.submit}
          </button>
        </div>
      </form>
    </dialog>
  );
}
