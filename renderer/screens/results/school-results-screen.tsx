import { useState } from 'react';
import type { MethodOutput } from '#core/contract/index.ts';
import { formatMoment } from '#core/text/common.ts';
import { primaryResultsTexts } from '#core/text/primary-results.ts';
import { resultsTexts } from '#core/text/results.ts';
import { schoolResultsTexts } from '#core/text/school-results.ts';
import type { JobId } from '#core/values/ids.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorText } from '../../components/error-text.tsx';
import { JobProgress } from '../../components/job-progress.tsx';
import { QueryView } from '../../components/loading.tsx';
import { Message } from '../../components/message.tsx';
import { Page } from '../../components/page.tsx';
import { useLastChoice } from '../../state/last-choice.ts';
import { useNavigation } from '../../state/navigation.ts';
import { useLanguage } from '../../state/session-store.ts';
import { useQuery, type Feature } from '../../state/use-query.ts';
import { useSchoolJob } from '../../state/use-school-job.ts';
import { useTexts } from '../../state/use-texts.ts';
import type { Period } from './results-words.ts';
import { countRows, levelsCounts, primaryCounts, type LevelsClass, type PrimaryClass } from './school-counts.ts';
import { SchoolTable, type CountGroup } from './school-table.tsx';
import '../../styles/sheets.css';
import '../../styles/results.css';
import '../../styles/school-results.css';

const periods: readonly Period[] = [1, 2, 'year'];

/** All classes of the year, counted: computed when the screen is opened, beside whatever else goes on. */
export function SchoolResultsScreen() {
  const texts = useTexts(schoolResultsTexts);
  const shared = useTexts(resultsTexts);
  const language = useLanguage();
  const [period, setPeriod] = useState<Period>('year');
  const computation = useComputation();
  const query = useQuery('results.school', computation.doneJob === null ? null : { jobId: computation.doneJob });
  const results = query.value;
  const lastClass = useLastChoice(({ classId }) => classId);
  const shownClass = results?.classes.find(({ classId }) => classId === lastClass)?.classId ?? results?.classes[0]?.classId ?? null;
  const hasLevels = results?.classes.some(({ kind }) => kind === 'levels') ?? false;

  return (
    <Page
      title={texts.title}
      fill
      subtitle={results === null ? undefined : texts.subtitle(results.schoolYear, formatMoment(results.computedAt, language))}
      actions={
        <>
          <button type="button" className="button results-print" disabled={shownClass === null} onClick={() => shownClass !== null && useNavigation.getState().go({ screen: 'results', classId: shownClass })}>
            {texts.byClass}
          </button>
          <button type="button" className="button results-print" disabled={results === null} onClick={() => window.print()}>
            {shared.print}
          </button>
        </>
      }
    >
      <div className="row sheet-choice">
        {hasLevels && (
          <fieldset className="segments">
            <legend className="visually-hidden">{shared.period}</legend>
            {periods.map((one) => (
              <label key={one} className="segments__one">
                <input type="radio" name="period" checked={period === one} onChange={() => setPeriod(one)} />
                <span>{shared.periods[one]}</span>
              </label>
            ))}
          </fieldset>
        )}
        {computation.state === 'done' && (
          <button type="button" className="button" onClick={computation.start}>
            {texts.recompute}
          </button>
        )}
      </div>
      {computation.changed && computation.state === 'done' && (
        <Message tone="info" title={texts.changed} announce="later" actions={<button type="button" className="button button--primary" onClick={computation.start}>{texts.recompute}</button>} />
      )}
      <ErrorText error={computation.error} />
      {computation.jobId !== null && computation.state !== 'done' && <JobProgress key={computation.jobId} jobId={computation.jobId} title={texts.computing} onEnded={computation.ended} />}
      {computation.state === 'stopped' && results === null && (
        <EmptyState
          title={texts.stopped}
          text={texts.stoppedText}
          actions={
            <button type="button" className="button button--primary" onClick={computation.start}>
              {texts.compute}
            </button>
          }
        />
      )}
      {computation.doneJob !== null && <QueryView query={query}>{(value) => <SchoolTables results={value} period={period} />}</QueryView>}
    </Page>
  );
}

