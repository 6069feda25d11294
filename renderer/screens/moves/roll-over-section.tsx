import { useState } from 'react';
import type { MethodOutput } from '#core/contract/index.ts';
import type { RollOver } from '#core/contract/year-turn.ts';
import { yearTurnTexts } from '#core/text/year-turn.ts';
import type { JobId } from '#core/values/ids.ts';
import { CheckField, DateField } from '../../components/field.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { ErrorText } from '../../components/error-text.tsx';
import { JobProgress } from '../../components/job-progress.tsx';
import { QueryView } from '../../components/loading.tsx';
import { Message } from '../../components/message.tsx';
import { useNavigation } from '../../state/navigation.ts';
import { useCommand } from '../../state/use-command.ts';
import { useQuery } from '../../state/use-query.ts';
import { useTexts } from '../../state/use-texts.ts';
import { MovePreview } from './move-preview.tsx';
import { NewClasses, OldClasses, Retained } from './roll-over-tables.tsx';

type Proposal = MethodOutput<'yearTurn.proposal'>;

/** The next school year: proposed, changed where it is other than usual, looked at, and done in one go. */
export function RollOverSection() {
  const query = useQuery('yearTurn.proposal', {});
  const [turned, setTurned] = useState<string | null>(null);
  const texts = useTexts(yearTurnTexts);
  if (turned !== null) {
    return (
      <Message
        tone="good"
        title={texts.turned(turned)}
        announce="later"
        actions={
          <>
            <button type="button" className="button button--primary" onClick={() => useNavigation.getState().go({ screen: 'school', section: 'classes' })}>
              {texts.toClasses}
            </button>
            <button type="button" className="button" onClick={() => useNavigation.getState().go({ screen: 'moves', section: 'done', classId: null, enrollmentId: null })}>
              {texts.toDone}
            </button>
          </>
        }
      >
        <p>{texts.turnedText}</p>
      </Message>
    );
  }
  return <QueryView query={query}>{(answer) => <Draft key={answer.proposal.yearName} answer={answer} onReload={query.reload} onTurned={setTurned} />}</QueryView>;
}

function Draft({ answer, onReload, onTurned }: { readonly answer: Proposal; readonly onReload: () => void; readonly onTurned: (year: string) => void }) {
  const texts = useTexts(yearTurnTexts);
  const teachers = useQuery('school.teachers', {}, ['school']);
  const [draft, setDraft] = useState<RollOver>(answer.proposal);
  const [looking, setLooking] = useState(false);
  const [asking, setAsking] = useState(false);
  const [jobId, setJobId] = useState<JobId | null>(null);
  const preview = useQuery('moves.preview', looking ? { action: draft } : null, ['results', 'gradebook', 'homeroom', 'pupils', 'school']);
  const rollOver = useCommand('yearTurn.rollOver');
  const waiting = answer.classes.filter(({ size, confirmed }) => confirmed < size);

  function change(next: Partial<RollOver>) {
    setDraft({ ...draft, ...next });
    setLooking(false);
  }

  async function start() {
    if (preview.value === null) return;
    setAsking(false);
    const started = await rollOver.run({ action: draft, digest: preview.value.digest });
    if (started !== null) setJobId(started.jobId);
  }

  if (jobId !== null) {
    return (
      <JobProgress
        jobId={jobId}
        title={texts.turning(draft.yearName)}
        onEnded={(job) => {
          if (job.state === 'done') onTurned(draft.yearName);
          else {
            setLooking(false);
            onReload();
          }
        }}
      />
    );
  }
  return (
    <div className="stack">
      <h2>{texts.nextYear(draft.yearName)}</h2>
      <p className="soft">{texts.nextYearText}</p>
      {waiting.length > 0 && (
        <Message
          tone="warning"
          title={texts.waitingClasses(waiting.map(({ className }) => className).join(', '))}
          actions={
            <button type="button" className="button" onClick={() => useNavigation.getState().go({ screen: 'moves', section: 'summer', classId: waiting[0]?.classId ?? null, enrollmentId: null })}>
              {texts.toSummer}
            </button>
          }
        >
          <p>{texts.waitingText}</p>
        </Message>
      )}
      <div className="move-fields">
        <DateField label={texts.startsOn} required value={draft.startsOn} onChange={(startsOn) => change({ startsOn })} />
        <CheckField label={texts.keepTeachers} checked={draft.keepTeachers} onChange={(keepTeachers) => change({ keepTeachers })} hint={texts.keepTeachersHint} />
      </div>
      <OldClasses classes={answer.classes} draft={draft} onChange={change} />
      <NewClasses draft={draft} teachers={(teachers.value?.teachers ?? []).filter(({ active }) => active)} grades={[...new Set(answer.classes.flatMap(({ grade }) => [grade, ...draft.classes.map((each) => each.grade)]))].toSorted((a, b) => a - b)} onChange={change} />
      {answer.retained.length > 0 && <Retained retained={answer.retained} draft={draft} onChange={change} />}
      <div className="row">
        <button type="button" className="button button--primary" disabled={draft.startsOn === '' || looking} onClick={() => setLooking(true)}>
          {texts.look}
        </button>
      </div>
      {looking && (
        <QueryView query={preview}>
          {({ rows, remarks, mayApply }) => (
            <div className="stack">
              <MovePreview rows={rows} remarks={remarks} />
              <div>
                <button type="button" className="button button--primary button--large" disabled={!mayApply || preview.loading || rollOver.busy} onClick={() => setAsking(true)}>
                  {texts.turn(draft.yearName)}
                </button>
              </div>
            </div>
          )}
        </QueryView>
      )}
      <ErrorText error={rollOver.error} />
      <ConfirmDialog open={asking} title={texts.turnTitle(draft.yearName)} confirmLabel={texts.turn(draft.yearName)} busy={rollOver.busy} onCancel={() => setAsking(false)} onConfirm={() => void start()}>
        <p>{texts.turnText}</p>
      </ConfirmDialog>
    </div>
  );
}
