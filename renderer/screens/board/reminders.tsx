import type { MethodOutput } from '#core/contract/index.ts';
import type { Semester } from '#core/contract/shared.ts';
import { boardTexts } from '#core/text/board.ts';
import { useLanguage } from '../../state/session-store.ts';
import { useTexts } from '../../state/use-texts.ts';
import { cellWords, lackOf } from './board-words.ts';

type Line = { readonly subject: string; readonly className: string; readonly words: string };

/** What each teacher still lacks, as slips to print and hand out. */
export function Reminders({ board, semester }: { readonly board: MethodOutput<'board.term'>; readonly semester: Semester }) {
  const texts = useTexts(boardTexts);
  const language = useLanguage();
  const byTeacher = new Map<string, Line[]>();
  const note = (teacher: string | null, line: Line) => byTeacher.set(teacher ?? texts.noTeacher, [...(byTeacher.get(teacher ?? texts.noTeacher) ?? []), line]);
  for (const group of board.classes) {
    for (const cell of group.cells) {
      if (lackOf(cell) === 0) continue;
      note(cell.teacherName, { subject: board.subjects.find(({ id }) => id === cell.subjectId)?.name ?? '', className: group.className, words: cellWords(cell, language) });
    }
    if (group.homeroom !== null && group.homeroom.due > group.homeroom.entered) note(group.homeroomTeacherName, { subject: texts.homeroom, className: group.className, words: texts.lacking(group.homeroom.due - group.homeroom.entered) });
  }
  if (byTeacher.size === 0) return <p>{texts.allDone}</p>;
  return (
    <div className="reminders">
      {[...byTeacher].sort(([a], [b]) => a.localeCompare(b, 'vi')).map(([teacher, lines]) => (
        <section key={teacher} className="reminder">
          <h2>{texts.remindersOf(teacher)}</h2>
          <p>{texts.reminderText(semester)}</p>
          <ul>
            {lines.map(({ subject, className, words }) => (
              <li key={`${subject} ${className}`}>{texts.reminderLine(subject, className, words)}</li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}
