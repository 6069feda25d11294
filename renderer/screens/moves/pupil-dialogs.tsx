import { useState } from 'react';
import type { MoveAction } from '#core/contract/moves.ts';
import type { PupilRow } from '#core/contract/pupils.ts';
import { movesTexts } from '#core/text/moves.ts';
import { classId as classIdOf } from '#core/values/ids.ts';
import { DateField, SelectField, TextField } from '../../components/field.tsx';
import { useTexts } from '../../state/use-texts.ts';
import { MoveDialog } from './move-dialog.tsx';
import { useToday } from './use-today.ts';

type Done = (done: boolean) => void;
type LeaveReason = Extract<MoveAction, { kind: 'leave' }>['reason'];

/** Pupils of one class change to another. */
export function ClassChangeDialog({ pupils, grade, classes, onClose }: {
  readonly pupils: readonly PupilRow[];
  readonly grade: number;
  readonly classes: readonly { readonly id: string; readonly name: string; readonly grade: number }[];
  readonly onClose: Done;
}) {
  const texts = useTexts(movesTexts);
  const [classId, setClassId] = useState('');
  const [on, setOn] = useState(useToday());
  const [decision, setDecision] = useState('');
  const first = pupils[0]?.data.fullName ?? '';
  const others = classes.filter((one) => one.grade === grade);
  const action: MoveAction | null = classId === '' || on === '' ? null : { kind: 'change-class', enrollmentIds: pupils.map(({ enrollmentId }) => enrollmentId), classId: classIdOf.parse(classId), on, decision };
  return (
    <MoveDialog title={texts.titles.changeClass(pupils.length > 1 ? texts.someNames(first, pupils.length - 1) : first)} confirmLabel={texts.kinds['change-class']} action={action} onClose={onClose}>
      <div className="move-fields">
        <SelectField label={texts.newClass} required value={classId} onChange={setClassId} options={[{ value: '', label: texts.chooseNewClass }, ...others.map(({ id, name }) => ({ value: id, label: name }))]} hint={others.length === 0 ? texts.noOtherClass : undefined} />
        <DateField label={texts.on} required value={on} onChange={setOn} />
        <TextField label={texts.decision} hint={texts.decisionHint} maxLength={60} value={decision} onChange={setDecision} />
      </div>
    </MoveDialog>
  );
}

/** A pupil leaves the school. */
export function LeaveDialog({ pupil, onClose }: { readonly pupil: PupilRow; readonly onClose: Done }) {
  const texts = useTexts(movesTexts);
  const [reason, setReason] = useState<LeaveReason>('transferred');
  const [on, setOn] = useState(useToday());
  const [destination, setDestination] = useState('');
  const [decision, setDecision] = useState('');
  const reasons = Object.entries(texts.leaveReasons) as readonly (readonly [LeaveReason, string])[];
  const action: MoveAction | null = on === '' ? null : { kind: 'leave', enrollmentId: pupil.enrollmentId, on, reason, destination: reason === 'transferred' ? destination : '', decision };
  return (
    <MoveDialog title={texts.titles.leave(pupil.data.fullName)} confirmLabel={texts.kinds.leave} action={action} onClose={onClose}>
      <div className="move-fields">
        <SelectField label={texts.reason} value={reason} onChange={(value) => setReason(reasons.find(([key]) => key === value)?.[0] ?? 'other')} options={reasons.map(([value, label]) => ({ value, label }))} />
        <DateField label={texts.leftOn} required value={on} onChange={setOn} />
        {reason === 'transferred' && <TextField label={texts.destination} maxLength={150} value={destination} onChange={setDestination} />}
        <TextField label={texts.decision} hint={texts.decisionHint} maxLength={60} value={decision} onChange={setDecision} />
      </div>
    </MoveDialog>
  );
}

/** A pupil who left comes back. */
export function ReturnDialog({ pupil, onClose }: { readonly pupil: PupilRow; readonly onClose: Done }) {
  const texts = useTexts(movesTexts);
  const [on, setOn] = useState(useToday());
  const [decision, setDecision] = useState('');
  const action: MoveAction | null = on === '' ? null : { kind: 'return', enrollmentId: pupil.enrollmentId, on, decision };
  return (
    <MoveDialog title={texts.titles.return(pupil.data.fullName)} confirmLabel={texts.kinds.return} action={action} onClose={onClose}>
      <div className="move-fields">
        <DateField label={texts.backOn} required value={on} onChange={setOn} />
        <TextField label={texts.decision} hint={texts.decisionHint} maxLength={60} value={decision} onChange={setDecision} />
      </div>
    </MoveDialog>
  );
}
