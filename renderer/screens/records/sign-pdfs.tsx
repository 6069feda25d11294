import { useEffect, useRef, useState } from 'react';
import type { PdfRoleCounts, PdfSigningRole } from '#core/contract/signed-pdfs.ts';
import type { SigningScope } from '#core/contract/signing.ts';
import { signedPdfsTexts } from '#core/text/signed-pdfs.ts';
import type { BatchId, ClassId, RecordId } from '#core/values/ids.ts';
import { QueryView } from '../../components/loading.tsx';
import { Message } from '../../components/message.tsx';
import { useNavigation } from '../../state/navigation.ts';
import { useSession } from '../../state/session-store.ts';
import { useQuery } from '../../state/use-query.ts';
import { useTexts } from '../../state/use-texts.ts';
import { BatchResult } from '../signing/batch-result.tsx';
import { NewBatch } from '../signing/new-batch.tsx';
import { OpenBatch } from '../signing/open-batch.tsx';
import '../../styles/signing.css';

const roles: readonly PdfSigningRole[] = ['principal', 'school'];
const counted = ['ready', 'signed', 'waiting', 'recordNotIssued', 'outdated'] as const satisfies readonly (keyof PdfRoleCounts)[];
const watched = ['records', 'signing', 'gradebook', 'homeroom'] as const;

/** One pupil whose PDF alone is to be signed, and in whose turn it is. */
export type OnePdf = { readonly recordId: RecordId; readonly fullName: string; readonly role: PdfSigningRole };

/** The PDFs of the class's issued records, or of one pupil's, signed as a batch with one PIN. Closed until it is wanted, because most schools need the XML only. Another `only` wants another key. */
export function SignPdfs({ classId, className, only, onOnly }: { readonly classId: ClassId; readonly className: string; readonly only: OnePdf | null; readonly onOnly: (only: OnePdf | null) => void }) {
  const texts = useTexts(signedPdfsTexts);
  const pdfs = useQuery('signedPdfs.class', { classId }, watched);
  const batches = useQuery('signing.batches', {}, ['signing']);
  const user = useSession((store) => store.state?.user ?? null);
  const [role, setRole] = useState<PdfSigningRole>(only?.role ?? (user?.roles.includes('principal') === true ? 'principal' : 'school'));
  const [open, setOpen] = useState(only !== null);
  const [begun, setBegun] = useState<BatchId | null>(null);
  const place = useRef<HTMLDivElement>(null);
  const scope: SigningScope = { kind: 'pdfs', classIds: [classId], recordId: only?.recordId ?? null };
  const preview = useQuery('signing.preview', only === null ? null : { scope, role }, watched);
  // A batch goes on while the user looks elsewhere: coming back finds it again, running or paused.
  const unfinished = batches.value?.batches.find((batch) => batch.scope.kind === 'pdfs' && batch.scope.classIds.includes(classId) && batch.finishedAt === null && (batch.state === 'running' || batch.mayActAs));
  const ended = begun === null ? undefined : batches.value?.batches.find(({ batchId, finishedAt }) => batchId === begun && finishedAt !== null);

  // What is new stands at the top: a pupil who was chosen further down, a batch that runs, its result.
  const news = `${only?.recordId ?? ''} ${unfinished?.batchId ?? ''} ${ended?.batchId ?? ''}`.trim();
  useEffect(() => {
    if (news !== '') place.current?.scrollIntoView({ block: 'nearest' });
  }, [news]);

  function take(next: PdfSigningRole) {
    setRole(next);
    setBegun(null);
  }

  if (unfinished !== undefined) {
    return (
      <div ref={place} className="scroll-here">
        <OpenBatch key={unfinished.batchId} batch={unfinished} onShown={setBegun} />
      </div>
    );
  }
  const counts = pdfs.value?.[role] ?? null;
  const ready = only === null ? (counts?.ready ?? 0) : (preview.value?.ready ?? 0);
  const mayBegin = counts !== null && counts.mayActAs && ready > 0;
  return (
    <div className="stack stack--wide">
      <section className="sheet stack" aria-labelledby="sign-pdfs">
        <div ref={place} className="scroll-here">
          <h2 id="sign-pdfs">{only === null ? texts.signTitle : texts.signOne(only.fullName)}</h2>
        </div>
        <p className="soft">{texts.signText}</p>
        {ended !== undefined && <BatchResult batchId={ended.batchId} />}
        <h3>{texts.stepRole}</h3>
        <fieldset className="segments">
          <legend className="visually-hidden">{texts.roleLegend}</legend>
          {roles.map((each) => (
            <label key={each} className="segments__one">
              <input type="radio" name="pdf-role" checked={role === each} onChange={() => take(each)} />
              <span>{texts.roles[each]}</span>
            </label>
          ))}
        </fieldset>
        <QueryView query={pdfs}>
          {(value) => (
            <>
              {only === null && (
                <ul className="counts">
                  {counted.map((key) => (value[role][key] > 0 || key === 'ready') && <li key={key}>{texts.counts[key](value[role][key])}</li>)}
                </ul>
              )}
              {only !== null && ended === undefined && preview.value !== null && ready === 0 && <p>{texts.oneNotReady}</p>}
              {!value[role].mayActAs && <p className="soft">{texts.mayNot[role]}</p>}
              {mayBegin && open && !value[role].withImage && (
                <Message
                  tone="info"
                  actions={
                    <button type="button" className="text-button" onClick={() => useNavigation.getState().go({ screen: 'school', section: 'signers' })}>
                      {texts.toImages}
                    </button>
                  }
                >
                  <p>{texts.withoutImage[role]}</p>
                </Message>
              )}
            </>
          )}
        </QueryView>
        <div className="row">
          {mayBegin && !open && (
            <button type="button" className="button" onClick={() => setOpen(true)}>
              {texts.begin}
            </button>
          )}
          {(open || only !== null) && (
            <button
              type="button"
              className="text-button"
              onClick={() => {
                setOpen(false);
                onOnly(null);
              }}
            >
              {texts.close}
            </button>
          )}
        </div>
      </section>
      {mayBegin && open && (
        <NewBatch key={`${role} ${only?.recordId ?? ''}`} scope={scope} role={role} where={only === null ? texts.ofClass(className) : texts.ofPupil(only.fullName)} holder={null} rest={ended !== undefined} onBegun={setBegun} />
      )}
    </div>
  );
}
