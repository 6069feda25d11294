import { useId, useState } from 'react';
import type { ImportPart, MarkImportPreview } from '#core/contract/mark-files.ts';
import { markFileTexts } from '#core/text/mark-files.ts';
import { Message } from '../../components/message.tsx';
import { StatusBadge } from '../../components/status-badge.tsx';
import { useTexts } from '../../state/use-texts.ts';
import { MarkImportPart } from './mark-import-part.tsx';
import { MarkImportTarget } from './mark-import-target.tsx';
import { isWritable, type MarkImport, type SheetChoice } from './use-mark-import.ts';

/** The tables of a file, each with what it would change; those that are ticked are written. */
export function MarkImportPreviewView({ preview, flow, open, here }: { readonly preview: MarkImportPreview; readonly flow: MarkImport; readonly open: SheetChoice; readonly here: string }) {
  const texts = useTexts(markFileTexts);
  const name = useId();
  const [looked, setLooked] = useState<string | null>(null);
  const shown = preview.parts.find(({ key }) => key === looked) ?? preview.parts.find((part) => flow.isTicked(part)) ?? preview.parts[0];
  const elsewhere = [...new Set(preview.parts.filter((part) => isWritable(part) && !part.here).map(({ target }) => (target === null ? '' : texts.hereLabel(target.className, target.semester))))];
  const writable = preview.parts.filter(isWritable);
  return (
    <div className="mark-import__body">
      {elsewhere.length > 0 && (
        <Message tone="warning" title={texts.elsewhereTitle(here)}>
          <p>{texts.elsewhere(elsewhere.join('; '))}</p>
        </Message>
      )}
      <div className="mark-import__columns">
        <section className="mark-import__parts" aria-label={texts.parts}>
          <div className="row row--between">
            <h3>{texts.parts}</h3>
            {writable.length > 1 && (
              <button type="button" className="text-button" onClick={() => flow.tickAll(flow.chosen.length === 0)}>
                {flow.chosen.length === 0 ? texts.selectAll : texts.selectNone}
              </button>
            )}
          </div>
          <ul className="mark-import__list">
            {preview.parts.map((part) => (
              <li key={part.key} className="mark-import__entry" data-shown={part === shown || undefined}>
                <input type="checkbox" id={`${name} ${part.key}`} checked={flow.isTicked(part)} disabled={!isWritable(part) || flow.busy !== null} onChange={(event) => flow.tick(part, event.target.checked)} aria-label={labelOf(part, texts)} />
                <button type="button" className="mark-import__open" aria-current={part === shown || undefined} onClick={() => setLooked(part.key)}>
                  <strong>{labelOf(part, texts)}</strong>
                  <span className="soft small">{texts.fromSheet(part.sheet, part.row)}</span>
                  <PartBadges part={part} />
                </button>
              </li>
            ))}
          </ul>
        </section>
        {shown !== undefined && (
          <section className="mark-import__part" aria-live="polite">
            <h3>{labelOf(shown, texts)}</h3>
            <MarkImportTarget part={shown} open={open} busy={flow.busy !== null} onChoose={(target) => void flow.redirect(shown.key, target)} />
            <MarkImportPart key={shown.key} part={shown} />
          </section>
        )}
      </div>
    </div>
  );
}

function labelOf({ target, sheet }: ImportPart, texts: typeof markFileTexts.vi): string {
  return target === null ? texts.unknownTarget(sheet) : texts.partLabel(target.subjectName, target.className, target.semester);
}

function PartBadges({ part }: { readonly part: ImportPart }) {
  const texts = useTexts(markFileTexts);
  const { counts, strangers, problem, target } = part;
  return (
    <span className="mark-import__badges">
      {problem !== null ? <StatusBadge tone="bad">{texts.cannot}</StatusBadge> : target === null ? <StatusBadge tone="warning">{texts.mustChoose}</StatusBadge> : null}
      {counts.change > 0 && <StatusBadge tone="info">{texts.changeCount(counts.change)}</StatusBadge>}
      {counts.refused > 0 && <StatusBadge tone="bad">{texts.refusedCount(counts.refused)}</StatusBadge>}
      {part.converted.count > 0 && <StatusBadge tone="info">{texts.oldFonts}</StatusBadge>}
      {strangers.length > 0 && <StatusBadge tone="warning">{texts.strangerCount(strangers.length)}</StatusBadge>}
      {problem === null && target !== null && counts.change === 0 && counts.refused === 0 && <StatusBadge tone="neutral">{texts.nothingNew}</StatusBadge>}
    </span>
  );
}
