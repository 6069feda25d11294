import { useState } from 'react';
import type { MethodOutput } from '#core/contract/index.ts';
import type { Role } from '#core/contract/method.ts';
import type { ClassSummary } from '#core/contract/school.ts';
import type { SessionState } from '#core/contract/session.ts';
import type { SigningRole, SigningScope } from '#core/contract/signing.ts';
import { signingTexts } from '#core/text/signing.ts';
import type { BatchId } from '#core/values/ids.ts';
import { ClassPicker } from '../../components/class-picker.tsx';
import { QueryView } from '../../components/loading.tsx';
import { Message } from '../../components/message.tsx';
import { Page } from '../../components/page.tsx';
import { useNavigation, type Place } from '../../state/navigation.ts';
import { useSession } from '../../state/session-store.ts';
import { useQuery } from '../../state/use-query.ts';
import { useTexts } from '../../state/use-texts.ts';
import { BatchResult } from './batch-result.tsx';
import { NewBatch } from './new-batch.tsx';
import { OpenBatch } from './open-batch.tsx';
import '../../styles/signing.css';

type Preview = MethodOutput<'signing.preview'>;
type SessionUser = NonNullable<SessionState['user']>;

const allRoles: readonly SigningRole[] = ['subjectTeacher', 'homeroomTeacher', 'principal', 'school'];

/** Signing a class: who signs, with which token, and the PIN. One thing after the other. */
export function SigningScreen({ place }: { readonly place: Extract<Place, { screen: 'signing' }>; readonly visit: number }) {
  const texts = useTexts(signingTexts);
  const go = useNavigation((store) => store.go);
  const overview = useQuery('school.overview', {}, ['school']);
  const { classId } = place;
  const group = overview.value?.classes.find(({ id }) => id === classId);
  return (
    <Page title={texts.title} subtitle={texts.subtitle} actions={<ClassPicker classes={overview.value?.classes ?? []} value={classId} onChange={(next) => go({ screen: 'signing', classId: next })} />}>
      {overview.value !== null && group === undefined && <p className="soft">{texts.chooseClass}</p>}
      {group !== undefined && <SignClass key={group.id} group={group} />}
    </Page>
  );
}

/** Roles in which the user may sign the records of the class, as the office decides it too. */
function rolesFor(user: SessionUser | null, group: ClassSummary): readonly SigningRole[] {
  const has = (role: Role) => user?.roles.includes(role) === true;
  return allRoles.filter((role) => {
    if (role === 'school') return has('clerk') || has('principal');
    if (role === 'principal') return has('principal');
    if (role === 'subjectTeacher') return has('subjectTeacher') && group.mayEditSubjects.length > 0;
    return has('homeroomTeacher') && user?.teacherId != null && user.teacherId === group.homeroomTeacherId;
  });
}

