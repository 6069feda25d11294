import { useState } from 'react';
import { recordsTexts } from '#core/text/records.ts';
import { ClassPicker } from '../../components/class-picker.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { Loading, QueryView } from '../../components/loading.tsx';
import { Page } from '../../components/page.tsx';
import { StatusBadge } from '../../components/status-badge.tsx';
import { useNavigation, type Place } from '../../state/navigation.ts';
import { useQuery } from '../../state/use-query.ts';
import { useTexts } from '../../state/use-texts.ts';
import { CreateRecords } from './create-records.tsx';
import { MissingList } from './missing-list.tsx';
import { RecordTable } from './record-table.tsx';
import { SignPdfs, type OnePdf } from './sign-pdfs.tsx';
import '../../styles/records.css';

/** What a class still lacks for its records, the button that makes them, and what was made. */
export function RecordsScreen({ place }: { readonly place: Extract<Place, { screen: 'records' }>; readonly visit: number }) {
  const texts = useTexts(recordsTexts);
  const overview = useQuery('school.overview', {}, ['school']);
  const group = overview.value?.classes.find((one) => one.id === place.classId) ?? null;
  const [only, setOnly] = useState<OnePdf | null>(null);
  const records = useQuery('records.class', group === null ? null : { classId: group.id }, ['school', 'pupils', 'gradebook', 'homeroom', 'results', 'records', 'signing', 'exchange']);

  return (
    <Page title={texts.title} subtitle={texts.subtitle}>
      <QueryView query={overview}>
        {({ classes }) =>
          classes.length === 0 ? (
            <EmptyState
              title={texts.noClasses}
              text={texts.noClassesText}
              actions={
                <button type="button" className="button button--primary" onClick={() => useNavigation.getState().go({ screen: 'school', section: 'classes' })}>
                  {texts.toClasses}
                </button>
              }
            />
          ) : (
            <>
              <div className="row">
                <ClassPicker classes={classes} value={group?.id ?? null} onChange={(classId) => {
                    setOnly(null);
                    useNavigation.getState().go({ screen: 'records', classId });
                  }} />
                {records.value !== null && records.value.classId === group?.id && (
                  <StatusBadge tone="neutral">{texts.counts(records.value.records.filter((one) => one.recordId !== null).length, records.value.records.length)}</StatusBadge>
                )}
              </div>
              {group === null ? (
                <EmptyState title={texts.chooseClass} text={texts.chooseClassText} />
              ) : (
                <QueryView query={records}>
                  {(value) =>
                    value.classId === group.id ? (
                      <div className="stack stack--wide" key={value.classId}>
                        {value.missing.length > 0 && <MissingList missing={value.missing} />}
                        <CreateRecords classId={value.classId} className={value.className} records={value.records} complete={value.missing.length === 0} mayCreate={group.mayEditHomeroom} />
                        {only !== null && <SignPdfs key={only.recordId} classId={value.classId} className={value.className} only={only} onOnly={setOnly} />}
                        {value.records.length > 0 && <RecordTable classId={value.classId} className={value.className} records={value.records} onSignPdf={setOnly} />}
                        {only === null && value.records.some(({ status }) => status === 'issued' || status === 'sent' || status === 'accepted' || status === 'refused') && <SignPdfs key="class" classId={value.classId} className={value.className} only={null} onOnly={setOnly} />}
                      </div>
                    ) : (
                      <Loading />
                    )
                  }
                </QueryView>
              )}
            </>
          )
        }
      </QueryView>
    </Page>
  );
}
