import { useState } from 'react';
import type { TokenModule } from '#core/contract/signing.ts';
import { signingTexts } from '#core/text/signing.ts';
import { ErrorText, useErrorText } from '../../components/error-text.tsx';
import { CallError } from '../../state/office.ts';
import { TextField } from '../../components/field.tsx';
import { Message } from '../../components/message.tsx';
import { StatusBadge } from '../../components/status-badge.tsx';
import { useCommand } from '../../state/use-command.ts';
import { useTexts } from '../../state/use-texts.ts';

/** Drivers that cannot be used: why, and what to do. Shown without asking, since they may be why a token is not seen. */
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

/** Drivers of tokens: those found on this PC, and one that is pointed at by hand. */
export function DriverList({ from = 'signing', modules, onChange }: { readonly from?: 'signing' | 'handOff'; readonly modules: readonly TokenModule[]; readonly onChange: () => void }) {
  const texts = useTexts(signingTexts);
  const add = useCommand<'signing.addModule' | 'handOff.addModule'>(`${from}.addModule`);
  const remove = useCommand<'signing.removeModule' | 'handOff.removeModule'>(`${from}.removeModule`);
  const [path, setPath] = useState('');
  return (
    <section className="sheet stack" aria-label={texts.drivers}>
      <h3>{texts.drivers}</h3>
      <ul className="drivers">
        {modules.map((module) => (
          <li key={module.id} className="row row--between">
            <span>
              <strong>{module.name}</strong> <span className="soft small">({texts.driverSources[module.source]})</span> {module.problem === null && <StatusBadge tone="good">{texts.works}</StatusBadge>}
              <br />
              <span className="soft small">{module.path}</span>
            </span>
            {module.source === 'by-hand' && (
              <button type="button" className="button button--small" onClick={() => void remove.run({ id: module.id }).then(onChange)}>
                {texts.removeDriver}
              </button>
            )}
          </li>
        ))}
      </ul>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          void add.run({ path }).then((answer) => {
            if (answer !== null) setPath('');
            onChange();
          });
        }}
      >
        <TextField label={texts.driverPath} value={path} onChange={setPath} />
        <ErrorText error={add.error ?? remove.error} />
        <div>
          <button type="submit" className="button" disabled={path.trim() === '' || add.busy}>
            {texts.addDriver}
          </button>
        </div>
      </form>
    </section>
  );
}
