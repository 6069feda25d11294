import { createUserHabit } from './user-habit.ts';

/** Where Enter leads in a sheet. */
export const useEnterDirection = createUserHabit('enter-direction', ['down', 'right']);

/** Whether the figures of the columns stand under a sheet. */
export const useFiguresShown = createUserHabit('figures', ['hidden', 'shown']);
