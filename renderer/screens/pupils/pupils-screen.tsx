import { useState } from 'react';
import type { PupilData, PupilRow } from '#core/contract/pupils.ts';
import type { ClassSummary } from '#core/contract/school.ts';
import type { PupilField } from '#core/contract/shared.ts';
import { pupilsTexts } from '#core/text/pupils.ts';
import type { ClassId, PupilId } from '#core/values/ids.ts';
import { ClassPicker } from '../../components/class-picker.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { QueryView } from '../../components/loading.tsx';
import { Page } from '../../components/page.tsx';
import { useNavigation, type Place } from '../../state/navigation.ts';
import { notify } from '../../state/notices.ts';
import { useSession } from '../../state/session-store.ts';
import { useCommand } from '../../state/use-command.ts';
import { useQuery } from '../../state/use-query.ts';
import { useTexts } from '../../state/use-texts.ts';
import { ExemptionSection } from '../moves/exemption-section.tsx';
import { PupilsWay } from '../moves/pupils-way.tsx';
import { ChoicesSection } from './choices-section.tsx';
import { OrderSection } from './order-section.tsx';
import { emptyDraft, PupilForm } from './pupil-form.tsx';
import { PupilTable } from './pupil-table.tsx';
import '../../styles/pupils.css';

type PupilsPlace = Extract<Place, { screen: 'pupils' }>;
type Open = PupilId | 'new' | null;

function go(place: Place): void {
  useNavigation.getState().go(place);
}

/** A class's pupils and their data. A line of a list elsewhere leads to the pupil and the field. */
export function PupilsScreen({ place, visit }: { readonly place: PupilsPlace; readonly visit: number }) {
  const texts = useTexts(pupilsTexts);
  const overview = useQuery('school.overview', {}, ['school', 'pupils']);
  const roles = useSession((store) => store.state?.user?.roles) ?? [];
  const classes = overview.value?.classes ?? [];
  const classId = place.classId ?? classes[0]?.id ?? null;
  const group = classes.find(({ id }) => id === classId);
  const list = useQuery('pupils.list', classId === null ? null : { classId }, ['pupils']);
  const [open, setOpen] = useState<Open>(place.pupilId);
  const [dirty, setDirty] = useState(false);
  /** What was asked for while something typed was not saved yet. */
  const [asked, setAsked] = useState<(() => void) | null>(null);
  const [shownVisit, setShownVisit] = useState(visit);
  if (shownVisit !== visit) {
    setShownVisit(visit);
    setOpen(place.pupilId);
    setDirty(false);
  }
  const past = useSession((store) => store.state?.school?.viewedYearId != null);
  const isClerk = !past && roles.includes('clerk');
  const arrange = useCommand('pupils.arrange');
  const [choosing, setChoosing] = useState<ClassId | null>(null);
  const [ordering, setOrdering] = useState<ClassId | null>(null);
  const hasElectives = group !== undefined && (overview.value?.subjects ?? []).some(({ electiveIn }) => electiveIn.includes(group.grade));
  const mayEdit = isClerk || group?.mayEditHomeroom === true;

  function leaveForm(then: () => void) {
    if (dirty) setAsked(() => then);
    else then();
  }

  function show(next: Open) {
    setDirty(false);
    setOpen(next);
  }

  return (
    <Page
      title={texts.title}
      actions={
        <>
          <ClassPicker classes={classes} value={classId} onChange={(next) => leaveForm(() => go({ screen: 'pupils', classId: next, pupilId: null, field: null }))} />
          {hasElectives && (
            <button type="button" className="button" onClick={() => setChoosing(choosing === classId ? null : classId)}>
              {texts.choicesOpen}
            </button>
          )}
          {isClerk && (
            <>
              <button type="button" className="button" disabled={classId === null || arrange.busy} onClick={() => classId !== null && void arrange.run({ classId, order: 'given-name' }).then((done) => done !== null && notify('good', texts.arranged(done.moved)))}>
                {texts.arrange}
              </button>
              <button type="button" className="button" disabled={classId === null} onClick={() => setOrdering(ordering === classId ? null : classId)}>
                {texts.order}
              </button>
              <button type="button" className="button" onClick={() => leaveForm(() => show('new'))} disabled={classId === null}>
                {texts.add}
              </button>
              <button type="button" className="button" onClick={() => leaveForm(() => go({ screen: 'import' }))}>
                {texts.toImport}
              </button>
            </>
          )}
        </>
      }
    >
      <QueryView query={overview}>
        {() =>
          classId === null || group === undefined ? (
            <Nobody isClerk={isClerk} />
          ) : (
            <QueryView query={list}>
              {({ pupils }) => (
                <>
                  {ordering === classId && <OrderSection key={`${classId} ${pupils.map(({ enrollmentId }) => enrollmentId).join(' ')}`} classId={classId} pupils={pupils} onClose={() => setOrdering(null)} />}
                  {choosing === classId && <ChoicesSection key={classId} classId={classId} mayEdit={isClerk} onClose={() => setChoosing(null)} />}
                  <OpenPupil key={`${open ?? ''} ${visit}`} open={open} pupils={pupils} classId={classId} group={group} mayEdit={mayEdit} place={place} onDirty={setDirty} onShow={show} />
                  {pupils.length === 0 ? open !== 'new' && <Nobody isClerk={isClerk} /> : <PupilTable pupils={pupils} className={group.name} open={open} whole={mayEdit || roles.includes('principal') || roles.includes('clerk')} onOpen={(next) => leaveForm(() => show(next))} />}
                </>
              )}
            </QueryView>
          )
        }
      </QueryView>
      <ConfirmDialog
        open={asked !== null}
        title={texts.leaveTitle}
        confirmLabel={texts.leave}
        cancelLabel={texts.stay}
        onCancel={() => setAsked(null)}
        onConfirm={() => {
          setAsked(null);
          setDirty(false);
          asked?.();
        }}
      >
        <p>{texts.leaveText}</p>
      </ConfirmDialog>
    </Page>
  );
}

