import { useState } from 'react';
import type { RegisterSheet, RegisterVerdict } from '#core/contract/registers.ts';
import type { Semester } from '#core/contract/shared.ts';
import { homeroomTexts } from '#core/text/homeroom.ts';
import { registersTexts } from '#core/text/registers.ts';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { ErrorText } from '../../components/error-text.tsx';
import { useCommand } from '../../state/use-command.ts';
import { useTexts } from '../../state/use-texts.ts';
import type { RegisterWriting } from './use-register-writing.ts';

const roman = { 1: 'I', 2: 'II' } as const;
/** So many of those whose counts are replaced are named; the others are a number. */
const mostNamed = 10;

type Offer = { readonly semester: Semester; readonly cells: readonly RegisterVerdict[] };

/** Fills a semester's absences from the attendance register: what would be filled and replaced is shown first, and it is one step to undo. */
export function TakeAbsences({ sheet, show }: { readonly sheet: RegisterSheet; readonly show: RegisterWriting['show'] }) {
  const texts = useTexts(registersTexts);
  const homeroom = useTexts(homeroomTexts);
  const [offer, setOffer] = useState<Offer | null>(null);
  const [remark, setRemark] = useState('');
  const check = useCommand('registers.checkAbsences');
  const take = useCommand('registers.takeAbsences');
  const { classId } = sheet;

  async function look(semester: Semester) {
    setRemark('');
    const answer = await check.run({ classId, semester });
    if (answer === null) return;
    if (answer.cells.length === 0) setRemark(texts.takeNothing(roman[semester]));
    else setOffer({ semester, cells: answer.cells });
  }

  async function apply() {
    if (offer === null) return;
    const answer = await take.run({ classId, semester: offer.semester });
    if (answer === null) return;
    setOffer(null);
    setRemark(texts.taken(show(answer).changed));
  }

  const changing = offer?.cells.filter(({ verdict }) => verdict === 'change') ?? [];
  const replaced = changing.filter(({ before }) => before !== '');
  const refused = (offer?.cells.length ?? 0) - changing.length;
  const columnOf = ({ column }: RegisterVerdict) => (column.startsWith('un') ? homeroom.unexcused : homeroom.excused).toLowerCase();
  const pupils = sheet.rows.flatMap(({ enrollmentId, fullName }) => {
    const own = replaced.filter((verdict) => verdict.enrollmentId === enrollmentId);
    return own.length === 0 ? [] : [{ enrollmentId, words: texts.takePupil(fullName, own.map((verdict) => texts.takeChange(columnOf(verdict), verdict.before, verdict.after)).join(', ')) }];
  });
  return (
    <>
      {([1, 2] as const).map((semester) => (
        <button key={semester} type="button" className="button button--small" onClick={() => void look(semester)}>
          {texts.take(roman[semester])}
        </button>
      ))}
      <output className="take-remark">{remark}</output>
      <ErrorText error={check.error} />
      <ConfirmDialog
        open={offer !== null}
        title={texts.takeTitle(roman[offer?.semester ?? 1])}
        confirmLabel={texts.takeApply}
        busy={take.busy}
        error={take.error}
        onConfirm={() => void apply()}
        onCancel={() => setOffer(null)}
      >
        {changing.length > replaced.length && <p>{texts.takeEmpty(changing.length - replaced.length)}</p>}
        {replaced.length > 0 && (
          <>
            <p>{texts.takeOther(replaced.length)}</p>
            <ul className="take-list">
              {pupils.slice(0, mostNamed).map(({ enrollmentId, words }) => (
                <li key={enrollmentId}>{words}</li>
              ))}
              {pupils.length > mostNamed && <li>{texts.takeMore(pupils.length - mostNamed)}</li>}
            </ul>
          </>
        )}
        {refused > 0 && <p>{texts.takeRefused(refused)}</p>}
        <p className="soft">{texts.takeUndo}</p>
      </ConfirmDialog>
    </>
  );
}
