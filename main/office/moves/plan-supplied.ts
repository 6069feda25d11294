import { OfficeError } from '#core/contract/errors.ts';
import type { MoveAction, MoveRemark, MoveRow, SuppliedSemester } from '#core/contract/moves.ts';
import { formatTenths, tenths } from '#core/values/marks.ts';
import type { Change, StoredTransferredResult, StoredTransferredSemester } from '../ports/move-repository.ts';
import type { Repositories } from '../ports/database.ts';
import { gatherFrame, gatherPupil, type LevelFrame, type PrimaryFrame } from '../results/class-data.ts';
import type { Transferred } from '../results/transferred.ts';
import { canonicalText, change, type MovePlan } from './move-plan.ts';
import { dayRemarks, pupilAt, remark, type PupilAt } from './pupil-at.ts';

type SetTransferred = Extract<MoveAction, { kind: 'set-transferred' }>;

/** Of one pupil: what stands, and what an old school's results are held against. */
export type SuppliedFacts = {
  readonly frame: Pick<LevelFrame | PrimaryFrame, 'kind' | 'subjects'>;
  readonly standing: Transferred;
  /** Elective subjects chosen already, by id. */
  readonly chosen: ReadonlySet<string>;
  /** Subjects in which the pupil has marks of semester I here. */
  readonly marked: ReadonlySet<string>;
};

type Who = { readonly enrollmentId: string; readonly group: string; readonly name: string };

export type SuppliedPlan = { readonly changes: readonly Change[]; readonly rows: readonly MoveRow[]; readonly remarks: readonly MoveRemark[] };

/**
 * Semester I at the old school: its averages stand as ĐTBmhkI (or Đ/CĐ, or a primary level), its conduct and absences in the homeroom sheet; no marks of that
 * semester are due. Errors: office.invalid-input where a result is not of the subject's kind, or a subject has two.
 */
export function planSupplied({ frame, standing, chosen, marked }: SuppliedFacts, { enrollmentId, group, name }: Who, semester1: SuppliedSemester | null): SuppliedPlan {
  const subjects = new Map(frame.subjects.map((subject) => [subject.id, subject]));
  const wanted = (semester1?.results ?? []).map((result, index, all): StoredTransferredResult => {
    const subject = subjects.get(result.subjectId);
    if (all.findIndex(({ subjectId }) => subjectId === result.subjectId) !== index) throw new OfficeError('office.invalid-input', { field: subject?.name ?? 'subjectId' });
    const fits = subject !== undefined && (subject.kind === 'primary' ? result.level !== null && result.pass === null : subject.kind === 'scored' ? result.score !== null && result.pass === null && result.level === null : result.pass !== null && result.score === null && result.level === null);
    if (!fits) throw new OfficeError('office.invalid-input', { field: subject?.name ?? 'subjectId' });
    return { enrollmentId, subjectId: result.subjectId, semester: 1, score: result.score, pass: result.pass, level: result.level };
  });
  const semester: StoredTransferredSemester | null = semester1 === null ? null : { enrollmentId, semester: 1, school: semester1.school, conduct: semester1.conduct, excused: semester1.excused, unexcused: semester1.unexcused };
  const oldSemester = standing.semesters.find((entry) => entry.semester === 1) ?? null;
  const electives = wanted.filter(({ subjectId }) => subjects.get(subjectId)?.elective === true && !chosen.has(subjectId));
  const nameOf = (subjectId: string) => subjects.get(subjectId)?.name ?? '';
  const row = (code: MoveRow['code'], params: MoveRow['params']): MoveRow => ({ group, name, code, params });
  const missing = semester1 === null ? [] : frame.subjects.filter(({ id, elective }) => !wanted.some(({ subjectId }) => subjectId === id) && (!elective || chosen.has(id)));
  const aside = wanted.filter(({ subjectId }) => marked.has(subjectId));
  return {
    rows: [
      ...wanted.map((result) => row('supplied', { subject: nameOf(result.subjectId), value: valueText(result) })),
      ...(semester === null ? [] : [row('supplied-conduct', { conduct: semester.conduct ?? '', excused: semester.excused ?? '', unexcused: semester.unexcused ?? '' })]),
      ...electives.map(({ subjectId }) => row('elective-taken', { subject: nameOf(subjectId) })),
      ...(semester1 === null && oldSemester !== null ? [row('supplied-gone', { oldSchool: oldSemester.school })] : []),
    ],
    remarks: [
      ...(missing.length === 0 ? [] : [remark('warning', 'results-missing', { subjects: missing.map((subject) => subject.name).join(', ') })]),
      ...(aside.length === 0 ? [] : [remark('warning', 'marks-set-aside', { name, subjects: aside.map(({ subjectId }) => nameOf(subjectId)).join(', ') })]),
    ],
    changes: [
      ...(canonicalText(oldSemester) === canonicalText(semester) ? [] : [change('transferredSemester', oldSemester, semester)]),
      ...standing.results.filter((old) => old.semester === 1 && !wanted.some(({ subjectId }) => subjectId === old.subjectId)).map((old) => change('transferredResult', old, null)),
      ...wanted.flatMap((result) => {
        const old = standing.results.find((each) => each.semester === 1 && each.subjectId === result.subjectId) ?? null;
        return canonicalText(old) === canonicalText(result) ? [] : [change('transferredResult', old, result)];
      }),
      ...electives.map(({ subjectId }) => change('choice', null, { enrollmentId, subjectId, topics: 0 })),
    ],
  };
}

export type SetTransferredFacts = PupilAt & SuppliedFacts;

/** Throws OfficeError pupils.not-found. */
export async function gatherSetTransferred(repositories: Repositories, { enrollmentId }: SetTransferred): Promise<SetTransferredFacts> {
  const found = await pupilAt(repositories, enrollmentId);
  const frame = await gatherFrame(repositories, found.group.id);
  const { marks, transferred } = await gatherPupil(repositories, frame, enrollmentId);
  const chosen = new Set((await repositories.pupils.choices(found.group.id)).filter((choice) => choice.enrollmentId === enrollmentId).map(({ subjectId }) => subjectId));
  const marked = new Set([...marks].filter(([, own]) => own.some(({ semester, column }) => semester === 1 && column !== 'comment')).map(([subjectId]) => subjectId));
  return { ...found, frame, standing: transferred, chosen, marked };
}

export function planSetTransferred(found: SetTransferredFacts, { semester1 }: SetTransferred): MovePlan {
  const { pupil, enrollment, group, year } = found;
  const name = pupil.data.fullName;
  const plan = planSupplied(found, { enrollmentId: enrollment.id, group: group.name, name }, semester1);
  return {
    subject: { name, className: group.name, oldSchool: semester1?.school ?? '' },
    rows: plan.rows,
    changes: plan.changes,
    remarks: [
      ...dayRemarks({ pupil, enrollment: { ...enrollment, enteredOn: '' }, group, year }, `${year.name.slice(0, 4)}-09-01`),
      ...(enrollment.status === 'studying' ? [] : [remark('error', 'already-left', { name })]),
      ...(plan.changes.length === 0 ? [remark('error', 'nothing-changed')] : []),
      ...plan.remarks,
    ],
  };
}

/** `7,4`, `Đ`, `T`, `T, 9`. */
function valueText({ score, pass, level }: Pick<StoredTransferredResult, 'score' | 'pass' | 'level'>): string {
  if (level !== null) return score === null ? level : `${level}, ${Math.trunc(score / 10)}`;
  return score === null ? (pass ?? '') : formatTenths(tenths(score), ',');
}
