import { useId } from 'react';
import type { ClassSummary, SubjectSummary } from '#core/contract/school.ts';
import { commonTexts } from '#core/text/common.ts';
import { gradebookTexts } from '#core/text/gradebook.ts';
import type { SubjectId } from '#core/values/ids.ts';
import { useTexts } from '../../state/use-texts.ts';

/** Subjects a class has, in the order of the forms. */
export function subjectsOf(group: ClassSummary, subjects: readonly SubjectSummary[]): readonly SubjectSummary[] {
  return subjects.filter((subject) => (subject.periods[String(group.grade)] ?? 0) > 0).sort((a, b) => a.order - b.order);
}

/** Chooses a subject of the class; those the user may enter stand first. */
export function SubjectPicker({ group, subjects, value, onChange }: {
  readonly group: ClassSummary;
  readonly subjects: readonly SubjectSummary[];
  readonly value: SubjectId | null;
  readonly onChange: (subjectId: SubjectId) => void;
}) {
  const texts = useTexts(gradebookTexts);
  const common = useTexts(commonTexts);
  const id = useId();
  const all = subjectsOf(group, subjects);
  const mine = all.filter((subject) => group.mayEditSubjects.includes(subject.id));
  const others = all.filter((subject) => !group.mayEditSubjects.includes(subject.id));
  const options = (list: readonly SubjectSummary[]) =>
    list.map((subject) => (
      <option key={subject.id} value={subject.id}>
        {subject.name}
      </option>
    ));
  return (
    <div className="picker">
      <label className="picker__label" htmlFor={id}>
        {common.subject}
      </label>
      <select
        id={id}
        className="input input--auto"
        value={all.some((subject) => subject.id === value) ? (value ?? '') : ''}
        onChange={(event) => {
          const chosen = all.find((subject) => subject.id === event.target.value);
          if (chosen) onChange(chosen.id);
        }}
      >
        {!all.some((subject) => subject.id === value) && <option value="">{texts.chooseSubject}</option>}
        {mine.length > 0 && others.length > 0 ? (
          <>
            <optgroup label={texts.mySubjects}>{options(mine)}</optgroup>
            <optgroup label={texts.otherSubjects}>{options(others)}</optgroup>
          </>
        ) : (
          options(all)
        )}
      </select>
    </div>
  );
}
