import { create } from 'zustand';
import type { SessionState } from '#core/contract/session.ts';
import type { Language } from '#core/contract/shared.ts';

/** What the page knows of the session; null until the office answered for the first time. */
export const useSession = create<{ readonly state: SessionState | null; set(state: SessionState): void }>((set) => ({
  state: null,
  set: (state) => set({ state }),
}));

export function useLanguage(): Language {
  return useSession((store) => store.state?.language ?? 'vi');
}
