import { useState } from 'react';
import type { MethodOutput } from '#core/contract/index.ts';
import type { TeacherSummary } from '#core/contract/school.ts';
import type { ClassEnd, RollOver } from '#core/contract/year-turn.ts';
import { yearTurnTexts } from '#core/text/year-turn.ts';
import { teacherId as teacherIdOf } from '#core/values/ids.ts';
import { isLastGrade } from '#core/values/year-turn.ts';
import { DataTable, type Column } from '../../components/data-table.tsx';
import { useTexts } from '../../state/use-texts.ts';
import { renameClass } from './rename-class.ts';

type Change = (next: Partial<RollOver>) => void;
type NewClass = RollOver['classes'][number] & { readonly index: number };
type RetainedPupil = MethodOutput<'yearTurn.proposal'>['retained'][number];

/** Where each class of this year goes up to. */
export function OldClasses({ classes, draft, onChange }: { readonly classes: readonly ClassEnd[]; readonly draft: RollOver; readonly onChange: Change }) {
  const texts = useTexts(yearTurnTexts);
  const targetOf = (classId: string) => draft.promotions.find((each) => each.classId === classId)?.to ?? '';
  const columns: readonly Column<ClassEnd>[] = [
    { key: 'name', header: texts.class, rowHeader: true, render: ({ className }) => className },
    { key: 'size', header: texts.size, align: 'end', render: ({ size }) => size },
    { key: 'promoted', header: texts.promoted, align: 'end', render: ({ promoted }) => promoted },
    { key: 'retained', header: texts.retained, align: 'end', render: ({ retained }) => retained },
    { key: 'open', header: texts.notConfirmedCount, align: 'end', render: ({ size, confirmed }) => (size === confirmed ? <span className="soft">0</span> : <strong>{size - confirmed}</strong>) },
    {
      key: 'to',
      header: texts.goesTo,
      render: ({ classId, className, grade }) =>
        isLastGrade(grade) ? (
          <span className="soft">{texts.completes}</span>
        ) : (
          <ClassChoice label={texts.goesToLabel(className)} value={targetOf(classId)} classes={draft.classes.filter((each) => each.grade === grade + 1 || (grade === 0 && each.grade === 0))} onChange={(to) => onChange({ promotions: [...draft.promotions.filter((each) => each.classId !== classId), ...(to === '' ? [] : [{ classId, to }])] })} />
        ),
    },
  ];
  return <DataTable caption={texts.oldClasses} columns={columns} rows={classes} rowKey={({ classId }) => classId} />;
}

/** The classes of the new year: names, homeroom teachers, and more where newcomers need them. */
export function NewClasses({ draft, teachers, grades, onChange }: { readonly draft: RollOver; readonly teachers: readonly TeacherSummary[]; readonly grades: readonly number[]; readonly onChange: Change }) {
  const texts = useTexts(yearTurnTexts);
  const rows = draft.classes.map((each, index): NewClass => ({ ...each, index }));

  const set = (index: number, next: Partial<RollOver['classes'][number]>) => onChange({ classes: draft.classes.map((each, place) => (place === index ? { ...each, ...next } : each)) });
  const columns: readonly Column<NewClass>[] = [
    { key: 'name', header: texts.newClass, rowHeader: true, render: ({ index, name }) => <ClassName label={texts.newClassName(index + 1)} name={name} onRename={(to) => onChange(renameClass(draft, index, to))} /> },
    {
      key: 'grade',
      header: texts.grade,
      render: ({ index, name, grade }) => (
        <select className="input input--auto" aria-label={texts.gradeOf(name)} value={grade} onChange={(event) => set(index, { grade: Number(event.target.value) })}>
          {grades.map((each) => (
            <option key={each} value={each}>
              {each}
            </option>
          ))}
        </select>
      ),
    },
    { key: 'from', header: texts.comesFrom, render: ({ name }) => <span className="soft">{draft.promotions.some(({ to }) => to === name) ? texts.fromClass : texts.newcomers}</span> },
    {
      key: 'teacher',
      header: texts.homeroomTeacher,
      render: ({ index, name, homeroomTeacherId }) => (
        <select className="input input--auto" aria-label={texts.teacherOf(name)} value={homeroomTeacherId ?? ''} onChange={(event) => set(index, { homeroomTeacherId: event.target.value === '' ? null : teacherIdOf.parse(event.target.value) })}>
          <option value="">{texts.noTeacher}</option>
          {teachers.map(({ id, fullName }) => (
            <option key={id} value={id}>
              {fullName}
            </option>
          ))}
        </select>
      ),
    },
    {
      key: 'remove',
      header: '',
      render: ({ index }) => (
        <button type="button" className="button button--small" onClick={() => onChange({ classes: draft.classes.filter((_, place) => place !== index) })}>
          {texts.removeClass}
        </button>
      ),
    },
  ];
  return (
    <div className="stack">
      <DataTable caption={texts.newClasses(draft.yearName)} columns={columns} rows={rows} rowKey={({ index }) => String(index)} />
      <div>
        <button type="button" className="button" onClick={() => onChange({ classes: [...draft.classes, { name: '', grade: grades[0] ?? 6, homeroomTeacherId: null }] })}>
          {texts.addClass}
        </button>
      </div>
    </div>
  );
}

/** Who repeats the grade, and in which class. */
export function Retained({ retained, draft, onChange }: { readonly retained: readonly RetainedPupil[]; readonly draft: RollOver; readonly onChange: Change }) {
  const texts = useTexts(yearTurnTexts);
  const columns: readonly Column<RetainedPupil>[] = [
    { key: 'class', header: texts.class, render: ({ className }) => className },
    { key: 'name', header: texts.pupil, rowHeader: true, render: ({ fullName }) => fullName },
    {
      key: 'to',
      header: texts.staysIn,
      render: ({ enrollmentId, fullName, grade }) => (
        <ClassChoice label={texts.staysInLabel(fullName)} value={draft.retained.find((each) => each.enrollmentId === enrollmentId)?.to ?? ''} classes={draft.classes.filter((each) => each.grade === grade)} onChange={(to) => onChange({ retained: [...draft.retained.filter((each) => each.enrollmentId !== enrollmentId), ...(to === '' ? [] : [{ enrollmentId, to }])] })} />
      ),
    },
  ];
  return <DataTable caption={texts.retainedTitle} columns={columns} rows={retained} rowKey={({ enrollmentId }) => enrollmentId} />;
}

/** The name holds when the field is left: on the way to 7A10 it would be the name of another class. */
function ClassName({ label, name, onRename }: { readonly label: string; readonly name: string; readonly onRename: (name: string) => void }) {
  const [typed, setTyped] = useState<string | null>(null);
  function leave() {
    setTyped(null);
    if (typed !== null && typed !== name) onRename(typed);
  }
  return <input className="input input--auto new-class__name" aria-label={label} value={typed ?? name} maxLength={10} onChange={(event) => setTyped(event.target.value)} onBlur={leave} />;
}

function ClassChoice({ label, value, classes, onChange }: { readonly label: string; readonly value: string; readonly classes: RollOver['classes']; readonly onChange: (name: string) => void }) {
  const texts = useTexts(yearTurnTexts);
  return (
    <select className="input input--auto" aria-label={label} value={classes.some(({ name }) => name === value) ? value : ''} onChange={(event) => onChange(event.target.value)}>
      <option value="">{texts.chooseClass}</option>
      {classes.map(({ name }) => (
        <option key={name} value={name}>
          {name}
        </option>
      ))}
    </select>
  );
}
