import { useCallback, useEffect, useState, type RefObject } from 'react';
import { phrasesTexts } from '#core/text/phrases.ts';
import { lengthOf } from '#core/values/comment-lengths.ts';
import { useTexts } from '../state/use-texts.ts';
import type { CommentPlace } from './comment-place.ts';
import { PhrasePanel } from './phrase-panel.tsx';
import '../styles/phrases.css';

/** Told by a long field when its editing begins and ends; bubbles. */
export const longEditing = 'hocba-long-editing';

type Box = { readonly left: number; readonly top: number; readonly bottom: number; readonly width: number; readonly up: boolean };

/** Pixels. */
const footHeight = 34;
const rowHeight = 30;
const panelWidth = 400;
const roomyHeight = 380;

/**
 * Under a comment that is being written in a sheet: how long it is and may be, and the teacher's own phrases (Alt+↓ or Ctrl+Space). One for the whole
 * sheet; it stands where the field that is edited stands. `placeOf`: what comments of the active cell are about; `edit` begins editing at the end of its
 * text, `flush` saves it.
 */
export function CommentHelp({ frame, placeOf, edit, flush }: {
  readonly frame: RefObject<HTMLElement | null>;
  readonly placeOf: () => CommentPlace | null;
  readonly edit: () => void;
  readonly flush: () => void;
}) {
  const texts = useTexts(phrasesTexts);
  const [field, setField] = useState<HTMLTextAreaElement | null>(null);
  const [box, setBox] = useState<Box | null>(null);
  const [text, setText] = useState('');
  const [panel, setPanel] = useState(false);

  const look = useCallback((now: HTMLTextAreaElement) => {
    setBox(boxOf(now));
    setText(now.value);
  }, []);

  useEffect(() => {
    const element = frame.current;
    if (element === null) return undefined;
    const changed = ({ target }: Event) => {
      if (!(target instanceof HTMLTextAreaElement)) return;
      const now = target.dataset['editing'] === undefined ? null : target;
      setField(now);
      setPanel((open) => open && now !== null);
      if (now !== null) look(now);
    };
    const onKey = (event: KeyboardEvent) => {
      const { target } = event;
      const wanted = (event.altKey && event.key === 'ArrowDown') || (event.ctrlKey && event.code === 'Space');
      if (!wanted || event.isComposing || !(target instanceof HTMLTextAreaElement) || placeOf() === null) return;
      event.preventDefault();
      event.stopPropagation();
      if (target.dataset['editing'] === undefined) edit();
      setPanel(true);
    };
    element.addEventListener(longEditing, changed);
    element.addEventListener('input', changed);
    element.addEventListener('keydown', onKey);
    return () => {
      element.removeEventListener(longEditing, changed);
      element.removeEventListener('input', changed);
      element.removeEventListener('keydown', onKey);
    };
  }, [frame, placeOf, edit, look]);

  useEffect(() => {
    if (field === null) return undefined;
    const moved = () => look(field);
    window.addEventListener('scroll', moved, true);
    window.addEventListener('resize', moved);
    return () => {
      window.removeEventListener('scroll', moved, true);
      window.removeEventListener('resize', moved);
    };
  }, [field, look]);

  const place = field === null ? null : placeOf();
  if (field === null || box === null || place === null) return null;
  const length = lengthOf(text.trim());
  const over = length - place.longest;
  const marked = field.value.slice(field.selectionStart, field.selectionEnd).trim();

  const back = () => {
    setPanel(false);
    field.focus();
  };

  return (
    <>
      <div className="comment-foot" data-keeps-editing="" data-over={over > 0 || undefined} style={{ left: box.left, top: box.up ? box.top - footHeight : box.bottom, width: box.width, height: footHeight }}>
        <output>{over > 0 ? texts.tooLong(over, place.longest) : texts.length(length, place.longest)}</output>
        {/* The caret stays in the comment. */}
        <button type="button" className="text-button" aria-expanded={panel} onMouseDown={(event) => event.preventDefault()} onClick={() => (panel ? back() : setPanel(true))}>
          {texts.open} <kbd>{texts.openKeys}</kbd>
        </button>
      </div>
      {panel && (
        <PhrasePanel
          place={place}
          written={marked === '' ? field.value.trim() : marked}
          style={panelPlace(box)}
          onInsert={(phrase) => {
            back();
            insert(field, phrase);
          }}
          onBack={back}
          onLeave={(to) => {
            if (to instanceof Element && to.closest('.comment-foot') !== null) return;
            setPanel(false);
            if (to !== field) flush();
          }}
        />
      )}
    </>
  );
}

function boxOf(field: HTMLTextAreaElement): Box {
  const { left, top, bottom, width } = field.getBoundingClientRect();
  return { left, top, bottom, width, up: field.dataset['opens'] === 'up' };
}

type Placing = { readonly left: number; readonly width: number; readonly maxHeight: number; readonly top?: number; readonly bottom?: number };

/** Left of the comment, under or over the pupil's own row, so that the marks stay in sight; where there is no room, below or above the whole comment. */
function panelPlace({ left, top, bottom, width, up }: Box): Placing {
  const { innerWidth, innerHeight } = window;
  const beside = left - panelWidth - 8 >= 8;
  const row = up ? { top: bottom - rowHeight, bottom } : { top, bottom: top + rowHeight };
  const clear = beside ? row : up ? { top: top - footHeight, bottom } : { top, bottom: bottom + footHeight };
  const shared = beside ? { left: left - panelWidth - 8, width: panelWidth } : { left: Math.max(8, Math.min(left, innerWidth - panelWidth - 8)), width: Math.max(panelWidth, Math.min(width, innerWidth - 16)) };
  const below = innerHeight - clear.bottom - 10;
  const above = clear.top - 10;
  return below >= Math.min(roomyHeight, above) ? { ...shared, top: clear.bottom + 2, maxHeight: Math.min(roomyHeight, below) } : { ...shared, bottom: innerHeight - clear.top + 2, maxHeight: Math.min(roomyHeight, above) };
}

/** At the caret, in place of what is marked, with a space to what stands before. */
function insert(field: HTMLTextAreaElement, phrase: string): void {
  const before = field.value.slice(0, field.selectionStart);
  const text = before === '' || /\s$/u.test(before) ? phrase : ` ${phrase}`;
  // The one way to put text in that the field's own Ctrl+Z takes back.
  document.execCommand('insertText', false, text);
}
