import { lazy, Suspense, useEffect, type ComponentType } from 'react';
import { commonTexts } from '#core/text/common.ts';
import { shellTexts } from '#core/text/shell.ts';
import type { SessionState } from '#core/contract/session.ts';
import { Loading } from '../components/loading.tsx';
import { useCommand } from '../state/use-command.ts';
import { useLastChoice } from '../state/last-choice.ts';
import { useNavigation, type Place } from '../state/navigation.ts';
import { useQuery } from '../state/use-query.ts';
import { useTexts } from '../state/use-texts.ts';
import { JobTray } from './job-tray.tsx';
import { menu, placeFor, type ScreenName } from './menu.ts';
import { Notices } from './notices.tsx';

type Screen<Name extends ScreenName> = ComponentType<{ readonly place: Extract<Place, { screen: Name }>; readonly visit: number }>;
type Screens = { readonly [Name in ScreenName]: Screen<Name> };

/** Screens are loaded when they are first shown: an old PC starts with what the first one needs. */
const screens: Screens = {
  home: lazy(() => import('../screens/home/home-screen.tsx').then(({ HomeScreen }) => ({ default: HomeScreen }))),
  pupils: lazy(() => import('../screens/pupils/pupils-screen.tsx').then(({ PupilsScreen }) => ({ default: PupilsScreen }))),
  import: lazy(() => import('../screens/pupils/import-screen.tsx').then(({ ImportScreen }) => ({ default: ImportScreen }))),
  gradebook: lazy(() => import('../screens/gradebook/gradebook-screen.tsx').then(({ GradebookScreen }) => ({ default: GradebookScreen }))),
  homeroom: lazy(() => import('../screens/homeroom/homeroom-screen.tsx').then(({ HomeroomScreen }) => ({ default: HomeroomScreen }))),
  results: lazy(() => import('../screens/results/results-screen.tsx').then(({ ResultsScreen }) => ({ default: ResultsScreen }))),
  records: lazy(() => import('../screens/records/records-screen.tsx').then(({ RecordsScreen }) => ({ default: RecordsScreen }))),
  signing: lazy(() => import('../screens/signing/signing-screen.tsx').then(({ SigningScreen }) => ({ default: SigningScreen }))),
  exchange: lazy(() => import('../screens/exchange/exchange-screen.tsx').then(({ ExchangeScreen }) => ({ default: ExchangeScreen }))),
  check: lazy(() => import('../screens/check/check-screen.tsx').then(({ CheckScreen }) => ({ default: CheckScreen }))),
  school: lazy(() => import('../screens/school/school-screen.tsx').then(({ SchoolScreen }) => ({ default: SchoolScreen }))),
  users: lazy(() => import('../screens/users/users-screen.tsx').then(({ UsersScreen }) => ({ default: UsersScreen }))),
  audit: lazy(() => import('../screens/audit/audit-screen.tsx').then(({ AuditScreen }) => ({ default: AuditScreen }))),
};

/** The frame of a signed-in user: menu, head, the screen, and what goes on in the background. */
export function Shell({ state }: { readonly state: SessionState & { readonly school: NonNullable<SessionState['school']>; readonly user: NonNullable<SessionState['user']> } }) {
  const texts = useTexts(shellTexts);
  const common = useTexts(commonTexts);
  const { place, visit, go } = useNavigation();
  const overview = useQuery('school.overview', {}, ['school', 'users']);
  const last = useLastChoice();
  const lock = useCommand('session.lock');
  const signOut = useCommand('session.signOut');
  const language = useCommand('session.setLanguage');
  const noteChoice = last.note;
  useEffect(() => noteChoice(place), [place, noteChoice]);

  const Shown = screens[place.screen] as ComponentType<{ readonly place: Place; readonly visit: number }>;
  return (
    <div className="office shell">
      <a className="skip" href="#main">
        {texts.skip}
      </a>
      <header className="top">
        {state.school.training && <p className="band">{texts.trainingBand}</p>}
        <div className="head">
          <div className="head__school">
          <strong>{state.school.name}</strong>
          <span className="soft">{texts.schoolYear(state.school.schoolYear)}</span>
        </div>
        <div className="row">
          <span className="head__user">
            {state.user.displayName}
            <span className="soft small"> · {state.user.roles.map((role) => common.roles[role]).join(', ')}</span>
          </span>
          <button type="button" className="button button--quiet" lang={state.language === 'vi' ? 'en' : 'vi'} title={texts.languageLabel} onClick={() => void language.run({ language: state.language === 'vi' ? 'en' : 'vi' })}>
            {texts.language}
          </button>
          <button type="button" className="button button--quiet" onClick={() => void lock.run({})}>
            {texts.lock}
          </button>
          <button type="button" className="button button--quiet" onClick={() => void signOut.run({})}>
            {texts.signOut}
          </button>
        </div>
        </div>
      </header>
      <nav className="menu" aria-label={texts.navigation}>
        {menu.map(({ group, screens: entries }) => {
          const own = entries.filter(({ roles }) => roles === 'all' || roles.some((role) => state.user.roles.includes(role)));
          if (own.length === 0) return null;
          return (
            <div key={group} className="menu__group">
              <h2 className="menu__heading" id={`menu-${group}`}>
                {texts.groups[group]}
              </h2>
              <ul aria-labelledby={`menu-${group}`}>
                {own.map(({ name }) => {
                  const target = overview.value === null ? null : placeFor(name, overview.value, last);
                  return (
                    <li key={name}>
                      <button type="button" className="menu__entry" aria-current={place.screen === name ? 'page' : undefined} onClick={() => go(target ?? { screen: 'school', section: 'classes' })}>
                        {texts.screens[name]}
                      </button>
                    </li>
                  );
                })}
              </ul>
            </div>
          );
        })}
        <JobTray />
      </nav>
      <main id="main" className="main">
        <Suspense fallback={<Loading />}>
          <Shown key={place.screen} place={place} visit={visit} />
        </Suspense>
      </main>
      <Notices />
    </div>
  );
}
