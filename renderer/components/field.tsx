import { useId, useState, type ReactNode, type Ref } from 'react';
import { commonTexts, formatDay, parseDay } from '#core/text/common.ts';
import { useTexts } from '../state/use-texts.ts';
import { Icon } from './icons.tsx';

type FieldProps = {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly hint?: string | undefined;
  /** The reason why the value is refused; shown under the field and read out. */
  readonly error?: string | undefined;
  readonly warning?: string | undefined;
  readonly required?: boolean | undefined;
  readonly disabled?: boolean | undefined;
  readonly readOnly?: boolean | undefined;
  readonly onBlur?: (() => void) | undefined;
  readonly name?: string | undefined;
};

type Said = Pick<FieldProps, 'label' | 'hint' | 'error' | 'warning' | 'required'>;

/** What a control is told of its frame. */
type Wiring = { readonly id: string; readonly 'aria-describedby': string | undefined; readonly 'aria-invalid': true | undefined; readonly required: boolean };

/** Label above, control, and what there is to say about it below. */
function Frame({ label, hint, error, warning, required = false, children }: Said & { readonly children: (wiring: Wiring) => ReactNode }) {
  const id = useId();
  const remark = error ?? warning ?? hint;
  return (
    <div className="field" data-state={error !== undefined ? 'error' : warning !== undefined ? 'warning' : undefined}>
      <label className="field__label" htmlFor={id}>
        {label}
        {required && (
          <span className="field__required" aria-hidden="true">
            {' *'}
          </span>
        )}
      </label>
      {children({ id, 'aria-describedby': remark === undefined ? undefined : `${id}-remark`, 'aria-invalid': error === undefined ? undefined : true, required })}
      {remark !== undefined && (
        <p id={`${id}-remark`} className="field__remark" role={error === undefined ? undefined : 'alert'}>
          {remark}
        </p>
      )}
    </div>
  );
}

/** One line of text. `digits`: opens the number keys on touch screens; the text stays text (leading zeros live). */
export function TextField({ inputRef, digits = false, maxLength, placeholder, autoComplete = 'off', ...props }: FieldProps & {
  readonly inputRef?: Ref<HTMLInputElement> | undefined;
  readonly digits?: boolean;
  readonly maxLength?: number | undefined;
  readonly placeholder?: string | undefined;
  readonly autoComplete?: string;
}) {
  return (
    <Frame {...props}>
      {(wiring) => (
        <input
          {...wiring}
          ref={inputRef}
          className="input"
          type="text"
          value={props.value}
          onChange={(event) => props.onChange(event.target.value)}
          onBlur={props.onBlur}
          disabled={props.disabled}
          readOnly={props.readOnly}
          autoComplete={autoComplete}
          inputMode={digits ? 'numeric' : undefined}
          maxLength={maxLength}
          placeholder={placeholder}
          name={props.name}
          spellCheck={false}
        />
      )}
    </Frame>
  );
}

/** A password or PIN with an eye to look at it. No spelling check: where a browser lets a service do it, what is shown would be sent there. */
export function PasswordField({ inputRef, autoComplete = 'current-password', ...props }: FieldProps & { readonly inputRef?: Ref<HTMLInputElement> | undefined; readonly autoComplete?: string }) {
  const texts = useTexts(commonTexts);
  const [shown, setShown] = useState(false);
  const eye = shown ? texts.hidePassword : texts.showPassword;
  return (
    <Frame {...props}>
      {(wiring) => (
        <span className="input-with-button">
          <input {...wiring} ref={inputRef} className="input" type={shown ? 'text' : 'password'} value={props.value} onChange={(event) => props.onChange(event.target.value)} onBlur={props.onBlur} disabled={props.disabled} autoComplete={autoComplete} spellCheck={false} autoCapitalize="off" />
          <button type="button" className="button button--quiet" aria-label={eye} aria-pressed={shown} title={eye} onClick={() => setShown(!shown)}>
            <Icon name="eye" />
          </button>
        </span>
      )}
    </Frame>
  );
}

/** A day typed as day/month/year, never in the system's own order. `value` is `YYYY-MM-DD` or empty; what is not a day yet stays in the field and is not reported. */
export function DateField({ inputRef, ...props }: FieldProps & { readonly inputRef?: Ref<HTMLInputElement> | undefined }) {
  const texts = useTexts(commonTexts);
  const [draft, setDraft] = useState<string | null>(null);
  const shown = draft ?? formatDay(props.value);
  const wrong = draft !== null && draft.trim() !== '' && parseDay(draft) === null;
  return (
    <TextField
      {...props}
      inputRef={inputRef}
      value={shown}
      placeholder="dd/mm/yyyy"
      error={props.error ?? (wrong ? texts.notADate : undefined)}
      onChange={(text) => {
        setDraft(text);
        props.onChange(parseDay(text) ?? '');
      }}
      onBlur={() => {
        if (draft !== null && parseDay(draft) !== null) setDraft(null);
        props.onBlur?.();
      }}
    />
  );
}

/** Several lines of text. */
export function TextAreaField({ rows = 3, inputRef, ...props }: FieldProps & { readonly rows?: number; readonly inputRef?: Ref<HTMLTextAreaElement> | undefined }) {
  return <Frame {...props}>{(wiring) => <textarea {...wiring} ref={inputRef} className="input" rows={rows} value={props.value} onChange={(event) => props.onChange(event.target.value)} onBlur={props.onBlur} disabled={props.disabled} />}</Frame>;
}

/** One of a few values. */
export function SelectField({ options, inputRef, ...props }: FieldProps & {
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly inputRef?: Ref<HTMLSelectElement> | undefined;
}) {
  return (
    <Frame {...props}>
      {(wiring) => (
        <select {...wiring} ref={inputRef} className="input" value={props.value} onChange={(event) => props.onChange(event.target.value)} onBlur={props.onBlur} disabled={props.disabled}>
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      )}
    </Frame>
  );
}

export function CheckField({ label, checked, onChange, hint, disabled = false }: {
  readonly label: ReactNode;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  readonly hint?: string;
  readonly disabled?: boolean;
}) {
  return (
    <div className="field">
      <label className="check">
        <input type="checkbox" checked={checked} disabled={disabled} onChange={(event) => onChange(event.target.checked)} />
        <span>{label}</span>
      </label>
      {hint !== undefined && <p className="field__remark">{hint}</p>}
    </div>
  );
}
