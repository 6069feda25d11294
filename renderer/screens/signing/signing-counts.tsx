import type { MethodOutput } from '#core/contract/index.ts';
import type { SigningScope } from '#core/contract/signing.ts';
import { signingDocumentTexts } from '#core/text/signing-documents.ts';
import { signingTexts } from '#core/text/signing.ts';
import { useTexts } from '../../state/use-texts.ts';

/** How many documents can be signed now, and what is with the others. */
export function SigningCounts({ kind, preview }: { readonly kind: SigningScope['kind']; readonly preview: MethodOutput<'signing.preview'> }) {
  const texts = useTexts(signingTexts);
  const own = useTexts(signingDocumentTexts)[kind];
  const { ready, alreadySigned, waitingForOthers, outdated, withoutRecord, mayActAs } = preview;
  const lines = [
    ...(ready > 0 ? [own.ready(ready)] : alreadySigned > 0 ? [] : [own.nothingReady]),
    ...(alreadySigned > 0 ? [texts.counts.alreadySigned(alreadySigned)] : []),
    ...(waitingForOthers > 0 ? [texts.counts.waitingForOthers(waitingForOthers)] : []),
    ...(outdated > 0 ? [own.outdated(outdated)] : []),
    ...(withoutRecord > 0 ? [own.missing(withoutRecord)] : []),
    ...(mayActAs ? [] : [texts.notYours]),
  ];
  return (
    <ul className="counts">
      {lines.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  );
}
