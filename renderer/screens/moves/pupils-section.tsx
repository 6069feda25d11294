import { useState } from 'react';
import type { PupilRow } from '#core/contract/pupils.ts';
import { formatDay } from '#core/text/common.ts';
import { pupilMoveText } from '#core/text/move-lines.ts';
import { movesTexts } from '#core/text/moves.ts';
import { pupilsTexts } from '#core/text/pupils.ts';
import type { ClassId, EnrollmentId } from '#core/values/ids.ts';
import { ClassPicker } from '../../components/class-picker.tsx';
import { DataTable, type Column } from '../../components/data-table.tsx';
import { QueryView } from '../../components/loading.tsx';
import { StatusBadge } from '../../components/status-badge.tsx';
import { useLanguage } from '../../state/session-store.ts';
import { useQuery } from '../../state/use-query.ts';
import { useTexts } from '../../state/use-texts.ts';
import { JoinDialog } from './join-dialog.tsx';
import { ClassChangeDialog, LeaveDialog, ReturnDialog } from './pupil-dialogs.tsx';

type Asked = 'join' | 'change-class' | 'leave' | 'return';

/** One class's list to choose from: who changes class, leaves or comes back. */
export function PupilsSection({ classId, enrollmentId, onClass }: { readonly classId: ClassId | null; readonly enrollmentId: EnrollmentId | null; readonly onClass: (classId: ClassId) => void }) {
  const texts = useTexts(movesTexts);
  const words = useTexts(pupilsTexts);
  const language = useLanguage();
  const overview = useQuery('school.overview', {}, ['school', 'pupils']);
  const classes = overview.value?.classes ?? [];
  const group = classes.find(({ id }) => id === classId) ?? classes[0];
  const list = useQuery('pupils.list', group === undefined ? null : { classId: group.id }, ['pupils']);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set(enrollmentId === null ? [] : [enrollmentId]));
  const [asked, setAsked] = useState<Asked | null>(null);
  const rows = list.value?.pupils ?? [];
  const picked = rows.filter((row) => chosen.has(row.enrollmentId) && row.status !== 'moved-class');
  const here = picked.filter(({ status }) => status === 'studying');
  const [one] = picked;
  const alone = picked.length === 1 && one !== undefined ? one : null;

  function close(done: boolean) {
    setAsked(null);
    if (done) setChosen(new Set());
  }

  const columns: readonly Column<PupilRow>[] = [
    {
      key: 'choose',
      header: '',
      render: ({ enrollmentId, status, data }) =>
        status === 'moved-class' ? null : (
          <input
            type="checkbox"
            aria-label={texts.choose(data.fullName)}
            checked={chosen.has(enrollmentId)}
            onChange={(event) => {
              const next = new Set(chosen);
              if (event.target.checked) next.add(enrollmentId);
              else next.delete(enrollmentId);
              setChosen(next);
            }}
          />
        ),
    },
    { key: 'position', header: words.number, render: ({ position }) => position, align: 'end' },
    { key: 'name', header: words.fields.fullName, rowHeader: true, render: ({ data, status }) => (status === 'studying' ? data.fullName : <s>{data.fullName}</s>) },
    { key: 'birth', header: words.fields.birthDate, render: ({ data }) => formatDay(data.birthDate) },
    { key: 'status', header: words.enrollment, render: ({ status }) => (status === 'studying' ? words.statuses.studying : <StatusBadge tone="neutral">{words.statuses[status]}</StatusBadge>) },
    { key: 'note', header: texts.note, render: ({ moves }) => moves.map((move) => pupilMoveText(language, move)).join('; ') },
  ];

  return (
    <div className="stack">
      <div className="row row--between">
        <ClassPicker
          classes={classes}
          value={group?.id ?? null}
          onChange={(next) => {
            setChosen(new Set());
            onClass(next);
          }}
        />
        <span className="row">
          <button type="button" className="button" disabled={group === undefined} onClick={() => setAsked('join')}>
            {texts.join}
          </button>
          <button type="button" className="button" disabled={here.length === 0 || here.length < picked.length} onClick={() => setAsked('change-class')}>
            {texts.changeClass}
          </button>
          <button type="button" className="button" disabled={alone?.status !== 'studying'} title={texts.onlyOne} onClick={() => setAsked('leave')}>
            {texts.leave}
          </button>
          <button type="button" className="button" disabled={alone?.status !== 'left-school'} title={texts.onlyOne} onClick={() => setAsked('return')}>
            {texts.comeBack}
          </button>
        </span>
      </div>
      <p className="soft">
        {texts.choosePupils} <strong>{texts.chosen(picked.length)}</strong>
      </p>
      <QueryView query={list}>{({ pupils }) => <DataTable caption={words.list(group?.name ?? '')} captionHidden columns={columns} rows={pupils} rowKey={({ enrollmentId }) => enrollmentId} />}</QueryView>
      {asked === 'join' && group !== undefined && <JoinDialog group={group} subjects={overview.value?.subjects ?? []} onClose={close} />}
      {asked === 'change-class' && group !== undefined && <ClassChangeDialog pupils={here} grade={group.grade} classes={classes.filter(({ id }) => id !== group.id)} onClose={close} />}
      {asked === 'leave' && alone !== null && <LeaveDialog pupil={alone} onClose={close} />}
      {asked === 'return' && alone !== null && <ReturnDialog pupil={alone} onClose={close} />}
    </div>
  );
}
