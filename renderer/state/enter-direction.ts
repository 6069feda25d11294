import { create } from 'zustand';
import { useSession } from './session-store.ts';

export type EnterDirection = 'down' | 'right';

const keyOf = (userId: string | null) => `hocba.enter-direction.${userId ?? ''}`;
const userNow = () => useSession.getState().state?.user?.id ?? null;

/** Where Enter leads in a sheet: each user's own habit, kept on this PC. */
export const useEnterDirection = create<{ readonly direction: EnterDirection; readonly choose: (direction: EnterDirection) => void }>((set) => ({
  direction: 'down',
  choose(direction) {
    window.localStorage.setItem(keyOf(userNow()), direction);
    set({ direction });
  },
}));

useSession.subscribe((now, before) => {
  if (now.state?.user?.id === before.state?.user?.id) return;
  useEnterDirection.setState({ direction: window.localStorage.getItem(keyOf(now.state?.user?.id ?? null)) === 'right' ? 'right' : 'down' });
});
