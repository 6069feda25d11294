import { useRef, useState } from 'react';
import type { MethodOutput } from '#core/contract/index.ts';
import { tokenDoctorReport } from '#core/text/token-doctor-report.ts';
import { tokenDoctorTexts } from '#core/text/token-doctor.ts';
import { useTexts } from '../../state/use-texts.ts';

/** The examination as text for whoever helps by telephone or message. */
export function DoctorReport({ examination }: { readonly examination: MethodOutput<'tokenDoctor.examine'> }) {
  const texts = useTexts(tokenDoctorTexts);
  const field = useRef<HTMLTextAreaElement>(null);
  const [told, setTold] = useState('');
  const report = tokenDoctorReport(examination);

  function copy() {
    field.current?.select();
    navigator.clipboard.writeText(report).then(
      () => setTold(texts.copied),
      // Some browsers do not let a page write to the clipboard: the text is selected, and the user's own Ctrl+C may.
      () => setTold(texts.copyByHand),
    );
  }

  return (
    <section className="stack" aria-labelledby="doctor-report">
      <h2 id="doctor-report">{texts.report}</h2>
      <p className="soft">{texts.reportText}</p>
      <textarea ref={field} className="doctor-report" readOnly rows={10} value={report} aria-labelledby="doctor-report" />
      <div className="row">
        <button type="button" className="button" onClick={copy}>
          {texts.copy}
        </button>
        <output>{told}</output>
      </div>
    </section>
  );
}
