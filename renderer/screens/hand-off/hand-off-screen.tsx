import { handOffTexts } from '#core/text/hand-off.ts';
import { ClassPicker } from '../../components/class-picker.tsx';
import { Page } from '../../components/page.tsx';
import { useNavigation, type Place } from '../../state/navigation.ts';
import { useQuery } from '../../state/use-query.ts';
import { useTexts } from '../../state/use-texts.ts';
import { MakePackage } from './make-package.tsx';
import { PackageList } from './package-list.tsx';
import { TakeBack } from './take-back.tsx';
import '../../styles/signing.css';
import '../../styles/hand-off.css';

/** Records on their way to a signer at another PC, and signatures on their way back. */
export function HandOffScreen({ place }: { readonly place: Extract<Place, { screen: 'hand-off' }>; readonly visit: number }) {
  const texts = useTexts(handOffTexts);
  const go = useNavigation((store) => store.go);
  const overview = useQuery('school.overview', {}, ['school']);
  const classes = overview.value?.classes ?? [];
  const group = classes.find(({ id }) => id === place.classId) ?? null;
  const everyClass = classes.filter(({ level }) => level !== 'primary').map(({ id }) => id);
  return (
    <Page title={texts.title} subtitle={texts.subtitle} actions={<ClassPicker classes={classes} value={group?.id ?? null} onChange={(classId) => go({ screen: 'hand-off', classId })} />}>
      <div className="stack stack--wide">
        {group !== null && <MakePackage key={group.id} group={group} everyClass={everyClass} />}
        <TakeBack />
        <PackageList />
      </div>
    </Page>
  );
}
