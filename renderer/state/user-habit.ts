import { create } from 'zustand';
import { useSession } from './session-store.ts';

/** One of a few ways to work, chosen by a user. */
export type UserHabit<Value extends string> = { readonly value: Value; readonly choose: (value: Value) => void };

/** A store of a user's own habit, kept on this PC: who signs in next has their own. `values`: the first one holds until another is chosen. */
export function createUserHabit<Value extends string>(name: string, values: readonly [Value, ...Value[]]) {
  const keyOf = (userId: string | undefined) => `hocba.${name}.${userId ?? ''}`;
  const habit = create<UserHabit<Value>>((set) => ({
    value: values[0],
    choose(value) {
      window.localStorage.setItem(keyOf(useSession.getState().state?.user?.id), value);
      set({ value });
    },
  }));
  useSession.subscribe((now, before) => {
    const userId = now.state?.user?.id;
    if (userId === before.state?.user?.id) return;
    const kept = window.localStorage.getItem(keyOf(userId));
    habit.setState({ value: values.find((value) => value === kept) ?? values[0] });
  });
  return habit;
}
