import { useId, useState } from 'react';
import { lockColumn, type LockScopeInput } from '#core/contract/locks.ts';
import { locksTexts } from '#core/text/locks.ts';
import { classId as classIdOf, subjectId as subjectIdOf } from '#core/values/ids.ts';
import { ErrorText } from '../../components/error-text.tsx';
import { useCommand } from '../../state/use-command.ts';
import { useTexts } from '../../state/use-texts.ts';
import { endOfDay, type Overview } from './scope-words.ts';

type Act = 'lock' | 'plan' | 'reopen';
const everything: LockScopeInput = { classId: null, subjectId: null, semester: null, column: null };

/** Locks, plans or reopens what is chosen; the scope is four plain choices, "all" first. */
export function LockForm({ overview, mayOpen, onDone }: { readonly overview: Overview; readonly mayOpen: boolean; readonly onDone: () => void }) {
  const texts = useTexts(locksTexts);
  const [act, setAct] = useState<Act>('lock');
  const [scope, setScope] = useState(everything);
  const [reason, setReason] = useState('');
  const [opensOn, setOpensOn] = useState('');
  const [closesOn, setClosesOn] = useState('');
  const [expiresAt, setExpiresAt] = useState(() => endOfDay(new Date()));
  const lock = useCommand('locks.lock');
  const plan = useCommand('locks.plan');
  const reopen = useCommand('locks.reopen');
  const busy = lock.busy || plan.busy || reopen.busy;
  const acts: readonly Act[] = mayOpen ? ['lock', 'plan', 'reopen'] : ['lock', 'plan'];

  async function submit() {
    const answer = act === 'lock' ? await lock.run({ scope, reason }) : act === 'plan' ? await plan.run({ scope, opensOn, closesOn }) : await reopen.run({ scope, reason, expiresAt });
    if (answer === null) return;
    setReason('');
    onDone();
  }

  return (
    <form
      className="lock-form"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <Choice label={texts.what} value={act} onChange={(value) => setAct(acts.find((one) => one === value) ?? 'lock')} options={acts.map((one) => [one, texts.acts[one]])} />
      <Choice label={texts.class} all={texts.all} value={scope.classId ?? ''} onChange={(value) => setScope({ ...scope, classId: value === '' ? null : classIdOf.parse(value) })} options={overview.classes.map(({ id, name }) => [id, name])} />
      <Choice label={texts.subject} all={texts.all} value={scope.subjectId ?? ''} onChange={(value) => setScope({ ...scope, subjectId: value === '' ? null : subjectIdOf.parse(value) })} options={overview.subjects.map(({ id, name }) => [id, name])} />
      <Choice label={texts.semester} all={texts.all} value={scope.semester === null ? '' : String(scope.semester)} onChange={(value) => setScope({ ...scope, semester: value === '1' ? 1 : value === '2' ? 2 : null })} options={[['1', '1'], ['2', '2']]} />
      <Choice label={texts.column} all={texts.all} value={scope.column ?? ''} onChange={(value) => setScope({ ...scope, column: lockColumn.options.find((one) => one === value) ?? null })} options={lockColumn.options.map((one) => [one, texts.columns[one]])} />
      {act === 'plan' ? (
        <>
          <Input label={texts.opensOn} type="date" value={opensOn} onChange={setOpensOn} />
          <Input label={texts.closesOn} type="date" value={closesOn} onChange={setClosesOn} />
        </>
      ) : (
        <Input label={texts.reason} type="text" value={reason} onChange={setReason} />
      )}
      {act === 'reopen' && <Input label={texts.expires} type="datetime-local" value={expiresAt} onChange={setExpiresAt} />}
      <button type="submit" className="button button--primary" disabled={busy}>
        {texts.submit[act]}
      </button>
      <ErrorText error={lock.error ?? plan.error ?? reopen.error} />
    </form>
  );
}

function Choice({ label, all, value, onChange, options }: {
  readonly label: string;
  readonly all?: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly options: readonly (readonly [string, string])[];
}) {
  const id = useId();
  return (
    <div className="lock-form__field">
      <label htmlFor={id}>{label}</label>
      <select id={id} className="input" value={value} onChange={(event) => onChange(event.target.value)}>
        {all !== undefined && <option value="">{all}</option>}
        {options.map(([key, words]) => (
          <option key={key} value={key}>
            {words}
          </option>
        ))}
      </select>
    </div>
  );
}

function Input({ label, type, value, onChange }: { readonly label: string; readonly type: 'text' | 'date' | 'datetime-local'; readonly value: string; readonly onChange: (value: string) => void }) {
  const id = useId();
  return (
    <div className={type === 'text' ? 'lock-form__field lock-form__field--wide' : 'lock-form__field'}>
      <label htmlFor={id}>{label}</label>
      <input id={id} className="input" type={type} required maxLength={type === 'text' ? 300 : undefined} value={value} onChange={(event) => onChange(event.target.value)} />
    </div>
  );
}
