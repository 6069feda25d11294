import { useEffect, useState } from 'react';
import type { PupilData, PupilRow } from '#core/contract/pupils.ts';
import { formatDay } from '#core/text/common.ts';
import { pupilsTexts } from '#core/text/pupils.ts';
import { ethnicityName } from '#core/values/ethnicities.ts';
import type { ClassId, PupilId } from '#core/values/ids.ts';
import { ClassPicker } from '../../components/class-picker.tsx';
import { DataTable, type Column } from '../../components/data-table.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { QueryView } from '../../components/loading.tsx';
import { Page } from '../../components/page.tsx';
import { StatusBadge } from '../../components/status-badge.tsx';
import { useNavigation, type Place } from '../../state/navigation.ts';
import { notify } from '../../state/notices.ts';
import { useSession } from '../../state/session-store.ts';
import { useCommand } from '../../state/use-command.ts';
import { useQuery } from '../../state/use-query.ts';
import { useTexts } from '../../state/use-texts.ts';
import { PupilForm } from './pupil-form.tsx';
import '../../styles/pupils.css';

const empty: PupilData = { ministryCode: '', personalId: '', registryNumber: '', fullName: '', birthDate: '', sex: 'male', ethnicity: '01', nationality: 'Việt Nam', birthPlace: '', homeTown: '', address: '', fatherName: '', motherName: '', guardianName: '' };

/** A class's pupils and their data. A line of a list elsewhere leads to the pupil and the field. */
export function PupilsScreen({ place, visit }: { readonly place: Extract<Place, { screen: 'pupils' }>; readonly visit: number }) {
  const texts = useTexts(pupilsTexts);
  const go = useNavigation((store) => store.go);
  const overview = useQuery('school.overview', {}, ['school', 'pupils']);
  const roles = useSession((store) => store.state?.user?.roles) ?? [];
  const classes = overview.value?.classes ?? [];
  const classId = place.classId ?? classes[0]?.id ?? null;
  const group = classes.find(({ id }) => id === classId);
  const list = useQuery('pupils.list', classId === null ? null : { classId }, ['pupils']);
  const [open, setOpen] = useState<PupilId | 'new' | null>(place.pupilId);
  useEffect(() => setOpen(place.pupilId), [place.pupilId, visit]);
  const isClerk = roles.includes('clerk');

  return (
    <Page
      title={texts.title}
      actions={
        <>
          <ClassPicker classes={classes} value={classId} onChange={(next) => go({ screen: 'pupils', classId: next, pupilId: null, field: null })} />
          {isClerk && (
            <>
              <button type="button" className="button" onClick={() => setOpen('new')} disabled={classId === null}>
                {texts.add}
              </button>
              <button type="button" className="button" onClick={() => go({ screen: 'import' })}>
                {texts.toImport}
              </button>
            </>
          )}
        </>
      }
    >
      {classId === null || group === undefined ? (
        overview.value !== null && <EmptyState title={texts.emptyTitle} text={texts.emptyText} actions={isClerk && <ImportButton />} />
      ) : (
        <QueryView query={list}>
          {({ pupils }) => (
            <>
              <OpenPupil key={`${open ?? ''} ${visit}`} open={open} pupils={pupils} classId={classId} className={group.name} mayEdit={isClerk || group.mayEditHomeroom} place={place} onClose={() => setOpen(null)} />
              {pupils.length === 0 ? <EmptyState title={texts.emptyTitle} text={texts.emptyText} actions={isClerk && <ImportButton />} /> : <PupilTable pupils={pupils} className={group.name} open={open} onOpen={setOpen} />}
            </>
          )}
        </QueryView>
      )}
    </Page>
  );
}

function ImportButton() {
  const texts = useTexts(pupilsTexts);
  return (
    <button type="button" className="button button--primary" onClick={() => useNavigation.getState().go({ screen: 'import' })}>
      {texts.toImport}
    </button>
  );
}

function OpenPupil({ open, pupils, classId, className, mayEdit, place, onClose }: {
  readonly open: PupilId | 'new' | null;
  readonly pupils: readonly PupilRow[];
  readonly classId: ClassId;
  readonly className: string;
  readonly mayEdit: boolean;
  readonly place: Extract<Place, { screen: 'pupils' }>;
  readonly onClose: () => void;
}) {
  const texts = useTexts(pupilsTexts);
  const save = useCommand('pupils.save');
  const add = useCommand('pupils.add');
  const pupil = pupils.find(({ pupilId }) => pupilId === open);
  const finish = (name: string) => {
    notify('good', texts.saved(name));
    onClose();
  };
  if (open === 'new') {
    return <PupilForm title={texts.addTitle(className)} initial={empty} lacking={[]} focus={null} mayEdit={mayEdit} busy={add.busy} error={add.error} onCancel={onClose} onSave={(data) => void add.run({ classId, data }).then((answer) => answer !== null && finish(data.fullName))} />;
  }
  if (pupil === undefined) return null;
  return (
    <PupilForm
      title={texts.editTitle(pupil.data.fullName)}
      initial={pupil.data}
      lacking={pupil.lacking}
      focus={place.pupilId === pupil.pupilId ? place.field : null}
      mayEdit={mayEdit}
      busy={save.busy}
      error={save.error}
      onCancel={onClose}
      onSave={(data) => void save.run({ pupilId: pupil.pupilId, data }).then((answer) => answer !== null && finish(data.fullName))}
    />
  );
}

function PupilTable({ pupils, className, open, onOpen }: { readonly pupils: readonly PupilRow[]; readonly className: string; readonly open: PupilId | 'new' | null; readonly onOpen: (pupilId: PupilId) => void }) {
  const texts = useTexts(pupilsTexts);
  const columns: readonly Column<PupilRow>[] = [
    { key: 'position', header: texts.number, render: ({ position }) => position, align: 'end' },
    { key: 'name', header: texts.fields.fullName, render: ({ data }) => data.fullName, rowHeader: true },
    { key: 'birth', header: texts.fields.birthDate, render: ({ data }) => formatDay(data.birthDate) },
    { key: 'sex', header: texts.fields.sex, render: ({ data }) => (data.sex === 'female' ? texts.female : texts.male) },
    { key: 'ethnicity', header: texts.fields.ethnicity, render: ({ data }) => ethnicityName(data.ethnicity) ?? '' },
    { key: 'personalId', header: texts.fields.personalId, render: ({ data }) => data.personalId },
    { key: 'status', header: texts.enrollment, render: ({ status }) => texts.statuses[status] },
    { key: 'lacking', header: texts.lacking, render: ({ lacking }) => (lacking.length === 0 ? <span className="soft">{texts.complete}</span> : <StatusBadge tone="warning">{texts.lackingCount(lacking.length)}</StatusBadge>) },
  ];
  return <DataTable caption={texts.list(className)} columns={columns} rows={pupils} rowKey={({ pupilId }) => pupilId} selectedKey={open} onOpen={({ pupilId }) => onOpen(pupilId)} openLabel={({ data }) => texts.open(data.fullName)} />;
}
