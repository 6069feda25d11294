import { useState } from 'react';
import type { MethodOutput } from '#core/contract/index.ts';
import { commonTexts } from '#core/text/common.ts';
import { pupilsTexts } from '#core/text/pupils.ts';
import type { ClassId, EnrollmentId, SubjectId } from '#core/values/ids.ts';
import { ErrorText } from '../../components/error-text.tsx';
import { QueryView } from '../../components/loading.tsx';
import { notify } from '../../state/notices.ts';
import { useCommand } from '../../state/use-command.ts';
import { useQuery } from '../../state/use-query.ts';
import { useTexts } from '../../state/use-texts.ts';

type Choices = MethodOutput<'pupils.choices'>;
type Kind = 'chosen' | 'topics';

/** Elective subjects and special topics of a class: one table with a tick for each pupil and subject, and one for the whole class. */
export function ChoicesSection({ classId, mayEdit, onClose }: { readonly classId: ClassId; readonly mayEdit: boolean; readonly onClose: () => void }) {
  const texts = useTexts(pupilsTexts);
  const query = useQuery('pupils.choices', { classId }, ['pupils', 'school']);
  return (
    <section className="sheet stack" aria-label={texts.choices}>
      <div className="row row--between">
        <h2>{texts.choices}</h2>
        <button type="button" className="button button--quiet" onClick={onClose}>
          {texts.choicesClose}
        </button>
      </div>
      <p className="soft small">{texts.choicesText}</p>
      <QueryView query={query}>{(choices) => <ChoicesTable key={JSON.stringify(choices.pupils)} classId={classId} choices={choices} mayEdit={mayEdit} />}</QueryView>
    </section>
  );
}

function ChoicesTable({ classId, choices, mayEdit }: { readonly classId: ClassId; readonly choices: Choices; readonly mayEdit: boolean }) {
  const texts = useTexts(pupilsTexts);
  const common = useTexts(commonTexts);
  const save = useCommand('pupils.setChoices');
  const [pupils, setPupils] = useState(choices.pupils);
  const dirty = JSON.stringify(pupils) !== JSON.stringify(choices.pupils);
  const electiveIds = new Set<string>(choices.electives.map(({ subjectId }) => subjectId));

  function set(isMeant: (enrollmentId: EnrollmentId) => boolean, kind: Kind, subjectId: SubjectId, on: boolean) {
    setPupils((old) =>
      old.map((pupil) => {
        if (!isMeant(pupil.enrollmentId)) return pupil;
        const list = on ? [...new Set([...pupil[kind], subjectId])] : pupil[kind].filter((one) => one !== subjectId);
        // Topics belong to a subject the pupil has.
        return kind === 'chosen' && !on ? { ...pupil, chosen: list, topics: pupil.topics.filter((one) => one !== subjectId) } : { ...pupil, [kind]: list };
      }),
    );
  }
  const mayTick = (pupil: Choices['pupils'][number], kind: Kind, subjectId: SubjectId) => kind === 'chosen' || !electiveIds.has(subjectId) || pupil.chosen.includes(subjectId);
  const [shown, setShown] = useState<Kind>('chosen');
  const kinds: readonly Kind[] = choices.topics.length > 0 ? ['chosen', 'topics'] : ['chosen'];
  const columns = (shown === 'chosen' ? choices.electives : choices.topics).map(({ subjectId, shortName }) => ({ kind: shown, subjectId, shortName }));
  const wanted = shown === 'chosen' ? 4 : 3;

  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        const changed = pupils.filter((pupil, index) => JSON.stringify(pupil) !== JSON.stringify(choices.pupils[index]));
        void save.run({ classId, choices: changed.map(({ enrollmentId, chosen, topics }) => ({ enrollmentId, chosen, topics })) }).then((answer) => answer !== null && notify('good', texts.choicesSaved(changed.length)));
      }}
    >
      {kinds.length > 1 && (
        <fieldset className="segments">
          <legend className="visually-hidden">{texts.choices}</legend>
          {kinds.map((kind) => (
            <label key={kind} className="segments__one">
              <input type="radio" name="choice-kind" checked={shown === kind} onChange={() => setShown(kind)} />
              <span>{kind === 'chosen' ? texts.electives : texts.topics}</span>
            </label>
          ))}
        </fieldset>
      )}
      <div className="table-frame choices-frame">
        <table className="table choices">
          <thead>
            <tr>
              <th rowSpan={2} scope="col">{texts.number}</th>
              <th rowSpan={2} scope="col" className="choices__name">{common.fullName}</th>
              {columns.map(({ kind, subjectId, shortName }) => <th key={`${kind} ${subjectId}`} scope="col" className="choices__subject">{shortName}</th>)}
              <th rowSpan={2} scope="col">{texts.chosenCount}</th>
            </tr>
            <tr>
              {columns.map(({ kind, subjectId, shortName }) => {
                const able = pupils.filter((pupil) => mayTick(pupil, kind, subjectId));
                return (
                  <td key={`${kind} ${subjectId}`} className="choices__cell">
                    <input
                      type="checkbox"
                      disabled={!mayEdit || able.length === 0}
                      aria-label={texts.wholeClass(shortName)}
                      title={texts.wholeClass(shortName)}
                      checked={able.length > 0 && able.every((pupil) => pupil[kind].includes(subjectId))}
                      onChange={(event) => set((id) => able.some(({ enrollmentId }) => enrollmentId === id), kind, subjectId, event.target.checked)}
                    />
                  </td>
                );
              })}
            </tr>
          </thead>
          <tbody>
            {pupils.map((pupil) => (
              <tr key={pupil.enrollmentId}>
                <td>{pupil.position}</td>
                <th scope="row" className="choices__name">{pupil.fullName}</th>
                {columns.map(({ kind, subjectId, shortName }) => (
                  <td key={`${kind} ${subjectId}`} className="choices__cell">
                    <input
                      type="checkbox"
                      disabled={!mayEdit || !mayTick(pupil, kind, subjectId)}
                      aria-label={`${pupil.fullName}, ${kind === 'topics' ? `${texts.topics}, ` : ''}${shortName}`}
                      checked={pupil[kind].includes(subjectId)}
                      onChange={(event) => set((id) => id === pupil.enrollmentId, kind, subjectId, event.target.checked)}
                    />
                  </td>
                ))}
                <td className={pupil[shown].length === wanted ? undefined : 'choices__odd'}>{pupil[shown].length === wanted ? wanted : texts.notWanted(pupil[shown].length, wanted)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <ErrorText error={save.error} />
      {mayEdit && (
        <div className="row">
          <button type="submit" className="button button--primary" disabled={!dirty || save.busy}>
            {common.save}
          </button>
          <button type="button" className="button" disabled={!dirty} onClick={() => setPupils(choices.pupils)}>
            {common.cancel}
          </button>
        </div>
      )}
    </form>
  );
}
