import { useState } from 'react';
import type { CarriedKind } from '#core/contract/hand-off.ts';
import type { MethodOutput } from '#core/contract/index.ts';
import type { Job } from '#core/contract/jobs.ts';
import type { ClassSummary } from '#core/contract/school.ts';
import type { SigningRole } from '#core/contract/signing.ts';
import { handOffTexts } from '#core/text/hand-off.ts';
import { signingTexts } from '#core/text/signing.ts';
import type { ClassId, DestinationId, JobId, PackageId, TeacherId } from '#core/values/ids.ts';
import { ErrorText } from '../../components/error-text.tsx';
import { SelectField, TextField } from '../../components/field.tsx';
import { JobProgress } from '../../components/job-progress.tsx';
import { QueryView } from '../../components/loading.tsx';
import { Message } from '../../components/message.tsx';
import { useCommand } from '../../state/use-command.ts';
import { useQuery } from '../../state/use-query.ts';
import { useTexts } from '../../state/use-texts.ts';
import { DestinationChoice } from '../exchange/destination-choice.tsx';
import { Fingerprint } from './fingerprint.tsx';
import { PackageLock, type Lock } from './package-lock.tsx';

type Preview = MethodOutput<'handOff.preview'>;

const kinds = ['record', 'gradebook'] as const satisfies readonly CarriedKind[];

const roles = ['subjectTeacher', 'homeroomTeacher', 'principal', 'school'] as const satisfies readonly SigningRole[];

/** Which records, for whom, locked how, and where to: then one button. */
export function MakePackage({ group, everyClass }: { readonly group: ClassSummary; readonly everyClass: readonly ClassId[] }) {
  const texts = useTexts(handOffTexts);
  const signing = useTexts(signingTexts);
  const [role, setRole] = useState<SigningRole>('principal');
  const [kind, setKind] = useState<CarriedKind>('record');
  const [whole, setWhole] = useState(false);
  const [teacherId, setTeacherId] = useState<TeacherId | null>(null);
  const teachers = useQuery('school.teachers', role === 'subjectTeacher' ? {} : null, ['school']);
  const who = role === 'subjectTeacher' ? teacherId : null;
  // Homeroom teachers have one class each.
  const mayTakeAll = role !== 'homeroomTeacher' && everyClass.length > 1;
  const classIds = whole && mayTakeAll ? everyClass : [group.id];
  return (
    <section className="sheet stack" aria-labelledby="make-package">
      <h2 id="make-package">{texts.makeTitle}</h2>
      <div className="row hand-off__choices">
        <Segments legend={texts.what} name="kind" value={kind} options={kinds.map((each) => [each, texts.kinds[each]])} onChange={setKind} />
        {mayTakeAll && <Segments legend={texts.scope} name="scope" value={whole ? 'all' : 'one'} options={[['one', texts.oneClass(group.name)], ['all', texts.allClasses(everyClass.length)]]} onChange={(each) => setWhole(each === 'all')} />}
      </div>
      <p aria-hidden="true">{texts.roleLegend}</p>
      <fieldset className="segments">
        <legend className="visually-hidden">{texts.roleLegend}</legend>
        {roles.map((each) => (
          <label key={each} className="segments__one">
            <input type="radio" name="role" checked={role === each} onChange={() => setRole(each)} />
            <span>{signing.roles[each]}</span>
          </label>
        ))}
      </fieldset>
      {role === 'subjectTeacher' && (
        <div className="hand-off__secret">
          <SelectField
            label={texts.teacher}
            value={teacherId ?? ''}
            onChange={(id) => setTeacherId(teachers.value?.teachers.find((teacher) => teacher.id === id)?.id ?? null)}
            options={[{ value: '', label: texts.chooseTeacher }, ...(teachers.value?.teachers ?? []).map(({ id, fullName }) => ({ value: id, label: fullName }))]}
          />
        </div>
      )}
      {(role !== 'subjectTeacher' || who !== null) && <Ready key={`${kind} ${role} ${who ?? ''} ${classIds.length}`} kind={kind} classIds={classIds} role={role} teacherId={who} />}
    </section>
  );
}

type Choices<Value extends string> = { readonly legend: string; readonly name: string; readonly value: Value; readonly options: readonly (readonly [value: Value, label: string])[]; readonly onChange: (value: Value) => void };

function Segments<Value extends string>({ legend, name, value, options, onChange }: Choices<Value>) {
  return (
    <fieldset className="segments">
      <legend className="visually-hidden">{legend}</legend>
      {options.map(([each, label]) => (
        <label key={each} className="segments__one">
          <input type="radio" name={name} checked={value === each} onChange={() => onChange(each)} />
          <span>{label}</span>
        </label>
      ))}
    </fieldset>
  );
}

type Asked = { readonly kind: CarriedKind; readonly classIds: readonly ClassId[]; readonly role: SigningRole; readonly teacherId: TeacherId | null };

function Ready({ classIds, ...asked }: Asked) {
  const preview = useQuery('handOff.preview', { ...asked, classIds: [...classIds] }, ['records', 'signing']);
  return <QueryView query={preview}>{(value) => <Making {...asked} classIds={classIds} preview={value} />}</QueryView>;
}

