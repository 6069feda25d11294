import { useRef, useState, type KeyboardEvent } from 'react';
import type { PupilRow } from '#core/contract/pupils.ts';
import { commonTexts } from '#core/text/common.ts';
import { pupilsTexts } from '#core/text/pupils.ts';
import type { ClassId } from '#core/values/ids.ts';
import { ErrorText } from '../../components/error-text.tsx';
import { notify } from '../../state/notices.ts';
import { useCommand } from '../../state/use-command.ts';
import { useTexts } from '../../state/use-texts.ts';

/**
 * The order of a class list by hand: the order of the paper book where names do not tell it (one name only, two given names). A line moves by its buttons, by
 * Alt and an arrow, or to the place typed in front of it. Give it a `key` of the class.
 */
export function OrderSection({ classId, pupils, onClose }: { readonly classId: ClassId; readonly pupils: readonly PupilRow[]; readonly onClose: () => void }) {
  const texts = useTexts(pupilsTexts);
  const common = useTexts(commonTexts);
  const arrange = useCommand('pupils.arrange');
  const [order, setOrder] = useState(pupils);
  const list = useRef<HTMLOListElement>(null);
  const dirty = order.some((pupil, index) => pupil.enrollmentId !== pupils[index]?.enrollmentId);

  function move(from: number, to: number) {
    const target = Math.min(order.length - 1, Math.max(0, to));
    const pupil = order[from];
    if (pupil === undefined || target === from) return;
    const rest = order.filter((_, index) => index !== from);
    setOrder([...rest.slice(0, target), pupil, ...rest.slice(target)]);
    // The line keeps the focus wherever it goes.
    requestAnimationFrame(() => list.current?.querySelectorAll<HTMLInputElement>('input')[target]?.focus());
  }
  function onKey(event: KeyboardEvent, index: number) {
    if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return;
    event.preventDefault();
    move(index, index + (event.key === 'ArrowUp' ? -1 : 1));
  }

  return (
    <section className="sheet stack" aria-label={texts.orderTitle}>
      <h2>{texts.orderTitle}</h2>
      <p className="soft small">{texts.orderText}</p>
      <ol className="order-list" ref={list}>
        {order.map((pupil, index) => (
          <li key={pupil.enrollmentId}>
            <input
              key={`${pupil.enrollmentId} ${index}`}
              className="input order-list__place"
              inputMode="numeric"
              aria-label={texts.orderPlace(pupil.data.fullName)}
              defaultValue={index + 1}
              onKeyDown={(event) => {
                onKey(event, index);
                if (event.key !== 'Enter') return;
                event.preventDefault();
                const place = Number(event.currentTarget.value);
                if (Number.isInteger(place)) move(index, place - 1);
              }}
            />
            <span className="order-list__name">{pupil.data.fullName}</span>
            <button type="button" className="button button--small" disabled={index === 0} aria-label={texts.orderUp(pupil.data.fullName)} onClick={() => move(index, index - 1)}>
              ↑
            </button>
            <button type="button" className="button button--small" disabled={index === order.length - 1} aria-label={texts.orderDown(pupil.data.fullName)} onClick={() => move(index, index + 1)}>
              ↓
            </button>
          </li>
        ))}
      </ol>
      <ErrorText error={arrange.error} />
      <div className="row">
        <button
          type="button"
          className="button button--primary"
          disabled={!dirty || arrange.busy}
          onClick={() =>
            void arrange.run({ classId, order: order.map(({ enrollmentId }) => enrollmentId) }).then((done) => {
              if (done === null) return;
              notify('good', texts.arranged(done.moved));
              onClose();
            })
          }
        >
          {common.save}
        </button>
        <button type="button" className="button" onClick={onClose}>
          {common.cancel}
        </button>
      </div>
    </section>
  );
}
