import { useId, useState } from 'react';
import { pupilsTexts } from '#core/text/pupils.ts';
import { subjectId as subjectIdOf, type ClassId, type EnrollmentId } from '#core/values/ids.ts';
import { ErrorText } from '../../components/error-text.tsx';
import { QueryView } from '../../components/loading.tsx';
import { useCommand } from '../../state/use-command.ts';
import { useQuery } from '../../state/use-query.ts';
import { useTexts } from '../../state/use-texts.ts';

/** The subjects one pupil is exempt from, with the decision each rests on. Give it a `key` of the pupil. */
export function ExemptionSection({ classId, enrollmentId, mayEdit }: { readonly classId: ClassId; readonly enrollmentId: EnrollmentId; readonly mayEdit: boolean }) {
  const texts = useTexts(pupilsTexts);
  const ids = useId();
  const overview = useQuery('school.overview', {}, ['school']);
  const query = useQuery('pupils.exemptions', { classId }, ['pupils']);
  const set = useCommand('pupils.setExemption');
  const [subject, setSubject] = useState('');
  const [reason, setReason] = useState('');
  const subjects = overview.value?.subjects ?? [];
  const nameOf = (id: string) => subjects.find((one) => one.id === id)?.name ?? '';

  return (
    <section className="sheet stack" aria-labelledby={`${ids}-title`}>
      <h2 id={`${ids}-title`}>{texts.exemptions}</h2>
      <p className="soft small">{texts.exemptionsText}</p>
      <QueryView query={query}>
        {({ exemptions }) => {
          const own = exemptions.filter((one) => one.enrollmentId === enrollmentId);
          return own.length === 0 ? (
            <p className="soft">{texts.noExemptions}</p>
          ) : (
            <ul>
              {own.map((one) => (
                <li key={one.subjectId}>
                  <strong>{nameOf(one.subjectId)}</strong>: {one.reason}{' '}
                  {mayEdit && (
                    <button type="button" className="button button--small" onClick={() => void set.run({ classId, enrollmentId, subjectId: one.subjectId, reason: null })}>
                      {texts.unexempt}
                    </button>
                  )}
                </li>
              ))}
            </ul>
          );
        }}
      </QueryView>
      {mayEdit && (
        <form
          className="row"
          onSubmit={(event) => {
            event.preventDefault();
            void set.run({ classId, enrollmentId, subjectId: subjectIdOf.parse(subject), reason }).then((done) => {
              if (done === null) return;
              setSubject('');
              setReason('');
            });
          }}
        >
          <label htmlFor={`${ids}-subject`}>{texts.exemptSubject}</label>
          <select id={`${ids}-subject`} className="input input--auto" required value={subject} onChange={(event) => setSubject(event.target.value)}>
            <option value="">{texts.exemptSubject}…</option>
            {subjects.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
          <label htmlFor={`${ids}-reason`}>{texts.exemptReason}</label>
          <input id={`${ids}-reason`} className="input input--auto" required maxLength={200} value={reason} onChange={(event) => setReason(event.target.value)} />
          <button type="submit" className="button" disabled={set.busy}>
            {texts.exempt}
          </button>
        </form>
      )}
      <ErrorText error={set.error} />
    </section>
  );
}