function SignClass({ group }: { readonly group: ClassSummary }) {
  const texts = useTexts(signingTexts);
  const go = useNavigation((store) => store.go);
  const user = useSession((store) => store.state?.user ?? null);
  const roles = rolesFor(user, group);
  const [role, setRole] = useState<SigningRole>((['principal', 'homeroomTeacher'] as const).find((one) => roles.includes(one)) ?? roles[0] ?? 'school');
  const [whole, setWhole] = useState(false);
  const [begun, setBegun] = useState<BatchId | null>(null);
  const overview = useQuery('school.overview', {}, ['school']);
  const everyClass = (overview.value?.classes ?? []).filter(({ level }) => level !== 'primary').map(({ id }) => id);
  const scope: SigningScope = { kind: 'records', classIds: whole && (role === 'principal' || role === 'school') ? everyClass : [group.id] };
  const preview = useQuery('signing.preview', roles.length === 0 ? null : { scope, role }, ['records', 'signing', 'gradebook', 'homeroom']);
  const batches = useQuery('signing.batches', roles.length === 0 ? null : {}, ['signing']);
  // A batch goes on while the user looks elsewhere: coming back finds it again, running or paused.
  const open = batches.value?.batches.find(({ state, mayActAs, scope: about }) => state === 'running' || (state === 'paused' && mayActAs && about.classIds.includes(group.id)));
  const ended = begun === null ? undefined : batches.value?.batches.find(({ batchId, finishedAt }) => batchId === begun && finishedAt !== null);

  function take(next: SigningRole) {
    setRole(next);
    setBegun(null);
  }

  if (roles.length === 0) {
    return (
      <Message tone="info" title={texts.notYoursTitle}>
        <p>{texts.notYoursText}</p>
      </Message>
    );
  }
  if (open !== undefined) return <OpenBatch key={open.batchId} batch={open} onShown={setBegun} />;
  return (
    <div className="stack stack--wide">
      {ended !== undefined && (
        <section className="sheet stack" aria-label={texts.result}>
          <h2>{texts.result}</h2>
          <BatchResult batchId={ended.batchId} />
          {ended.role === 'principal' && ended.signed === ended.total && (
            <div>
              <button type="button" className="button button--primary" onClick={() => take('school')}>
                {texts.asSchool}
              </button>
            </div>
          )}
          {ended.role === 'school' && ended.signed === ended.total && (
            <div>
              <button type="button" className="button button--primary" onClick={() => go({ screen: 'exchange', classId: group.id })}>
                {texts.toSending}
              </button>
            </div>
          )}
        </section>
      )}
      <section className="sheet stack" aria-labelledby="step-role">
        <h2 id="step-role">{texts.stepRole}</h2>
        <fieldset className="segments">
          <legend className="visually-hidden">{texts.roleLegend}</legend>
          {roles.map((each) => (
            <label key={each} className="segments__one">
              <input type="radio" name="role" checked={role === each} onChange={() => take(each)} />
              <span>{texts.roles[each]}</span>
            </label>
          ))}
        </fieldset>
        {(role === 'principal' || role === 'school') && everyClass.length > 1 && (
          <fieldset className="segments">
            <legend className="visually-hidden">{texts.scopeLegend}</legend>
            {[false, true].map((all) => (
              <label key={String(all)} className="segments__one">
                <input type="radio" name="scope" checked={whole === all} onChange={() => setWhole(all)} />
                <span>{all ? texts.wholeSchool(everyClass.length) : texts.oneClass(group.name)}</span>
              </label>
            ))}
          </fieldset>
        )}
        <QueryView query={preview}>{(value) => <Counts preview={value} />}</QueryView>
      </section>
      {preview.value !== null && preview.value.mayActAs && preview.value.ready > 0 && (
        <NewBatch key={`${role} ${scope.classIds.join(' ')}`} scope={scope} role={role} where={scope.classIds.length > 1 ? texts.inSchool : texts.inClass(group.name)} homeroomTeacher={group.homeroomTeacherName} rest={ended !== undefined} onBegun={setBegun} />
      )}
      {preview.value !== null && preview.value.ready === 0 && ended === undefined && (
        <div>
          <button type="button" className="button" onClick={() => go({ screen: 'records', classId: group.id })}>
            {texts.toRecords}
          </button>
        </div>
      )}
    </div>
  );
}

function Counts({ preview }: { readonly preview: Preview }) {
  const texts = useTexts(signingTexts);
  const { counts } = texts;
  const lines = [
    ...(preview.ready > 0 ? [counts.ready(preview.ready)] : preview.alreadySigned > 0 ? [] : [texts.nothingReady]),
    ...(preview.alreadySigned > 0 ? [counts.alreadySigned(preview.alreadySigned)] : []),
    ...(preview.waitingForOthers > 0 ? [counts.waitingForOthers(preview.waitingForOthers)] : []),
    ...(preview.outdated > 0 ? [counts.outdated(preview.outdated)] : []),
    ...(preview.withoutRecord > 0 ? [counts.withoutRecord(preview.withoutRecord)] : []),
    ...(preview.mayActAs ? [] : [texts.notYours]),
  ];
  return (
    <ul className="counts">
      {lines.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  );
}
