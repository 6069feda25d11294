import { useEffect, useRef, useState } from 'react';
import type { SubjectSummary } from '#core/contract/school.ts';
import type { SchoolLevel } from '#core/contract/shared.ts';
import { commonTexts } from '#core/text/common.ts';
import { schoolTexts } from '#core/text/school.ts';
import { foldAccents } from '#core/text/names.ts';
import { gradesOf, schoolLevels } from '#core/values/class-names.ts';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { DataTable, type Column } from '../../components/data-table.tsx';
import { ErrorText } from '../../components/error-text.tsx';
import { CheckField, SelectField, TextField } from '../../components/field.tsx';
import { QueryView } from '../../components/loading.tsx';
import { notify } from '../../state/notices.ts';
import { useCommand } from '../../state/use-command.ts';
import { useQuery } from '../../state/use-query.ts';
import { useTexts } from '../../state/use-texts.ts';

/** The levels the school teaches and its list of subjects, with periods by grade (they decide how many regular marks are due). */
export function SubjectsSection({ mayEdit }: { readonly mayEdit: boolean }) {
  const texts = useTexts(schoolTexts);
  const overview = useQuery('school.overview', {}, ['school']);
  const [edited, setEdited] = useState<SubjectSummary | 'new' | null>(null);
  return (
    <QueryView query={overview}>
      {({ subjects, levels, programme }) => {
        const grades = gradesOf(levels).filter((grade) => grade > 0);
        const kindOf = ({ kind, periods }: SubjectSummary) => (Object.keys(periods).every((grade) => Number(grade) <= 5) ? texts.kinds.primary : texts.kinds[kind]);
        const columns: readonly Column<SubjectSummary>[] = [
          { key: 'name', header: texts.subject, render: ({ name }) => name, rowHeader: true },
          { key: 'kind', header: texts.kind, render: kindOf },
          ...grades.map((grade): Column<SubjectSummary> => ({ key: `g${grade}`, header: texts.gradeNumber(grade), align: 'end', render: ({ periods, electiveIn }) => `${periods[String(grade)] ?? ''}${electiveIn.includes(grade) ? ' *' : ''}` })),
        ];
        return (
          <>
            {mayEdit && <Levels levels={levels} isCentre={programme === 'continuing'} />}
            {mayEdit && edited === null && (
              <div>
                <button type="button" className="button" onClick={() => setEdited('new')}>
                  {texts.addSubject}
                </button>
              </div>
            )}
            {edited !== null && <SubjectForm key={edited === 'new' ? 'new' : edited.id} initial={edited === 'new' ? null : edited} grades={grades} onDone={() => setEdited(null)} />}
            <DataTable caption={texts.subjectsList} columns={columns} rows={subjects} rowKey={({ id }) => id} {...(mayEdit ? { onOpen: (subject: SubjectSummary) => setEdited(subject), openLabel: ({ name }: SubjectSummary) => texts.editSubject(name) } : {})} />
            <p className="soft small">{texts.subjectsNote}</p>
          </>
        );
      }}
    </QueryView>
  );
}

function Levels({ levels, isCentre }: { readonly levels: readonly SchoolLevel[]; readonly isCentre: boolean }) {
  const texts = useTexts(schoolTexts);
  const save = useCommand('school.setLevels');
  const offered = isCentre ? (['lower-secondary', 'upper-secondary'] as const) : schoolLevels;
  return (
    <fieldset className="form-section">
      <legend>{texts.levelsTaught}</legend>
      <div className="row">
        {offered.map((level) => (
          <CheckField
            key={level}
            label={texts.levels[level]}
            checked={levels.includes(level)}
            disabled={save.busy || (levels.length === 1 && levels[0] === level)}
            onChange={(checked) => void save.run({ levels: checked ? [...levels, level] : levels.filter((one) => one !== level) })}
          />
        ))}
      </div>
      <ErrorText error={save.error} />
    </fieldset>
  );
}

