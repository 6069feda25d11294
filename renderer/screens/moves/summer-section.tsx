import { useState } from 'react';
import type { ClassEnd } from '#core/contract/year-turn.ts';
import { yearTurnTexts } from '#core/text/year-turn.ts';
import type { ClassId } from '#core/values/ids.ts';
import { DataTable, type Column } from '../../components/data-table.tsx';
import { QueryView } from '../../components/loading.tsx';
import { StatusBadge } from '../../components/status-badge.tsx';
import { useSession } from '../../state/session-store.ts';
import { useQuery } from '../../state/use-query.ts';
import { useTexts } from '../../state/use-texts.ts';
import { MoveDialog } from './move-dialog.tsx';
import { SummerClass } from './summer-class.tsx';
import { useToday } from './use-today.ts';

/** The end of the year: how far each class is, who has something to do in the summer, and the principal's confirmation. */
export function SummerSection({ classId, onClass }: { readonly classId: ClassId | null; readonly onClass: (classId: ClassId) => void }) {
  const texts = useTexts(yearTurnTexts);
  const query = useQuery('yearTurn.classes', {}, ['results', 'gradebook', 'homeroom', 'pupils']);
  const isPrincipal = useSession((store) => store.state?.user?.roles.includes('principal') === true);
  const today = useToday();
  const [confirming, setConfirming] = useState<readonly ClassEnd[] | null>(null);
  const columns: readonly Column<ClassEnd>[] = [
    { key: 'name', header: texts.class, rowHeader: true, render: ({ className }) => className },
    { key: 'size', header: texts.size, align: 'end', render: ({ size }) => size },
    { key: 'promoted', header: texts.promoted, align: 'end', render: ({ promoted }) => promoted },
    { key: 'retained', header: texts.retained, align: 'end', render: ({ retained }) => (retained === 0 ? <span className="soft">0</span> : retained) },
    { key: 'open', header: texts.open, align: 'end', render: ({ open }) => (open === 0 ? <span className="soft">0</span> : <strong>{open}</strong>) },
    { key: 'state', header: texts.confirmedColumn, render: (each) => <Confirmed each={each} /> },
  ];
  return (
    <QueryView query={query}>
      {({ classes, schoolYear }) => {
        const ready = classes.filter(({ hasResults, open, confirmed, size }) => hasResults && size > 0 && open === 0 && confirmed < size);
        const shown = classes.find((each) => each.classId === classId) ?? classes.find(({ open }) => open > 0) ?? classes[0];
        return (
          <div className="stack">
            <p className="soft">{isPrincipal ? texts.summerPrincipal : texts.summerText}</p>
            {isPrincipal && (
              <div>
                <button type="button" className="button button--primary" disabled={ready.length === 0} onClick={() => setConfirming(ready)}>
                  {ready.length === 0 ? texts.noneReady : texts.confirmReady(ready.length)}
                </button>
              </div>
            )}
            <DataTable caption={texts.summerCaption(schoolYear)} captionHidden columns={columns} rows={classes} rowKey={(each) => each.classId} selectedKey={shown?.classId ?? null} onOpen={(each) => onClass(each.classId)} openLabel={({ className }) => texts.openClass(className)} />
            {shown !== undefined && <SummerClass key={shown.classId} group={shown} onConfirm={isPrincipal && shown.open === 0 && shown.hasResults && shown.confirmed < shown.size ? () => setConfirming([shown]) : null} />}
            {confirming !== null && (
              <MoveDialog title={texts.confirmTitle(confirming.map(({ className }) => className).join(', '))} confirmLabel={texts.confirm} action={{ kind: 'decide', classIds: confirming.map((each) => each.classId), on: today === '' ? `${schoolYear.slice(5)}-08-31` : today }} onClose={() => setConfirming(null)} />
            )}
          </div>
        );
      }}
    </QueryView>
  );
}

function Confirmed({ each }: { readonly each: ClassEnd }) {
  const texts = useTexts(yearTurnTexts);
  if (!each.hasResults) return <span className="soft">{texts.noResultsNeeded}</span>;
  if (each.size === 0) return <span className="soft">–</span>;
  if (each.confirmed === each.size) return <StatusBadge tone="good">{texts.confirmed}</StatusBadge>;
  if (each.open > 0) return <StatusBadge tone="warning">{texts.waiting}</StatusBadge>;
  return <StatusBadge tone="info">{each.confirmed === 0 ? texts.toConfirm : texts.partly(each.confirmed, each.size)}</StatusBadge>;
}
