import { useState } from 'react';
import { imageMillimetres, type SignatureImageRow } from '#core/contract/signed-pdfs.ts';
import { formatMoment } from '#core/text/common.ts';
import { signedPdfsTexts } from '#core/text/signed-pdfs.ts';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { ErrorText } from '../../components/error-text.tsx';
import { TextField } from '../../components/field.tsx';
import { QueryView } from '../../components/loading.tsx';
import { notify } from '../../state/notices.ts';
import { useLanguage } from '../../state/session-store.ts';
import { useChooseFile } from '../../state/use-choose-file.ts';
import { useCommand } from '../../state/use-command.ts';
import { useQuery } from '../../state/use-query.ts';
import { useTexts } from '../../state/use-texts.ts';

/** The pictures that visible signatures of PDFs show: the principal's signature and the school's seal. Folded: they are set once. */
export function SignatureImagesSection() {
  const texts = useTexts(signedPdfsTexts);
  const images = useQuery('signedPdfs.images', {}, ['signing', 'school']);
  return (
    <details className="sheet signature-images__fold">
      <summary>{texts.imagesTitle}</summary>
      <p className="soft">{texts.imagesText}</p>
      <QueryView query={images}>
        {({ images: rows }) => (
          <div className="signature-images">
            {rows.map((row) => (
              <SignatureImageCard key={row.kind} row={row} onChange={images.reload} />
            ))}
          </div>
        )}
      </QueryView>
    </details>
  );
}

function SignatureImageCard({ row, onChange }: { readonly row: SignatureImageRow; readonly onChange: () => void }) {
  const { kind, owner, image, mayChange } = row;
  const texts = useTexts(signedPdfsTexts);
  const language = useLanguage();
  const file = useChooseFile(['png']);
  const set = useCommand('signedPdfs.setImage');
  const remove = useCommand('signedPdfs.removeImage');
  const { least, most, usual } = imageMillimetres[kind];
  const [millimetres, setMillimetres] = useState(String(image?.millimetres ?? usual));
  const [asking, setAsking] = useState(false);
  const wide = /^\d{1,2}$/u.test(millimetres.trim()) ? Number(millimetres) : 0;
  const wrong = wide < least || wide > most;

  async function choose() {
    const chosen = await file.choose();
    if (chosen === null) return;
    if ((await set.run({ kind, file: chosen.file, millimetres: wide })) === null) return;
    notify('good', texts.saved);
    onChange();
  }

  async function withdraw() {
    if ((await remove.run({ kind })) === null) return;
    setAsking(false);
    notify('good', texts.removed);
    onChange();
  }

  return (
    <div className="signature-image stack stack--tight">
      <h2>{texts.kinds[kind]}</h2>
      <p>{owner === '' ? texts.noPrincipal : owner}</p>
      <div className="signature-image__paper">{image === null ? <span className="soft">{texts.noImage}</span> : <img src={image.preview} alt={texts.previewOf(texts.kinds[kind], owner)} />}</div>
      {image !== null && (
        <p className="soft small">
          {texts.size(image.width, image.height, image.millimetres)}
          <br />
          {texts.addedBy(image.addedBy, formatMoment(image.addedAt, language))}
        </p>
      )}
      {mayChange && owner !== '' ? (
        <>
          <TextField label={texts.millimetres[kind]} value={millimetres} onChange={setMillimetres} digits maxLength={2} error={wrong ? texts.millimetresWrong(least, most) : undefined} />
          <ErrorText error={file.error ?? set.error} />
          <div className="row">
            <button type="button" className="button" disabled={wrong || set.busy} onClick={() => void choose()}>
              {texts.choose[kind]}
            </button>
            {image !== null && (
              <button type="button" className="button" disabled={remove.busy} onClick={() => setAsking(true)}>
                {texts.remove}
              </button>
            )}
          </div>
        </>
      ) : (
        !mayChange && <p className="soft small">{texts.mayNotChange[kind]}</p>
      )}
      <ConfirmDialog open={asking} title={texts.removeTitle} confirmLabel={texts.remove} busy={remove.busy} error={remove.error} onConfirm={() => void withdraw()} onCancel={() => setAsking(false)}>
        <p>{texts.removeText}</p>
      </ConfirmDialog>
    </div>
  );
}
