import { useState } from 'react';
import { qualityTexts } from '#core/text/quality.ts';
import type { ClassId } from '#core/values/ids.ts';
import { ClassPicker } from '../../components/class-picker.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorText } from '../../components/error-text.tsx';
import { JobProgress } from '../../components/job-progress.tsx';
import { QueryView } from '../../components/loading.tsx';
import { Message } from '../../components/message.tsx';
import { Page } from '../../components/page.tsx';
import { useNavigation, type Place } from '../../state/navigation.ts';
import { useSession } from '../../state/session-store.ts';
import { useQuery } from '../../state/use-query.ts';
import { useTexts } from '../../state/use-texts.ts';
import { AddedRules } from './added-rules.tsx';
import { MendedNotice } from './mended-notice.tsx';
import { ReportView } from './report-view.tsx';
import { useSchoolCheck } from './use-school-check.ts';
import '../../styles/sheets.css';
import '../../styles/quality.css';

/** What is wrong or missing in a class or the school, by rule; each line leads to its field. */
export function QualityScreen({ place }: { readonly place: Extract<Place, { screen: 'quality' }>; readonly visit: number }) {
  const texts = useTexts(qualityTexts);
  const overview = useQuery('school.overview', {}, ['school']);
  const maySeeSchool = useSession((store) => store.state?.user?.roles.some((role) => role === 'clerk' || role === 'principal') ?? false);
  const [mended, setMended] = useState<{ readonly actionId: number; readonly count: number } | null>(null);
  const go = (classId: ClassId | null) => useNavigation.getState().go({ screen: 'quality', classId });

  return (
    <Page title={texts.title} subtitle={texts.subtitle}>
      <QueryView query={overview}>
        {({ classes }) => {
          const own = maySeeSchool ? classes : classes.filter(({ mayEditHomeroom }) => mayEditHomeroom);
          const group = own.find(({ id }) => id === place.classId) ?? null;
          const whole = maySeeSchool && place.classId === null;
          if (own.length === 0) {
            return (
              <EmptyState
                title={texts.noClasses}
                text={texts.noClassesText}
                actions={
                  <button type="button" className="button button--primary" onClick={() => useNavigation.getState().go({ screen: 'school', section: 'classes' })}>
                    {texts.toClasses}
                  </button>
                }
              />
            );
          }
          return (
            <div className="stack">
              <div className="row">
                {maySeeSchool && (
                  <fieldset className="segments">
                    <legend className="visually-hidden">{texts.scopeLabel}</legend>
                    <label className="segments__one">
                      <input type="radio" name="quality-scope" checked={whole} onChange={() => go(null)} />
                      <span>{texts.whole}</span>
                    </label>
                    <label className="segments__one">
                      <input type="radio" name="quality-scope" checked={!whole} onChange={() => go(own[0]?.id ?? null)} />
                      <span>{texts.oneClass}</span>
                    </label>
                  </fieldset>
                )}
                {!whole && <ClassPicker classes={own} value={group?.id ?? null} onChange={go} />}
              </div>
              {mended !== null && <MendedNotice key={mended.actionId} mended={mended} onClose={() => setMended(null)} />}
              {whole ? <WholeSchool onMended={setMended} /> : group === null ? <EmptyState title={texts.chooseClass} text={texts.chooseClassText} /> : <OneClass key={group.id} classId={group.id} onMended={setMended} />}
              <AddedRules />
            </div>
          );
        }}
      </QueryView>
    </Page>
  );
}

type OnMended = (mended: { readonly actionId: number; readonly count: number }) => void;

function OneClass({ classId, onMended }: { readonly classId: ClassId; readonly onMended: OnMended }) {
  const query = useQuery('quality.class', { classId }, ['school', 'pupils', 'gradebook', 'homeroom', 'results', 'quality']);
  return <QueryView query={query}>{(report) => <ReportView report={report} classId={classId} of={{ kind: 'class', classId }} onMended={onMended} />}</QueryView>;
}

function WholeSchool({ onMended }: { readonly onMended: OnMended }) {
  const texts = useTexts(qualityTexts);
  const check = useSchoolCheck();
  const query = useQuery('quality.school', check.doneJob === null ? null : { jobId: check.doneJob }, ['quality']);
  const again = (
    <button type="button" className="button" onClick={check.start}>
      {texts.checkAgain}
    </button>
  );
  return (
    <>
      <ErrorText error={check.error} />
      {check.changed && check.state === 'done' && <Message tone="info" title={texts.changed} announce="later" actions={again} />}
      {check.jobId !== null && check.state !== 'done' && <JobProgress key={check.jobId} jobId={check.jobId} title={texts.checking} onEnded={check.ended} />}
      {check.state === 'stopped' && query.value === null && (
        <EmptyState
          title={texts.stopped}
          text={texts.stoppedText}
          actions={
            <button type="button" className="button button--primary" onClick={check.start}>
              {texts.check}
            </button>
          }
        />
      )}
      {query.value !== null && check.doneJob !== null && <ReportView report={query.value} classId={null} of={{ kind: 'school', jobId: check.doneJob }} onMended={onMended} actions={check.state === 'running' ? null : again} />}
    </>
  );
}
