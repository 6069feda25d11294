import type { Texts } from '#core/text/texts.ts';
import { useLanguage } from './session-store.ts';

/** The texts of a feature in the user's language. */
export function useTexts<Shape>(texts: Texts<Shape>): Texts<Shape>['vi'] {
  return texts[useLanguage()];
}