function Making({ kind, classIds, role, teacherId, preview }: Asked & { readonly preview: Preview }) {
  const texts = useTexts(handOffTexts);
  const make = useCommand('handOff.export');
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const [lock, setLock] = useState<Lock | null>(null);
  const [validDays, setValidDays] = useState('14');
  const [destinationId, setDestinationId] = useState<DestinationId | null>(null);
  const [writing, setWriting] = useState<{ readonly jobId: JobId; readonly packageId: PackageId; readonly passphrase: string | null; readonly state: Job['state'] } | null>(null);
  const chosen = preview.items.filter(({ itemId }) => !left.has(itemId));
  const days = Number(validDays);
  const mayMake = chosen.length > 0 && lock !== null && destinationId !== null && Number.isInteger(days) && days >= 1 && days <= 60 && !make.busy && writing?.state !== 'running';

  function write() {
    if (lock === null || destinationId === null) return;
    const itemIds = left.size === 0 ? null : chosen.map(({ itemId }) => itemId);
    void make.run({ kind, classIds: [...classIds], role, teacherId, itemIds, destinationId, lock, validDays: days }).then((answer) => {
      setWriting(answer === null ? null : { ...answer, passphrase: lock.kind === 'passphrase' ? lock.passphrase : null, state: 'running' });
    });
  }

  if (writing?.state === 'done') return <Made packageId={writing.packageId} passphrase={writing.passphrase} onClose={() => setWriting(null)} />;
  return (
    <div className="stack">
      <Counts kind={kind} preview={preview} />
      {preview.items.length > 0 && (
        <>
          <ChooseItems preview={preview} left={left} onChange={setLeft} />
          <PackageLock certificates={preview.certificates} value={lock} onChange={setLock} />
          <div className="hand-off__days">
            <TextField label={texts.validDays} value={validDays} onChange={setValidDays} digits maxLength={2} />
          </div>
          <DestinationChoice value={destinationId} onChange={setDestinationId} legend={texts.destination} />
          <ErrorText error={make.error} />
          {writing !== null && <JobProgress key={writing.jobId} jobId={writing.jobId} onEnded={({ state }) => setWriting({ ...writing, state })} />}
          <div>
            <button type="button" className="button button--primary button--large" disabled={!mayMake} onClick={write}>
              {texts.make[kind](chosen.length)}
            </button>
          </div>
        </>
      )}
    </div>
  );
}

/** What the clerk has to take along: where the package is, its passphrase, and what the signer compares. */
function Made({ packageId, passphrase, onClose }: { readonly packageId: PackageId; readonly passphrase: string | null; readonly onClose: () => void }) {
  const texts = useTexts(handOffTexts);
  const list = useQuery('handOff.packages', {}, ['signing']);
  const made = list.value?.packages.find(({ id }) => id === packageId);
  return (
    <Message
      tone="good"
      title={texts.made}
      announce="later"
      actions={
        <button type="button" className="button" onClick={onClose}>
          {texts.close}
        </button>
      }
    >
      {made !== undefined && <p className="hand-off__path">{texts.madeText(made.path)}</p>}
      {passphrase !== null && <p className="hand-off__passphrase">{texts.remember(passphrase)}</p>}
      <p>{texts.madeNext}</p>
      {list.value?.fingerprint != null && <Fingerprint value={list.value.fingerprint} />}
    </Message>
  );
}

function Counts({ kind, preview: { items, alreadySigned, waitingForOthers, outdated, signer } }: { readonly kind: CarriedKind; readonly preview: Preview }) {
  const texts = useTexts(handOffTexts);
  const elsewhere = items.filter(({ inOpenPackage }) => inOpenPackage).length;
  return (
    <>
      <ul className="counts">
        <li>{items.length > 0 ? texts.ready[kind](items.length, signer) : texts.nothingReady[kind]}</li>
        {alreadySigned > 0 && <li>{texts.alreadySigned(alreadySigned)}</li>}
        {waitingForOthers > 0 && <li>{texts.waitingForOthers(waitingForOthers)}</li>}
        {outdated > 0 && <li>{texts.outdated(outdated)}</li>}
      </ul>
      {elsewhere > 0 && <Message tone="warning" title={texts.inOpenPackage(elsewhere)} announce="later" />}
    </>
  );
}

function ChooseItems({ preview, left, onChange }: { readonly preview: Preview; readonly left: ReadonlySet<string>; readonly onChange: (left: ReadonlySet<string>) => void }) {
  const texts = useTexts(handOffTexts);
  const { items } = preview;
  function toggle(itemId: string) {
    const next = new Set(left);
    if (!next.delete(itemId)) next.add(itemId);
    onChange(next);
  }
  return (
    <details className="every-record">
      <summary>{texts.chooseItems(items.length - left.size, items.length)}</summary>
      <ul className="hand-off__records">
        {items.map(({ itemId, label, group, changes, inOpenPackage }) => (
          <li key={itemId}>
            <label className="check">
              <input type="checkbox" checked={!left.has(itemId)} onChange={() => toggle(itemId)} />
              <span>
                {label} <span className="soft small">({group}, {inOpenPackage ? texts.waiting : changes === null ? texts.firstTime : texts.changeCount(changes)})</span>
              </span>
            </label>
          </li>
        ))}
      </ul>
    </details>
  );
}
