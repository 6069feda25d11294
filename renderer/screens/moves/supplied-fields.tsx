import { movesTexts } from '#core/text/moves.ts';
import { SelectField, TextField } from '../../components/field.tsx';
import { useTexts } from '../../state/use-texts.ts';
import { isWrong, isWrongCount, isWrongTest, type SuppliedDraft, type SuppliedSubject } from './supplied-input.ts';

/** Semester I at the old school: conduct, absences, and one value for each subject of the class. What stays empty stays due. */
export function SuppliedFields({ draft, subjects, onChange }: { readonly draft: SuppliedDraft; readonly subjects: readonly SuppliedSubject[]; readonly onChange: (draft: SuppliedDraft) => void }) {
  const texts = useTexts(movesTexts);
  const primary = subjects.some(({ kind }) => kind === 'primary');
  return (
    <fieldset className="stack supplied">
      <legend>{texts.supplied}</legend>
      <p className="soft small">{primary ? texts.suppliedPrimaryText : texts.suppliedText}</p>
      <div className="move-fields">
        {!primary && <SelectField label={texts.suppliedConduct} value={draft.conduct} onChange={(conduct) => onChange({ ...draft, conduct })} options={[{ value: '', label: '–' }, ...(['T', 'K', 'Đ', 'CĐ'] as const).map((value) => ({ value, label: texts.levels[value] }))]} />}
        <TextField label={texts.suppliedExcused} digits maxLength={3} value={draft.excused} error={isWrongCount(draft.excused) ? texts.notACount : undefined} onChange={(excused) => onChange({ ...draft, excused })} />
        <TextField label={texts.suppliedUnexcused} digits maxLength={3} value={draft.unexcused} error={isWrongCount(draft.unexcused) ? texts.notACount : undefined} onChange={(unexcused) => onChange({ ...draft, unexcused })} />
      </div>
      <div className="supplied__subjects">
        {subjects.map(({ id, name, kind, elective }) => {
          const [value, test] = [draft.values[id] ?? '', draft.tests[id] ?? ''];
          const wrong = isWrong(kind, value, test);
          return (
            <div key={id} className="supplied__subject">
              <label>
                <span>
                  {name}
                  {elective && <span className="soft small"> ({texts.elective})</span>}
                </span>
                <input
                  className="input supplied__value"
                  value={value}
                  maxLength={4}
                  placeholder={texts.suppliedPlaceholder[kind]}
                  aria-invalid={wrong || undefined}
                  title={wrong ? texts.suppliedWrong[kind] : undefined}
                  onChange={(event) => onChange({ ...draft, values: { ...draft.values, [id]: event.target.value } })}
                />
              </label>
              {kind === 'primary' && (
                <input
                  className="input supplied__value"
                  aria-label={texts.suppliedTest(name)}
                  value={test}
                  maxLength={2}
                  placeholder={texts.testPlaceholder}
                  aria-invalid={isWrongTest(test) || undefined}
                  onChange={(event) => onChange({ ...draft, tests: { ...draft.tests, [id]: event.target.value } })}
                />
              )}
              {wrong && <span className="supplied__wrong">{texts.suppliedWrong[kind]}</span>}
            </div>
          );
        })}
      </div>
    </fieldset>
  );
}
