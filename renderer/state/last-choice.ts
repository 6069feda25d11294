import { create } from 'zustand';
import type { Place } from './navigation.ts';

type Choice = { readonly classId: string | null; readonly subjectId: string | null; readonly semester: 1 | 2 };

/** The class, subject and semester that were looked at last: where the menu leads next. */
export const useLastChoice = create<Choice & { readonly note: (place: Place) => void }>((set) => ({
  classId: null,
  subjectId: null,
  semester: 1,
  note: (place) =>
    set((old) => ({
      classId: 'classId' in place && place.classId !== null ? place.classId : old.classId,
      subjectId: place.screen === 'gradebook' ? place.subjectId : old.subjectId,
      semester: place.screen === 'gradebook' ? place.semester : old.semester,
    })),
}));
