import { useState } from 'react';
import type { ReopeningView } from '#core/contract/locks.ts';
import { formatDay, formatMoment } from '#core/text/common.ts';
import { locksTexts } from '#core/text/locks.ts';
import { DataTable, type Column } from '../../components/data-table.tsx';
import { ErrorText } from '../../components/error-text.tsx';
import { useLanguage } from '../../state/session-store.ts';
import { useCommand } from '../../state/use-command.ts';
import { useTexts } from '../../state/use-texts.ts';
import { endOfDay } from './scope-words.ts';

/** Who asked for what to be reopened, who allowed it, until when; those who may decide do it here. */
export function ReopeningList({ reopenings, words, mayOpen, mayLock, onDone }: {
  readonly reopenings: readonly ReopeningView[];
  readonly words: (scope: ReopeningView['scope']) => string;
  readonly mayOpen: boolean;
  readonly mayLock: boolean;
  readonly onDone: () => void;
}) {
  const texts = useTexts(locksTexts);
  const language = useLanguage();
  const decide = useCommand('locks.decide');
  const close = useCommand('locks.close');
  const [until, setUntil] = useState<Readonly<Record<string, string>>>({});
  const untilOf = (id: string) => until[id] ?? endOfDay(new Date());
  const minute = (moment: string) => `${moment.slice(11, 16)} ${formatDay(moment.slice(0, 10))}`;

  const columns: readonly Column<ReopeningView>[] = [
    { key: 'scope', header: texts.scope, render: ({ scope }) => words(scope), rowHeader: true },
    { key: 'reason', header: texts.reason, render: ({ reason }) => reason },
    { key: 'asked', header: texts.askedBy, render: ({ askedBy, askedAt }) => `${askedBy}, ${formatMoment(askedAt, language)}` },
    { key: 'decided', header: texts.decidedBy, render: ({ decidedBy }) => decidedBy ?? '' },
    { key: 'state', header: texts.state, render: ({ state, expiresAt }) => <span className="lock-state" data-state={state}>{state === 'open' && expiresAt !== null ? `${texts.states.open} ${texts.openUntil(minute(expiresAt))}` : texts.states[state]}</span> },
    {
      key: 'act',
      header: '',
      render: ({ id, state }) => {
        if (state === 'open' && mayLock) return <button type="button" className="button button--small" onClick={() => void close.run({ id }).then(onDone)}>{texts.closeNow}</button>;
        if (state !== 'asked' || !mayOpen) return null;
        return (
          <span className="row">
            <input className="input input--auto" type="datetime-local" aria-label={texts.expires} value={untilOf(id)} onChange={(event) => setUntil({ ...until, [id]: event.target.value })} />
            <button type="button" className="button button--small button--primary" onClick={() => void decide.run({ id, expiresAt: untilOf(id) }).then(onDone)}>
              {texts.approve}
            </button>
            <button type="button" className="button button--small" onClick={() => void decide.run({ id, expiresAt: null }).then(onDone)}>
              {texts.refuse}
            </button>
          </span>
        );
      },
    },
  ];

  return (
    <section className="stack">
      <h2>{texts.reopenings}</h2>
      <ErrorText error={decide.error ?? close.error} />
      {reopenings.length === 0 ? <p className="soft">{texts.noReopenings}</p> : <DataTable caption={texts.reopenings} captionHidden columns={columns} rows={reopenings} rowKey={({ id }) => id} />}
    </section>
  );
}
