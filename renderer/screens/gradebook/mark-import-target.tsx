import type { ImportPart } from '#core/contract/mark-files.ts';
import type { ClassSummary, SubjectSummary } from '#core/contract/school.ts';
import { commonTexts } from '#core/text/common.ts';
import { markFileTexts } from '#core/text/mark-files.ts';
import { useQuery } from '../../state/use-query.ts';
import { useTexts } from '../../state/use-texts.ts';
import { subjectsOf } from './subject-picker.tsx';
import type { SheetChoice } from './use-mark-import.ts';

/** The gradebook that a table goes to; for a teacher's own table another one can be chosen. */
export function MarkImportTarget({ part, open, busy, onChoose }: { readonly part: ImportPart; readonly open: SheetChoice; readonly busy: boolean; readonly onChoose: (target: SheetChoice) => void }) {
  const texts = useTexts(markFileTexts);
  const common = useTexts(commonTexts);
  const overview = useQuery('school.overview', {}, ['school']);
  if (part.by === 'own') {
    return part.target === null ? null : (
      <p>
        {texts.writeTo}: <strong>{texts.partLabel(part.target.subjectName, part.target.className, part.target.semester)}</strong>. {texts.ownSheet}
      </p>
    );
  }
  const classes = overview.value?.classes.filter(({ mayEditSubjects }) => mayEditSubjects.length > 0) ?? [];
  const place = part.target ?? open;
  const group = classes.find(({ id }) => id === place.classId) ?? classes[0];
  const all = overview.value?.subjects ?? [];
  const subjects = group === undefined ? [] : editable(group, all);

  function choose(change: Partial<SheetChoice>) {
    const next = classes.find(({ id }) => id === (change.classId ?? group?.id));
    const mine = next === undefined ? [] : editable(next, all);
    const subject = mine.find(({ id }) => id === (change.subjectId ?? place.subjectId)) ?? mine[0];
    if (next !== undefined && subject !== undefined) onChoose({ classId: next.id, subjectId: subject.id, semester: change.semester ?? place.semester });
  }

  const subjectId = part.target === null ? '' : part.target.subjectId;
  return (
    <fieldset className="mark-import__target" disabled={busy}>
      <legend className="visually-hidden">{part.target === null ? texts.chooseTarget : texts.writeTo}</legend>
      <span aria-hidden="true">{part.target === null ? texts.chooseTarget : texts.writeTo}</span>
      <label>
        <span className="visually-hidden">{common.class}</span>
        <select className="input input--auto" value={group?.id ?? ''} onChange={(event) => choose({ classId: classes.find(({ id }) => id === event.target.value)?.id ?? place.classId })}>
          {classes.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span className="visually-hidden">{common.subject}</span>
        <select className="input input--auto" value={subjectId} onChange={(event) => choose({ subjectId: subjects.find(({ id }) => id === event.target.value)?.id ?? place.subjectId })}>
          {!subjects.some(({ id }) => id === subjectId) && <option value="">{common.subject}…</option>}
          {subjects.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span className="visually-hidden">{texts.semester}</span>
        <select className="input input--auto" value={part.target === null ? '' : part.target.semester} onChange={(event) => choose({ semester: event.target.value === '2' ? 2 : 1 })}>
          {part.target === null && <option value="">{texts.semester}…</option>}
          <option value={1}>{common.semesterNumber(1)}</option>
          <option value={2}>{common.semesterNumber(2)}</option>
        </select>
      </label>
    </fieldset>
  );
}

function editable(group: ClassSummary, subjects: readonly SubjectSummary[]): readonly SubjectSummary[] {
  return subjectsOf(group, subjects).filter(({ id }) => group.mayEditSubjects.includes(id));
}
