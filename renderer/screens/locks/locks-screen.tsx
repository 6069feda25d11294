import { useState } from 'react';
import type { MethodOutput } from '#core/contract/index.ts';
import { commonTexts, formatDay, formatMoment } from '#core/text/common.ts';
import { locksTexts } from '#core/text/locks.ts';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { DataTable, type Column } from '../../components/data-table.tsx';
import { ErrorText } from '../../components/error-text.tsx';
import { QueryView } from '../../components/loading.tsx';
import { Page } from '../../components/page.tsx';
import { useLanguage } from '../../state/session-store.ts';
import { useCommand } from '../../state/use-command.ts';
import { useQuery } from '../../state/use-query.ts';
import { useTexts } from '../../state/use-texts.ts';
import { LockForm } from './lock-form.tsx';
import { ReopeningList } from './reopening-list.tsx';
import { scopeWords } from './scope-words.ts';
import '../../styles/locks.css';

type Locks = MethodOutput<'locks.overview'>;

/** Locks, entry windows and reopenings of the school year. */
export function LocksScreen() {
  const texts = useTexts(locksTexts);
  const common = useTexts(commonTexts);
  const language = useLanguage();
  const overview = useQuery('school.overview', {}, ['school']);
  const query = useQuery('locks.overview', {}, ['gradebook', 'homeroom']);
  const [leaving, setLeaving] = useState<string | null>(null);
  const [why, setWhy] = useState('');
  const unlock = useCommand('locks.unlock');
  const removePlan = useCommand('locks.removePlan');
  const school = overview.value ?? { classes: [], subjects: [] };
  const words = (scope: Locks['locks'][number]['scope']) => scopeWords(scope, school, language);

  return (
    <Page title={texts.title} subtitle={texts.subtitle}>
      <QueryView query={query}>
        {({ locks, windows, reopenings, mayLock, mayOpen }) => {
          const lockColumns: readonly Column<Locks['locks'][number]>[] = [
            { key: 'scope', header: texts.scope, render: ({ scope }) => words(scope), rowHeader: true },
            { key: 'reason', header: texts.reason, render: ({ reason }) => reason },
            { key: 'by', header: texts.by, render: ({ by }) => by },
            { key: 'since', header: texts.since, render: ({ since }) => formatMoment(since, language) },
            ...(mayOpen ? [{ key: 'unlock', header: '', render: ({ id }: Locks['locks'][number]) => <button type="button" className="button button--small" onClick={() => setLeaving(id)}>{texts.unlock}</button> }] : []),
          ];
          const windowColumns: readonly Column<Locks['windows'][number]>[] = [
            { key: 'scope', header: texts.scope, render: ({ scope }) => words(scope), rowHeader: true },
            { key: 'from', header: texts.from, render: ({ opensOn }) => formatDay(opensOn) },
            { key: 'until', header: texts.until, render: ({ closesOn }) => formatDay(closesOn) },
            ...(mayOpen ? [{ key: 'remove', header: '', render: ({ id }: Locks['windows'][number]) => <button type="button" className="button button--small" onClick={() => void removePlan.run({ id }).then(() => query.reload())}>{texts.remove}</button> }] : []),
          ];
          return (
            <div className="stack">
              {mayLock && <LockForm overview={school} mayOpen={mayOpen} onDone={query.reload} />}
              <ErrorText error={removePlan.error} />
              <ReopeningList reopenings={reopenings} words={words} mayOpen={mayOpen} mayLock={mayLock} onDone={query.reload} />
              <section className="stack">
                <h2>{texts.locks}</h2>
                {locks.length === 0 ? <p className="soft">{texts.noLocks}</p> : <DataTable caption={texts.locks} captionHidden columns={lockColumns} rows={locks} rowKey={({ id }) => id} />}
              </section>
              <section className="stack">
                <h2>{texts.windows}</h2>
                {windows.length === 0 ? <p className="soft">{texts.noWindows}</p> : <DataTable caption={texts.windows} captionHidden columns={windowColumns} rows={windows} rowKey={({ id }) => id} />}
              </section>
            </div>
          );
        }}
      </QueryView>
      <ConfirmDialog
        open={leaving !== null}
        title={texts.unlockTitle}
        confirmLabel={texts.unlock}
        cancelLabel={common.cancel}
        busy={unlock.busy}
        blocked={why.trim() === ''}
        error={unlock.error}
        onCancel={() => setLeaving(null)}
        onConfirm={() => {
          void unlock.run({ id: leaving ?? '', reason: why }).then((done) => {
            if (done === null) return;
            setLeaving(null);
            setWhy('');
            query.reload();
          });
        }}
      >
        <p>{texts.unlockText}</p>
        <label className="lock-form__field">
          {texts.reason}
          <input className="input" value={why} maxLength={300} onChange={(event) => setWhy(event.target.value)} />
        </label>
      </ConfirmDialog>
    </Page>
  );
}
