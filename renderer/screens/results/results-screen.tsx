import { useCallback, useState } from 'react';
import type { DerivationSubject, PupilResult } from '#core/contract/results.ts';
import { resultsTexts } from '#core/text/results.ts';
import { schoolResultsTexts } from '#core/text/school-results.ts';
import type { ClassId } from '#core/values/ids.ts';
import { ClassPicker } from '../../components/class-picker.tsx';
import { DerivationPanel } from '../../components/derivation.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { QueryView } from '../../components/loading.tsx';
import { Page } from '../../components/page.tsx';
import { useNavigation, type Place } from '../../state/navigation.ts';
import { useSession } from '../../state/session-store.ts';
import { useQuery } from '../../state/use-query.ts';
import { useTexts } from '../../state/use-texts.ts';
import { PrimaryResults } from './primary-results.tsx';
import { closeLists, MissingList, ResultsSummary, SummerList } from './results-lists.tsx';
import { ReviewList } from './review-list.tsx';
import { Adjustments, ResultsTable } from './results-table.tsx';
import type { Period } from './results-words.ts';
import '../../styles/sheets.css';
import '../../styles/results.css';

const periods: readonly Period[] = [1, 2, 'year'];

/** Results of a class under TT 22/2021: subjects, levels, decisions, titles, and what they still wait for. */
export function ResultsScreen({ place }: { readonly place: Extract<Place, { screen: 'results' }>; readonly visit: number }) {
  const texts = useTexts(resultsTexts);
  const school = useTexts(schoolResultsTexts);
  const seesSchool = useSession(({ state }) => state?.user?.roles.some((role) => role === 'clerk' || role === 'principal') ?? false);
  const [period, setPeriod] = useState<Period>('year');
  const [explained, setExplained] = useState<{ readonly classId: ClassId; readonly pupil: PupilResult; readonly about: DerivationSubject } | null>(null);
  const closeExplained = useCallback(() => setExplained(null), []);
  const overview = useQuery('school.overview', {}, ['school']);
  const group = overview.value?.classes.find((one) => one.id === place.classId) ?? null;
  const isLevels = group !== null && (group.level === 'lower-secondary' || group.level === 'upper-secondary');
  const query = useQuery('results.class', isLevels ? { classId: group.id } : null, ['results', 'pupils', 'school']);
  const go = (next: Place) => useNavigation.getState().go(next);

  return (
    <Page
      title={texts.title}
      fill
      subtitle={group === null || overview.value === null ? undefined : texts.subtitle(group.name, overview.value.schoolYear)}
      actions={
        <>
          {seesSchool && (
            <button type="button" className="button results-print" onClick={() => go({ screen: 'school-results' })}>
              {school.open}
            </button>
          )}
          <button type="button" className="button results-print" onClick={() => window.print()}>
            {texts.print}
          </button>
        </>
      }
    >
      <QueryView query={overview}>
        {({ classes }) =>
          classes.length === 0 ? (
            <EmptyState
              title={texts.noClasses}
              text={texts.noClassesText}
              actions={
                <button type="button" className="button button--primary" onClick={() => go({ screen: 'school', section: 'classes' })}>
                  {texts.toClasses}
                </button>
              }
            />
          ) : (
            <>
              <div className="row sheet-choice">
                <ClassPicker classes={classes} value={group?.id ?? null} onChange={(classId) => go({ screen: 'results', classId })} />
                {isLevels && <fieldset className="segments">
                  <legend className="visually-hidden">{texts.period}</legend>
                  {periods.map((one) => (
                    <label key={one} className="segments__one">
                      <input type="radio" name="period" checked={period === one} onChange={() => setPeriod(one)} />
                      <span>{texts.periods[one]}</span>
                    </label>
                  ))}
                </fieldset>}
                {isLevels && query.value !== null && (
                  <div className="results-lists">
                    <ReviewList results={query.value} grade={group?.grade ?? null} />
                    <MissingList missing={query.value.missing} />
                    <SummerList results={query.value} classId={query.value.classId} />
                  </div>
                )}
              </div>
              {group?.level === 'primary' && <PrimaryResults key={group.id} classId={group.id} />}
              {group?.level === 'preschool' && <EmptyState title={texts.preschool} text={texts.preschoolText} actions={null} />}
              {group !== null && isLevels && (
                <QueryView query={query}>
                  {(results) =>
                    results.pupils.length === 0 ? (
                      <EmptyState
                        title={texts.noPupils}
                        text={texts.noPupilsText}
                        actions={
                          <button type="button" className="button button--primary" onClick={() => go({ screen: 'import' })}>
                            {texts.toImport}
                          </button>
                        }
                      />
                    ) : (
                      <>
                        <ResultsSummary results={results} period={period} grade={group.grade} />
                        <div className="results-area">
                          <ResultsTable results={results} period={period} grade={group.grade} onExplain={(pupil, about) => {
                              closeLists();
                              setExplained({ classId: group.id, pupil, about });
                            }} />
                          {explained !== null && explained.classId === group.id && (
                            <DerivationPanel
                              key={`${explained.pupil.enrollmentId} ${JSON.stringify(explained.about)}`}
                              classId={group.id}
                              enrollmentId={explained.pupil.enrollmentId}
                              pupilName={explained.pupil.fullName}
                              subjects={results.subjects}
                              about={explained.about}
                              onClose={closeExplained}
                            />
                          )}
                        </div>
                        <p className="legend">{texts.levelsNote}</p>
                        <Adjustments results={results} period={period} />
                      </>
                    )
                  }
                </QueryView>
              )}
            </>
          )
        }
      </QueryView>
    </Page>
  );
}
