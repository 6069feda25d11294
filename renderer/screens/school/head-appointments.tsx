import { useState } from 'react';
import type { HeadAppointment } from '#core/contract/signers.ts';
import { formatDay } from '#core/text/common.ts';
import { signersTexts } from '#core/text/signers.ts';
import { teacherId as teacherIdOf } from '#core/values/ids.ts';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { DateField, SelectField, TextAreaField, TextField } from '../../components/field.tsx';
import { StatusBadge } from '../../components/status-badge.tsx';
import { notify } from '../../state/notices.ts';
import { useCommand } from '../../state/use-command.ts';
import { useQuery } from '../../state/use-query.ts';
import { useTexts } from '../../state/use-texts.ts';
import { today } from './today.ts';

const tones = { coming: 'info', holds: 'good', over: 'neutral' } as const;

/** Who heads the school by which decision: deputies who sign for the principal between two days, and principals who took over. */
export function HeadAppointments({ appointments }: { readonly appointments: readonly HeadAppointment[] }) {
  const texts = useTexts(signersTexts);
  const [dialog, setDialog] = useState<'delegate' | 'takeOver' | HeadAppointment | null>(null);
  const close = () => setDialog(null);
  return (
    <section className="sheet stack" aria-labelledby="heads">
      <h2 id="heads">{texts.heads}</h2>
      <p className="soft">{texts.headsText}</p>
      {appointments.length === 0 ? (
        <p>{texts.noHeads}</p>
      ) : (
        <ul className="signers__heads">
          {appointments.map((appointment) => (
            <li key={appointment.id}>
              <StatusBadge tone={tones[appointment.state]}>{texts.appointmentStates[appointment.state]}</StatusBadge>
              <span>
                <strong>{appointment.name}</strong>, {appointment.kind === 'deputy' ? `${texts.deputy}, ${appointment.title}` : appointment.title}, {appointment.decision},{' '}
                {appointment.untilDay === null ? texts.since(formatDay(appointment.fromDay)) : texts.span(formatDay(appointment.fromDay), formatDay(appointment.untilDay))}
                {appointment.endedFrom !== null && <span className="soft">; {texts.endedFrom(formatDay(appointment.endedFrom), appointment.endReason)}</span>}
              </span>
              {appointment.state !== 'over' && appointment.endedFrom === null && (
                <button type="button" className="button button--small" aria-label={texts.endTitle(appointment.name)} onClick={() => setDialog(appointment)}>
                  {texts.end}
                </button>
              )}
            </li>
          ))}
        </ul>
      )}
      <div className="row">
        <button type="button" className="button" onClick={() => setDialog('delegate')}>
          {texts.delegate}
        </button>
        <button type="button" className="button" onClick={() => setDialog('takeOver')}>
          {texts.takeOver}
        </button>
      </div>
      {dialog === 'delegate' && <DelegateDialog onClose={close} />}
      {dialog === 'takeOver' && <TakeOverDialog onClose={close} />}
      {dialog !== null && typeof dialog === 'object' && <EndAppointmentDialog appointment={dialog} onClose={close} />}
    </section>
  );
}

