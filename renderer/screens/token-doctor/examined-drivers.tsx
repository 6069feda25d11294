import type { ExaminedModule } from '#core/contract/token-doctor.ts';
import { tokenDoctorTexts } from '#core/text/token-doctor.ts';
import { useErrorText } from '../../components/error-text.tsx';
import { StatusBadge } from '../../components/status-badge.tsx';
import { CallError } from '../../state/office.ts';
import { useTexts } from '../../state/use-texts.ts';

/** Every driver that lies on this PC: its file, whether it works, and why not. */
export function ExaminedDrivers({ modules, knownDrivers }: { readonly modules: readonly ExaminedModule[]; readonly knownDrivers: number }) {
  const texts = useTexts(tokenDoctorTexts);
  const words = useErrorText();
  return (
    <section className="stack" aria-labelledby="doctor-drivers">
      <h2 id="doctor-drivers">{texts.drivers}</h2>
      {modules.length === 0 && <p className="soft">{texts.noDrivers(knownDrivers)}</p>}
      <ul className="sheet doctor-drivers">
        {modules.map(({ id, name, path, header, problem, slots }) => (
          <li key={id}>
            <span className="row row--between">
              <strong>{name}</strong>
              <StatusBadge tone={problem === null ? 'good' : 'bad'}>{problem === null ? texts.works : texts.broken}</StatusBadge>
            </span>
            <span className="soft small path">
              {path} · {header === null ? texts.noLibrary : texts.bits(header.bits)}
              {problem === null && ` · ${texts.slots(slots.length, slots.filter(({ token }) => token !== null).length)}`}
            </span>
            {problem !== null && <span className="small">{[words(new CallError(problem)).why, words(new CallError(problem)).todo].filter((sentence) => sentence !== '').join(' ')}</span>}
          </li>
        ))}
      </ul>
    </section>
  );
}
