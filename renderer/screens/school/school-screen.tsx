import { schoolTexts } from '#core/text/school.ts';
import { Page } from '../../components/page.tsx';
import { useNavigation, type Place } from '../../state/navigation.ts';
import { useSession } from '../../state/session-store.ts';
import { useQuery } from '../../state/use-query.ts';
import { useTexts } from '../../state/use-texts.ts';
import { DriverList } from '../signing/driver-list.tsx';
import { QueryView } from '../../components/loading.tsx';
import { AssignmentsSection } from './assignments-section.tsx';
import { ClassesSection } from './classes-section.tsx';
import { GatewaySection } from './gateway-section.tsx';
import { PoliciesSection } from './policies-section.tsx';
import { SettingsSection } from './settings-section.tsx';
import { SignatureImagesSection } from './signature-images-section.tsx';
import { SignersSection } from './signers-section.tsx';
import { SubjectsSection } from './subjects-section.tsx';
import { TeachersSection } from './teachers-section.tsx';
import { TrustSection } from './trust-section.tsx';
import '../../styles/signing.css';

type Section = Extract<Place, { screen: 'school' }>['section'];

/** Everything of the school that is set once a year or less. */
export function SchoolScreen({ place }: { readonly place: Extract<Place, { screen: 'school' }>; readonly visit: number }) {
  const texts = useTexts(schoolTexts);
  const go = useNavigation((store) => store.go);
  const roles = useSession((store) => store.state?.user?.roles) ?? [];
  const may = (...wanted: readonly (typeof roles)[number][]) => wanted.some((role) => roles.includes(role));
  const sections: readonly Section[] = ['school', 'classes', 'subjects', 'teachers', 'assignments', 'policies', 'signers', ...(may('clerk', 'principal') ? (['signing'] as const) : []), ...(may('clerk', 'principal', 'administrator') ? (['trust', 'gateway'] as const) : [])];
  return (
    <Page title={texts.title}>
      <fieldset className="segments segments--wrap">
        <legend className="visually-hidden">{texts.sectionLabel}</legend>
        {sections.map((section) => (
          <label key={section} className="segments__one">
            <input type="radio" name="section" checked={place.section === section} onChange={() => go({ screen: 'school', section })} />
            <span>{texts.sections[section]}</span>
          </label>
        ))}
      </fieldset>
      {place.section === 'school' && <SettingsSection mayEdit={may('clerk', 'principal', 'administrator')} />}
      {place.section === 'classes' && <ClassesSection mayEdit={may('clerk', 'administrator')} />}
      {place.section === 'subjects' && <SubjectsSection mayEdit={may('clerk', 'administrator')} />}
      {place.section === 'teachers' && <TeachersSection mayEdit={may('clerk', 'administrator')} />}
      {place.section === 'assignments' && <AssignmentsSection mayEdit={may('clerk', 'administrator')} />}
      {place.section === 'policies' && <PoliciesSection />}
      {place.section === 'signers' && (
        <>
          {may('clerk', 'principal', 'administrator') && <SignatureImagesSection />}
          <SignersSection />
        </>
      )}
      {place.section === 'signing' && <Drivers />}
      {place.section === 'trust' && <TrustSection mayStamp={may('clerk', 'principal')} />}
      {place.section === 'gateway' && <GatewaySection mayEdit={may('clerk', 'administrator')} />}
    </Page>
  );
}

function Drivers() {
  const tokens = useQuery('signing.tokens', {}, ['signing']);
  return <QueryView query={tokens}>{({ modules }) => <DriverList modules={modules} onChange={tokens.reload} />}</QueryView>;
}
