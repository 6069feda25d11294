import { useCallback, useState } from 'react';
import type { MethodOutput } from '#core/contract/index.ts';
import type { PrimaryPupil } from '#core/contract/results.ts';
import { commonTexts } from '#core/text/common.ts';
import { primaryResultsTexts } from '#core/text/primary-results.ts';
import { resultsTexts } from '#core/text/results.ts';
import type { ClassId } from '#core/values/ids.ts';
import { moments, type Moment } from '#core/values/registers.ts';
import { QueryView } from '../../components/loading.tsx';
import { PrimaryDerivation } from '../../components/derivation.tsx';
import { useNavigation } from '../../state/navigation.ts';
import { useQuery } from '../../state/use-query.ts';
import { useTexts } from '../../state/use-texts.ts';
import { MissingList } from './results-lists.tsx';
import { counts, missing } from './results-words.ts';

type Results = MethodOutput<'results.primary'>;

/** A primary class under TT 27/2020: levels and tests at one of the four moments, qualities and competencies, and at the year's end the outcome and what follows. */
export function PrimaryResults({ classId }: { readonly classId: ClassId }) {
  const texts = useTexts(primaryResultsTexts);
  const [moment, setMoment] = useState<Moment>('2-end');
  const [explained, setExplained] = useState<PrimaryPupil | null>(null);
  const close = useCallback(() => setExplained(null), []);
  const query = useQuery('results.primary', { classId, moment }, ['results', 'pupils', 'school']);
  return (
    <>
      <div className="row sheet-choice">
        <fieldset className="segments">
          <legend className="visually-hidden">{texts.moment}</legend>
          {moments.map((one) => (
            <label key={one} className="segments__one">
              <input type="radio" name="moment" checked={moment === one} onChange={() => setMoment(one)} />
              <span>{texts.moments[one]}</span>
            </label>
          ))}
        </fieldset>
        {query.value !== null && (
          <div className="results-lists">
            <MissingList missing={query.value.missing} />
          </div>
        )}
      </div>
      <QueryView query={query}>
        {(results) => (
          <>
            <Summary results={results} />
            <div className="results-area">
              <PrimaryTable results={results} onExplain={setExplained} />
              {explained !== null && <PrimaryDerivation key={explained.enrollmentId} classId={classId} enrollmentId={explained.enrollmentId} pupilName={explained.fullName} onClose={close} />}
            </div>
            <p className="legend">{texts.note}</p>
          </>
        )}
      </QueryView>
    </>
  );
}

function Summary({ results }: { readonly results: Results }) {
  const texts = useTexts(primaryResultsTexts);
  const shared = useTexts(resultsTexts);
  if (results.moment !== '2-end') return null;
  const lines = [
    { title: texts.outcome, words: counts(results.pupils.map(({ outcome }) => outcome ?? 'none'), ['HTXS', 'HTT', 'HT', 'CHT', 'none'] as const).map(({ value, count }) => shared.summaryLine(value === 'none' ? shared.notYet : texts.outcomes[value], count)) },
    { title: texts.award, words: counts(results.pupils.flatMap(({ award }) => award ?? []), ['HOC_SINH_XUAT_SAC', 'HOC_SINH_TIEU_BIEU']).map(({ value, count }) => shared.summaryLine(texts.awards[value], count)) },
  ];
  return (
    <dl className="results-summary">
      {lines
        .filter(({ words }) => words.length > 0)
        .map(({ title, words }) => (
          <div key={title}>
            <dt>{title}</dt>
            {words.map((word) => (
              <dd key={word}>{word}</dd>
            ))}
          </div>
        ))}
    </dl>
  );
}

