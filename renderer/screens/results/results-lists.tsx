import { useId, useState, type ReactNode } from 'react';
import { create } from 'zustand';
import type { MissingItem } from '#core/contract/results.ts';
import { resultsTexts } from '#core/text/results.ts';
import type { ClassId } from '#core/values/ids.ts';
import { useNavigation } from '../../state/navigation.ts';
import { useLanguage } from '../../state/session-store.ts';
import { useTexts } from '../../state/use-texts.ts';
import { conductOf, counts, decisionWords, learningOf, type ClassResults, type Period } from './results-words.ts';

const levelOrder = ['T', 'K', 'Đ', 'CĐ', 'none'] as const;
const shownAtFirst = 12;

/** How many pupils reached what. */
export function ResultsSummary({ results, period, grade }: { readonly results: ClassResults; readonly period: Period; readonly grade: number | null }) {
  const texts = useTexts(resultsTexts);
  const language = useLanguage();
  const levelLine = (value: (typeof levelOrder)[number], count: number) => texts.summaryLine(value === 'none' ? texts.notYet : texts.levels[value], count);
  const decisions = ['PROMOTED', 'REASSESS', 'SUMMER_CONDUCT', 'SUMMER_CONDUCT_THEN_REASSESS', 'RETAINED', 'INCOMPLETE'] as const;
  const lines: readonly { readonly title: string; readonly words: readonly string[] }[] = [
    { title: texts.learning, words: counts(results.pupils.map((pupil) => learningOf(pupil, period).level ?? 'none'), levelOrder).map(({ value, count }) => levelLine(value, count)) },
    { title: texts.conduct, words: counts(results.pupils.map((pupil) => conductOf(pupil, period) ?? 'none'), levelOrder).map(({ value, count }) => levelLine(value, count)) },
    ...(period === 'year'
      ? [
          { title: texts.awardCount, words: counts(results.pupils.flatMap((pupil) => pupil.award ?? []), ['XUAT_SAC', 'GIOI']).map(({ value, count }) => texts.summaryLine(texts.awards[value], count)) },
          { title: texts.decisionCount, words: counts(results.pupils.map((pupil) => pupil.finalDecision), decisions).map(({ value, count }) => texts.summaryLine(decisionWords(value, grade, language), count)) },
        ]
      : []),
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

/** The lists that go with the table; the one that is open stays open while its lines are visited and come back from. */
type ListName = 'review' | 'missing' | 'summer';
/** Something else is asked for: a list would lie over it. */
export function closeLists(): void {
  useOpenList.setState({ open: null });
}

const useOpenList = create<{ readonly open: ListName | null }>(() => ({ open: null }));

export function ListBox({ name, title, tone, children }: { readonly name: ListName; readonly title: string; readonly tone: 'plain' | 'warning'; readonly children: ReactNode }) {
  const open = useOpenList((list) => list.open === name);
  const id = useId();
  return (
    <div className="results-list" data-tone={tone}>
      <button type="button" className="button" aria-expanded={open} aria-controls={id} onClick={() => useOpenList.setState({ open: open ? null : name })}>
        {title} <span aria-hidden="true">{open ? '▴' : '▾'}</span>
      </button>
      {open && (
        <section className="results-list__box" id={id} aria-label={title}>
          {children}
        </section>
      )}
    </div>
  );
}

/** What is missing, by kind; each line leads to the cell where it is entered. */
export function MissingList({ missing }: { readonly missing: readonly MissingItem[] }) {
  const texts = useTexts(resultsTexts);
  if (missing.length === 0) return <p className="results-complete">{texts.missingNone}</p>;
  const kinds = [...new Set(missing.map((item) => item.what))];
  return (
    <ListBox name="missing" tone="warning" title={texts.missingTitle(missing.length)}>
      <p className="soft small">{texts.missingText}</p>
      {kinds.map((what) => {
        const items = missing.filter((item) => item.what === what);
        return (
          <details key={what} open={what === kinds[0]}>
            <summary>{texts.missingGroup(texts.missingKinds[what], items.length)}</summary>
            <MissingLines items={items} />
          </details>
        );
      })}
    </ListBox>
  );
}

function MissingLines({ items }: { readonly items: readonly MissingItem[] }) {
  const texts = useTexts(resultsTexts);
  const [all, setAll] = useState(false);
  const shown = all ? items : items.slice(0, shownAtFirst);
  return (
    <>
      <ul className="results-lines">
        {shown.map((item) => (
          <li key={`${item.enrollmentId ?? ''} ${item.detail}`}>
            <button type="button" className="text-button" onClick={() => useNavigation.getState().go(item.target)}>
              {item.pupilName === null ? item.detail : texts.missingLine(item.pupilName, item.detail)}
            </button>
          </li>
        ))}
      </ul>
      {shown.length < items.length && (
        <button type="button" className="button button--small" onClick={() => setAll(true)}>
          {texts.showAll(items.length)}
        </button>
      )}
    </>
  );
}

/** Who has something to do in the summer, each line leading to where its result is entered. */
export function SummerList({ results, classId }: { readonly results: ClassResults; readonly classId: ClassId }) {
  const texts = useTexts(resultsTexts);
  const pupils = results.pupils.filter((pupil) => pupil.decision === 'REASSESS' || pupil.decision === 'SUMMER_CONDUCT' || pupil.decision === 'SUMMER_CONDUCT_THEN_REASSESS');
  if (pupils.length === 0) return null;
  return (
    <ListBox name="summer" tone="plain" title={texts.summerCount(pupils.length)}>
      <ul className="results-lines">
        {pupils.map(({ enrollmentId, fullName, decision, reassessable }) => (
          <li key={enrollmentId}>
            <p className="results-list__names">{fullName}</p>
            {decision !== 'REASSESS' && (
              <button type="button" className="text-button" onClick={() => useNavigation.getState().go({ screen: 'homeroom', classId, enrollmentId, field: 'summerConduct' })}>
                {texts.summerConduct}
              </button>
            )}
            {results.subjects
              .filter((subject) => reassessable.includes(subject.id))
              .map((subject) => (
                <button key={subject.id} type="button" className="text-button" onClick={() => useNavigation.getState().go({ screen: 'gradebook', classId, subjectId: subject.id, semester: 2, enrollmentId, column: 'reassessment' })}>
                  {texts.summerReassess(subject.name)}
                </button>
              ))}
          </li>
        ))}
      </ul>
    </ListBox>
  );
}
