import { useState } from 'react';
import type { BoardClass } from '#core/contract/board.ts';
import type { MethodOutput } from '#core/contract/index.ts';
import type { Semester } from '#core/contract/shared.ts';
import { boardTexts } from '#core/text/board.ts';
import { commonTexts } from '#core/text/common.ts';
import type { SubjectId } from '#core/values/ids.ts';
import { QueryView } from '../../components/loading.tsx';
import { Page } from '../../components/page.tsx';
import { useNavigation } from '../../state/navigation.ts';
import { call } from '../../state/office.ts';
import { useLanguage } from '../../state/session-store.ts';
import { useQuery } from '../../state/use-query.ts';
import { useTexts } from '../../state/use-texts.ts';
import { cellWords, lackOf, lackOfClass } from './board-words.ts';
import { Reminders } from './reminders.tsx';
import '../../styles/board.css';

type Board = MethodOutput<'board.term'>;

/** The term in one table: classes by subjects, how much of each is entered, and the reminders to print. */
export function BoardScreen() {
  const texts = useTexts(boardTexts);
  const common = useTexts(commonTexts);
  const [semester, setSemester] = useState<Semester>(1);
  const [view, setView] = useState<'matrix' | 'reminders'>('matrix');
  const [onlyLacking, setOnlyLacking] = useState(false);
  const query = useQuery('board.term', { semester }, ['gradebook', 'homeroom', 'pupils', 'school']);
  return (
    <Page
      title={texts.title}
      subtitle={texts.subtitle}
      fill={view === 'matrix'}
      actions={
        <button type="button" className="button board-print" onClick={() => window.print()}>
          {texts.print}
        </button>
      }
    >
      <div className="row sheet-choice">
        <fieldset className="segments">
          <legend className="visually-hidden">{common.semester}</legend>
          {([1, 2] as const).map((one) => (
            <label key={one} className="segments__one">
              <input type="radio" name="board-semester" checked={semester === one} onChange={() => setSemester(one)} />
              <span>{common.semesterNumber(one)}</span>
            </label>
          ))}
        </fieldset>
        <fieldset className="segments">
          <legend className="visually-hidden">{texts.view}</legend>
          {(['matrix', 'reminders'] as const).map((one) => (
            <label key={one} className="segments__one">
              <input type="radio" name="board-view" checked={view === one} onChange={() => setView(one)} />
              <span>{texts.views[one]}</span>
            </label>
          ))}
        </fieldset>
        {view === 'matrix' && (
          <label className="row">
            <input type="checkbox" checked={onlyLacking} onChange={(event) => setOnlyLacking(event.target.checked)} />
            {texts.onlyLacking}
          </label>
        )}
      </div>
      <QueryView query={query}>
        {(board) =>
          board.classes.length === 0 ? (
            <p className="soft">{texts.nothing}</p>
          ) : view === 'reminders' ? (
            <Reminders board={board} semester={semester} />
          ) : (
            <Matrix board={{ ...board, classes: onlyLacking ? board.classes.filter((group) => lackOfClass(group) > 0) : board.classes }} semester={semester} />
          )
        }
      </QueryView>
    </Page>
  );
}

function Matrix({ board, semester }: { readonly board: Board; readonly semester: Semester }) {
  const texts = useTexts(boardTexts);
  const language = useLanguage();

  async function goTo(group: BoardClass, subjectId: SubjectId | null) {
    const { target } = await call('board.firstEmpty', { classId: group.classId, subjectId, semester });
    if (target !== null) useNavigation.getState().go(target);
    else if (subjectId === null) useNavigation.getState().go({ screen: 'homeroom', classId: group.classId, enrollmentId: null, field: null });
    else useNavigation.getState().go({ screen: 'gradebook', classId: group.classId, subjectId, semester, enrollmentId: null, column: null });
  }

  return (
    <section className="table-frame table-frame--fill" aria-label={texts.caption(semester)}>
      <table className="board">
        <caption className="visually-hidden">{texts.caption(semester)}</caption>
        <thead>
          <tr>
            <th scope="col">{texts.class}</th>
            {board.subjects.map((subject) => (
              <th key={subject.id} scope="col" title={subject.name}>
                {subject.shortName}
              </th>
            ))}
            <th scope="col">{texts.homeroom}</th>
            <th scope="col">{texts.total}</th>
          </tr>
        </thead>
        <tbody>
          {board.classes.map((group) => (
            <tr key={group.classId}>
              <th scope="row">{group.className}</th>
              {board.subjects.map((subject) => {
                const cell = group.cells.find(({ subjectId }) => subjectId === subject.id);
                if (cell === undefined) return <td key={subject.id} aria-label={subject.name} />;
                const words = cellWords(cell, language);
                return (
                  <td key={subject.id}>
                    <button type="button" className="board__cell" data-done={lackOf(cell) === 0} title={`${cell.teacherName ?? texts.noTeacher}: ${words}`} onClick={() => void goTo(group, subject.id)}>
                      <Figure entered={cell.entered + cell.comments} due={cell.due + cell.commentsDue} />
                      <span className="visually-hidden"> {texts.open(group.className, subject.name, words)}</span>
                    </button>
                  </td>
                );
              })}
              <td>
                {group.homeroom !== null && (
                  <button type="button" className="board__cell" data-done={group.homeroom.due === group.homeroom.entered} title={group.homeroomTeacherName ?? texts.noTeacher} onClick={() => void goTo(group, null)}>
                    <Figure entered={group.homeroom.entered} due={group.homeroom.due} />
                    <span className="visually-hidden"> {texts.open(group.className, texts.homeroom, texts.cell(group.homeroom.entered, group.homeroom.due))}</span>
                  </button>
                )}
              </td>
              <td className="board__total">{lackOfClass(group) === 0 ? `✓ ${texts.done}` : texts.lacking(lackOfClass(group))}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{texts.school}</th>
            {board.subjects.map((subject) => {
              const lack = board.classes.reduce((sum, { cells }) => sum + cells.filter(({ subjectId }) => subjectId === subject.id).reduce((own, cell) => own + lackOf(cell), 0), 0);
              return <td key={subject.id}>{lack === 0 ? texts.done : texts.lacking(lack)}</td>;
            })}
            <td>{lackWords(board.classes.reduce((sum, { homeroom }) => sum + (homeroom === null ? 0 : homeroom.due - homeroom.entered), 0), texts)}</td>
            <td className="board__total">{lackWords(board.classes.reduce((sum, group) => sum + lackOfClass(group), 0), texts)}</td>
          </tr>
        </tfoot>
      </table>
    </section>
  );
}

function Figure({ entered, due }: { readonly entered: number; readonly due: number }) {
  const texts = useTexts(boardTexts);
  return entered >= due ? <span>✓ {texts.done}</span> : <span>{texts.cell(entered, due)}</span>;
}

function lackWords(count: number, texts: { readonly done: string; readonly lacking: (count: number) => string }): string {
  return count === 0 ? texts.done : texts.lacking(count);
}
