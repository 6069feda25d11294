import type { MouseEvent } from 'react';
import type { DerivationSubject } from '#core/contract/results.ts';
import { derivationTexts } from '#core/text/derivation.ts';
import { commonTexts } from '#core/text/common.ts';
import { resultsTexts } from '#core/text/results.ts';
import { textsIn } from '#core/text/texts.ts';
import type { PupilResult } from '#core/contract/results.ts';
import type { Language } from '#core/contract/shared.ts';
import { useNavigation } from '../../state/navigation.ts';
import { useLanguage } from '../../state/session-store.ts';
import { useTexts } from '../../state/use-texts.ts';
import { conductOf, decisionWords, learningOf, missing, subjectCell, type ClassResults, type Period } from './results-words.ts';

/** The class in one table, as dense as the paper form, for one semester or the year. */
export function ResultsTable({ results, period, grade, onExplain }: { readonly results: ClassResults; readonly period: Period; readonly grade: number | null; readonly onExplain: (pupil: PupilResult, about: DerivationSubject) => void }) {
  const texts = useTexts(resultsTexts);
  const common = useTexts(commonTexts);
  const label = texts.tableLabel(results.className, texts.periods[period]);
  const year = period === 'year';
  const summer = year && results.pupils.some((pupil) => pupil.afterSummer !== null);
  return (
    <section className="table-frame table-frame--fill results-frame" aria-label={label}>
      <table className="results">
        <caption className="results__caption">{label}</caption>
        <thead>
          <tr>
            <th scope="col" className="results__number">
              {texts.number}
            </th>
            <th scope="col" className="results__name">
              {common.fullName}
            </th>
            {results.subjects.map((subject) => (
              <th key={subject.id} scope="col" className="results__subject">
                <button
                  type="button"
                  className="results__open"
                  title={texts.openSheet(subject.name)}
                  onClick={() => useNavigation.getState().go({ screen: 'gradebook', classId: results.classId, subjectId: subject.id, semester: period === 1 ? 1 : 2, enrollmentId: null, column: null })}
                >
                  {subject.shortName}
                </button>
              </th>
            ))}
            <th scope="col" title={texts.learningTitle}>
              {texts.learning}
            </th>
            <th scope="col" title={texts.conductTitle}>
              {texts.conduct}
            </th>
            {year && (
              <>
                <th scope="col" title={texts.absencesTitle}>
                  {texts.absences}
                </th>
                <th scope="col">
                  {texts.award}
                </th>
                <th scope="col" className="results__words">
                  {texts.decision}
                </th>
              </>
            )}
            {summer && (
              <th scope="col" className="results__words">
                {texts.afterSummer}
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {results.pupils.map((pupil) => (
            <PupilRow key={pupil.enrollmentId} pupil={pupil} results={results} period={period} grade={grade} summer={summer} onExplain={onExplain} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function PupilRow({ pupil, results, period, grade, summer, onExplain }: { readonly pupil: PupilResult; readonly results: ClassResults; readonly period: Period; readonly grade: number | null; readonly summer: boolean; readonly onExplain: (pupil: PupilResult, about: DerivationSubject) => void }) {
  const derivation = useTexts(derivationTexts);
  const texts = useTexts(resultsTexts);
  const language = useLanguage();
  const learning = learningOf(pupil, period);
  const conduct = conductOf(pupil, period);
  const settled = pupil.review.every((point) => point.settled !== null);
  // The mouse asks at the value itself; by keyboard the name opens the same panel, with every result one choice away.
  const explain = (event: MouseEvent<HTMLElement>) => {
    const kind = event.target instanceof Element ? event.target.closest<HTMLElement>('td[data-about]')?.dataset['about'] : undefined;
    if (kind === undefined) return;
    const subject = results.subjects.find(({ id }) => id === kind);
    if (subject !== undefined) onExplain(pupil, { kind: 'subject', subjectId: subject.id, period });
    else onExplain(pupil, kind === 'learning' ? { kind, period } : kind === 'conduct' ? { kind } : { kind: 'year' });
  };
  return (
    <tr onClick={explain}>
      <td className="results__number">{pupil.position}</td>
      <th scope="row" className="results__name">
        <button type="button" className="results__person" title={derivation.open(pupil.fullName)} onClick={() => onExplain(pupil, { kind: 'year' })}>
          {pupil.fullName}
        </button>
        {pupil.review.length > 0 && (
          <abbr className="results__mark" data-settled={settled || undefined} title={settled ? texts.reviewSettled : texts.reviewTitle}>
            {settled ? ' (✓)' : ' (?)'}
          </abbr>
        )}
      </th>
      {results.subjects.map((subject) => {
        const cell = subjectCell(pupil.subjects, subject.id, period, language);
        return (
          <td key={subject.id} className="results__value" data-about={subject.id} data-low={cell.low} data-kind={subject.kind} title={cell.note ?? undefined}>
            {cell.text}
          </td>
        );
      })}
      <td className="results__level" data-about="learning" data-level={learning.level} title={learningNote(learning, results, language)}>
        {learning.level ?? missing}
        {learning.adjustedBySubjectId !== null && '*'}
      </td>
      <td className="results__level" data-about="conduct" data-level={conduct} title={conduct === null ? undefined : texts.levels[conduct]}>
        {conduct ?? missing}
      </td>
      {period === 'year' && (
        <>
          <td className="results__value" data-about="year" data-low={pupil.absences !== null && pupil.absences > 45}>
            {pupil.absences ?? missing}
          </td>
          <td data-about="year" title={pupil.award === null ? undefined : texts.awards[pupil.award]}>{pupil.award === null ? '' : texts.awardsShort[pupil.award]}</td>
          <td className="results__decision" data-about="year" data-decision={pupil.decision}>{decisionWords(pupil.decision, grade, language)}</td>
        </>
      )}
      {summer && <td className="results__decision" data-about="year" data-decision={pupil.afterSummer?.decision}>{pupil.afterSummer === null ? '' : decisionWords(pupil.afterSummer.decision, grade, language)}</td>}
    </tr>
  );
}

/** The level in words, and where Art. 9.3 raised it, from which and because of which subject. */
function learningNote(learning: PupilResult['year'], results: ClassResults, language: Language): string | undefined {
  const texts = textsIn(resultsTexts, language);
  if (learning.level === null) return undefined;
  const subject = results.subjects.find((one) => one.id === learning.adjustedBySubjectId);
  if (subject === undefined || learning.base === null) return texts.levels[learning.level];
  return texts.adjusted(texts.levels[learning.base], texts.levels[learning.level], subject.name);
}

/** Every adjustment of the period in a sentence: what the asterisk in the table means. */
export function Adjustments({ results, period }: { readonly results: ClassResults; readonly period: Period }) {
  const language = useLanguage();
  const adjusted = results.pupils.filter((pupil) => learningOf(pupil, period).adjustedBySubjectId !== null);
  if (adjusted.length === 0) return null;
  return (
    <ul className="results-notes">
      {adjusted.map((pupil) => (
        <li key={pupil.enrollmentId}>
          * {pupil.fullName}: {learningNote(learningOf(pupil, period), results, language)}
        </li>
      ))}
    </ul>
  );
}
