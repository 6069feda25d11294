import { useState } from 'react';
import type { MethodOutput } from '#core/contract/index.ts';
import type { SigningRole } from '#core/contract/signing.ts';
import { handOffTexts } from '#core/text/hand-off.ts';
import { signingTexts } from '#core/text/signing.ts';
import type { ClassId, DestinationId, RecordId, TeacherId } from '#core/values/ids.ts';
import { ErrorText } from '../../components/error-text.tsx';
import { SelectField, TextField } from '../../components/field.tsx';
import { QueryView } from '../../components/loading.tsx';
import { Message } from '../../components/message.tsx';
import { useCommand } from '../../state/use-command.ts';
import { useQuery } from '../../state/use-query.ts';
import { useTexts } from '../../state/use-texts.ts';
import { DestinationChoice } from '../exchange/destination-choice.tsx';
import { Fingerprint } from './fingerprint.tsx';
import { PackageLock, type Lock } from './package-lock.tsx';

type Preview = MethodOutput<'handOff.preview'>;

const roles = ['subjectTeacher', 'homeroomTeacher', 'principal', 'school'] as const satisfies readonly SigningRole[];

/** Which records, for whom, locked how, and where to: then one button. */
export function MakePackage({ classId }: { readonly classId: ClassId }) {
  const texts = useTexts(handOffTexts);
  const signing = useTexts(signingTexts);
  const [role, setRole] = useState<SigningRole>('principal');
  const [teacherId, setTeacherId] = useState<TeacherId | null>(null);
  const teachers = useQuery('school.teachers', role === 'subjectTeacher' ? {} : null, ['school']);
  const who = role === 'subjectTeacher' ? teacherId : null;
  return (
    <section className="sheet stack" aria-labelledby="make-package">
      <h2 id="make-package">{texts.makeTitle}</h2>
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
      {(role !== 'subjectTeacher' || who !== null) && <Ready key={`${role} ${who ?? ''}`} classId={classId} role={role} teacherId={who} />}
    </section>
  );
}

function Ready(asked: { readonly classId: ClassId; readonly role: SigningRole; readonly teacherId: TeacherId | null }) {
  const preview = useQuery('handOff.preview', asked, ['records', 'signing']);
  return <QueryView query={preview}>{(value) => <Making {...asked} preview={value} />}</QueryView>;
}

function Making({ classId, role, teacherId, preview }: { readonly classId: ClassId; readonly role: SigningRole; readonly teacherId: TeacherId | null; readonly preview: Preview }) {
  const texts = useTexts(handOffTexts);
  const make = useCommand('handOff.export');
  const [left, setLeft] = useState<ReadonlySet<RecordId>>(new Set());
  const [lock, setLock] = useState<Lock | null>(null);
  const [validDays, setValidDays] = useState('14');
  const [destinationId, setDestinationId] = useState<DestinationId | null>(null);
  const [made, setMade] = useState<{ readonly path: string; readonly passphrase: string | null; readonly fingerprint: string } | null>(null);
  const chosen = preview.records.filter(({ recordId }) => !left.has(recordId));
  const days = Number(validDays);
  const mayMake = chosen.length > 0 && lock !== null && destinationId !== null && Number.isInteger(days) && days >= 1 && days <= 60 && !make.busy;

  function write() {
    if (lock === null || destinationId === null) return;
    const recordIds = left.size === 0 ? null : chosen.map(({ recordId }) => recordId);
    void make.run({ classId, role, teacherId, recordIds, destinationId, lock, validDays: days }).then((answer) => {
      if (answer !== null) setMade({ path: answer.package.path, fingerprint: answer.fingerprint, passphrase: lock.kind === 'passphrase' ? lock.passphrase : null });
    });
  }

  if (made !== null) {
    return (
      <Message
        tone="good"
        title={texts.made}
        announce="later"
        actions={
          <button type="button" className="button" onClick={() => setMade(null)}>
            {texts.close}
          </button>
        }
      >
        <p className="hand-off__path">{texts.madeText(made.path)}</p>
        {made.passphrase !== null && <p className="hand-off__passphrase">{texts.remember(made.passphrase)}</p>}
        <p>{texts.madeNext}</p>
        <Fingerprint value={made.fingerprint} />
      </Message>
    );
  }
  return (
    <div className="stack">
      <Counts preview={preview} />
      {preview.records.length > 0 && (
        <>
          <ChooseRecords preview={preview} left={left} onChange={setLeft} />
          <PackageLock certificates={preview.certificates} value={lock} onChange={setLock} />
          <div className="hand-off__days">
            <TextField label={texts.validDays} value={validDays} onChange={setValidDays} digits maxLength={2} />
          </div>
          <DestinationChoice value={destinationId} onChange={setDestinationId} legend={texts.destination} />
          <ErrorText error={make.error} />
          <div>
            <button type="button" className="button button--primary button--large" disabled={!mayMake} onClick={write}>
              {texts.make(chosen.length)}
            </button>
          </div>
        </>
      )}
    </div>
  );
}

function Counts({ preview: { records, alreadySigned, waitingForOthers, outdated, signer } }: { readonly preview: Preview }) {
  const texts = useTexts(handOffTexts);
  const elsewhere = records.filter(({ inOpenPackage }) => inOpenPackage).length;
  return (
    <>
      <ul className="counts">
        <li>{records.length > 0 ? texts.ready(records.length, signer) : texts.nothingReady}</li>
        {alreadySigned > 0 && <li>{texts.alreadySigned(alreadySigned)}</li>}
        {waitingForOthers > 0 && <li>{texts.waitingForOthers(waitingForOthers)}</li>}
        {outdated > 0 && <li>{texts.outdated(outdated)}</li>}
      </ul>
      {elsewhere > 0 && <Message tone="warning" title={texts.inOpenPackage(elsewhere)} announce="later" />}
    </>
  );
}

function ChooseRecords({ preview, left, onChange }: { readonly preview: Preview; readonly left: ReadonlySet<RecordId>; readonly onChange: (left: ReadonlySet<RecordId>) => void }) {
  const texts = useTexts(handOffTexts);
  const { records } = preview;
  function toggle(recordId: RecordId) {
    const next = new Set(left);
    if (!next.delete(recordId)) next.add(recordId);
    onChange(next);
  }
  return (
    <details className="every-record">
      <summary>{texts.chooseRecords(records.length - left.size, records.length)}</summary>
      <ul className="hand-off__records">
        {records.map(({ recordId, region, pupilName, changes, inOpenPackage }) => (
          <li key={`${recordId} ${region}`}>
            <label className="check">
              <input type="checkbox" checked={!left.has(recordId)} onChange={() => toggle(recordId)} />
              <span>
                {pupilName} <span className="soft small">({inOpenPackage ? texts.waiting : changes === null ? texts.firstTime : texts.changeCount(changes)})</span>
              </span>
            </label>
          </li>
        ))}
      </ul>
    </details>
  );
}