function Nobody({ isClerk }: { readonly isClerk: boolean }) {
  const texts = useTexts(pupilsTexts);
  return (
    <EmptyState
      title={texts.emptyTitle}
      text={isClerk ? texts.emptyText : texts.emptyTextOthers}
      actions={
        isClerk && (
          <button type="button" className="button button--primary" onClick={() => go({ screen: 'import' })}>
            {texts.toImport}
          </button>
        )
      }
    />
  );
}

function OpenPupil({ open, pupils, classId, group, mayEdit, place, onDirty, onShow }: {
  readonly open: Open;
  readonly pupils: readonly PupilRow[];
  readonly classId: ClassId;
  readonly group: ClassSummary;
  readonly mayEdit: boolean;
  readonly place: PupilsPlace;
  readonly onDirty: (dirty: boolean) => void;
  readonly onShow: (next: Open) => void;
}) {
  const texts = useTexts(pupilsTexts);
  const save = useCommand('pupils.save');
  const add = useCommand('pupils.add');
  const index = pupils.findIndex(({ pupilId }) => pupilId === open);
  const pupil = pupils[index];
  const roles = useSession((session) => session.state?.user?.roles) ?? [];
  const past = useSession((session) => session.state?.school?.viewedYearId != null);
  const mayExempt = !past && (roles.includes('clerk') || roles.includes('principal'));
  const sees = mayEdit || roles.includes('clerk') || roles.includes('principal');
  const common = { mayEdit, onDirty };

  function finish(answer: { readonly pupil: PupilRow } | null, next: Open) {
    if (answer === null) return;
    notify('good', texts.saved(answer.pupil.data.fullName));
    onShow(next);
    if (next === null) focusPupil(answer.pupil.pupilId);
  }

  if (open === 'new') {
    const run = (next: Open) => (data: PupilData) => void add.run({ classId, data }).then((answer) => finish(answer, next));
    return <PupilForm {...common} title={texts.addTitle(group.name)} initial={emptyDraft} lacking={[]} focus={null} busy={add.busy} error={add.error} onCancel={() => onShow(null)} onSave={run(null)} onSaveNext={null} />;
  }
  if (pupil === undefined) return null;
  const next = pupils[index + 1]?.pupilId ?? null;
  const run = (to: Open) => (data: PupilData) => void save.run({ pupilId: pupil.pupilId, data }).then((answer) => finish(answer, to));
  return (
    <>
      <PupilForm
        {...common}
        title={texts.editTitle(pupil.data.fullName)}
        initial={pupil.data}
        lacking={pupil.lacking}
        focus={focusOf(place, pupil)}
        busy={save.busy}
        error={save.error}
        onCancel={() => {
          onShow(null);
          focusPupil(pupil.pupilId);
        }}
        onSave={run(null)}
        onSaveNext={next === null ? null : run(next)}
      />
      {(roles.includes('clerk') || roles.includes('principal')) && (
        <section className="sheet row row--between">
          <p className="soft">{texts.transferText}</p>
          <button type="button" className="button" onClick={() => useNavigation.getState().go({ screen: 'exchange', classId, pupilId: pupil.pupilId })}>
            {texts.transferPackage}
          </button>
        </section>
      )}
      {sees && <PupilsWay key={`way ${pupil.enrollmentId}`} group={group} pupil={pupil} mayEdit={!past && roles.includes('clerk')} />}
      <ExemptionSection key={pupil.enrollmentId} classId={classId} pupil={pupil} mayEdit={mayExempt} />
    </>
  );
}

/** Where a list led, else the first thing that is missing. */
function focusOf(place: PupilsPlace, { pupilId, lacking }: PupilRow): PupilField | null {
  return place.pupilId === pupilId && place.field !== null ? place.field : (lacking[0] ?? null);
}

/** The line that was open keeps the focus when its form is closed. */
function focusPupil(pupilId: PupilId): void {
  requestAnimationFrame(() => document.querySelector<HTMLElement>(`[data-pupil="${CSS.escape(pupilId)}"]`)?.closest('button')?.focus());
}
