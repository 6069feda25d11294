import { useState } from 'react';
import type { ClassSummary } from '#core/contract/school.ts';
import type { BatchSummary, SigningRole, SigningScope } from '#core/contract/signing.ts';
import { signedBooksTexts } from '#core/text/signed-books.ts';
import { signingTexts } from '#core/text/signing.ts';
import type { BatchId, ClassId } from '#core/values/ids.ts';
import { QueryView } from '../../components/loading.tsx';
import { Message } from '../../components/message.tsx';
import { useNavigation } from '../../state/navigation.ts';
import { useSession } from '../../state/session-store.ts';
import { useQuery } from '../../state/use-query.ts';
import { useTexts } from '../../state/use-texts.ts';
import { BatchResult } from './batch-result.tsx';
import { BookList } from './book-list.tsx';
import { NewBatch } from './new-batch.tsx';
import { OpenBatch } from './open-batch.tsx';
import { SigningCounts } from './signing-counts.tsx';
import { signingRolesFor } from './signing-roles.ts';
import { SubjectProgress } from './subject-progress.tsx';

/** What this screen signs; PDFs are signed where the records are. */
export type SignedKind = Exclude<SigningScope['kind'], 'pdfs'>;

const kinds: readonly SignedKind[] = ['records', 'gradebooks'];
const watched = ['records', 'signing', 'gradebook', 'homeroom', 'school'] as const;

/** What whoever opens the screen most likely wants: of records the principal or homeroom teacher signs, of gradebooks the first in the order. */
function usualRole(kind: SignedKind, roles: readonly SigningRole[]): SigningRole | null {
  const wanted: readonly SigningRole[] = kind === 'records' ? ['principal', 'homeroomTeacher'] : ['principal', 'subjectTeacher'];
  return wanted.find((one) => roles.includes(one)) ?? roles[0] ?? null;
}

