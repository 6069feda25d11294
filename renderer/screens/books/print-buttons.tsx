import { booksTexts } from '#core/text/books.ts';
import type { FileHandle } from '#core/values/ids.ts';
import type { useOfficeFile } from '../../state/use-office-file.ts';
import { useTexts } from '../../state/use-texts.ts';

/** Shows the PDF, or keeps it as a file. */
export function PrintButtons({ files, ask, disabled = false }: { readonly files: ReturnType<typeof useOfficeFile>; readonly ask: () => Promise<{ readonly file: FileHandle; readonly name: string }>; readonly disabled?: boolean }) {
  const texts = useTexts(booksTexts);
  return (
    <div className="row">
      <button type="button" className="button button--primary" disabled={disabled || files.busy} onClick={() => void files.showPdf(ask)}>
        {files.busy ? texts.preparing : texts.show}
      </button>
      <button type="button" className="button" disabled={disabled || files.busy} onClick={() => void files.save(ask, texts.savedAs)}>
        {texts.save}
      </button>
    </div>
  );
}
