import { useState } from 'react';
import { signingTexts } from '#core/text/signing.ts';
import { ClassPicker } from '../../components/class-picker.tsx';
import { Page } from '../../components/page.tsx';
import { useNavigation, type Place } from '../../state/navigation.ts';
import { useQuery } from '../../state/use-query.ts';
import { useTexts } from '../../state/use-texts.ts';
import { SignClass, type SignedKind } from './sign-class.tsx';
import '../../styles/records.css';
import '../../styles/signing.css';

/** Signing a class: what is signed and by whom, with which token, and the PIN. One thing after the other. */
export function SigningScreen({ place }: { readonly place: Extract<Place, { screen: 'signing' }>; readonly visit: number }) {
  const texts = useTexts(signingTexts);
  const go = useNavigation((store) => store.go);
  const overview = useQuery('school.overview', {}, ['school']);
  // Stays while one goes from class to class; null: not chosen yet.
  const [kind, setKind] = useState<SignedKind | null>(null);
  const { classId } = place;
  const group = overview.value?.classes.find(({ id }) => id === classId);
  return (
    <Page title={texts.title} subtitle={texts.subtitle} actions={<ClassPicker classes={overview.value?.classes ?? []} value={classId} onChange={(next) => go({ screen: 'signing', classId: next })} />}>
      {overview.value !== null && group === undefined && <p className="soft">{texts.chooseClass}</p>}
      {group !== undefined && <SignClass key={group.id} group={group} wanted={kind} onKind={setKind} />}
    </Page>
  );
}
