import type { SubjectBook } from '../ports/books.ts';
import type { StoredCellChange } from '../ports/school-repositories.ts';
import type { LevelClassData } from '../results/class-data.ts';
import { bookFrame, bookPupils } from './book-frame.ts';
import { correctedCells } from './corrected-cells.ts';
import type { PupilRemarks } from './pupil-remarks.ts';
import { subjectSheet } from './subject-sheet.ts';

/** One class that the teacher teaches the subject in. */
export type TaughtClass = { readonly data: LevelClassData; readonly changes: readonly StoredCellChange[]; readonly remarks: PupilRemarks };

/** A teacher's own gradebook of one subject: a list per class and semester. Null where the teacher has no class in it. */
export function subjectBook(classes: readonly TaughtClass[], input: { readonly teacherId: string; readonly subjectId: string; readonly printedAt: string }): SubjectBook | null {
  const [first] = classes;
  const subject = first?.data.subjects.find(({ id }) => id === input.subjectId);
  if (first === undefined || subject === undefined) return null;
  return {
    frame: bookFrame(first.data, input.printedAt),
    teacher: first.data.teachers.get(input.teacherId)?.fullName ?? '',
    subject: subject.name,
    classNames: classes.map(({ data }) => data.group.name),
    sheets: classes.flatMap(({ data, changes, remarks }) => {
      const lines = bookPupils(data.pupils, remarks);
      const corrected = correctedCells(changes, []);
      const own = data.subjects.find(({ id }) => id === input.subjectId);
      return own === undefined ? [] : ([1, 2] as const).map((semester) => subjectSheet(data, own, semester, lines, corrected));
    }),
  };
}
