import type { PupilRow } from '#core/contract/pupils.ts';
import { formatDay } from '#core/text/common.ts';
import { pupilMoveText } from '#core/text/move-lines.ts';
import { pupilsTexts } from '#core/text/pupils.ts';
import { splitName } from '#core/text/names.ts';
import { ethnicityName } from '#core/values/ethnicities.ts';
import type { PupilId } from '#core/values/ids.ts';
import { DataTable, type Column } from '../../components/data-table.tsx';
import { StatusBadge } from '../../components/status-badge.tsx';
import { useLanguage } from '../../state/session-store.ts';
import { useTexts } from '../../state/use-texts.ts';

/** The class list. `whole`: who may open the data; others see names and birthdays only, as the office gives them. Numbers are never shown whole in a list. */
export function PupilTable({ pupils, className, open, whole, onOpen }: {
  readonly pupils: readonly PupilRow[];
  readonly className: string;
  readonly open: PupilId | 'new' | null;
  readonly whole: boolean;
  readonly onOpen: (pupilId: PupilId) => void;
}) {
  const texts = useTexts(pupilsTexts);
  const names: readonly Column<PupilRow>[] = [
    { key: 'position', header: texts.number, render: ({ position }) => position, align: 'end', sortValue: ({ position }) => position },
    { key: 'name', header: texts.fields.fullName, render: ({ data, pupilId, status }) => <span data-pupil={pupilId}>{status === 'studying' ? data.fullName : <s>{data.fullName}</s>}</span>, rowHeader: true, sortValue: ({ data }) => `${splitName(data.fullName).given} ${splitName(data.fullName).rest}` },
    { key: 'birth', header: texts.fields.birthDate, render: ({ data }) => formatDay(data.birthDate), sortValue: ({ data }) => data.birthDate },
    { key: 'sex', header: texts.fields.sex, render: ({ data }) => (data.sex === 'female' ? texts.female : texts.male) },
    { key: 'status', header: texts.enrollment, render: ({ status, moves }) => <Status status={status} moves={moves} /> },
  ];
  const more: readonly Column<PupilRow>[] = [
    { key: 'ethnicity', header: texts.fields.ethnicity, render: ({ data }) => ethnicityName(data.ethnicity) ?? '' },
    { key: 'personalId', header: texts.fields.personalId, render: ({ data }) => <span className="number">{masked(data.personalId)}</span> },
    {
      key: 'lacking',
      header: texts.lacking,
      sortValue: ({ lacking }) => -lacking.length,
      render: ({ lacking }) =>
        lacking.length === 0 ? (
          <span className="soft">{texts.complete}</span>
        ) : (
          <span title={lacking.map((field) => texts.fields[field]).join(', ')}>
            <StatusBadge tone="warning">{texts.lackingCount(lacking.length)}</StatusBadge>
          </span>
        ),
    },
  ];
  const opening = whole ? { onOpen: ({ pupilId }: PupilRow) => onOpen(pupilId), openLabel: ({ data }: PupilRow) => texts.open(data.fullName) } : {};
  return (
    <>
      {!whole && <p className="soft">{texts.namesOnly}</p>}
      <DataTable caption={texts.list(className)} columns={whole ? [...names, ...more] : names} rows={pupils} rowKey={({ pupilId }) => pupilId} selectedKey={open} {...opening} />
    </>
  );
}

/** In the class or not, and what brought the pupil in or out. */
function Status({ status, moves }: Pick<PupilRow, 'status' | 'moves'>) {
  const texts = useTexts(pupilsTexts);
  const language = useLanguage();
  const last = moves.at(-1);
  return (
    <>
      {status === 'studying' ? texts.statuses.studying : <StatusBadge tone="neutral">{texts.statuses[status]}</StatusBadge>}
      {last !== undefined && <div className="soft small">{pupilMoveText(language, last)}</div>}
    </>
  );
}

/** `025…348`: enough to tell two pupils apart over somebody's shoulder. */
function masked(personalId: string): string {
  return personalId.length < 7 ? personalId : `${personalId.slice(0, 3)}…${personalId.slice(-3)}`;
}
