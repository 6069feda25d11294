import type { ClassId } from '#core/values/ids.ts';
import { homeroomTexts } from '#core/text/homeroom.ts';
import { ClassPicker } from '../../components/class-picker.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { QueryView } from '../../components/loading.tsx';
import { Page } from '../../components/page.tsx';
import { SaveStatus } from '../../grid/save-status.tsx';
import { useCalmReload } from '../../grid/use-calm-reload.ts';
import { useNavigation, type Place } from '../../state/navigation.ts';
import { useQuery } from '../../state/use-query.ts';
import { useTexts } from '../../state/use-texts.ts';
import { HomeroomSheetView } from './homeroom-sheet-view.tsx';
import '../../styles/grid.css';
import '../../styles/sheets.css';
import '../../styles/homeroom.css';

/** Conduct, absences, measures and comments of one class: the homeroom teacher's sheet. */
export function HomeroomScreen({ place, visit }: { readonly place: Extract<Place, { screen: 'homeroom' }>; readonly visit: number }) {
  const texts = useTexts(homeroomTexts);
  const overview = useQuery('school.overview', {}, ['school']);
  const known = overview.value?.classes.some((one) => one.id === place.classId) === true;
  const sheet = useQuery('homeroom.sheet', known ? { classId: place.classId } : null);
  useCalmReload(['homeroom', 'gradebook', 'pupils', 'school'], sheet);

  function show(classId: ClassId) {
    useNavigation.getState().go({ screen: 'homeroom', classId, enrollmentId: null, field: null });
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
                <ClassPicker classes={classes} value={known ? place.classId : null} onChange={show} />
              </div>
              {known && <QueryView query={sheet}>{(value) => <HomeroomSheetView key={value.classId} sheet={value} query={sheet} place={place} visit={visit} />}</QueryView>}
            </>
          )
        }
      </QueryView>
    </Page>
  );
}
