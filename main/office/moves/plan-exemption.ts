import { OfficeError } from '#core/contract/errors.ts';
import type { MoveAction } from '#core/contract/moves.ts';
import type { Repositories } from '../ports/database.ts';
import type { StoredExemption, StoredSubject } from '../ports/school-repositories.ts';
import { change, type MovePlan } from './move-plan.ts';
import { dayRemarks, pupilAt, remark, type PupilAt } from './pupil-at.ts';

type Exempt = Extract<MoveAction, { kind: 'exempt' }>;
type EndExemption = Extract<MoveAction, { kind: 'end-exemption' }>;

/** The subjects with a practical part that TT 22/2021 Art. 10 means: physical education, defence and security. */
const practicalSubjects: ReadonlySet<string> = new Set(['GDTC', 'GDQP_AN']);

export type ExemptionFacts = PupilAt & { readonly subject: StoredSubject; readonly granted: StoredExemption | null; readonly hasMarks: boolean };

/** Throws OfficeError pupils.not-found, gradebook.not-found where the grade does not have the subject. */
export async function gatherExemption(repositories: Repositories, { enrollmentId, subjectId }: Exempt | EndExemption): Promise<ExemptionFacts> {
  const found = await pupilAt(repositories, enrollmentId);
  const subject = (await repositories.school.subjects()).find(({ id }) => id === subjectId);
  if (subject?.periods[String(found.group.grade)] === undefined) throw new OfficeError('gradebook.not-found');
  const granted = (await repositories.pupils.exemptions(found.group.id)).find((one) => one.enrollmentId === enrollmentId && one.subjectId === subjectId) ?? null;
  const hasMarks = (await repositories.gradebook.marksOfPupil(enrollmentId)).some((mark) => mark.subjectId === subjectId);
  return { ...found, subject, granted, hasMarks };
}

export function planExemption(found: ExemptionFacts, { exemption, term, decision, decidedOn }: Exempt): MovePlan {
  const { pupil, enrollment, group, subject, granted, hasMarks } = found;
  const name = pupil.data.fullName;
  const after: StoredExemption = { enrollmentId: enrollment.id, subjectId: subject.id, kind: exemption, term, reason: decision, decidedOn };
  return {
    subject: { name, className: group.name, subject: subject.name, exemption },
    rows: [{ group: group.name, name, code: exemption === 'practical' ? 'exempted-practical' : 'exempted-whole', params: { subject: subject.name, term, decision, decidedOn } }],
    remarks: [
      ...dayRemarks({ ...found, enrollment: { ...enrollment, enteredOn: '' } }, decidedOn),
      ...(enrollment.status === 'studying' ? [] : [remark('error', 'already-left', { name })]),
      ...(exemption === 'practical' && !practicalSubjects.has(subject.code) ? [remark('error', 'not-practical-subject', { subject: subject.name })] : []),
      ...(exemption === 'not-assessed' && term !== 'year' && term !== 'level' ? [remark('error', 'term-not-for-whole')] : []),
      ...(granted === null ? [] : [remark('error', 'exempt-already', { name, subject: subject.name, decision: granted.reason })]),
      ...(exemption === 'not-assessed' && hasMarks ? [remark('warning', 'marks-not-counted', { subject: subject.name })] : []),
    ],
    changes: granted === null ? [change('exemption', null, after)] : [],
  };
}

export function planEndOfExemption({ pupil, enrollment, group, year, subject, granted, hasMarks }: ExemptionFacts): MovePlan {
  const name = pupil.data.fullName;
  return {
    subject: { name, className: group.name, subject: subject.name },
    rows: [{ group: group.name, name, code: 'exemption-ended', params: { subject: subject.name } }],
    remarks: [
      ...(enrollment.yearId === year.id ? [] : [remark('error', 'past-year', { name })]),
      ...(granted === null ? [remark('error', 'not-exempt', { name, subject: subject.name })] : []),
      ...(granted?.kind === 'not-assessed' && hasMarks ? [remark('note', 'marks-count-again', { subject: subject.name })] : []),
    ],
    changes: granted === null ? [] : [change('exemption', granted, null)],
  };
}
