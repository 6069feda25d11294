import { useState } from 'react';
import type { MethodOutput } from '#core/contract/index.ts';
import { booksTexts } from '#core/text/books.ts';
import { ErrorText } from '../../components/error-text.tsx';
import { SelectField } from '../../components/field.tsx';
import { useNavigation } from '../../state/navigation.ts';
import { call } from '../../state/office.ts';
import { useOfficeFile } from '../../state/use-office-file.ts';
import { useTexts } from '../../state/use-texts.ts';
import { PrintButtons } from './print-buttons.tsx';

type Teachers = MethodOutput<'books.choices'>['teachers'];

/** A teacher's own book of one subject. Whoever may print only the own one sees no choice of teachers. */
export function SubjectBookForm({ teachers, mayAssign }: { readonly teachers: Teachers; readonly mayAssign: boolean }) {
  const texts = useTexts(booksTexts);
  const files = useOfficeFile();
  const [teacherId, setTeacherId] = useState<string | null>(null);
  const [subjectId, setSubjectId] = useState<string | null>(null);
  const teacher = teachers.find((each) => each.teacherId === teacherId) ?? teachers[0];
  const subject = teacher?.subjects.find((each) => each.subjectId === subjectId) ?? teacher?.subjects[0];

  return (
    <section className="sheet stack stack--tight" aria-labelledby="subject-book">
      <h2 id="subject-book">{texts.subjectBook}</h2>
      <p className="soft">{texts.subjectBookText}</p>
      {teacher === undefined || subject === undefined ? (
        <div className="row">
          <p>{texts.noTeachers}</p>
          {mayAssign && (
            <button type="button" className="button" onClick={() => useNavigation.getState().go({ screen: 'school', section: 'assignments' })}>
              {texts.toAssignments}
            </button>
          )}
        </div>
      ) : (
        <>
          <div className="row">
            {teachers.length > 1 && (
              <SelectField
                label={texts.teacher}
                value={teacher.teacherId}
                onChange={(value) => {
                  setTeacherId(value);
                  setSubjectId(null);
                }}
                options={teachers.map((each) => ({ value: each.teacherId, label: each.name }))}
              />
            )}
            <SelectField
              label={texts.subject}
              value={subject.subjectId}
              onChange={setSubjectId}
              options={teacher.subjects.map((each) => ({ value: each.subjectId, label: texts.subjectWithClasses(each.name, each.classNames.join(', ')) }))}
            />
          </div>
          <PrintButtons files={files} ask={() => call('books.subject', { teacherId: teacher.teacherId, subjectId: subject.subjectId })} />
        </>
      )}
      <ErrorText error={files.error} />
    </section>
  );
}
