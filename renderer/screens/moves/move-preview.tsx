import type { MoveRemark, MoveRow } from '#core/contract/moves.ts';
import { moveRemarkText, moveRowText } from '#core/text/move-lines.ts';
import { movesTexts } from '#core/text/moves.ts';
import { commonTexts } from '#core/text/common.ts';
import { DataTable, type Column } from '../../components/data-table.tsx';
import { Message } from '../../components/message.tsx';
import { useNavigation } from '../../state/navigation.ts';
import { useLanguage } from '../../state/session-store.ts';
import { useTexts } from '../../state/use-texts.ts';

const tones = { error: 'bad', warning: 'warning', note: 'info' } as const;

/** A dry run: what would become of whom, what stands in the way first, then what to look at. */
export function MovePreview({ rows, remarks }: { readonly rows: readonly MoveRow[]; readonly remarks: readonly MoveRemark[] }) {
  const texts = useTexts(movesTexts);
  const language = useLanguage();
  const columns: readonly Column<MoveRow>[] = [
    { key: 'group', header: texts.class, render: ({ group }) => group },
    { key: 'name', header: texts.pupil, render: ({ name }) => name, rowHeader: true },
    { key: 'what', header: texts.willDo, render: (row) => moveRowText(language, row) },
  ];
  return (
    <div className="stack">
      {(['error', 'warning', 'note'] as const).map((severity) => (
        <Remarks key={severity} tone={tones[severity]} remarks={remarks.filter((remark) => remark.severity === severity)} />
      ))}
      <DataTable caption={texts.preview} columns={columns} rows={rows} rowKey={({ group, name, code, params }) => `${group} ${name} ${code} ${JSON.stringify(params)}`} />
    </div>
  );
}

function Remarks({ tone, remarks }: { readonly tone: (typeof tones)[MoveRemark['severity']]; readonly remarks: readonly MoveRemark[] }) {
  const language = useLanguage();
  const common = useTexts(commonTexts);
  const go = useNavigation((store) => store.go);
  if (remarks.length === 0) return null;
  return (
    <Message tone={tone} announce={tone === 'bad' ? 'now' : 'later'}>
      <ul className="move-remarks">
        {remarks.map((remark) => {
          const { target } = remark;
          return (
            <li key={`${remark.code} ${JSON.stringify(remark.params)}`}>
              {moveRemarkText(language, remark)}{' '}
              {target !== null && (
                <button type="button" className="text-button" onClick={() => go(target)}>
                  {common.open}
                </button>
              )}
            </li>
          );
        })}
      </ul>
    </Message>
  );
}
