import { useId, useState } from 'react';
import type { MoveAction } from '#core/contract/moves.ts';
import type { PupilRow } from '#core/contract/pupils.ts';
import type { MethodOutput } from '#core/contract/index.ts';
import { formatDay } from '#core/text/common.ts';
import { movesTexts } from '#core/text/moves.ts';
import { subjectId as subjectIdOf, type ClassId, type SubjectId } from '#core/values/ids.ts';
import { DateField, SelectField, TextField } from '../../components/field.tsx';
import { QueryView } from '../../components/loading.tsx';
import { useQuery } from '../../state/use-query.ts';
import { useTexts } from '../../state/use-texts.ts';
import { MoveDialog } from './move-dialog.tsx';
import { useToday } from './use-today.ts';

type Exempt = Extract<MoveAction, { kind: 'exempt' }>;
type Subjects = MethodOutput<'school.overview'>['subjects'];

/** What one pupil is exempt from, with the decision each exemption rests on. Give it a `key` of the pupil. */
export function ExemptionSection({ classId, pupil, mayEdit }: { readonly classId: ClassId; readonly pupil: PupilRow; readonly mayEdit: boolean }) {
  const texts = useTexts(movesTexts);
  const ids = useId();
  const overview = useQuery('school.overview', {}, ['school']);
  const query = useQuery('pupils.exemptions', { classId }, ['pupils']);
  const [granting, setGranting] = useState(false);
  const [ending, setEnding] = useState<SubjectId | null>(null);
  const grade = overview.value?.classes.find(({ id }) => id === classId)?.grade;
  const subjects = (overview.value?.subjects ?? []).filter(({ periods }) => grade !== undefined && periods[String(grade)] !== undefined);
  const nameOf = (id: string) => subjects.find((one) => one.id === id)?.name ?? '';
  const { enrollmentId, data } = pupil;

  return (
    <section className="sheet stack" aria-labelledby={`${ids}-title`}>
      <h2 id={`${ids}-title`}>{texts.exemptions}</h2>
      <p className="soft small">{texts.exemptionsText}</p>
      <QueryView query={query}>
        {({ exemptions }) => {
          const own = exemptions.filter((one) => one.enrollmentId === enrollmentId);
          return own.length === 0 ? (
            <p className="soft">{texts.noExemptions}</p>
          ) : (
            <ul>
              {own.map((one) => (
                <li key={one.subjectId}>
                  <strong>{nameOf(one.subjectId)}</strong>: {texts.exemption(texts.exemptionKinds[one.kind], texts.terms[one.term], one.reason, formatDay(one.decidedOn))}{' '}
                  {mayEdit && (
                    <button type="button" className="button button--small" onClick={() => setEnding(one.subjectId)}>
                      {texts.endExemption}
                    </button>
                  )}
                </li>
              ))}
            </ul>
          );
        }}
      </QueryView>
      {mayEdit && (
        <div>
          <button type="button" className="button" onClick={() => setGranting(true)}>
            {texts.exempt}
          </button>
        </div>
      )}
      {granting && <ExemptionDialog pupil={pupil} subjects={subjects} onClose={() => setGranting(false)} />}
      {ending !== null && <MoveDialog title={texts.titles.endExemption(data.fullName, nameOf(ending))} confirmLabel={texts.kinds['end-exemption']} action={{ kind: 'end-exemption', enrollmentId, subjectId: ending }} onClose={() => setEnding(null)} />}
    </section>
  );
}

function ExemptionDialog({ pupil, subjects, onClose }: { readonly pupil: PupilRow; readonly subjects: Subjects; readonly onClose: () => void }) {
  const texts = useTexts(movesTexts);
  const [exemption, setExemption] = useState<Exempt['exemption']>('practical');
  const [subject, setSubject] = useState(() => subjects.find(({ code }) => code === 'GDTC')?.id ?? '');
  const [term, setTerm] = useState<Exempt['term']>('year');
  const [decision, setDecision] = useState('');
  const [decidedOn, setDecidedOn] = useState(useToday());
  const kinds = Object.entries(texts.exemptionKinds) as readonly (readonly [Exempt['exemption'], string])[];
  const terms = (Object.entries(texts.terms) as readonly (readonly [Exempt['term'], string])[]).filter(([key]) => exemption === 'practical' || key === 'year' || key === 'level');
  const ready = subject !== '' && decision.trim() !== '' && decidedOn !== '';
  const action: MoveAction | null = ready ? { kind: 'exempt', enrollmentId: pupil.enrollmentId, subjectId: subjectIdOf.parse(subject), exemption, term, decision, decidedOn } : null;
  return (
    <MoveDialog title={texts.titles.exempt(pupil.data.fullName)} confirmLabel={texts.kinds.exempt} action={action} onClose={onClose}>
      <div className="move-fields">
        <SelectField
          label={texts.exemptionKind}
          value={exemption}
          options={kinds.map(([value, label]) => ({ value, label }))}
          onChange={(value) => {
            setExemption(kinds.find(([key]) => key === value)?.[0] ?? 'practical');
            setTerm('year');
          }}
        />
        <SelectField label={texts.subject} required value={subject} onChange={setSubject} options={[{ value: '', label: texts.chooseSubject }, ...subjects.map(({ id, name }) => ({ value: id, label: name }))]} />
        <SelectField label={texts.term} value={term} onChange={(value) => setTerm(terms.find(([key]) => key === value)?.[0] ?? 'year')} options={terms.map(([value, label]) => ({ value, label }))} />
        <TextField label={texts.basis} required maxLength={200} value={decision} onChange={setDecision} />
        <DateField label={texts.decidedOn} required value={decidedOn} onChange={setDecidedOn} />
      </div>
    </MoveDialog>
  );
}