function PrimaryTable({ results, onExplain }: { readonly results: Results; readonly onExplain: (pupil: PrimaryPupil) => void }) {
  const texts = useTexts(primaryResultsTexts);
  const shared = useTexts(resultsTexts);
  const common = useTexts(commonTexts);
  const atEnd = results.moment === '2-end';
  const label = shared.tableLabel(results.className, texts.moments[results.moment]);
  const semester = results.moment.startsWith('1') ? 1 : 2;
  return (
    <section className="table-frame table-frame--fill results-frame" aria-label={label}>
      <table className="results results--primary">
        <caption className="results__caption">{label}</caption>
        <thead>
          <tr>
            <th scope="col" className="results__number">{shared.number}</th>
            <th scope="col" className="results__name">{common.fullName}</th>
            {results.subjects.map((subject) => (
              <th key={subject.id} scope="col" className="results__subject">
                <button type="button" className="results__open" title={shared.openSheet(subject.name)} onClick={() => useNavigation.getState().go({ screen: 'gradebook', classId: results.classId, subjectId: subject.id, semester, enrollmentId: null, column: null })}>
                  {subject.shortName}
                </button>
              </th>
            ))}
            {results.attributes.map(({ code, name }) => (
              <th key={code} scope="col" className="results__attribute" title={name}>
                <span>{name}</span>
              </th>
            ))}
            {atEnd && (
              <>
                <th scope="col">{texts.outcome}</th>
                <th scope="col">{texts.award}</th>
                <th scope="col" className="results__words">{shared.decision}</th>
              </>
            )}
          </tr>
        </thead>
        <tbody>
          {results.pupils.map((pupil) => (
            <PrimaryRow key={pupil.enrollmentId} pupil={pupil} results={results} atEnd={atEnd} onExplain={onExplain} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function PrimaryRow({ pupil, results, atEnd, onExplain }: { readonly pupil: PrimaryPupil; readonly results: Results; readonly atEnd: boolean; readonly onExplain: (pupil: PrimaryPupil) => void }) {
  const texts = useTexts(primaryResultsTexts);
  const shared = useTexts(resultsTexts);
  const open = () => onExplain(pupil);
  return (
    <tr>
      <td className="results__number">{pupil.position}</td>
      <th scope="row" className="results__name">
        <button type="button" className="results__person" title={texts.open(pupil.fullName)} onClick={open}>
          {pupil.fullName}
        </button>
        {pupil.review.length > 0 && (
          <abbr className="results__mark" title={shared.reviewTitle}>
            {' (?)'}
          </abbr>
        )}
      </th>
      {results.subjects.map(({ id, hasTest }) => {
        const found = pupil.subjects.find(({ subjectId }) => subjectId === id);
        const level = found?.level ?? missing;
        return (
          <td key={id} className="results__value" data-low={level === 'C' || (found?.test !== null && found?.test !== undefined && found.test < 5)} title={level in texts.levels ? texts.levels[level as keyof typeof texts.levels] : undefined}>
            {hasTest ? `${level} ${found?.test ?? missing}` : level}
          </td>
        );
      })}
      {results.attributes.map(({ code, name }) => {
        const level = pupil.attributes[code];
        return (
          <td key={code} className="results__value" data-low={level === 'C'} title={level === undefined ? name : `${name}: ${texts.attributeLevels[level]}`}>
            {level ?? missing}
          </td>
        );
      })}
      {atEnd && (
        <>
          <td className="results__level" data-level={pupil.outcome} onClick={open} title={pupil.outcome === null ? undefined : texts.outcomes[pupil.outcome]}>
            {pupil.outcome ?? missing}
          </td>
          <td onClick={open} title={pupil.award === null ? undefined : texts.awards[pupil.award]}>{pupil.award === null ? '' : texts.awardsShort[pupil.award]}</td>
          <td className="results__decision" data-decision={pupil.decision} onClick={open}>
            {decisionOf(pupil, texts)}
          </td>
        </>
      )}
    </tr>
  );
}

/** The decision that stands: after the supplementary assessment, and after the principal's word, where there were any. */
function decisionOf({ decision, afterSupport, principalDecision }: PrimaryPupil, texts: (typeof primaryResultsTexts)['vi']): string {
  if (principalDecision !== null) return texts.principalDecisions[principalDecision];
  return texts.decisions[afterSupport?.decision ?? decision];
}
