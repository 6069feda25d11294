import type { ClassSummary } from '#core/contract/school.ts';
import type { Semester } from '#core/contract/shared.ts';
import { commonTexts } from '#core/text/common.ts';
import { gradebookTexts } from '#core/text/gradebook.ts';
import type { SubjectId } from '#core/values/ids.ts';
import { ClassPicker } from '../../components/class-picker.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { QueryView } from '../../components/loading.tsx';
import { Page } from '../../components/page.tsx';
import { SaveStatus } from '../../grid/save-status.tsx';
import { useCalmReload } from '../../grid/use-calm-reload.ts';
import { useNavigation, type Place } from '../../state/navigation.ts';
import { useQuery } from '../../state/use-query.ts';
import { useTexts } from '../../state/use-texts.ts';
import { GradebookSheetView } from './gradebook-sheet-view.tsx';
import { SubjectPicker, subjectsOf } from './subject-picker.tsx';
import '../../styles/grid.css';
import '../../styles/sheets.css';
import '../../styles/gradebook.css';

type GradebookPlace = Extract<Place, { screen: 'gradebook' }>;

/** Marks and comments of one class in one subject and semester. */
export function GradebookScreen({ place, visit }: { readonly place: GradebookPlace; readonly visit: number }) {
  const texts = useTexts(gradebookTexts);
  const common = useTexts(commonTexts);
  const overview = useQuery('school.overview', {}, ['school']);
  const group = overview.value?.classes.find((one) => one.id === place.classId) ?? null;
  const subjects = overview.value?.subjects ?? [];
  const subject = group === null ? null : (subjectsOf(group, subjects).find((one) => one.id === place.subjectId) ?? null);
  const sheet = useQuery('gradebook.sheet', group === null || subject === null ? null : { classId: group.id, subjectId: subject.id, semester: place.semester });
  useCalmReload(['gradebook', 'pupils', 'school'], sheet);

  function show(classId: ClassSummary['id'], subjectId: SubjectId, semester: Semester) {
    useNavigation.getState().go({ screen: 'gradebook', classId, subjectId, semester, enrollmentId: null, column: null });
  }

  function chooseClass(classId: ClassSummary['id']) {
    const chosen = overview.value?.classes.find((one) => one.id === classId);
    if (chosen === undefined) return;
    const all = subjectsOf(chosen, subjects);
    // The same subject in the other class, or the first one the user enters there.
    const next = all.find((one) => one.id === place.subjectId) ?? all.find((one) => chosen.mayEditSubjects.includes(one.id)) ?? all[0];
    if (next !== undefined) show(classId, next.id, place.semester);
  }

  return (
    <Page title={texts.title} fill actions={<SaveStatus />}>
      <QueryView query={overview}>
        {({ classes }) =>
          classes.length === 0 ? (
            <EmptyState
              title={texts.noClasses}
              text={texts.noClassesText}
              actions={
                <button type="button" className="button button--primary" onClick={() => useNavigation.getState().go({ screen: 'school', section: 'classes' })}>
                  {texts.toClasses}
                </button>
              }
            />
          ) : (
            <>
              <div className="row sheet-choice">
                <ClassPicker classes={classes} value={group?.id ?? null} onChange={chooseClass} />
                {group !== null && <SubjectPicker group={group} subjects={subjects} value={subject?.id ?? null} onChange={(subjectId) => show(group.id, subjectId, place.semester)} />}
                {group !== null && subject !== null && (
                  <fieldset className="segments">
                    <legend className="visually-hidden">{common.semester}</legend>
                    {([1, 2] as const).map((semester) => (
                      <label key={semester} className="segments__one">
                        <input type="radio" name="semester" checked={place.semester === semester} onChange={() => show(group.id, subject.id, semester)} />
                        <span>{common.semesterNumber(semester)}</span>
                      </label>
                    ))}
                  </fieldset>
                )}
              </div>
              {group?.level === 'preschool' && <EmptyState title={texts.preschool} text={texts.preschoolText} actions={null} />}
              {subject !== null && <QueryView query={sheet}>{(value) => <GradebookSheetView key={`${value.classId} ${value.subjectId} ${value.semester}`} sheet={value} query={sheet} place={place} visit={visit} />}</QueryView>}
            </>
          )
        }
      </QueryView>
    </Page>
  );
}
