import { useState } from 'react';
import { gridTexts } from '#core/text/gradebook.ts';
import { nameMatches } from '#core/text/vietnamese-search.ts';
import { useTexts } from '../state/use-texts.ts';
import type { GridRow } from './grid-types.ts';

/** Finds a pupil by any part of the name, without accents; Enter goes to the next one that fits. */
export function PupilSearch({ rows, onFound }: { readonly rows: readonly GridRow[]; readonly onFound: (rowId: string) => void }) {
  const texts = useTexts(gridTexts);
  const [typed, setTyped] = useState('');
  const [last, setLast] = useState(-1);
  const found = typed.trim() === '' ? [] : rows.flatMap((row, index) => (nameMatches(row.name, typed) ? [index] : []));
  return (
    <search className="pupil-search">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          const next = found.find((index) => index > last) ?? found[0];
          const row = next === undefined ? undefined : rows[next];
          if (next === undefined || row === undefined) return;
          setLast(next);
          onFound(row.id);
        }}
      >
        <input
          className="input input--auto"
          type="search"
          aria-label={texts.search}
          placeholder={texts.search}
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value);
            setLast(-1);
          }}
        />
        <output className="soft small">{typed.trim() === '' ? '' : texts.searchFound(found.length)}</output>
      </form>
    </search>
  );
}
