import { useEffect, useRef, useState } from 'react';
import type { SchoolLevel } from '#core/contract/shared.ts';
import { gradeOf, gradesOf } from '#core/values/class-names.ts';
import type { ClassSummary } from '#core/contract/school.ts';
import { commonTexts } from '#core/text/common.ts';
import { schoolTexts } from '#core/text/school.ts';
import { teacherId as teacherIdOf } from '#core/values/ids.ts';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { DataTable, type Column } from '../../components/data-table.tsx';
import { ErrorText } from '../../components/error-text.tsx';
import { SelectField, TextField } from '../../components/field.tsx';
import { QueryView } from '../../components/loading.tsx';
import { notify } from '../../state/notices.ts';
import { useCommand } from '../../state/use-command.ts';
import { useQuery } from '../../state/use-query.ts';
import { useTexts } from '../../state/use-texts.ts';

export function ClassesSection({ mayEdit }: { readonly mayEdit: boolean }) {
  const texts = useTexts(schoolTexts);
  const overview = useQuery('school.overview', {}, ['school', 'pupils']);
  const [edited, setEdited] = useState<ClassSummary | 'new' | null>(null);
  const columns: readonly Column<ClassSummary>[] = [
    { key: 'name', header: texts.className, render: ({ name }) => name, rowHeader: true },
    { key: 'grade', header: texts.grade, render: ({ grade }) => (grade === 0 ? texts.preschool : grade), align: 'end' },
    { key: 'size', header: texts.size, render: ({ size }) => size, align: 'end' },
    { key: 'teacher', header: texts.homeroomTeacher, render: ({ homeroomTeacherName }) => homeroomTeacherName ?? <span className="soft">{texts.noTeacher}</span> },
  ];
  return (
    <>
      {mayEdit && edited === null && (
        <div>
          <button type="button" className="button" onClick={() => setEdited('new')}>
            {texts.addClass}
          </button>
        </div>
      )}
      {edited !== null && overview.value !== null && <ClassForm levels={overview.value.levels} key={edited === 'new' ? 'new' : edited.id} initial={edited === 'new' ? null : edited} onDone={() => setEdited(null)} />}
      <QueryView query={overview}>
        {({ classes }) =>
          classes.length === 0 ? (
            <p className="soft">{texts.noClasses}</p>
          ) : (
            <DataTable caption={texts.classesList} columns={columns} rows={classes} rowKey={({ id }) => id} {...(mayEdit ? { onOpen: (group: ClassSummary) => setEdited(group), openLabel: ({ name }: ClassSummary) => texts.editClass(name) } : {})} />
          )
        }
      </QueryView>
    </>
  );
}

function ClassForm({ initial, levels, onDone }: { readonly initial: ClassSummary | null; readonly levels: readonly SchoolLevel[]; readonly onDone: () => void }) {
  const texts = useTexts(schoolTexts);
  const common = useTexts(commonTexts);
  const teachers = useQuery('school.teachers', {}, ['school']);
  const save = useCommand('school.saveClass');
  const remove = useCommand('school.removeClass');
  const [name, setName] = useState(initial?.name ?? '');
  const [chosenGrade, setGrade] = useState(initial === null ? null : String(initial.grade));
  // 9D is a class of grade 9 unless somebody says otherwise: the grade decides which subjects it has.
  const grades = gradesOf(levels);
  const named = gradeOf(name.trim());
  const grade = chosenGrade ?? String(named !== null && grades.includes(named) ? named : (grades[0] ?? 0));
  const [teacher, setTeacher] = useState<string>(initial?.homeroomTeacherId ?? '');
  const [removing, setRemoving] = useState(false);
  const first = useRef<HTMLInputElement>(null);
  useEffect(() => first.current?.focus(), []);
  function done(answer: object | null) {
    if (answer === null) return;
    notify('good', texts.saved);
    onDone();
  }
  return (
    <form
      className="sheet stack"
      onSubmit={(event) => {
        event.preventDefault();
        void save.run({ id: initial?.id ?? null, name, grade: Number(grade), homeroomTeacherId: teacher === '' ? null : teacherIdOf.parse(teacher) }).then(done);
      }}
    >
      <h2>{initial === null ? texts.addClass : texts.editClass(initial.name)}</h2>
      <div className="form-grid">
        <TextField inputRef={first} label={texts.className} value={name} onChange={setName} required maxLength={10} />
        <SelectField label={texts.grade} value={grade} onChange={setGrade} options={grades.map((value) => ({ value: String(value), label: value === 0 ? texts.preschool : String(value) }))} />
        <SelectField label={texts.homeroomTeacher} value={teacher} onChange={setTeacher} options={[{ value: '', label: texts.noTeacher }, ...(teachers.value?.teachers ?? []).map(({ id, fullName }) => ({ value: id, label: fullName }))]} />
      </div>
      <ErrorText error={save.error} />
      <div className="row">
        <button type="submit" className="button button--primary" disabled={save.busy || name.trim() === ''}>
          {common.save}
        </button>
        <button type="button" className="button" onClick={onDone}>
          {common.cancel}
        </button>
        {initial !== null && initial.size === 0 && (
          <button type="button" className="button button--danger" onClick={() => setRemoving(true)}>
            {texts.removeClass}
          </button>
        )}
      </div>
      {initial !== null && (
        <ConfirmDialog open={removing} title={texts.removeTitle(initial.name)} confirmLabel={texts.removeClass} busy={remove.busy} error={remove.error} onCancel={() => setRemoving(false)} onConfirm={() => void remove.run({ id: initial.id }).then(done)}>
          <p>{texts.removeText}</p>
        </ConfirmDialog>
      )}
    </form>
  );
}
