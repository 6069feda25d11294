import { movesTexts } from '#core/text/moves.ts';
import { Page } from '../../components/page.tsx';
import { useNavigation, type Place } from '../../state/navigation.ts';
import { useSession } from '../../state/session-store.ts';
import { useTexts } from '../../state/use-texts.ts';
import { DoneSection } from './done-section.tsx';
import { PupilsSection } from './pupils-section.tsx';
import { RollOverSection } from './roll-over-section.tsx';
import { SummerSection } from './summer-section.tsx';
import '../../styles/moves.css';

type MovesPlace = Extract<Place, { screen: 'moves' }>;
type Section = MovesPlace['section'];

/** Class changes, departures and arrivals, the year's end and turn, and everything done so far. */
export function MovesScreen({ place, visit }: { readonly place: MovesPlace; readonly visit: number }) {
  const texts = useTexts(movesTexts);
  const go = useNavigation((store) => store.go);
  const roles = useSession((store) => store.state?.user?.roles) ?? [];
  const office = roles.includes('clerk') || roles.includes('principal');
  const sections: readonly Section[] = [...(roles.includes('clerk') ? (['pupils'] as const) : []), 'summer', ...(office ? (['year', 'done'] as const) : [])];
  const section = sections.includes(place.section) ? place.section : 'summer';
  return (
    <Page title={texts.title} subtitle={texts.subtitle}>
      <fieldset className="segments segments--wrap">
        <legend className="visually-hidden">{texts.sectionLabel}</legend>
        {sections.map((each) => (
          <label key={each} className="segments__one">
            <input type="radio" name="section" checked={section === each} onChange={() => go({ ...place, section: each })} />
            <span>{texts.sections[each]}</span>
          </label>
        ))}
      </fieldset>
      {section === 'pupils' && <PupilsSection key={visit} classId={place.classId} enrollmentId={place.enrollmentId} onClass={(classId) => go({ ...place, classId, enrollmentId: null })} />}
      {section === 'summer' && <SummerSection classId={place.classId} onClass={(classId) => go({ ...place, section: 'summer', classId, enrollmentId: null })} />}
      {section === 'year' && <RollOverSection />}
      {section === 'done' && <DoneSection />}
    </Page>
  );
}
