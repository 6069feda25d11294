import { memo } from 'react';
import type { Language } from '#core/contract/shared.ts';
import { gridTexts } from '#core/text/gradebook.ts';
import { formatTenths, tenths } from '#core/values/marks.ts';
import { useLanguage } from '../state/session-store.ts';
import { useTexts } from '../state/use-texts.ts';
import { columnStats, type ColumnStats } from './column-stats.ts';
import type { GridColumn, GridRow } from './grid-types.ts';

/** Under the sheet: of every column of marks how many are missing, the lowest, mean and highest, and how they are spread from 0 to 10. */
export const ColumnStrips = memo(function ColumnStrips({ rows, columns }: { readonly rows: readonly GridRow[]; readonly columns: readonly GridColumn[] }) {
  const texts = useTexts(gridTexts);
  const language = useLanguage();
  return (
    <tfoot className="grid__foot">
      <tr>
        <th scope="row" colSpan={2} className="grid__name grid__foot-name">
          {texts.statsLabel}
        </th>
        {columns.map((column) => {
          if (column.width === 'text' || column.figures === 'none') return <td key={column.key} aria-label={column.title} />;
          const stats = columnStats(rows, column);
          if (column.editor === 'choice') return <ChoiceFigures key={column.key} title={column.title} stats={stats} />;
          return (
            <td key={column.key} className="grid__stats" aria-label={`${column.title}: ${sentence(stats, language, texts)}`}>
              {stats.missing > 0 && <span className="grid__missing">{texts.statsMissing(stats.missing)}</span>}
              {stats.mean !== null && (
                <>
                  <span>{texts.statsMean(mark(stats.mean, language))}</span>
                  <span>
                    {mark(stats.least, language)}–{mark(stats.most, language)}
                  </span>
                  <Bars bars={stats.bars} low={5} />
                </>
              )}
              {stats.passed + stats.failed > 0 && <span>{texts.statsPassed(stats.passed, stats.failed)}</span>}
            </td>
          );
        })}
      </tr>
    </tfoot>
  );
});

/** How often each choice stands there, those that do. */
function ChoiceFigures({ title, stats }: { readonly title: string; readonly stats: ColumnStats }) {
  const texts = useTexts(gridTexts);
  const seen = stats.choices.filter(({ count }) => count > 0);
  const words = [...(stats.missing > 0 ? [texts.statsMissing(stats.missing)] : []), ...seen.map((choice) => texts.statsChoice(choice.title, choice.count))];
  return (
    <td className="grid__stats" aria-label={`${title}: ${words.join(', ')}`} title={words.join(', ')}>
      {stats.missing > 0 && <span className="grid__missing">{texts.statsMissing(stats.missing)}</span>}
      {seen.map(({ text, count }) => (
        <span key={text}>{texts.statsChoice(text, count)}</span>
      ))}
      {seen.length > 0 && <Bars bars={stats.choices.map(({ count }) => count)} low={0} />}
    </td>
  );
}

/** How often each band or choice stands there, the first on the left; the first `low` ones are below five. */
function Bars({ bars, low }: { readonly bars: readonly number[]; readonly low: number }) {
  const highest = Math.max(...bars, 1);
  const step = 50 / bars.length;
  return (
    <svg className="grid__bars" viewBox="0 0 50 16" aria-hidden="true">
      {bars.map((count, band) => {
        const height = count === 0 ? 0 : Math.max(2, (count / highest) * 16);
        // The bands never change places.
        return <rect key={`band ${String(band)}`} x={band * step} width={step - 1} y={16 - height} height={height} data-low={band < low || undefined} />;
      })}
    </svg>
  );
}

function mark(value: number | null, language: Language): string {
  return value === null ? '' : formatTenths(tenths(value), language === 'vi' ? ',' : '.');
}

function sentence(stats: ColumnStats, language: Language, texts: { readonly statsSentence: (missing: number, least: string, mean: string, most: string) => string; readonly statsPassed: (passed: number, failed: number) => string }): string {
  if (stats.mean === null) return texts.statsPassed(stats.passed, stats.failed);
  return texts.statsSentence(stats.missing, mark(stats.least, language), mark(stats.mean, language), mark(stats.most, language));
}
