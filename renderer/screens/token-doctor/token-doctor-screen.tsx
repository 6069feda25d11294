import type { MethodOutput } from '#core/contract/index.ts';
import { tokenDoctorTexts } from '#core/text/token-doctor.ts';
import { ErrorText } from '../../components/error-text.tsx';
import { Loading } from '../../components/loading.tsx';
import { Message } from '../../components/message.tsx';
import { Page } from '../../components/page.tsx';
import { useNavigation } from '../../state/navigation.ts';
import { useSession } from '../../state/session-store.ts';
import { useQuery } from '../../state/use-query.ts';
import { useTexts } from '../../state/use-texts.ts';
import { mayOpen } from '../../shell/menu.ts';
import { DoctorReport } from './doctor-report.tsx';
import { ExaminedDrivers } from './examined-drivers.tsx';
import { ExaminedTokens } from './examined-tokens.tsx';
import '../../styles/signing.css';
import '../../styles/token-doctor.css';

type Examination = MethodOutput<'tokenDoctor.examine'>;

/** What keeps this PC from signing, in plain words, and what to do; the facts below it for whoever helps. */
export function TokenDoctorScreen() {
  const texts = useTexts(tokenDoctorTexts);
  const examination = useQuery('tokenDoctor.examine', {}, ['signing']);
  return (
    <Page
      title={texts.title}
      subtitle={texts.subtitle}
      actions={
        <button type="button" className="button" disabled={examination.loading} onClick={examination.reload}>
          {texts.again}
        </button>
      }
    >
      <ErrorText error={examination.error} />
      {examination.loading && <Loading label={texts.examining} />}
      {examination.value !== null && !examination.loading && (
        <div className="stack stack--wide">
          <Diagnosis examination={examination.value} />
          <ExaminedTokens modules={examination.value.modules} />
          <ExaminedDrivers modules={examination.value.modules} knownDrivers={examination.value.knownDrivers} />
          <DoctorReport examination={examination.value} />
        </div>
      )}
    </Page>
  );
}

function Diagnosis({ examination: { advice, modules } }: { readonly examination: Examination }) {
  const texts = useTexts(tokenDoctorTexts);
  const go = useNavigation((store) => store.go);
  const roles = useSession((store) => store.state?.user?.roles ?? []);
  const tokens = modules.reduce((count, { slots }) => count + slots.filter(({ token }) => token !== null).length, 0);
  const drivers = modules.filter(({ problem }) => problem === null).length;
  const healthy = advice.some(({ code }) => code === 'ready') && !advice.some(({ severity }) => severity === 'bad');
  // Several that can sign are one good message, not a screen full of them.
  const ready = advice.filter(({ code }) => code === 'ready');
  const told = ready.length > 1 ? advice.filter(({ code }) => code !== 'ready') : advice;
  return (
    <section className="stack" aria-labelledby="doctor-verdict">
      <div className="row row--between">
        <h2 id="doctor-verdict">{healthy ? texts.healthy : texts.sick}</h2>
        {mayOpen('signing', roles) && (
          <button type="button" className={healthy ? 'button button--primary' : 'button'} onClick={() => go({ screen: 'signing', classId: null })}>
            {texts.toSigning}
          </button>
        )}
      </div>
      <output className="soft">{texts.found(tokens, drivers)}</output>
      {told.map(({ code, severity, params }, index) => {
        const { what, todo } = texts.advice[code];
        return (
          <Message key={`${code} ${index}`} tone={severity} title={what(params)}>
            {todo(params) !== '' && <p>{todo(params)}</p>}
          </Message>
        );
      })}
      {ready.length > 1 && (
        <Message tone="good" title={texts.severalReady(ready.length)}>
          <ul className="counts">
            {ready.map(({ params }, index) => (
              <li key={index}>{params['holder']}</li>
            ))}
          </ul>
        </Message>
      )}
    </section>
  );
}
