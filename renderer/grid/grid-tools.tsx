import type { ReactNode } from 'react';
import { gridTexts } from '#core/text/gradebook.ts';
import { useEnterDirection } from '../state/sheet-habits.ts';
import { useTexts } from '../state/use-texts.ts';

/** Undo and redo for those who do not know the keys, quick entry, figures, and the sheet's own tools. */
export function GridTools({ onReverse, onQuick, stats, onStats, children }: {
  /** Null where the sheet is only read. */
  readonly onReverse: ((direction: 'undo' | 'redo') => void) | null;
  /** Null where no column can be entered. */
  readonly onQuick: (() => void) | null;
  readonly stats: boolean;
  /** Null where the sheet has sums of its own. */
  readonly onStats: ((shown: boolean) => void) | null;
  readonly children?: ReactNode;
}) {
  const texts = useTexts(gridTexts);
  return (
    <div className="grid-tools" role="toolbar" aria-label={texts.tools}>
      {onReverse !== null && (
        <>
          <button type="button" className="button button--small" title="Ctrl+Z" onClick={() => onReverse('undo')}>
            <span aria-hidden="true">↶ </span>
            {texts.undo}
          </button>
          <button type="button" className="button button--small" title="Ctrl+Y" onClick={() => onReverse('redo')}>
            <span aria-hidden="true">↷ </span>
            {texts.redo}
          </button>
        </>
      )}
      {onQuick !== null && (
        <button type="button" className="button button--small" onClick={onQuick}>
          {texts.quick}
        </button>
      )}
      {onStats !== null && (
        <button type="button" className="button button--small" aria-pressed={stats} onClick={() => onStats(!stats)}>
          {texts.stats}
        </button>
      )}
      {children}
    </div>
  );
}

/** Where Enter leads; each user's own habit. */
export function EnterChoice() {
  const texts = useTexts(gridTexts);
  const { value, choose } = useEnterDirection();
  return (
    <label className="grid-tools__enter">
      {texts.enterGoes}{' '}
      <select value={value} onChange={(event) => choose(event.target.value === 'right' ? 'right' : 'down')}>
        <option value="down">{texts.enterDown}</option>
        <option value="right">{texts.enterRight}</option>
      </select>
    </label>
  );
}
