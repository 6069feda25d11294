import { create } from 'zustand';
import type { Target } from '#core/contract/shared.ts';

/** Where the window is: a target of the contract, or a screen without one. */
export type Place = Target | { readonly screen: 'home' } | { readonly screen: 'check' } | { readonly screen: 'token-doctor' } | { readonly screen: 'my-certificates' } | { readonly screen: 'audit' } | { readonly screen: 'locks' } | { readonly screen: 'board' } | { readonly screen: 'school-results' } | { readonly screen: 'books' };

/** `visit` counts up on every `go`, so that going twice to the same place focuses it twice. */
export const useNavigation = create<{ readonly place: Place; readonly visit: number; readonly back: readonly Place[]; readonly go: (place: Place) => void; readonly goBack: () => void }>((set) => ({
  place: { screen: 'home' },
  visit: 0,
  back: [],
  go: (place) => set((now) => ({ place, visit: now.visit + 1, back: [...now.back.slice(-30), now.place] })),
  goBack: () =>
    set((now) => {
      const last = now.back.at(-1);
      return last === undefined ? now : { place: last, visit: now.visit + 1, back: now.back.slice(0, -1) };
    }),
}));
