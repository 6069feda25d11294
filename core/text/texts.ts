import type { Language } from '#core/contract/shared.ts';

/** The same shape with every literal widened: a text stays a text, a function keeps its parameters. */
type Translation<Texts> = {
  readonly [Key in keyof Texts]: Texts[Key] extends string
    ? string
    : Texts[Key] extends (...args: infer Args) => string
      ? (...args: Args) => string
      : Translation<Texts[Key]>;
};

export type Texts<Shape> = { readonly vi: Translation<Shape>; readonly en: Translation<Shape> };

/**
 * The texts of one feature. Vietnamese is the source; English must have the same keys. Whole sentences, never glued fragments;
 * texts with values are functions of them.
 */
export function defineTexts<const Shape extends object>(vi: Shape, en: Translation<Shape>): Texts<Shape> {
  return { vi: vi as Translation<Shape>, en };
}

export function textsIn<Shape>(texts: Texts<Shape>, language: Language): Translation<Shape> {
  return texts[language];
}
