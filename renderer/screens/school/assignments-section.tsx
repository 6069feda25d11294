import { useState } from 'react';
import type { SubjectSummary } from '#core/contract/school.ts';
import { schoolTexts } from '#core/text/school.ts';
import { teacherId as teacherIdOf, type ClassId } from '#core/values/ids.ts';
import { ClassPicker } from '../../components/class-picker.tsx';
import { DataTable, type Column } from '../../components/data-table.tsx';
import { ErrorText } from '../../components/error-text.tsx';
import { QueryView } from '../../components/loading.tsx';
import { useCommand } from '../../state/use-command.ts';
import { useQuery } from '../../state/use-query.ts';
import { useTexts } from '../../state/use-texts.ts';

/** Who teaches what in a class; each choice is saved at once. */
export function AssignmentsSection({ mayEdit }: { readonly mayEdit: boolean }) {
  const texts = useTexts(schoolTexts);
  const overview = useQuery('school.overview', {}, ['school']);
  const [chosen, setChosen] = useState<ClassId | null>(null);
  const classes = overview.value?.classes ?? [];
  const group = classes.find(({ id }) => id === chosen) ?? classes[0];
  const teachers = useQuery('school.teachers', {}, ['school']);
  const assignments = useQuery('school.assignments', group === undefined ? null : { classId: group.id }, ['school']);
  const assign = useCommand('school.assign');
  if (overview.value === null) return <QueryView query={overview}>{() => null}</QueryView>;
  if (group === undefined) return <p className="soft">{texts.noClasses}</p>;
  const subjects = overview.value.subjects.filter(({ periods }) => periods[String(group.grade)] !== undefined);
  const teacherOf = (subject: SubjectSummary) => assignments.value?.assignments.find(({ subjectId }) => subjectId === subject.id)?.teacherId ?? '';
  const columns: readonly Column<SubjectSummary>[] = [
    { key: 'subject', header: texts.subject, render: ({ name }) => name, rowHeader: true },
    { key: 'periods', header: texts.periods, render: ({ periods }) => periods[String(group.grade)] ?? '', align: 'end' },
    {
      key: 'teacher',
      header: texts.teacher,
      render: (subject) => (
        <select
          className="input input--auto"
          aria-label={`${texts.teacher}: ${subject.name}`}
          disabled={!mayEdit || assign.busy || assignments.value === null}
          value={teacherOf(subject)}
          onChange={(event) => void assign.run({ classId: group.id, subjectId: subject.id, teacherId: event.target.value === '' ? null : teacherIdOf.parse(event.target.value) })}
        >
          <option value="">{texts.noTeacher}</option>
          {(teachers.value?.teachers ?? []).filter(({ id, active }) => active || id === teacherOf(subject)).map(({ id, fullName }) => (
            <option key={id} value={id}>
              {fullName}
            </option>
          ))}
        </select>
      ),
    },
  ];
  return (
    <>
      <ClassPicker classes={classes} value={group.id} onChange={setChosen} />
      <ErrorText error={assign.error ?? assignments.error ?? teachers.error} />
      <DataTable caption={texts.assignmentsOf(group.name)} columns={columns} rows={subjects} rowKey={({ id }) => id} />
    </>
  );
}
