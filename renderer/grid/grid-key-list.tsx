import { gridTexts } from '#core/text/gradebook.ts';
import { useTexts } from '../state/use-texts.ts';

const keyNames = {
  enter: 'Enter',
  tab: 'Tab',
  arrows: '← ↑ → ↓',
  jump: 'Ctrl+← ↑ → ↓, Home, End',
  f2: 'F2',
  escape: 'Esc',
  select: 'Shift+← ↑ → ↓',
  selectAll: 'Ctrl+A',
  delete: 'Delete',
  newLine: 'Alt+Enter',
  phrases: 'Alt+↓',
  choices: 'Alt+↓',
  copy: 'Ctrl+C, Ctrl+X, Ctrl+V',
  fill: 'Ctrl+D',
  fillAll: 'Ctrl+Enter',
  undo: 'Ctrl+Z, Ctrl+Y',
  history: 'F4',
} as const;

/** What the keys do in a sheet, opened on demand. */
export function GridKeyList() {
  const texts = useTexts(gridTexts);
  return (
    <details className="grid-keys">
      <summary>{texts.keys}</summary>
      <dl className="grid-keys__list">
        {(Object.keys(keyNames) as (keyof typeof keyNames)[]).map((key) => (
          <div key={key}>
            <dt>
              <kbd>{keyNames[key]}</kbd>
            </dt>
            <dd>{texts.keyList[key]}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
