import { useId } from 'react';
import { registersTexts } from '#core/text/registers.ts';
import { Icon } from '../../components/icons.tsx';
import { useLanguage } from '../../state/session-store.ts';
import { useTexts } from '../../state/use-texts.ts';
import { periodWords } from './period-words.ts';

/** Chooses a month, with the months before and after beside it, or one of the moments of TT 27/2020. */
export function PeriodPicker({ periods, value, onChange }: { readonly periods: readonly string[]; readonly value: string; readonly onChange: (period: string) => void }) {
  const texts = useTexts(registersTexts);
  const language = useLanguage();
  const id = useId();
  const place = periods.indexOf(value);
  const [before, after] = [periods[place - 1], periods[place + 1]];
  const ofMonths = /^\d{4}/u.test(value);
  const words = (period: string) => periodWords(period, language).replace(/^./u, (letter) => letter.toUpperCase());
  return (
    <div className="picker">
      <label className="picker__label" htmlFor={id}>
        {ofMonths ? texts.month : texts.moment}
      </label>
      {ofMonths && (
        <button type="button" className="button button--quiet" aria-label={texts.previousMonth} title={texts.previousMonth} disabled={before === undefined} onClick={() => before !== undefined && onChange(before)}>
          <Icon name="left" />
        </button>
      )}
      <select id={id} className="input input--auto" value={value} onChange={(event) => onChange(event.target.value)}>
        {periods.map((period) => (
          <option key={period} value={period}>
            {words(period)}
          </option>
        ))}
      </select>
      {ofMonths && (
        <button type="button" className="button button--quiet" aria-label={texts.nextMonth} title={texts.nextMonth} disabled={after === undefined} onClick={() => after !== undefined && onChange(after)}>
          <Icon name="right" />
        </button>
      )}
    </div>
  );
}
