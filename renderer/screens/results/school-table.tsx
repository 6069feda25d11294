import type { Language } from '#core/contract/shared.ts';
import { schoolResultsTexts } from '#core/text/school-results.ts';
import { useNavigation } from '../../state/navigation.ts';
import { useLanguage } from '../../state/session-store.ts';
import { useTexts } from '../../state/use-texts.ts';
import { shareOf, type CountRow } from './school-counts.ts';

/** `tone`: what a count there means; quiet where it is none. */
export type CountColumn = { readonly label: string; readonly title: string; readonly tone?: 'bad' | 'warn' };
export type CountGroup = { readonly heading: string; readonly columns: readonly CountColumn[] };

/** How many pupils of each class are where; below, the grades and the whole school with its shares. */
export function SchoolTable({ label, groups, rows }: { readonly label: string; readonly groups: readonly CountGroup[]; readonly rows: readonly CountRow[] }) {
  const texts = useTexts(schoolResultsTexts);
  const language = useLanguage();
  const columns = groups.flatMap((group) => group.columns.map((column, index) => ({ ...column, first: index === 0 })));
  const total = rows.find(({ kind }) => kind === 'total');
  return (
    <section className="table-frame table-frame--fill results-frame" aria-label={label}>
      <table className="results school-results">
        <caption className="results__caption">{label}</caption>
        <thead>
          <tr>
            <th scope="col" rowSpan={2} className="school-results__class">
              {texts.className}
            </th>
            <th scope="col" rowSpan={2}>
              {texts.size}
            </th>
            {groups.map(({ heading, columns: own }) => (
              <th key={heading} scope="colgroup" colSpan={own.length} data-first="true">
                {heading}
              </th>
            ))}
          </tr>
          <tr>
            {columns.map(({ label: short, title, first }) => (
              <th key={title} scope="col" title={title} data-first={first}>
                <abbr title={title}>{short}</abbr>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => row !== total && <Row key={row.key} row={row} columns={columns} />)}
        </tbody>
        {total !== undefined && (
          <tfoot>
            <Row row={total} columns={columns} />
            <tr data-sum="share">
              <th scope="row" className="school-results__class">
                {texts.share}
              </th>
              <td>{percent(shareOf(total.size, total.size), language)}</td>
              {columns.map(({ title, first }, column) => (
                <td key={title} data-first={first}>
                  {percent(shareOf(total.counts[column] ?? 0, total.size), language)}
                </td>
              ))}
            </tr>
          </tfoot>
        )}
      </table>
    </section>
  );
}

function Row({ row, columns }: { readonly row: CountRow; readonly columns: readonly (CountColumn & { readonly first: boolean })[] }) {
  return (
    <tr data-sum={row.kind === 'class' ? undefined : row.kind}>
      <th scope="row" className="school-results__class">
        <RowName row={row} />
      </th>
      <td>{row.size}</td>
      {columns.map(({ title, tone, first }, column) => {
        const count = row.counts[column] ?? 0;
        return (
          <td key={title} data-first={first} data-tone={count > 0 ? tone : undefined} data-none={count === 0}>
            {count}
          </td>
        );
      })}
    </tr>
  );
}

function RowName({ row }: { readonly row: CountRow }) {
  const texts = useTexts(schoolResultsTexts);
  const { group } = row;
  if (group === null) return row.kind === 'grade' ? texts.grade(row.grade) : texts.total;
  return (
    <button type="button" className="results__person" title={texts.openClass(group.className)} onClick={() => useNavigation.getState().go({ screen: 'results', classId: group.classId })}>
      {group.className}
    </button>
  );
}

function percent(tenths: number | null, language: Language): string {
  return tenths === null ? '' : `${Math.trunc(tenths / 10)}${language === 'vi' ? ',' : '.'}${tenths % 10}`;
}
