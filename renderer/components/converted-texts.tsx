import { markFileTexts } from '#core/text/mark-files.ts';
import { useTexts } from '../state/use-texts.ts';
import { Message } from './message.tsx';
import '../styles/converted-texts.css';

/** Some of the texts that were converted from old fonts, before and after; nothing where there are none. */
export function ConvertedTexts({ count, samples }: { readonly count: number; readonly samples: readonly { readonly before: string; readonly after: string }[] }) {
  const texts = useTexts(markFileTexts);
  if (count === 0) return null;
  return (
    <Message tone="info" title={texts.convertedTitle(count)}>
      <table className="converted-texts">
        <thead>
          <tr>
            <th scope="col">{texts.convertedBefore}</th>
            <th scope="col">{texts.convertedAfter}</th>
          </tr>
        </thead>
        <tbody>
          {samples.map(({ before, after }, index) => (
            <tr key={`${index} ${before}`}>
              <td>{before}</td>
              <td>{after}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="small">{texts.convertedWrong}</p>
    </Message>
  );
}
