import { useState } from 'react';
import type { ClassEnd, YearEnd } from '#core/contract/year-turn.ts';
import { formatDay } from '#core/text/common.ts';
import { yearTurnTexts } from '#core/text/year-turn.ts';
import { DataTable, type Column } from '../../components/data-table.tsx';
import { QueryView } from '../../components/loading.tsx';
import { Message } from '../../components/message.tsx';
import { StatusBadge } from '../../components/status-badge.tsx';
import { useNavigation } from '../../state/navigation.ts';
import { useQuery } from '../../state/use-query.ts';
import { useTexts } from '../../state/use-texts.ts';

/** One class at the end of the year. Each subject and the summer's conduct lead to the cell where the new result is entered. */
export function SummerClass({ group, onConfirm }: { readonly group: ClassEnd; readonly onConfirm: (() => void) | null }) {
  const texts = useTexts(yearTurnTexts);
  const go = useNavigation((store) => store.go);
  const query = useQuery('yearTurn.class', group.hasResults ? { classId: group.classId } : null, ['results', 'gradebook', 'homeroom', 'pupils']);
  const [everybody, setEverybody] = useState(false);
  if (!group.hasResults) return null;
  const { classId } = group;

  return (
    <QueryView query={query}>
      {({ className, primary, pupils }) => {
        const incomplete = pupils.filter(({ now }) => now === 'INCOMPLETE').length;
        const concerned = pupils.filter(({ before, now, fixed }) => now !== 'INCOMPLETE' && (before !== 'PROMOTED' || now !== 'PROMOTED' || fixed?.outdated === true));
        const columns: readonly Column<YearEnd>[] = [
          { key: 'position', header: texts.number, align: 'end', render: ({ position }) => position },
          { key: 'name', header: texts.pupil, rowHeader: true, render: ({ fullName }) => fullName },
          { key: 'year', header: texts.yearResult, render: (end) => <YearWords end={end} primary={primary} /> },
          {
            key: 'due',
            header: primary ? texts.supplement : texts.summerDue,
            render: ({ reassess, summerConduct, weakAttributes, enrollmentId }) => (
              <ul className="summer-due">
                {summerConduct.due && (
                  <li>
                    <button type="button" className="text-button" onClick={() => go({ screen: 'homeroom', classId, enrollmentId, field: 'summerConduct' })}>
                      {texts.summerConduct(summerConduct.result === null ? '' : texts.levels[summerConduct.result])}
                    </button>
                  </li>
                )}
                {weakAttributes > 0 && (
                  <li>
                    <button type="button" className="text-button" onClick={() => go({ screen: 'homeroom', classId, enrollmentId, field: null })}>
                      {texts.weakAttributes(weakAttributes)}
                    </button>
                  </li>
                )}
                {reassess.map(({ subjectId, name, before, after }) => (
                  <li key={subjectId}>
                    <button type="button" className="text-button" onClick={() => go({ screen: 'gradebook', classId, subjectId, semester: 2, enrollmentId, column: primary ? 'supportLevel' : 'reassessment' })}>
                      {after === '' ? texts.subjectDue(name, before) : texts.subjectDone(name, before, after)}
                    </button>
                  </li>
                ))}
              </ul>
            ),
          },
          { key: 'now', header: texts.now, render: ({ now }) => <StatusBadge tone={now === 'PROMOTED' ? 'good' : now === 'RETAINED' ? 'bad' : 'warning'}>{texts.states[now]}</StatusBadge> },
          { key: 'fixed', header: texts.confirmedColumn, render: (end) => <Fixed end={end} /> },
        ];
        return (
          <section className="stack" aria-label={texts.classTitle(className)}>
            <div className="row row--between">
              <h2>{texts.classTitle(className)}</h2>
              <span className="row">
                <label className="check">
                  <input type="checkbox" checked={everybody} onChange={(event) => setEverybody(event.target.checked)} />
                  <span>{texts.everybody}</span>
                </label>
                <button type="button" className="button" onClick={() => go({ screen: 'results', classId })}>
                  {texts.toResults}
                </button>
                {onConfirm !== null && (
                  <button type="button" className="button button--primary" onClick={onConfirm}>
                    {texts.confirmClass(className)}
                  </button>
                )}
              </span>
            </div>
            {incomplete > 0 && <Message tone="warning" title={texts.incomplete(incomplete)}><p>{texts.incompleteText}</p></Message>}
            {!everybody && concerned.length === 0 ? incomplete === 0 && <p>{texts.nobodyConcerned}</p> : <DataTable caption={texts.classTitle(className)} captionHidden columns={columns} rows={everybody ? pupils : concerned} rowKey={({ enrollmentId }) => enrollmentId} />}
          </section>
        );
      }}
    </QueryView>
  );
}

function YearWords({ end, primary }: { readonly end: YearEnd; readonly primary: boolean }) {
  const texts = useTexts(yearTurnTexts);
  const levels: Readonly<Record<string, string>> = texts.levels;
  const word = (code: string) => (code === '' ? texts.noLevel : (levels[code] ?? code));
  const line = ({ learning, conduct }: YearEnd['year']) => (primary ? word(learning) : texts.yearWords(word(learning), word(conduct)));
  return (
    <>
      {line(end.year)}
      {end.absences !== null && <span className="soft"> · {texts.absences(end.absences)}</span>}
      {end.after !== null && <div>{texts.afterSummer(line(end.after))}</div>}
    </>
  );
}

function Fixed({ end: { fixed } }: { readonly end: YearEnd }) {
  const texts = useTexts(yearTurnTexts);
  if (fixed === null) return <span className="soft">{texts.notConfirmed}</span>;
  if (fixed.outdated) return <StatusBadge tone="warning">{texts.outdated(texts.states[fixed.decision])}</StatusBadge>;
  return <span title={fixed.by}>{texts.confirmedOn(texts.states[fixed.decision], formatDay(fixed.on))}</span>;
}