/** Everything about signing one class, or from there the whole school. `wanted`: the kind that the user chose, null: none yet. */
export function SignClass({ group, wanted, onKind }: { readonly group: ClassSummary; readonly wanted: SignedKind | null; readonly onKind: (kind: SignedKind) => void }) {
  const texts = useTexts(signingTexts);
  const bookTexts = useTexts(signedBooksTexts);
  const user = useSession((store) => store.state?.user ?? null);
  const everyRole = signingRolesFor(user, group);
  // Whoever only teaches a subject here signs books; records only where the province asks it.
  const usualKind: SignedKind = everyRole.length === 1 && everyRole[0] === 'subjectTeacher' ? 'gradebooks' : 'records';
  const kind: SignedKind = group.level === 'primary' ? 'records' : (wanted ?? usualKind);
  const batches = useQuery('signing.batches', everyRole.length === 0 ? null : {}, ['signing']);
  // A batch goes on while the user looks elsewhere: coming back finds it again, running or paused.
  const open = batches.value?.batches.find(({ state, mayActAs, scope: about }) => state === 'running' || (state === 'paused' && mayActAs && about.classIds.includes(group.id)));
  // While the token signs, nobody looks at the lists, and each look costs the office time.
  const idle = everyRole.length > 0 && open === undefined;
  const books = useQuery('signedBooks.class', kind === 'gradebooks' && idle ? { classId: group.id } : null, watched);
  const roles = everyRole.filter((each) => kind === 'records' || each !== 'homeroomTeacher' || books.value?.homeroomSigns === true);
  const [chosen, setChosen] = useState<SigningRole | null>(null);
  const role = chosen !== null && roles.includes(chosen) ? chosen : usualRole(kind, roles);
  const [whole, setWhole] = useState(false);
  const [begun, setBegun] = useState<BatchId | null>(null);
  const overview = useQuery('school.overview', {}, ['school']);
  const everyClass = (overview.value?.classes ?? []).filter(({ level }) => level !== 'primary').map(({ id }) => id);
  const mayWhole = (role === 'principal' || role === 'school') && everyClass.length > 1;
  const scope: SigningScope = { kind, classIds: whole && mayWhole ? everyClass : [group.id] };
  // Subject teachers see their own part in the counts; the others wait for all of them.
  const waits = kind === 'records' && scope.classIds.length === 1 && roles.some((each) => each !== 'subjectTeacher');
  const records = useQuery('records.class', waits && idle && group.level !== 'primary' ? { classId: group.id } : null, watched);
  const preview = useQuery('signing.preview', role === null ? null : { scope, role }, watched);
  const ended = begun === null ? undefined : batches.value?.batches.find(({ batchId, finishedAt }) => batchId === begun && finishedAt !== null);

  // A subject teacher's own name stands in the own books; the clerk, who may enter all of them, is nobody's teacher.
  const ownBook = user?.roles.includes('clerk') === true ? undefined : books.value?.books.find(({ subjectId }) => group.mayEditSubjects.includes(subjectId));
  const holder = role === 'homeroomTeacher' ? group.homeroomTeacherName : role === 'subjectTeacher' ? (ownBook?.teacherName ?? null) : null;

  function take(next: SigningRole) {
    setChosen(next);
    setBegun(null);
  }

  if (everyRole.length === 0) {
    return (
      <Message tone="info" title={texts.notYoursTitle}>
        <p>{texts.notYoursText}</p>
      </Message>
    );
  }
  if (open !== undefined) return <OpenBatch key={open.batchId} batch={open} onShown={setBegun} />;
  return (
    <div className="stack stack--wide">
      {ended !== undefined && <Ended batch={ended} classId={group.id} onSchool={() => take('school')} />}
      <section className="sheet stack" aria-labelledby="step-role">
        <h2 id="step-role">{texts.stepRole}</h2>
        <div className="row">
          {group.level !== 'primary' && (
            <Segments
              legend={bookTexts.kindLegend}
              name="kind"
              value={kind}
              options={kinds.map((each) => [each, bookTexts.kinds[each]])}
              onChange={(next) => {
                onKind(next);
                setBegun(null);
              }}
            />
          )}
          {role !== null && <Segments legend={texts.roleLegend} name="role" value={role} options={roles.map((each) => [each, texts.roles[each]])} onChange={take} />}
          {mayWhole && <Segments legend={texts.scopeLegend} name="scope" value={whole ? 'school' : 'class'} options={[['class', texts.oneClass(group.name)], ['school', texts.wholeSchool(everyClass.length)]]} onChange={(next) => setWhole(next === 'school')} />}
        </div>
        {role === null ? books.value !== null && <p>{bookTexts.onlyReader}</p> : <QueryView query={preview}>{(value) => <SigningCounts kind={kind} preview={value} />}</QueryView>}
        {waits && records.value !== null && <SubjectProgress subjects={records.value.subjectSignatures} />}
      </section>
      {kind === 'gradebooks' && scope.classIds.length === 1 && (
        <section className="sheet stack" aria-labelledby="books-of-class">
          <h2 id="books-of-class">{bookTexts.title(group.name)}</h2>
          <QueryView query={books}>{(list) => <BookList classId={group.id} list={list} />}</QueryView>
        </section>
      )}
      {role !== null && preview.value !== null && preview.value.mayActAs && preview.value.ready > 0 && (
        <NewBatch key={`${kind} ${role} ${scope.classIds.join(' ')}`} scope={scope} role={role} where={scope.classIds.length > 1 ? texts.inSchool : texts.inClass(group.name)} holder={holder} rest={ended !== undefined} onBegun={setBegun} />
      )}
      {kind === 'records' && preview.value !== null && preview.value.ready === 0 && ended === undefined && (
        <div>
          <button type="button" className="button" onClick={() => useNavigation.getState().go({ screen: 'records', classId: group.id })}>
            {texts.toRecords}
          </button>
        </div>
      )}
    </div>
  );
}

/** What the last batch came to, and where to go from there. */
function Ended({ batch, classId, onSchool }: { readonly batch: BatchSummary; readonly classId: ClassId; readonly onSchool: () => void }) {
  const texts = useTexts(signingTexts);
  const complete = batch.signed === batch.total;
  return (
    <section className="sheet stack" aria-label={texts.result}>
      <h2>{texts.result}</h2>
      <BatchResult batchId={batch.batchId} />
      {complete && batch.role === 'principal' && (
        <div>
          <button type="button" className="button button--primary" onClick={onSchool}>
            {texts.asSchool}
          </button>
        </div>
      )}
      {complete && batch.role === 'school' && batch.scope.kind === 'records' && (
        <div>
          <button type="button" className="button button--primary" onClick={() => useNavigation.getState().go({ screen: 'exchange', classId })}>
            {texts.toSending}
          </button>
        </div>
      )}
    </section>
  );
}

function Segments<Value extends string>({ legend, name, value, options, onChange }: {
  readonly legend: string;
  readonly name: string;
  readonly value: Value;
  readonly options: readonly (readonly [Value, string])[];
  readonly onChange: (value: Value) => void;
}) {
  return (
    <fieldset className="segments">
      <legend className="visually-hidden">{legend}</legend>
      {options.map(([each, words]) => (
        <label key={each} className="segments__one">
          <input type="radio" name={name} checked={value === each} onChange={() => onChange(each)} />
          <span>{words}</span>
        </label>
      ))}
    </fieldset>
  );
}
