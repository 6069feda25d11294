import { useState } from 'react';
import type { MethodOutput } from '#core/contract/index.ts';
import { booksTexts } from '#core/text/books.ts';
import { moments, type Moment } from '#core/values/registers.ts';
import { ClassPicker } from '../../components/class-picker.tsx';
import { ErrorText } from '../../components/error-text.tsx';
import { SelectField } from '../../components/field.tsx';
import { useLastChoice } from '../../state/last-choice.ts';
import { call } from '../../state/office.ts';
import { useOfficeFile } from '../../state/use-office-file.ts';
import { useTexts } from '../../state/use-texts.ts';
import { PrintButtons } from './print-buttons.tsx';

type Classes = MethodOutput<'books.choices'>['classes'];

/** The book of one class: a gradebook, or a primary class's summary tables. */
export function ClassBookForm({ classes }: { readonly classes: Classes }) {
  const texts = useTexts(booksTexts);
  const last = useLastChoice((store) => store.classId);
  const [chosen, setChosen] = useState<string | null>(null);
  const [moment, setMoment] = useState<Moment | 'all'>('all');
  const files = useOfficeFile();
  const group = classes.find(({ classId }) => classId === (chosen ?? last)) ?? classes[0];
  if (group === undefined) return null;
  const { classId, kind } = group;
  const ask = () => (kind === 'levels' ? call('books.class', { classId }) : call('books.primary', { classId, moment: moment === 'all' ? null : moment }));

  return (
    <section className="sheet stack stack--tight" aria-labelledby="class-book">
      <h2 id="class-book">{kind === 'levels' ? texts.classBook : texts.primaryTable}</h2>
      <p className="soft">{kind === 'levels' ? texts.classBookText : texts.primaryTableText}</p>
      <div className="row">
        <ClassPicker classes={classes.map((each) => ({ id: each.classId, name: each.name }))} value={classId} onChange={setChosen} />
        {kind === 'primary' && (
          <SelectField
            label={texts.moment}
            value={moment}
            onChange={(value) => setMoment(moments.find((each) => each === value) ?? 'all')}
            options={[{ value: 'all', label: texts.allMoments }, ...moments.map((value) => ({ value, label: texts.moments[value] }))]}
          />
        )}
      </div>
      <PrintButtons files={files} ask={ask} />
      <ErrorText error={files.error} />
    </section>
  );
}
