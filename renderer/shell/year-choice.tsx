import type { SessionState } from '#core/contract/session.ts';
import { shellTexts } from '#core/text/shell.ts';
import { useNavigation } from '../state/navigation.ts';
import { useSession } from '../state/session-store.ts';
import { useCommand } from '../state/use-command.ts';
import { useTexts } from '../state/use-texts.ts';

type School = NonNullable<SessionState['school']>;

/** Turns the window to another school year and shows its classes. */
function useViewYear() {
  const view = useCommand('session.viewYear');
  return async (yearId: School['viewedYearId']) => {
    const state = await view.run({ yearId });
    if (state === null) return;
    useSession.getState().set(state);
    useNavigation.getState().go(state.school?.viewedYearId == null ? { screen: 'home' } : { screen: 'pupils', classId: null, pupilId: null, field: null });
  };
}

/** The school year; a choice where the school has past ones. */
export function YearChoice({ school }: { readonly school: School }) {
  const texts = useTexts(shellTexts);
  const viewYear = useViewYear();
  if (school.years.length < 2) return <span className="soft">{texts.schoolYear(school.schoolYear)}</span>;
  return (
    <select
      className="input input--auto"
      aria-label={texts.yearLabel}
      value={school.viewedYearId ?? ''}
      onChange={(event) => void viewYear(school.years.find(({ id }) => id === event.target.value)?.id ?? null)}
    >
      <option value="">{texts.schoolYear(school.schoolYear)}</option>
      {school.years
        .filter(({ name }) => name !== school.schoolYear)
        .map(({ id, name }) => (
          <option key={id} value={id}>
            {texts.schoolYear(name)}
          </option>
        ))}
    </select>
  );
}

/** Says all the time that a past year is looked at, and leads back. */
export function PastBand({ school }: { readonly school: School }) {
  const texts = useTexts(shellTexts);
  const viewYear = useViewYear();
  const viewed = school.years.find(({ id }) => id === school.viewedYearId);
  if (viewed === undefined) return null;
  return (
    <p className="band band--past">
      {texts.pastBand(viewed.name)}{' '}
      <button type="button" className="button button--small" onClick={() => void viewYear(null)}>
        {texts.toPresent(school.schoolYear)}
      </button>
    </p>
  );
}
