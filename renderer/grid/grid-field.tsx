import { memo } from 'react';
import { useStore } from 'zustand';
import { choiceOf } from './grid-choices.ts';
import type { GridKeys } from './grid-keys.ts';
import type { GridParts } from './grid-parts.ts';

/**
 * The one text field of a grid, over its active cell, and the outline of a selected block. It is drawn once; keys move and fill it. While nothing is typed it is
 * unseen (the cell below shows its own text) and lets the mouse through.
 */
export const GridField = memo(function GridField({ parts, keys, label }: { readonly parts: GridParts; readonly keys: GridKeys; readonly label: string }) {
  return (
    <div className="grid-layer">
      <div className="grid-block" hidden />
      <div className="grid-field">
        <textarea className="grid-field__text" rows={1} aria-label={label} autoComplete="off" autoCapitalize="off" autoCorrect="off" spellCheck={false} defaultValue="" {...keys.field} />
        <ChoiceList parts={parts} onChoose={keys.choose} />
      </div>
    </div>
  );
});

/** What a column of choices can hold, while one is being typed: the meant one is marked, a click takes one. */
function ChoiceList({ parts, onChoose }: { readonly parts: GridParts; readonly onChoose: (text: string) => void }) {
  const typing = useStore(parts.choosing);
  if (typing === null) return null;
  const choices = typing.column.choices ?? [];
  const meant = choiceOf(choices, typing.text);
  return (
    <ul className="grid-choices" aria-hidden="true">
      {choices.map((choice) => (
        <li key={choice.text}>
          <button
            type="button"
            tabIndex={-1}
            data-meant={choice === meant || undefined}
            onMouseDown={(event) => {
              // The focus stays in the field.
              event.preventDefault();
              onChoose(choice.text);
            }}
          >
            <strong>{choice.text}</strong> {choice.title}
          </button>
        </li>
      ))}
    </ul>
  );
}
