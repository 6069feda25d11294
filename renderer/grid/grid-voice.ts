import type { Spot } from './grid-types.ts';
import type { GridParts } from './grid-parts.ts';

/** Tells the active cell: the field carries its name, and a live region says it when the cell is reached. */
export function createGridVoice(parts: GridParts) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return {
    tell(spot: Spot | null): void {
      const { current: field } = parts.field;
      if (field === null || spot === null) return;
      const { label, said, hint, wrong } = parts.events.current.words(spot);
      field.setAttribute('aria-label', label);
      field.setAttribute('aria-description', hint);
      field.setAttribute('aria-invalid', String(wrong));
      clearTimeout(timer);
      // Running over ten cells says the last one.
      timer = setTimeout(() => {
        if (parts.voice.current !== null && field === document.activeElement) parts.voice.current.textContent = said;
      }, 90);
    },
  };
}
