import type { ClassSummary } from '#core/contract/school.ts';
import type { RegisterName } from '#core/values/registers.ts';
import { homeroomTexts } from '#core/text/homeroom.ts';
import { registersTexts } from '#core/text/registers.ts';
import { ClassPicker } from '../../components/class-picker.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { QueryView } from '../../components/loading.tsx';
import { Page } from '../../components/page.tsx';
import { SaveStatus } from '../../grid/save-status.tsx';
import { useCalmReload } from '../../grid/use-calm-reload.ts';
import { useNavigation, type Place } from '../../state/navigation.ts';
import { useQuery } from '../../state/use-query.ts';
import { useTexts } from '../../state/use-texts.ts';
import { PeriodPicker } from './period-picker.tsx';
import { RegisterSheetView } from './register-sheet-view.tsx';
import '../../styles/grid.css';
import '../../styles/sheets.css';
import '../../styles/gradebook.css';
import '../../styles/homeroom.css';

type HomeroomPlace = Extract<Place, { screen: 'homeroom' }>;

/** What the homeroom teacher keeps of a class: conduct and comments, attendance by day, in primary classes qualities and competencies. */
export function HomeroomScreen({ place, visit }: { readonly place: HomeroomPlace; readonly visit: number }) {
  const texts = useTexts(homeroomTexts);
  const overview = useQuery('school.overview', {}, ['school']);
  const group = overview.value?.classes.find((one) => one.id === place.classId) ?? null;
  const register = group === null || place.register === undefined || !registersOf(group).includes(place.register) ? 'homeroom' : place.register;
  const period = register === place.register || place.register === undefined ? (place.period ?? null) : null;
  const sheet = useQuery('registers.sheet', group === null ? null : { classId: group.id, register, period });
  useCalmReload(['homeroom', 'gradebook', 'pupils', 'school'], sheet);

  function show(classId: ClassSummary['id'], next: RegisterName, nextPeriod: string | null) {
    useNavigation.getState().go({ screen: 'homeroom', classId, register: next, period: nextPeriod, enrollmentId: null, field: null });
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
                <ClassPicker classes={classes} value={group?.id ?? null} onChange={(classId) => show(classId, register, period)} />
                {group !== null && <RegisterPicker group={group} value={register} onChange={(next) => show(group.id, next, null)} />}
                {group !== null && register !== 'homeroom' && sheet.value?.register === register && <PeriodPicker periods={sheet.value.periods} value={sheet.value.period} onChange={(next) => show(group.id, register, next)} />}
              </div>
              {group !== null && (
                <QueryView query={sheet}>
                  {(value) => <RegisterSheetView key={`${value.classId} ${value.register} ${value.period}`} sheet={value} query={sheet} place={place} visit={visit} />}
                </QueryView>
              )}
            </>
          )
        }
      </QueryView>
    </Page>
  );
}

/** TT 27/2020: qualities and competencies are judged in primary classes only. */
function registersOf({ level }: Pick<ClassSummary, 'level'>): readonly RegisterName[] {
  return level === 'primary' ? ['homeroom', 'attendance', 'attributes'] : ['homeroom', 'attendance'];
}

function RegisterPicker({ group, value, onChange }: { readonly group: Pick<ClassSummary, 'level'>; readonly value: RegisterName; readonly onChange: (register: RegisterName) => void }) {
  const texts = useTexts(registersTexts);
  return (
    <fieldset className="segments">
      <legend className="visually-hidden">{texts.which}</legend>
      {registersOf(group).map((name) => (
        <label key={name} className="segments__one">
          <input type="radio" name="register" checked={value === name} onChange={() => onChange(name)} />
          <span>{name === 'homeroom' && group.level === 'primary' ? texts.homeroomPrimary : texts.registers[name]}</span>
        </label>
      ))}
    </fieldset>
  );
}
