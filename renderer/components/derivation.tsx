import { useId, useState, type ReactNode } from 'react';
import type { Derivation, DerivationSubject } from '#core/contract/results.ts';
import { derivationTexts } from '#core/text/derivation.ts';
import type { ClassId, EnrollmentId, SubjectId } from '#core/values/ids.ts';
import { useQuery, type QueryState } from '../state/use-query.ts';
import { useTexts } from '../state/use-texts.ts';
import { QueryView } from './loading.tsx';
import { SidePanel } from './side-panel.tsx';
import '../styles/derivation.css';

type Subject = { readonly id: SubjectId; readonly name: string };
type Step = { readonly kind: 'input' | 'rule' | 'met' | 'missed' | 'result' | 'hint' | 'review'; readonly text: string; readonly article: string | null };

const signs = { input: '•', rule: '§', met: '✓', missed: '✕', result: '=', hint: '→', review: '!' } as const;
const keyOf = (about: DerivationSubject) => JSON.stringify(about);

/**
 * Beside a sheet: where one result of one pupil comes from, step by step, with every other result of the pupil one choice away. Esc or the button closes it.
 * Give it a `key` of the pupil and what was asked.
 */
export function DerivationPanel({ classId, enrollmentId, pupilName, subjects, about, onClose }: {
  readonly classId: ClassId;
  readonly enrollmentId: EnrollmentId;
  readonly pupilName: string;
  readonly subjects: readonly Subject[];
  readonly about: DerivationSubject;
  readonly onClose: () => void;
}) {
  const texts = useTexts(derivationTexts);
  const [chosen, setChosen] = useState<DerivationSubject>(about);
  const query = useQuery('results.explain', { classId, enrollmentId, about: chosen }, ['gradebook', 'homeroom', 'results']);
  const choiceId = useId();
  const periods = [1, 2, 'year'] as const;
  const choices: readonly { readonly about: DerivationSubject; readonly label: string }[] = [
    { about: { kind: 'year' }, label: texts.year },
    ...periods.map((period) => ({ about: { kind: 'learning' as const, period }, label: texts.learning(texts.periods[period]) })),
    { about: { kind: 'conduct' }, label: texts.conduct },
    ...subjects.flatMap((subject) => periods.map((period) => ({ about: { kind: 'subject' as const, subjectId: subject.id, period }, label: texts.subject(subject.name, texts.periods[period]) }))),
  ];

  return (
    <Panel pupilName={pupilName} query={query} onClose={onClose}>
      <div className="derivation__choice">
        <label htmlFor={choiceId}>{texts.choose}</label>
        <select
          id={choiceId}
          value={keyOf(chosen)}
          onChange={(event) => {
            const next = choices.find((choice) => keyOf(choice.about) === event.target.value);
            if (next !== undefined) setChosen(next.about);
          }}
        >
          {choices.map((choice) => (
            <option key={keyOf(choice.about)} value={keyOf(choice.about)}>
              {choice.label}
            </option>
          ))}
        </select>
      </div>
    </Panel>
  );
}

/** The same for a primary pupil, whose year is one result (TT 27/2020). Give it a `key` of the pupil. */
export function PrimaryDerivation({ classId, enrollmentId, pupilName, onClose }: { readonly classId: ClassId; readonly enrollmentId: EnrollmentId; readonly pupilName: string; readonly onClose: () => void }) {
  const query = useQuery('results.explainPrimary', { classId, enrollmentId }, ['gradebook', 'homeroom', 'results']);
  return <Panel pupilName={pupilName} query={query} onClose={onClose} />;
}

function Panel({ pupilName, query, onClose, children }: { readonly pupilName: string; readonly query: QueryState<Derivation>; readonly onClose: () => void; readonly children?: ReactNode }) {
  const texts = useTexts(derivationTexts);
  return (
    <SidePanel title={texts.of(pupilName)} className="cell-history derivation" onClose={onClose}>
      {children}
      <QueryView query={query}>
        {({ steps, hints, circular }) => (
          <>
            {texts.vietnameseOnly !== '' && <p className="soft small">{texts.vietnameseOnly}</p>}
            <Steps steps={steps} />
            {hints.length > 0 && (
              <>
                <h3>{texts.hints}</h3>
                <Steps steps={hints} />
              </>
            )}
            <p className="soft small">{texts.circular(circular)}</p>
          </>
        )}
      </QueryView>
    </SidePanel>
  );
}

function Steps({ steps }: { readonly steps: readonly Step[] }) {
  const texts = useTexts(derivationTexts);
  return (
    <ol className="derivation__steps" lang="vi">
      {steps.map((step) => (
        <li key={step.text} data-kind={step.kind}>
          <span className="derivation__sign" title={texts.signs[step.kind]} aria-hidden="true">
            {signs[step.kind]}
          </span>
          <span>
            <span className="visually-hidden">{texts.signs[step.kind]}: </span>
            {step.text}
            {step.article !== null && <span className="derivation__article"> ({step.article})</span>}
          </span>
        </li>
      ))}
    </ol>
  );
}
