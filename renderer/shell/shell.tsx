import { lazy, Suspense, useEffect, type ComponentType } from 'react';
import { shellTexts } from '#core/text/shell.ts';
import type { SessionState } from '#core/contract/session.ts';
import { Loading } from '../components/loading.tsx';
import { ScreenGuard } from '../components/screen-guard.tsx';
import { useLastChoice } from '../state/last-choice.ts';
import { useNavigation, type Place } from '../state/navigation.ts';
import { useTexts } from '../state/use-texts.ts';
import { Head } from './head.tsx';
import { JobTray } from './job-tray.tsx';
import { MenuList } from './menu-list.tsx';
import type { ScreenName } from './menu.ts';
import { Notices } from './notices.tsx';
import { ReasonDialog } from './reason-dialog.tsx';

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
  'school-results': lazy(() => import('../screens/results/school-results-screen.tsx').then(({ SchoolResultsScreen }) => ({ default: SchoolResultsScreen }))),
  quality: lazy(() => import('../screens/quality/quality-screen.tsx').then(({ QualityScreen }) => ({ default: QualityScreen }))),
  records: lazy(() => import('../screens/records/records-screen.tsx').then(({ RecordsScreen }) => ({ default: RecordsScreen }))),
  signing: lazy(() => import('../screens/signing/signing-screen.tsx').then(({ SigningScreen }) => ({ default: SigningScreen }))),
  'hand-off': lazy(() => import('../screens/hand-off/hand-off-screen.tsx').then(({ HandOffScreen }) => ({ default: HandOffScreen }))),
  exchange: lazy(() => import('../screens/exchange/exchange-screen.tsx').then(({ ExchangeScreen }) => ({ default: ExchangeScreen }))),
  check: lazy(() => import('../screens/check/check-screen.tsx').then(({ CheckScreen }) => ({ default: CheckScreen }))),
  'token-doctor': lazy(() => import('../screens/token-doctor/token-doctor-screen.tsx').then(({ TokenDoctorScreen }) => ({ default: TokenDoctorScreen }))),
  'my-certificates': lazy(() => import('../screens/my-certificates/my-certificates-screen.tsx').then(({ MyCertificatesScreen }) => ({ default: MyCertificatesScreen }))),
  school: lazy(() => import('../screens/school/school-screen.tsx').then(({ SchoolScreen }) => ({ default: SchoolScreen }))),
  users: lazy(() => import('../screens/users/users-screen.tsx').then(({ UsersScreen }) => ({ default: UsersScreen }))),
  moves: lazy(() => import('../screens/moves/moves-screen.tsx').then(({ MovesScreen }) => ({ default: MovesScreen }))),
  board: lazy(() => import('../screens/board/board-screen.tsx').then(({ BoardScreen }) => ({ default: BoardScreen }))),
  books: lazy(() => import('../screens/books/books-screen.tsx').then(({ BooksScreen }) => ({ default: BooksScreen }))),
  locks: lazy(() => import('../screens/locks/locks-screen.tsx').then(({ LocksScreen }) => ({ default: LocksScreen }))),
  audit: lazy(() => import('../screens/audit/audit-screen.tsx').then(({ AuditScreen }) => ({ default: AuditScreen }))),
};

/** The frame of a signed-in user: menu, head, the screen, and what goes on in the background. */
export function Shell({ state }: { readonly state: SessionState & { readonly school: NonNullable<SessionState['school']>; readonly user: NonNullable<SessionState['user']> } }) {
  const texts = useTexts(shellTexts);
  const place = useNavigation((store) => store.place);
  const visit = useNavigation((store) => store.visit);
  const noteChoice = useLastChoice((store) => store.note);
  useEffect(() => noteChoice(place), [place, noteChoice]);

  const Shown = screens[place.screen] as ComponentType<{ readonly place: Place; readonly visit: number }>;
  return (
    <div className="office shell">
      <a className="skip" href="#main">
        {texts.skip}
      </a>
      <Head school={state.school} user={state.user} locked={state.locked} />
      <nav className="menu" aria-label={texts.navigation}>
        <MenuList roles={state.user.roles} past={state.school.viewedYearId !== null} />
        <JobTray />
      </nav>
      <main id="main" className="main" tabIndex={-1}>
        <ScreenGuard key={place.screen}>
          <Suspense fallback={<Loading />}>
            <Shown place={place} visit={visit} />
          </Suspense>
        </ScreenGuard>
      </main>
      <Notices />
      <ReasonDialog />
    </div>
  );
}
