import type { MissingItem } from '#core/contract/results.ts';
import type { HomeroomField } from '#core/contract/shared.ts';
import { classId as classIdOf, enrollmentId as enrollmentIdOf } from '#core/values/ids.ts';
import type { StoredHomeroom } from '../ports/school-repositories.ts';
import { studying, type ClassData, type PupilYear } from './class-data.ts';

type Due = { readonly what: MissingItem['what']; readonly field: HomeroomField & keyof StoredHomeroom; readonly detail: string };

const forResults: readonly Due[] = [
  { what: 'conduct', field: 'conduct1', detail: 'Rèn luyện, học kì 1' },
  { what: 'conduct', field: 'conduct2', detail: 'Rèn luyện, học kì 2' },
  { what: 'absences', field: 'excused1', detail: 'Buổi nghỉ có phép, học kì 1' },
  { what: 'absences', field: 'unexcused1', detail: 'Buổi nghỉ không phép, học kì 1' },
  { what: 'absences', field: 'excused2', detail: 'Buổi nghỉ có phép, học kì 2' },
  { what: 'absences', field: 'unexcused2', detail: 'Buổi nghỉ không phép, học kì 2' },
];

const forRecords: readonly Due[] = [
  { what: 'measure', field: 'height', detail: 'Chiều cao' },
  { what: 'measure', field: 'weight', detail: 'Cân nặng' },
  { what: 'homeroom-comment', field: 'comment', detail: 'Nhận xét của giáo viên chủ nhiệm' },
];

/** Entries of the homeroom teacher's sheet that the year's results wait for; TT 27/2020 knows no conduct levels. */
export function missingForYear(data: ClassData): readonly MissingItem[] {
  return forResults.filter(({ what }) => data.kind === 'levels' || what !== 'conduct').flatMap((due) => lines(data, due));
}

/** Entries that only the record needs. */
export function missingHomeroomForRecord(data: ClassData): readonly MissingItem[] {
  return forRecords.flatMap((due) => lines(data, due));
}

function lines(data: ClassData, { what, field, detail }: Due): readonly MissingItem[] {
  const pupils = studying(data);
  const lacking = pupils.filter(({ homeroom }) => homeroom === null || homeroom[field] === null || homeroom[field] === '');
  const line = (pupil: PupilYear | null): MissingItem => {
    const enrollmentId = pupil === null ? null : enrollmentIdOf.parse(pupil.enrollment.id);
    return { enrollmentId, pupilName: pupil?.pupil.data.fullName ?? null, what, detail, target: { screen: 'homeroom', classId: classIdOf.parse(data.group.id), enrollmentId, field } };
  };
  return lacking.length > 2 && lacking.length === pupils.length ? [line(null)] : lacking.map(line);
}
