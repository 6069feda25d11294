import { useState } from 'react';
import type { Refusal, Transmission } from '#core/contract/exchange.ts';
import { formatMoment } from '#core/text/common.ts';
import { exchangeTexts } from '#core/text/exchange.ts';
import type { TransmissionId } from '#core/values/ids.ts';
import { DataTable, type Column } from '../../components/data-table.tsx';
import { ErrorText } from '../../components/error-text.tsx';
import { QueryView } from '../../components/loading.tsx';
import { useNavigation } from '../../state/navigation.ts';
import { useLanguage } from '../../state/session-store.ts';
import { useCommand } from '../../state/use-command.ts';
import { useQuery } from '../../state/use-query.ts';
import { useTexts } from '../../state/use-texts.ts';

/** What was sent and what came back; a refused record leads to the pupil and the field. */
export function TransmissionList() {
  const texts = useTexts(exchangeTexts);
  const language = useLanguage();
  const list = useQuery('exchange.transmissions', {}, ['exchange']);
  const ask = useCommand('exchange.askResult');
  const [shown, setShown] = useState<TransmissionId | null>(null);
  const columns: readonly Column<Transmission>[] = [
    { key: 'when', header: texts.when, render: ({ startedAt }) => formatMoment(startedAt, language), rowHeader: true },
    { key: 'class', header: texts.class, render: ({ className }) => className },
    { key: 'records', header: texts.records, render: ({ records }) => records, align: 'end' },
    { key: 'accepted', header: texts.accepted, render: ({ accepted }) => accepted, align: 'end' },
    { key: 'refused', header: texts.refused, render: ({ refused }) => refused, align: 'end' },
    { key: 'state', header: texts.state, render: ({ state, message }) => `${texts.states[state]}${message === null ? '' : ` – ${message}`}` },
    {
      key: 'actions',
      header: '',
      render: ({ id, state, refused }) => (
        <span className="row row--close">
          {state !== 'answered' && (
            <button type="button" className="button button--small" disabled={ask.busy} onClick={() => void ask.run({ transmissionId: id })}>
              {state === 'sent' ? texts.ask : texts.resend}
            </button>
          )}
          {refused > 0 && (
            <button type="button" className="button button--small" aria-expanded={shown === id} onClick={() => setShown(shown === id ? null : id)}>
              {texts.showRefusals(refused)}
            </button>
          )}
        </span>
      ),
    },
  ];
  return (
    <>
      <ErrorText error={ask.error} />
      <QueryView query={list}>
        {({ transmissions }) => (transmissions.length === 0 ? <p className="soft">{texts.noTransmissions}</p> : <DataTable caption={texts.transmissions} columns={columns} rows={transmissions} rowKey={({ id }) => id} />)}
      </QueryView>
      {shown !== null && <Refusals transmissionId={shown} />}
    </>
  );
}

function Refusals({ transmissionId }: { readonly transmissionId: TransmissionId }) {
  const texts = useTexts(exchangeTexts);
  const go = useNavigation((store) => store.go);
  const refusals = useQuery('exchange.refusals', { transmissionId }, ['exchange']);
  const columns: readonly Column<Refusal>[] = [
    { key: 'pupil', header: texts.pupil, render: ({ pupilName }) => pupilName, rowHeader: true },
    { key: 'field', header: texts.field, render: ({ fieldTitle }) => fieldTitle },
    { key: 'reason', header: texts.reason, render: ({ description }) => description },
    {
      key: 'mend',
      header: '',
      render: ({ target }) =>
        target === null ? null : (
          <button type="button" className="button button--small" onClick={() => go(target)}>
            {texts.mend}
          </button>
        ),
    },
  ];
  return (
    <QueryView query={refusals}>
      {(value) => (
        <div className="stack">
          <p>{texts.openRefusals}</p>
          <DataTable caption={texts.refusals} columns={columns} rows={value.refusals} rowKey={({ uuid, errorCode, fieldTitle }) => `${uuid} ${errorCode} ${fieldTitle}`} />
        </div>
      )}
    </QueryView>
  );
}
