import { formatDay } from '#core/text/common.ts';
import { moments, type Moment } from '#core/values/registers.ts';
import type { BookPupil, PrimaryRow, PrimaryTable, PrimaryTables } from '../ports/books.ts';
import type { PrimaryClassData, PupilYear } from '../results/class-data.ts';
import { attributesAt, attributesDue, primaryResult, primarySubjects, type AttributeLevels, type PrimaryResult } from '../results/primary-result.ts';
import { markIn } from '../results/subject-year.ts';
import { bookFrame, bookPupils } from './book-frame.ts';
import type { PupilRemarks } from './pupil-remarks.ts';

type Entries = Parameters<typeof attributesAt>[0];

/** The summary tables of a primary class (TT 27/2020 annex 2) at one moment, or with null at all four. */
export function primaryTables(input: { readonly data: PrimaryClassData; readonly entries: Entries; readonly remarks: PupilRemarks; readonly moment: Moment | null; readonly printedAt: string }): PrimaryTables {
  const { data, entries, remarks, moment } = input;
  return {
    frame: bookFrame(data, input.printedAt),
    className: data.group.name,
    classTeacher: data.teachers.get(data.group.homeroomTeacherId ?? '')?.fullName ?? '',
    tables: (moment === null ? moments : [moment]).map((each) => tableAt({ data, entries, remarks }, each)),
  };
}

const titles: Readonly<Record<Moment, string>> = { '1-mid': 'Giữa học kì I', '1-end': 'Cuối học kì I', '2-mid': 'Giữa học kì II', '2-end': 'Cuối năm học' };

function tableAt({ data, entries, remarks }: { readonly data: PrimaryClassData; readonly entries: Entries; readonly remarks: PupilRemarks }, moment: Moment): PrimaryTable {
  const levels = attributesAt(entries, moment);
  const codes = attributesDue(data, new Map([...levels.values()].flatMap((own) => [...own])));
  const improved = attributesAt(entries, '2-support');
  const withYear = moment === '2-end';
  const lines = bookPupils(data.pupils, remarks);
  const rows = data.pupils.flatMap((pupil): readonly Row[] => {
    const line = lines.get(pupil.enrollment.id);
    const own = levels.get(pupil.enrollment.id) ?? new Map();
    return line === undefined ? [] : [rowOf({ data, moment, codes, improved: improved.get(pupil.enrollment.id) ?? new Map() }, pupil, line, own)];
  });
  return {
    moment: titles[moment],
    subjects: data.subjects.map(({ name, tests }) => ({ name, hasTest: moment.endsWith('mid') ? tests.middle : tests.end })),
    attributes: codes.map((code) => ({ name: nameOf(data, code), group: groupOf(data, code) })),
    withYear,
    rows: rows.map(({ row }) => row),
    totals: withYear ? totalsOf(rows) : '',
  };
}

type Row = { readonly row: PrimaryRow; readonly result: PrimaryResult | null };

/** `result` null: the pupil left the class, or the year has not ended. */
function rowOf({ data, moment, codes, improved }: { readonly data: PrimaryClassData; readonly moment: Moment; readonly codes: readonly string[]; readonly improved: AttributeLevels }, pupil: PupilYear, line: BookPupil, attributes: AttributeLevels): Row {
  const result = moment === '2-end' && !line.gone ? primaryResult(data, pupil, attributes, improved) : null;
  const found = new Map(primarySubjects(data, pupil, moment).map((subject) => [subject.code, subject]));
  const supported = result?.afterSupport == null ? [] : data.subjects.filter(({ id }) => Object.keys(supportOf(pupil, id)).length > 0).map(({ name }) => name);
  return {
    result,
    row: {
      pupil: line,
      birthDate: formatDay(pupil.pupil.data.birthDate),
      girl: pupil.pupil.data.sex === 'female',
      subjects: data.subjects.map(({ id, code }) => {
        const subject = found.get(code);
        // Whoever was tested again has the last test's mark in the table (annex 2, instructions 2).
        const again = result?.afterSupport == null ? {} : supportOf(pupil, id);
        const test = again.test ?? subject?.test ?? null;
        return { level: again.level ?? subject?.level ?? '', test: test === null ? '' : String(test) };
      }),
      attributes: codes.map((code) => attributes.get(code) ?? ''),
      outcome: result === null ? null : (result.afterSupport?.outcome ?? result.outcome),
      awarded: result?.award != null || (result !== null && (pupil.homeroom?.commendation ?? '') !== ''),
      retained: result?.promoted === false,
      notes: [line.remark, ...(supported.length === 0 ? [] : [`Đánh giá bổ sung: ${supported.join(', ')}`])].filter((text) => text !== '').join('; '),
    },
  };
}

/** What the supplementary assessment of a subject brought (TT 27/2020 Art. 11). */
function supportOf(pupil: PupilYear, subjectId: string): { readonly level?: string; readonly test?: number } {
  const marks = pupil.marks.get(subjectId) ?? [];
  const [level, score] = [markIn(marks, 2, 'supportLevel')?.level ?? null, markIn(marks, 2, 'supportTest')?.score ?? null];
  return { ...(level === null ? {} : { level }), ...(score === null ? {} : { test: Math.trunc(score / 10) }) };
}

function nameOf({ rules }: PrimaryClassData, code: string): string {
  return [...rules.qualities, ...rules.competencies].find((each) => each.code === code)?.name ?? code;
}

function groupOf({ rules }: PrimaryClassData, code: string): 'quality' | 'general' | 'specific' {
  if (rules.qualities.some((each) => each.code === code)) return 'quality';
  return rules.competencies.some((each) => each.code === code && each.general) ? 'general' : 'specific';
}

function totalsOf(rows: readonly Row[]): string {
  const present = rows.flatMap(({ row, result }) => (result === null ? [] : [row]));
  const count = (test: (row: PrimaryRow) => boolean) => present.filter(test).length;
  const outcomes = [['Hoàn thành xuất sắc', 'HTXS'], ['Hoàn thành tốt', 'HTT'], ['Hoàn thành', 'HT'], ['Chưa hoàn thành', 'CHT']] as const;
  const open = count(({ outcome }) => outcome === null);
  return [
    `Tổng số: ${present.length}`,
    ...outcomes.map(([words, code]) => `${words}: ${count(({ outcome }) => outcome === code)}`),
    ...(open === 0 ? [] : [`Chưa có kết luận: ${open}`]),
    `Khen thưởng: ${count(({ awarded }) => awarded)}`,
    `Chưa được lên lớp: ${count(({ retained }) => retained)}`,
  ].join('. ');
}
