import { create } from 'zustand';
import { useSession } from './session-store.ts';

export type Notice = { readonly id: number; readonly tone: 'good' | 'info' | 'warning' | 'bad'; readonly text: string };

let next = 1;

/** Short remarks at the edge of the window ("Đã lưu"). They go by themselves; nothing that matters may be told only here. */
export const useNotices = create<{ readonly notices: readonly Notice[]; readonly dismiss: (id: number) => void }>((set) => ({
  notices: [],
  dismiss: (id) => set((now) => ({ notices: now.notices.filter((notice) => notice.id !== id) })),
}));

export function notify(tone: Notice['tone'], text: string): void {
  const id = next;
  next += 1;
  useNotices.setState((now) => ({ notices: [...now.notices.slice(-3), { id, tone, text }] }));
}

// What one user was told is not for the next, nor for another school.
useSession.subscribe((now, before) => {
  if (now.state?.user?.id !== before.state?.user?.id) useNotices.setState({ notices: [] });
});
