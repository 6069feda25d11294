import { useId, useState } from 'react';
import type { HistoricYear, MoveAction, SuppliedSemester } from '#core/contract/moves.ts';
import type { PupilRow } from '#core/contract/pupils.ts';
import type { ClassSummary } from '#core/contract/school.ts';
import { pupilMoveText } from '#core/text/move-lines.ts';
import { movesTexts } from '#core/text/moves.ts';
import { TextField } from '../../components/field.tsx';
import { QueryView } from '../../components/loading.tsx';
import { useNavigation } from '../../state/navigation.ts';
import { useLanguage } from '../../state/session-store.ts';
import { useQuery } from '../../state/use-query.ts';
import { useTexts } from '../../state/use-texts.ts';
import { HistoryDialog } from './history-dialog.tsx';
import { suppliedSubjects } from './join-dialog.tsx';
import { MoveDialog } from './move-dialog.tsx';
import { SuppliedFields } from './supplied-fields.tsx';
import { draftOf, suppliedOf } from './supplied-input.ts';

/** A pupil's way through school: the years here and elsewhere, moves of the year, and what the old school supplied. Give it a `key` of the pupil. */
export function PupilsWay({ group, pupil, mayEdit }: { readonly group: ClassSummary; readonly pupil: PupilRow; readonly mayEdit: boolean }) {
  const texts = useTexts(movesTexts);
  const language = useLanguage();
  const ids = useId();
  const go = useNavigation((store) => store.go);
  const query = useQuery('moves.ofPupil', { pupilId: pupil.pupilId }, ['pupils']);
  const overview = useQuery('school.overview', {}, ['school']);
  const [asked, setAsked] = useState<'supplied' | 'history' | null>(null);
  const subjects = suppliedSubjects(group, overview.value?.subjects ?? []);
  const nameOf = (id: string) => subjects.find((one) => one.id === id)?.name ?? '';
  const { enrollmentId, data } = pupil;

  return (
    <section className="sheet stack" aria-labelledby={`${ids}-title`}>
      <h2 id={`${ids}-title`}>{texts.wayTitle}</h2>
      <QueryView query={query}>
        {({ moves, semester1, years, here }) => (
          <>
            <ul className="way">
              {[...years.map((year) => ({ ...year, past: yearWords(year) })), ...here.map((year) => ({ ...year, past: texts.yearHere(year.schoolYear, year.className) }))]
                .toSorted((a, b) => (a.schoolYear < b.schoolYear ? -1 : 1))
                .map(({ schoolYear, past }) => (
                  <li key={schoolYear}>{past}</li>
                ))}
              {moves.map((move) => (
                <li key={`${move.kind} ${move.on} ${move.className}`}>{pupilMoveText(language, move)}</li>
              ))}
            </ul>
            {semester1 !== null && (
              <p>
                <strong>{texts.suppliedBy(semester1.school)}</strong> {suppliedWords(semester1, nameOf)}
              </p>
            )}
            {mayEdit && (
              <div className="row">
                <button type="button" className="button" onClick={() => setAsked('supplied')}>
                  {texts.setSupplied}
                </button>
                <button type="button" className="button" onClick={() => setAsked('history')}>
                  {texts.setHistory}
                </button>
                <button type="button" className="button" onClick={() => go({ screen: 'moves', section: 'pupils', classId: group.id, enrollmentId })}>
                  {texts.toMoves}
                </button>
              </div>
            )}
            {asked === 'supplied' && <SuppliedDialog pupil={pupil} standing={semester1} subjects={subjects} onClose={() => setAsked(null)} />}
            {asked === 'history' && <HistoryDialog pupilId={pupil.pupilId} name={data.fullName} standing={years} onClose={() => setAsked(null)} />}
          </>
        )}
      </QueryView>
    </section>
  );
}

function yearWords({ schoolYear, className, school, learning, conduct, outcome, circular }: HistoricYear): string {
  const parts = [learning, conduct, outcome, circular].filter((text) => text !== '');
  return `${schoolYear}: ${className === '' ? '' : `${className}, `}${school}${parts.length === 0 ? '' : ` (${parts.join(', ')})`}`;
}

/** Each result as it is typed; a primary test after its level. */
function suppliedWords(semester1: SuppliedSemester, nameOf: (subjectId: string) => string): string {
  const { values, tests } = draftOf(semester1);
  return semester1.results.map(({ subjectId }) => `${nameOf(subjectId)} ${[values[subjectId], tests[subjectId]].filter((text) => text !== undefined).join(', ')}`).join('; ');
}

function SuppliedDialog({ pupil, standing, subjects, onClose }: { readonly pupil: PupilRow; readonly standing: SuppliedSemester | null; readonly subjects: ReturnType<typeof suppliedSubjects>; readonly onClose: () => void }) {
  const texts = useTexts(movesTexts);
  const [school, setSchool] = useState(standing?.school ?? pupil.moves.find(({ kind }) => kind === 'joined')?.otherSchool ?? '');
  const [draft, setDraft] = useState(() => draftOf(standing));
  const semester1 = suppliedOf(draft, school, subjects);
  const action: MoveAction | null = semester1 === null ? null : { kind: 'set-transferred', enrollmentId: pupil.enrollmentId, semester1 };
  return (
    <MoveDialog title={texts.titles.supplied(pupil.data.fullName)} confirmLabel={texts.kinds['set-transferred']} action={action} onClose={onClose}>
      <div className="move-fields">
        <TextField label={texts.oldSchool} required maxLength={150} value={school} onChange={setSchool} />
      </div>
      <SuppliedFields draft={draft} subjects={subjects} onChange={setDraft} />
    </MoveDialog>
  );
}
