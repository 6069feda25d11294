import { useState } from 'react';
import { handOffTexts } from '#core/text/hand-off.ts';
import type { DestinationId } from '#core/values/ids.ts';
import { ErrorText } from '../../components/error-text.tsx';
import { Message } from '../../components/message.tsx';
import { useCommand } from '../../state/use-command.ts';
import { useTexts } from '../../state/use-texts.ts';
import { DestinationChoice } from '../exchange/destination-choice.tsx';

/** Writes the signatures, and nothing else, for the way back. */
export function WriteReturn({ signatures }: { readonly signatures: number }) {
  const texts = useTexts(handOffTexts);
  const write = useCommand('handOff.writeReturn');
  const [destinationId, setDestinationId] = useState<DestinationId | null>(null);
  const [written, setWritten] = useState<string | null>(null);
  return (
    <section className="sheet stack" aria-labelledby="write-return">
      <h2 id="write-return">{texts.returnTitle}</h2>
      <p className="soft">{texts.returnText}</p>
      <DestinationChoice from="handOff" value={destinationId} onChange={setDestinationId} legend={texts.destination} />
      <ErrorText error={write.error} />
      <div>
        <button type="button" className="button button--primary button--large" disabled={destinationId === null || write.busy} onClick={() => destinationId !== null && void write.run({ destinationId }).then((answer) => setWritten(answer?.path ?? null))}>
          {texts.writeReturn(signatures)}
        </button>
      </div>
      {written !== null && (
        <Message tone="good" title={texts.returned} announce="later">
          <p className="hand-off__path">{texts.madeText(written)}</p>
          <p>{texts.returnedNext}</p>
        </Message>
      )}
    </section>
  );
}
