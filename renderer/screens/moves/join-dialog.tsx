import { useState } from 'react';
import type { MoveAction } from '#core/contract/moves.ts';
import type { ClassSummary, SubjectSummary } from '#core/contract/school.ts';
import { movesTexts } from '#core/text/moves.ts';
import { pupilsTexts } from '#core/text/pupils.ts';
import { ethnicities } from '#core/values/ethnicities.ts';
import { CheckField, DateField, SelectField, TextField } from '../../components/field.tsx';
import { useTexts } from '../../state/use-texts.ts';
import { MoveDialog } from './move-dialog.tsx';
import { SuppliedFields } from './supplied-fields.tsx';
import { emptyDraft, suppliedOf, type SuppliedSubject } from './supplied-input.ts';
import { useToday } from './use-today.ts';

/** The subjects of a class as the old school's results are asked for. */
export function suppliedSubjects({ grade, level }: Pick<ClassSummary, 'grade' | 'level'>, subjects: readonly SubjectSummary[]): readonly SuppliedSubject[] {
  return subjects.filter(({ periods }) => periods[String(grade)] !== undefined).map(({ id, name, kind, electiveIn }) => ({ id, name, kind: level === 'primary' ? 'primary' : kind, elective: electiveIn.includes(grade) }));
}

/** A pupil comes from another school: who, from where, since when, and what the old school supplied. The rest of the file is filled in afterwards. */
export function JoinDialog({ group, subjects, onClose }: { readonly group: ClassSummary; readonly subjects: readonly SubjectSummary[]; readonly onClose: (done: boolean) => void }) {
  const texts = useTexts(movesTexts);
  const words = useTexts(pupilsTexts);
  const [person, setPerson] = useState({ fullName: '', birthDate: '', sex: '', personalId: '', ministryCode: '', ethnicity: '' });
  const [on, setOn] = useState(useToday());
  const [oldSchool, setOldSchool] = useState('');
  const [decision, setDecision] = useState('');
  const [draft, setDraft] = useState({ ...emptyDraft, given: false });
  const own = suppliedSubjects(group, subjects);
  const set = (field: keyof typeof person) => (value: string) => setPerson({ ...person, [field]: value });
  const semester1 = draft.given ? suppliedOf(draft, oldSchool, own) : null;
  const sex = person.sex === 'male' || person.sex === 'female' ? person.sex : null;
  const badId = person.personalId !== '' && !/^\d{12}$/u.test(person.personalId);
  const ready = person.fullName.trim() !== '' && person.birthDate !== '' && sex !== null && !badId && on !== '' && oldSchool.trim() !== '' && (!draft.given || semester1 !== null);
  const data = { ...person, sex: sex ?? 'male', registryNumber: '', nationality: 'Việt Nam', birthPlace: '', homeTown: '', address: '', fatherName: '', motherName: '', guardianName: '' } as const;
  const action: MoveAction | null = ready ? { kind: 'join', classId: group.id, on, oldSchool, decision, data, semester1 } : null;
  return (
    <MoveDialog title={texts.titles.join(group.name)} confirmLabel={texts.kinds.join} action={action} onClose={onClose}>
      <div className="move-fields">
        <TextField label={words.fields.fullName} required maxLength={100} value={person.fullName} onChange={set('fullName')} />
        <DateField label={words.fields.birthDate} required value={person.birthDate} onChange={set('birthDate')} />
        <SelectField label={words.fields.sex} required value={person.sex} onChange={set('sex')} options={[{ value: '', label: words.chooseSex }, { value: 'female', label: words.female }, { value: 'male', label: words.male }]} />
        <TextField label={words.fields.personalId} digits maxLength={12} value={person.personalId} error={badId ? words.personalIdShape : undefined} onChange={set('personalId')} />
        <TextField label={words.fields.ministryCode} maxLength={20} value={person.ministryCode} onChange={set('ministryCode')} />
        <SelectField label={words.fields.ethnicity} value={person.ethnicity} onChange={set('ethnicity')} options={[{ value: '', label: words.chooseEthnicity }, ...ethnicities.map(({ code, name }) => ({ value: code, label: name }))]} />
        <TextField label={texts.oldSchool} required maxLength={150} value={oldSchool} onChange={setOldSchool} />
        <DateField label={texts.joinedOn} required value={on} onChange={setOn} />
        <TextField label={texts.transferPaper} hint={texts.decisionHint} maxLength={60} value={decision} onChange={setDecision} />
      </div>
      <CheckField label={texts.hasSupplied} checked={draft.given} onChange={(given) => setDraft({ ...draft, given })} hint={texts.hasSuppliedHint} />
      {draft.given && <SuppliedFields draft={draft} subjects={own} onChange={setDraft} />}
    </MoveDialog>
  );
}
