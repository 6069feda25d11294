import { formatDay } from '#core/text/common.ts';
import { semester1Ends, type SchoolYearFrames } from '#core/rules/school-year-frame.ts';
import { ethnicityName } from '#core/values/ethnicities.ts';
import type { ClassBook, PupilProfile } from '../ports/books.ts';
import type { Repositories } from '../ports/database.ts';
import type { StoredFieldChange, StoredRegisterCell } from '../ports/register-repository.ts';
import type { StoredCellChange } from '../ports/school-repositories.ts';
import { gatherLevelClass, studying, type LevelClassData, type PupilYear } from '../results/class-data.ts';
import { pupilResult } from '../results/pupil-result.ts';
import { attendanceMonths } from './attendance.ts';
import { bookFrame, bookPupils } from './book-frame.ts';
import { bookSubjects, summaryTable, yearPart, type BookResult } from './class-summaries.ts';
import { correctedCells } from './corrected-cells.ts';
import { gatherRemarks, type PupilRemarks } from './pupil-remarks.ts';
import { subjectSheet } from './subject-sheet.ts';

/** What a class's gradebook is made from. `changes`, `conduct`: histories of cells that were changed more than once; `attendance`: the register of the year. */
export type ClassBookSource = { readonly data: LevelClassData; readonly changes: readonly StoredCellChange[]; readonly conduct: readonly StoredFieldChange[]; readonly attendance: readonly StoredRegisterCell[]; readonly remarks: PupilRemarks; readonly frames: SchoolYearFrames; readonly printedAt: string };

/** Reads the class's year. Errors: school.not-found, results.no-rules, results.primary-class. */
export async function gatherClassBook(repositories: Repositories, classId: string): Promise<Pick<ClassBookSource, 'data' | 'changes' | 'conduct' | 'attendance' | 'remarks'>> {
  return { data: await gatherLevelClass(repositories, classId), changes: await repositories.gradebook.rewrittenCells(classId), conduct: await repositories.registers.rewrittenConduct(classId), attendance: await repositories.registers.cells(classId, 'attendance', null), remarks: await gatherRemarks(repositories, classId) };
}

/** The class's gradebook as it stands now. Pure: the same data printed at the same moment give the same book. */
export function classBook({ data, changes, conduct, attendance, remarks, frames, printedAt }: ClassBookSource): ClassBook {
  const lines = bookPupils(data.pupils, remarks);
  const corrected = correctedCells(changes, conduct);
  const present = studying(data);
  const results = data.pupils.flatMap((pupil): readonly BookResult[] => {
    const line = lines.get(pupil.enrollment.id);
    return line === undefined ? [] : [{ line, result: pupilResult(data, pupil) }];
  });
  const subjects = bookSubjects(data);
  return {
    frame: bookFrame(data, printedAt),
    className: data.group.name,
    size: present.length,
    girls: present.filter(({ pupil }) => pupil.data.sex === 'female').length,
    classTeacher: data.teachers.get(data.group.homeroomTeacherId ?? '')?.fullName ?? '',
    teachers: data.subjects.filter((subject) => subjects.includes(subject)).map(({ id, name }) => ({ subject: name, teacher: data.teachers.get(data.assignments.get(id) ?? '')?.fullName ?? '' })),
    pupils: results.map(({ line }) => line),
    profiles: data.pupils.map(profile),
    attendance: attendanceMonths(data.pupils, data.year.name, attendance, semester1Ends(frames, data.year.name)),
    semesters: ([1, 2] as const).map((semester) => ({
      semester,
      sheets: subjects.map((subject) => subjectSheet(data, subject, semester, lines, corrected)),
      summary: summaryTable({ data, results, corrected }, semester),
    })),
    year: { summary: summaryTable({ data, results, corrected }, 'year'), ...yearPart({ data, results, corrected }) },
  };
}

function profile({ pupil: { data } }: PupilYear): PupilProfile {
  const guardian = data.guardianName === '' ? '' : `Người giám hộ: ${data.guardianName}`;
  return {
    birthDate: formatDay(data.birthDate),
    birthPlace: data.birthPlace,
    sex: data.sex === 'female' ? 'Nữ' : 'Nam',
    ethnicity: ethnicityName(data.ethnicity) ?? '',
    // Neither is kept as data yet: the columns are for the pen.
    priority: '',
    address: data.address,
    father: [data.fatherName, guardian].filter((text) => text !== '').join('\n'),
    mother: data.motherName,
    changes: '',
  };
}
