import { useState } from 'react';
import type { PupilResult, ReviewPointView } from '#core/contract/results.ts';
import { formatDay } from '#core/text/common.ts';
import { policiesTexts } from '#core/text/policies.ts';
import { reviewTexts } from '#core/text/reviews.ts';
import type { ClassId } from '#core/values/ids.ts';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { TextAreaField, TextField } from '../../components/field.tsx';
import { notify } from '../../state/notices.ts';
import { useLanguage } from '../../state/session-store.ts';
import { useCommand } from '../../state/use-command.ts';
import { useQuery } from '../../state/use-query.ts';
import { useTexts } from '../../state/use-texts.ts';
import { differenceText, readingText } from './review-words.ts';

/** The principal's decision (or the homeroom teacher's proposal) about one point for one pupil, with what each reading leads to. Give it a `key` of both. */
export function ReviewDialog({ classId, pupil, point, grade, act, onClose }: {
  readonly classId: ClassId;
  readonly pupil: PupilResult;
  readonly point: ReviewPointView;
  readonly grade: number | null;
  readonly act: 'decide' | 'propose';
  readonly onClose: () => void;
}) {
  const texts = useTexts(reviewTexts);
  const policies = useTexts(policiesTexts);
  const language = useLanguage();
  const decide = useCommand('reviews.decide');
  const propose = useCommand('reviews.propose');
  const withdraw = useCommand('reviews.withdraw');
  const place = { classId, enrollmentId: pupil.enrollmentId, policy: point.policy };
  const history = useQuery('reviews.history', place, ['results']);
  const [value, setValue] = useState(point.proposed?.value ?? point.value);
  const [reason, setReason] = useState(act === 'decide' ? (point.proposed?.reason ?? '') : '');
  const [number, setNumber] = useState('');
  const [tried, setTried] = useState(false);
  const readings = [{ value: point.value, words: texts.same }, ...point.others.map((other) => ({ value: other.value, words: differenceText(pupil, other.result, grade, language) }))];

  async function done(run: () => Promise<unknown>, said: string) {
    setTried(true);
    if (reason.trim() === '' || (await run()) === null) return;
    notify('good', said);
    onClose();
  }
  const save = () => (act === 'decide' ? done(() => decide.run({ ...place, value, reason, number }), texts.saved) : done(() => propose.run({ ...place, value, reason }), texts.sent));

  return (
    <ConfirmDialog
      open
      title={act === 'decide' ? texts.decideTitle(pupil.fullName) : texts.proposeTitle(pupil.fullName)}
      confirmLabel={act === 'decide' ? texts.save : texts.send}
      busy={decide.busy || propose.busy || withdraw.busy}
      error={decide.error ?? propose.error ?? withdraw.error}
      onCancel={onClose}
      onConfirm={() => void save()}
    >
      <p>{policies.questions[point.policy]}</p>
      <fieldset className="policies__choice">
        <legend>{texts.reading}</legend>
        {readings.map((each) => (
          <label key={each.value} className="check">
            <input type="radio" name="reading" checked={value === each.value} onChange={() => setValue(each.value)} />
            <span>
              {readingText(point.policy, each.value, language)}
              <span className="reviews__result">→ {each.words}</span>
            </span>
          </label>
        ))}
      </fieldset>
      <TextAreaField label={texts.why} value={reason} onChange={setReason} required rows={2} error={tried && reason.trim() === '' ? texts.needsWhy : undefined} />
      {act === 'decide' && <TextField label={texts.number} value={number} onChange={setNumber} maxLength={60} />}
      {history.value !== null && history.value.entries.length > 0 && (
        <details className="small">
          <summary>{texts.history}</summary>
          <ul>
            {history.value.entries.map((entry) => (
              <li key={`${entry.at} ${entry.state} ${entry.value ?? ''}`}>
                {texts.states[entry.state]}
                {entry.value === null ? '' : `: ${readingText(point.policy, entry.value, language)}`}
                {entry.number === '' ? '' : ` (${entry.number})`}; {entry.by}, {formatDay(entry.at)}. {texts.reason(entry.reason)}
              </li>
            ))}
          </ul>
        </details>
      )}
      {act === 'decide' && (point.settled?.scope === 'learner' || point.proposed !== null) && (
        <button type="button" className="text-button" disabled={withdraw.busy} onClick={() => void done(() => withdraw.run({ ...place, reason }), texts.withdrawn)}>
          {texts.withdraw}
        </button>
      )}
    </ConfirmDialog>
  );
}