function SchoolTables({ results, period }: { readonly results: MethodOutput<'results.school'>; readonly period: Period }) {
  const texts = useTexts(schoolResultsTexts);
  const shared = useTexts(resultsTexts);
  const levels = results.classes.filter((group): group is LevelsClass => group.kind === 'levels');
  const primary = results.classes.filter((group): group is PrimaryClass => group.kind === 'primary');
  const [levelGroups, primaryGroups] = [useLevelGroups(period), usePrimaryGroups()];
  if (results.classes.length === 0) {
    return (
      <EmptyState
        title={texts.empty}
        text={texts.emptyText}
        actions={
          <button type="button" className="button button--primary" onClick={() => useNavigation.getState().go({ screen: 'school', section: 'classes' })}>
            {texts.toClasses}
          </button>
        }
      />
    );
  }
  const both = levels.length > 0 && primary.length > 0;
  return (
    <>
      {primary.length > 0 && both && <h2 className="school-results__heading">{texts.primaryHeading}</h2>}
      {primary.length > 0 && <SchoolTable label={texts.primaryLabel} groups={primaryGroups} rows={countRows(primary, primaryCounts)} />}
      {levels.length > 0 && both && <h2 className="school-results__heading">{texts.levelsHeading}</h2>}
      {levels.length > 0 && <SchoolTable label={texts.tableLabel(shared.periods[period])} groups={levelGroups} rows={countRows(levels, (group) => levelsCounts(group, period))} />}
      <p className="legend">
        {texts.note} {levels.length > 0 && shared.levelsNote}
      </p>
    </>
  );
}

/** In the order of `levelsCounts`. */
function useLevelGroups(period: Period): readonly CountGroup[] {
  const texts = useTexts(schoolResultsTexts);
  const shared = useTexts(resultsTexts);
  const levelColumns = (of: string) => [
    ...(['T', 'K', 'Đ'] as const).map((level) => ({ label: level, title: `${of}: ${shared.levels[level]}` })),
    { label: 'CĐ', title: `${of}: ${shared.levels.CĐ}`, tone: 'bad' as const },
    { label: texts.none, title: `${of}: ${texts.noneTitle}`, tone: 'warn' as const },
  ];
  const levels: readonly CountGroup[] = [
    { heading: shared.learning, columns: levelColumns(shared.learningTitle) },
    { heading: shared.conduct, columns: levelColumns(shared.conductTitle) },
  ];
  if (period !== 'year') return levels;
  return [
    ...levels,
    { heading: texts.awards, columns: (['XUAT_SAC', 'GIOI'] as const).map((award) => ({ label: shared.awardsShort[award], title: shared.awards[award] })) },
    {
      heading: texts.ending,
      columns: [
        { label: texts.promoted, title: texts.promotedTitle },
        { label: texts.summer, title: texts.summerTitle, tone: 'warn' },
        { label: texts.retained, title: texts.retainedTitle, tone: 'bad' },
        { label: texts.incomplete, title: texts.incompleteTitle, tone: 'warn' },
        { label: texts.review, title: texts.reviewTitle, tone: 'warn' },
      ],
    },
  ];
}

/** In the order of `primaryCounts`. */
function usePrimaryGroups(): readonly CountGroup[] {
  const texts = useTexts(schoolResultsTexts);
  const primary = useTexts(primaryResultsTexts);
  return [
    {
      heading: texts.outcome,
      columns: [
        ...(['HTXS', 'HTT', 'HT'] as const).map((outcome) => ({ label: outcome, title: primary.outcomes[outcome] })),
        { label: 'CHT', title: primary.outcomes.CHT, tone: 'bad' },
        { label: texts.none, title: texts.noneTitle, tone: 'warn' },
      ],
    },
    { heading: texts.awards, columns: (['HOC_SINH_XUAT_SAC', 'HOC_SINH_TIEU_BIEU'] as const).map((award) => ({ label: primary.awardsShort[award], title: primary.awards[award] })) },
    {
      heading: texts.ending,
      columns: [
        { label: texts.promoted, title: texts.promotedTitle },
        { label: texts.retained, title: texts.retainedTitle, tone: 'bad' },
        { label: texts.notDecided, title: texts.notDecidedTitle, tone: 'warn' },
      ],
    },
  ];
}

/** Computed when the screen is opened; the last that was finished stays to be looked at while the next is under way. */
function useComputation() {
  const [doneJob, setDoneJob] = useState<JobId | null>(null);
  return { ...useSchoolJob('results.computeSchool', features, setDoneJob), doneJob };
}

const features: readonly Feature[] = ['results', 'school', 'pupils'];
