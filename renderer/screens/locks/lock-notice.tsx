import { useState } from 'react';
import type { GradebookSheet } from '#core/contract/gradebook.ts';
import type { LockScopeInput } from '#core/contract/locks.ts';
import { formatDay, formatMoment } from '#core/text/common.ts';
import { locksTexts } from '#core/text/locks.ts';
import { reasonTexts } from '#core/text/reasons.ts';
import { ErrorText } from '../../components/error-text.tsx';
import { Message } from '../../components/message.tsx';
import { forgetKeptReason, useChangeReason } from '../../state/change-reason.ts';
import { useLanguage, useSession } from '../../state/session-store.ts';
import { useCommand } from '../../state/use-command.ts';
import { useTexts } from '../../state/use-texts.ts';
import '../../styles/locks.css';

/** That changes need a reason here, and the one that goes with all of them for now. */
function ReasonLine({ sheet, columns }: { readonly sheet: string; readonly columns: string | null }) {
  const texts = useTexts(reasonTexts);
  const kept = useChangeReason((state) => (state.kept?.sheet === sheet ? state.kept.reason : null));
  if (kept === null) return <p className="lock-notice__line">{texts.needed(columns ?? texts.allColumns)}</p>;
  return (
    <p className="lock-notice__line">
      {texts.kept(kept)}{' '}
      <button type="button" className="text-button" onClick={() => forgetKeptReason(sheet)}>
        {texts.forget}
      </button>
    </p>
  );
}

/** Over a gradebook sheet. A request is about the one locked column, or where there are more about the subject's semester. */
export function LockNotice({ sheet, sheetKey }: { readonly sheetKey: string; readonly sheet: Pick<GradebookSheet, 'classId' | 'subjectId' | 'semester' | 'columns' | 'locked' | 'reopened' | 'reasonNeeded' | 'mayEdit'> }) {
  const texts = useTexts(locksTexts);
  const { classId, subjectId, semester, columns, locked } = sheet;
  const [first] = locked;
  const whole = locked.length === columns.length || locked.length > 1;
  return <SheetLockNotice sheet={sheet} sheetKey={sheetKey} askFor={{ classId, subjectId, semester, column: whole ? null : (first?.column ?? null) }} namesOf={(names) => columns.filter((column) => names.includes(column)).map((column) => texts.columns[column]).join(', ')} />;
}

type LockedSheet = {
  readonly columns: readonly string[];
  readonly locked: readonly { readonly column: string; readonly why: 'locked' | 'not-open' | 'closed' | 'past-year'; readonly by: string; readonly on: string }[];
  readonly reopened: readonly { readonly column: string; readonly reason: string; readonly until: string }[];
  readonly reasonNeeded: readonly string[];
  readonly mayEdit: boolean;
};

/**
 * Over a sheet: which of its columns are locked, by whom, which are open for a correction, and the way to ask for a reopening. `askFor`: what a request is
 * about. `namesOf`: columns as people say them.
 */
export function SheetLockNotice({ sheet, sheetKey, askFor, namesOf }: { readonly sheet: LockedSheet; readonly sheetKey: string; readonly askFor: LockScopeInput; readonly namesOf: (columns: readonly string[]) => string }) {
  const texts = useTexts(locksTexts);
  const language = useLanguage();
  const roles = useSession((session) => session.state?.user?.roles);
  const [asking, setAsking] = useState(false);
  const [reason, setReason] = useState('');
  const [sent, setSent] = useState(false);
  const ask = useCommand('locks.ask');
  const [first] = sheet.locked;
  const names = (columns: readonly { readonly column: string }[]) => namesOf(columns.map(({ column }) => column));
  const mayAsk = sheet.mayEdit && (roles ?? []).some((role) => role === 'clerk' || role === 'subjectTeacher' || role === 'homeroomTeacher');

  async function send() {
    if ((await ask.run({ scope: askFor, reason })) === null) return;
    setSent(true);
    setAsking(false);
    setReason('');
  }

  return (
    <>
      {sheet.reopened.length > 0 && (
        <Message tone="warning" title={texts.noticeReopened(names(sheet.reopened), [...new Set(sheet.reopened.map((each) => each.reason))].join('; '))}>
          <p>{texts.openUntil([...new Set(sheet.reopened.map(({ until }) => formatMoment(until, language)))].join(', '))}</p>
        </Message>
      )}
      {sheet.mayEdit && sheet.reasonNeeded.length > 0 && <ReasonLine sheet={sheetKey} columns={sheet.reasonNeeded.length === sheet.columns.length ? null : namesOf(sheet.reasonNeeded)} />}
      {first !== undefined && (
        <Message
          tone="info"
          title={first.why === 'past-year' ? texts.noticePast : sheet.locked.length === sheet.columns.length ? texts.noticeAll : texts.noticeLocked(names(sheet.locked))}
          actions={
            mayAsk && !asking && !sent ? (
              <button type="button" className="button button--small" onClick={() => setAsking(true)}>
                {texts.ask}
              </button>
            ) : undefined
          }
        >
          <p>{texts.why[first.why](first.by, formatDay(first.on))}</p>
          {sent && <p>{texts.asked}</p>}
          {asking && (
            <form
              className="lock-notice__form"
              onSubmit={(event) => {
                event.preventDefault();
                void send();
              }}
            >
              <label className="lock-form__field lock-form__field--wide">
                {texts.reason}
                <input className="input" required maxLength={300} value={reason} onChange={(event) => setReason(event.target.value)} />
              </label>
              <button type="submit" className="button button--primary" disabled={ask.busy}>
                {texts.askSend}
              </button>
            </form>
          )}
          <ErrorText error={ask.error} />
        </Message>
      )}
    </>
  );
}
