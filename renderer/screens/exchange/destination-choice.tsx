import { useState } from 'react';
import { exchangeTexts } from '#core/text/exchange.ts';
import { commonTexts } from '#core/text/common.ts';
import type { DestinationId } from '#core/values/ids.ts';
import { ErrorText } from '../../components/error-text.tsx';
import { TextField } from '../../components/field.tsx';
import { bridge } from '../../state/office.ts';
import { useCommand } from '../../state/use-command.ts';
import { useQuery } from '../../state/use-query.ts';
import { useTexts } from '../../state/use-texts.ts';

/** Sticks first, then folders; another one by dialog, or by its path where there is no dialog. */
export function DestinationChoice({ from = 'exchange', value, onChange, legend }: { /** Who asks: a signed-in user, or the door where hand-off packages are signed. */ readonly from?: 'exchange' | 'handOff'; readonly value: DestinationId | null; readonly onChange: (id: DestinationId) => void; /** What goes there, where it is no bundle. */ readonly legend?: string }) {
  const texts = useTexts(exchangeTexts);
  const common = useTexts(commonTexts);
  const places = useQuery<'exchange.destinations' | 'handOff.destinations'>(`${from}.destinations`, {}, ['media']);
  const add = useCommand<'exchange.addDestination' | 'handOff.addDestination'>(`${from}.addDestination`);
  const [typing, setTyping] = useState(false);
  const [path, setPath] = useState('');
  const { reload } = places;

  function take(folder: string) {
    void add.run({ path: folder }).then((answer) => {
      if (answer === null) return;
      setTyping(false);
      reload();
      onChange(answer.destination.id);
    });
  }

  async function choose() {
    const chosen = await bridge().chooseFolder();
    if (chosen === 'unsupported') setTyping(true);
    else if (chosen !== null) take(chosen.path);
  }

  return (
    <div className="stack">
      <fieldset className="certificates">
        <legend>{legend ?? texts.destination}</legend>
        {(places.value?.destinations ?? []).map((place) => (
          <label key={place.id} className="certificate">
            <input type="radio" name="destination" checked={value === place.id} onChange={() => onChange(place.id)} />
            <span className="certificate__text">
              <strong>{place.label}</strong>
              <span className="soft small">
                {place.path}
                {place.kind === 'removable' ? ` · ${texts.removable}` : ''}
                {place.kind === 'removable' && place.fileSystem !== null ? ` · ${texts.fileSystem(place.fileSystem)}` : ''}
                {place.freeBytes === null ? '' : ` · ${texts.free(Math.floor(place.freeBytes / 1_000_000).toLocaleString('vi-VN'))}`}
              </span>
            </span>
          </label>
        ))}
      </fieldset>
      {places.value?.destinations.length === 0 && <p className="soft">{texts.noDestination}</p>}
      <ErrorText error={add.error} />
      {typing && (
        <form
          className="row"
          onSubmit={(event) => {
            event.preventDefault();
            take(path);
          }}
        >
          <div className="grow">
            <TextField label={texts.folderPath} value={path} onChange={setPath} />
          </div>
          <button type="submit" className="button" disabled={path.trim() === '' || add.busy}>
            {texts.addFolder}
          </button>
        </form>
      )}
      <div className="row">
        <button type="button" className="button" onClick={reload}>
          {texts.refresh}
        </button>
        <button type="button" className="button" onClick={() => void choose()}>
          {common.chooseFolder}
        </button>
      </div>
    </div>
  );
}