function SubjectForm({ initial, grades, onDone }: { readonly initial: SubjectSummary | null; readonly grades: readonly number[]; readonly onDone: () => void }) {
  const texts = useTexts(schoolTexts);
  const common = useTexts(commonTexts);
  const save = useCommand('school.saveSubject');
  const remove = useCommand('school.removeSubject');
  const [name, setName] = useState(initial?.name ?? '');
  const [shortName, setShortName] = useState(initial?.shortName ?? '');
  const [kind, setKind] = useState<SubjectSummary['kind']>(initial?.kind ?? 'scored');
  const [periods, setPeriods] = useState<Readonly<Record<string, string>>>(() => Object.fromEntries(Object.entries(initial?.periods ?? {}).map(([grade, count]) => [grade, String(count)])));
  const [electiveIn, setElectiveIn] = useState<readonly number[]>(initial?.electiveIn ?? []);
  const [removing, setRemoving] = useState(false);
  const first = useRef<HTMLInputElement>(null);
  useEffect(() => first.current?.focus(), []);
  const given = Object.entries(periods).filter(([, count]) => count.trim() !== '');
  const wrong = given.some(([, count]) => !/^[1-9]\d{0,2}$/u.test(count.trim()));
  function done(answer: object | null) {
    if (answer === null) return;
    notify('good', texts.saved);
    onDone();
  }
  return (
    <form
      className="sheet stack"
      onSubmit={(event) => {
        event.preventDefault();
        const code = initial?.code ?? codeOf(name);
        void save.run({ id: initial?.id ?? null, code, name, shortName: shortName.trim() === '' ? name.slice(0, 20) : shortName, kind, periods: Object.fromEntries(given.map(([grade, count]) => [grade, Number(count)])), electiveIn: [...electiveIn] }).then(done);
      }}
    >
      <h2>{initial === null ? texts.addSubject : texts.editSubject(initial.name)}</h2>
      <div className="form-grid">
        <TextField inputRef={first} label={texts.subject} value={name} onChange={setName} required maxLength={60} />
        <TextField label={texts.shortName} value={shortName} onChange={setShortName} maxLength={20} hint={texts.shortNameHint} />
        <SelectField label={texts.kind} value={kind} onChange={(value) => setKind(value === 'comment' ? 'comment' : 'scored')} options={(['scored', 'comment'] as const).map((value) => ({ value, label: texts.kinds[value] }))} hint={texts.kindHint} />
      </div>
      <fieldset className="form-section">
        <legend>{texts.periodsByGrade}</legend>
        <div className="form-grid">
          {grades.map((grade) => (
            <div key={grade}>
              <TextField label={texts.gradeNumber(grade)} value={periods[String(grade)] ?? ''} onChange={(value) => setPeriods((old) => ({ ...old, [String(grade)]: value }))} digits maxLength={3} error={/^([1-9]\d{0,2})?$/u.test((periods[String(grade)] ?? '').trim()) ? undefined : texts.periodsWrong} />
              {grade >= 6 && (
                <CheckField label={texts.elective} checked={electiveIn.includes(grade)} disabled={(periods[String(grade)] ?? '').trim() === ''} onChange={(checked) => setElectiveIn((old) => (checked ? [...old, grade] : old.filter((one) => one !== grade)))} />
              )}
            </div>
          ))}
        </div>
      </fieldset>
      <ErrorText error={save.error} />
      <div className="row">
        <button type="submit" className="button button--primary" disabled={save.busy || name.trim() === '' || wrong}>
          {common.save}
        </button>
        <button type="button" className="button" onClick={onDone}>
          {common.cancel}
        </button>
        {initial !== null && (
          <button type="button" className="button button--danger" onClick={() => setRemoving(true)}>
            {texts.removeSubject}
          </button>
        )}
      </div>
      {initial !== null && (
        <ConfirmDialog open={removing} title={texts.removeSubjectTitle(initial.name)} confirmLabel={texts.removeSubject} busy={remove.busy} error={remove.error} onCancel={() => setRemoving(false)} onConfirm={() => void remove.run({ id: initial.id }).then(done)}>
          <p>{texts.removeSubjectText}</p>
        </ConfirmDialog>
      )}
    </form>
  );
}

/** `Tiếng Nhật` becomes TIENG_NHAT. */
function codeOf(name: string): string {
  const letters = foldAccents(name).toUpperCase().replace(/[^A-Z0-9]+/gu, '_').replace(/^[_0-9]+|_+$/gu, '');
  return letters.slice(0, 20);
}
