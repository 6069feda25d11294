import { useState } from 'react';
import type { HandOffPackage, PackageState } from '#core/contract/hand-off.ts';
import { formatDay, formatMoment } from '#core/text/common.ts';
import { handOffTexts } from '#core/text/hand-off.ts';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { DataTable, type Column } from '../../components/data-table.tsx';
import { ErrorText } from '../../components/error-text.tsx';
import { QueryView } from '../../components/loading.tsx';
import { StatusBadge, type BadgeTone } from '../../components/status-badge.tsx';
import { useLanguage } from '../../state/session-store.ts';
import { useCommand } from '../../state/use-command.ts';
import { useQuery } from '../../state/use-query.ts';
import { useTexts } from '../../state/use-texts.ts';
import { Fingerprint } from './fingerprint.tsx';
import { PackageItems } from './package-items.tsx';

const tones = { open: 'info', partly: 'warning', done: 'good', expired: 'bad', cancelled: 'neutral' } as const satisfies Readonly<Record<PackageState, BadgeTone>>;

/** Every package that went out, and how much of it came back. */
export function PackageList() {
  const texts = useTexts(handOffTexts);
  const language = useLanguage();
  const list = useQuery('handOff.packages', {}, ['signing', 'records']);
  const cancel = useCommand('handOff.cancelPackage');
  const [shown, setShown] = useState<HandOffPackage | null>(null);
  const [cancelling, setCancelling] = useState<HandOffPackage | null>(null);
  const columns: readonly Column<HandOffPackage>[] = [
    { key: 'made', header: texts.madeOn, render: ({ createdAt }) => formatMoment(createdAt, language), rowHeader: true },
    { key: 'class', header: texts.class, render: ({ classNames }) => texts.classes(classNames) },
    { key: 'kind', header: texts.what, render: ({ kind }) => texts.kinds[kind] },
    { key: 'signer', header: texts.signer, render: ({ signer }) => signer },
    { key: 'signatures', header: texts.signatures, render: ({ taken, records, refused }) => texts.signatureCount(taken, records, refused) },
    { key: 'expires', header: texts.expires, render: ({ expiresAt }) => formatDay(expiresAt.slice(0, 10)) },
    { key: 'state', header: texts.state, render: ({ state }) => <StatusBadge tone={tones[state]}>{texts.states[state]}</StatusBadge> },
    {
      key: 'cancel',
      header: '',
      render: (one) =>
        one.state === 'done' || one.state === 'cancelled' ? null : (
          <button
            type="button"
            className="button button--small"
            onClick={(event) => {
              event.stopPropagation();
              setCancelling(one);
            }}
          >
            {texts.cancel}
          </button>
        ),
    },
  ];
  return (
    <section className="stack" aria-label={texts.packages}>
      <ErrorText error={cancel.error} />
      <QueryView query={list}>
        {({ packages, fingerprint }) =>
          packages.length === 0 ? (
            <p className="soft">{texts.noPackages}</p>
          ) : (
            <>
              <DataTable caption={texts.packages} columns={columns} rows={packages} rowKey={({ id }) => id} onOpen={setShown} selectedKey={shown?.id ?? null} />
              {fingerprint !== null && <Fingerprint value={fingerprint} />}
            </>
          )
        }
      </QueryView>
      {shown !== null && <Items key={shown.id} shown={shown} onClose={() => setShown(null)} />}
      <ConfirmDialog
        open={cancelling !== null}
        title={texts.cancelTitle}
        confirmLabel={texts.cancel}
        onCancel={() => setCancelling(null)}
        onConfirm={() => {
          if (cancelling !== null) void cancel.run({ packageId: cancelling.id });
          setCancelling(null);
        }}
      >
        <p>{texts.cancelText}</p>
      </ConfirmDialog>
    </section>
  );
}

function Items({ shown: { id, classNames, signer, path }, onClose }: { readonly shown: HandOffPackage; readonly onClose: () => void }) {
  const texts = useTexts(handOffTexts);
  const items = useQuery('handOff.items', { packageId: id }, ['signing']);
  return (
    <div className="sheet stack">
      <div className="row row--between">
        <p className="soft small hand-off__path">{path}</p>
        <button type="button" className="button button--small" onClick={onClose}>
          {texts.close}
        </button>
      </div>
      <QueryView query={items}>{(value) => <PackageItems caption={texts.items(texts.classes(classNames), signer)} items={value.items} />}</QueryView>
    </div>
  );
}