function DelegateDialog({ onClose }: { readonly onClose: () => void }) {
  const texts = useTexts(signersTexts);
  const { value } = useQuery('school.teachers', {}, ['school']);
  const save = useCommand('signers.delegate');
  const [draft, setDraft] = useState({ teacherId: '', title: 'Phó Hiệu trưởng', decision: '', fromDay: today(), untilDay: '' });
  const [tried, setTried] = useState(false);
  const set = (key: keyof typeof draft) => (text: string) => setDraft((old) => ({ ...old, [key]: text }));
  const needed = (key: keyof typeof draft) => (tried && draft[key].trim() === '' ? texts.needed : undefined);
  async function confirm() {
    setTried(true);
    if (Object.values(draft).some((text) => text.trim() === '')) return;
    if ((await save.run({ ...draft, teacherId: teacherIdOf.parse(draft.teacherId) })) === null) return;
    notify('good', texts.done);
    onClose();
  }
  return (
    <ConfirmDialog open title={texts.delegate} confirmLabel={texts.delegate} busy={save.busy} error={save.error} onCancel={onClose} onConfirm={() => void confirm()}>
      <SelectField label={texts.deputyPerson} required value={draft.teacherId} onChange={set('teacherId')} error={needed('teacherId')} options={[{ value: '', label: texts.choosePerson }, ...(value?.teachers ?? []).filter(({ active }) => active).map(({ id, fullName }) => ({ value: id, label: fullName }))]} />
      <TextField label={texts.title} required value={draft.title} onChange={set('title')} error={needed('title')} maxLength={30} />
      <TextField label={texts.decision} required value={draft.decision} onChange={set('decision')} error={needed('decision')} maxLength={100} />
      <div className="form-grid">
        <DateField label={texts.from} required value={draft.fromDay} onChange={set('fromDay')} error={needed('fromDay')} />
        <DateField label={texts.untilDay} required value={draft.untilDay} onChange={set('untilDay')} error={needed('untilDay')} />
      </div>
    </ConfirmDialog>
  );
}

function TakeOverDialog({ onClose }: { readonly onClose: () => void }) {
  const texts = useTexts(signersTexts);
  const save = useCommand('signers.takeOver');
  const [draft, setDraft] = useState({ name: '', personalId: '', title: 'Hiệu trưởng', decision: '', fromDay: today() });
  const [tried, setTried] = useState(false);
  const set = (key: keyof typeof draft) => (text: string) => setDraft((old) => ({ ...old, [key]: text }));
  const needed = (key: keyof typeof draft) => (tried && draft[key].trim() === '' ? texts.needed : undefined);
  const wrongId = !/^\d{12}$/u.test(draft.personalId.trim());
  async function confirm() {
    setTried(true);
    if (wrongId || Object.values(draft).some((text) => text.trim() === '')) return;
    if ((await save.run({ ...draft, personalId: draft.personalId.trim() })) === null) return;
    notify('good', texts.done);
    onClose();
  }
  return (
    <ConfirmDialog open title={texts.takeOver} confirmLabel={texts.takeOver} busy={save.busy} error={save.error} onCancel={onClose} onConfirm={() => void confirm()}>
      <TextField label={texts.newHeadName} required value={draft.name} onChange={set('name')} error={needed('name')} maxLength={100} />
      <TextField label={texts.personalId} required digits value={draft.personalId} onChange={set('personalId')} error={tried && wrongId ? texts.twelveDigits : undefined} maxLength={12} />
      <TextField label={texts.title} required value={draft.title} onChange={set('title')} error={needed('title')} maxLength={30} />
      <TextField label={texts.decision} required value={draft.decision} onChange={set('decision')} error={needed('decision')} maxLength={100} />
      <DateField label={texts.from} required value={draft.fromDay} onChange={set('fromDay')} error={needed('fromDay')} />
    </ConfirmDialog>
  );
}

function EndAppointmentDialog({ appointment, onClose }: { readonly appointment: HeadAppointment; readonly onClose: () => void }) {
  const texts = useTexts(signersTexts);
  const save = useCommand('signers.endAppointment');
  const [fromDay, setFromDay] = useState(appointment.state === 'coming' ? appointment.fromDay : today());
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  async function confirm() {
    setTried(true);
    if (fromDay === '' || reason.trim() === '' || (await save.run({ id: appointment.id, fromDay, reason })) === null) return;
    notify('good', texts.done);
    onClose();
  }
  return (
    <ConfirmDialog open title={texts.endTitle(appointment.name)} confirmLabel={texts.end} busy={save.busy} error={save.error} onCancel={onClose} onConfirm={() => void confirm()}>
      <DateField label={texts.fromDay} required value={fromDay} onChange={setFromDay} error={tried && fromDay === '' ? texts.needed : undefined} />
      <TextAreaField label={texts.reason} value={reason} onChange={setReason} required rows={2} error={tried && reason.trim() === '' ? texts.needsReason : undefined} />
    </ConfirmDialog>
  );
}
