import { useState } from 'react';
import type { TokenModule } from '#core/contract/signing.ts';
import { commonTexts } from '#core/text/common.ts';
import { signingTexts } from '#core/text/signing.ts';
import { ErrorText, useErrorText } from '../../components/error-text.tsx';
import { TextField } from '../../components/field.tsx';
import { Message } from '../../components/message.tsx';
import { notify } from '../../state/notices.ts';
import { CallError } from '../../state/office.ts';
import { useCommand } from '../../state/use-command.ts';
import { useTexts } from '../../state/use-texts.ts';

/** Drivers that do not work, and why. */
export function DriverProblems({ modules }: { readonly modules: readonly TokenModule[] }) {
  const texts = useTexts(signingTexts);
  const words = useErrorText();
  return modules.map(({ id, name, problem }) => {
    if (problem === null) return null;
    const { what, why, todo } = words(new CallError(problem));
    return (
      <Message key={id} tone="warning" title={texts.driverProblem(name)}>
        <p>{[what, why, todo].filter((sentence) => sentence !== '').join(' ')}</p>
      </Message>
    );
  });
}

/** The drivers the program knows, and adding one by its path. `onChanged`: the tokens must be looked for again. */
export function DriverList({ modules, onChanged }: { readonly modules: readonly TokenModule[]; readonly onChanged: () => void }) {
  const texts = useTexts(signingTexts);
  const common = useTexts(commonTexts);
  const [path, setPath] = useState('');
  const add = useCommand('signing.addModule');
  const remove = useCommand('signing.removeModule');

  async function addDriver() {
    if ((await add.run({ path: path.trim() })) === null) return;
    setPath('');
    notify('good', texts.driverAdded);
    onChanged();
  }

  return (
    <details className="drivers">
      <summary>{texts.drivers(modules.length)}</summary>
      <div className="stack">
        <ul className="drivers__list">
          {modules.map((module) => (
            <li key={module.id} className="row">
              <span className="grow">
                <strong>{module.name}</strong> <span className="soft small">({texts.driverSources[module.source]})</span>
                <br />
                <span className="small drivers__path">{module.path}</span>
              </span>
              {module.source === 'by-hand' && (
                <button
                  type="button"
                  className="button"
                  aria-label={texts.removeDriver(module.name)}
                  disabled={remove.busy}
                  onClick={() => void remove.run({ id: module.id }).then((done) => done !== null && onChanged())}
                >
                  {common.remove}
                </button>
              )}
            </li>
          ))}
        </ul>
        <ErrorText error={remove.error} />
        <form
          className="stack"
          onSubmit={(event) => {
            event.preventDefault();
            void addDriver();
          }}
        >
          <TextField label={texts.driverPath} hint={texts.driverHint} value={path} onChange={setPath} maxLength={500} />
          <ErrorText error={add.error} />
          <div>
            <button type="submit" className="button" disabled={add.busy || path.trim() === ''}>
              {texts.addDriver}
            </button>
          </div>
        </form>
      </div>
    </details>
  );
}
