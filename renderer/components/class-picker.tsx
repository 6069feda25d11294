import { useId } from 'react';
import { commonTexts } from '#core/text/common.ts';
import type { ClassId } from '#core/values/ids.ts';
import { useTexts } from '../state/use-texts.ts';
import { Icon } from './icons.tsx';

/** Chooses a class; the arrows go to the class before and after. `size` is shown where it is known. */
export function ClassPicker({ classes, value, onChange, label }: {
  readonly classes: readonly { readonly id: ClassId; readonly name: string; readonly size?: number }[];
  readonly value: ClassId | null;
  readonly onChange: (classId: ClassId) => void;
  readonly label?: string;
}) {
  const texts = useTexts(commonTexts);
  const id = useId();
  const place = classes.findIndex((one) => one.id === value);
  const before = place > 0 ? classes[place - 1] : undefined;
  const after = classes[place + 1];
  return (
    <div className="picker">
      <label className="picker__label" htmlFor={id}>
        {label ?? texts.class}
      </label>
      <button type="button" className="button button--quiet" aria-label={texts.previousClass} title={texts.previousClass} disabled={before === undefined} onClick={() => before && onChange(before.id)}>
        <Icon name="left" />
      </button>
      <select
        id={id}
        className="input input--auto"
        value={value ?? ''}
        onChange={(event) => {
          const chosen = classes.find((one) => one.id === event.target.value);
          if (chosen) onChange(chosen.id);
        }}
      >
        {place < 0 && <option value="">{texts.chooseClass}</option>}
        {classes.map((one) => (
          <option key={one.id} value={one.id}>
            {one.size === undefined ? one.name : `${one.name} (${texts.pupilCount(one.size)})`}
          </option>
        ))}
      </select>
      <button type="button" className="button button--quiet" aria-label={texts.nextClass} title={texts.nextClass} disabled={after === undefined} onClick={() => after && onChange(after.id)}>
        <Icon name="right" />
      </button>
    </div>
  );
}
