import type { Semester } from '#core/contract/shared.ts';
import type { StoredTransferredResult, StoredTransferredSemester } from '../ports/move-repository.ts';
import type { StoredHomeroom } from '../ports/school-repositories.ts';

/** What a pupil's old school supplied: results stand in place of a semester's marks (domain: transferIn). */
export type Transferred = { readonly results: readonly StoredTransferredResult[]; readonly semesters: readonly StoredTransferredSemester[] };

type WithTransferred = { readonly transferred: Transferred };

/** The old school's result of a subject and semester; null where it supplied none. */
export function transferredIn({ transferred }: WithTransferred, subjectId: string, semester: Semester): StoredTransferredResult | null {
  return transferred.results.find((result) => result.subjectId === subjectId && result.semester === semester) ?? null;
}

/** Whose results a semester has; null where they are this school's. */
export function schoolOf({ transferred }: WithTransferred, semester: Semester): string | null {
  return transferred.semesters.find((entry) => entry.semester === semester)?.school ?? null;
}

/** By enrollment. */
export function byPupil({ results, semesters }: Transferred): (enrollmentId: string) => Transferred {
  const grouped = new Map<string, { results: StoredTransferredResult[]; semesters: StoredTransferredSemester[] }>();
  const of = (enrollmentId: string) => {
    const own = grouped.get(enrollmentId) ?? { results: [], semesters: [] };
    grouped.set(enrollmentId, own);
    return own;
  };
  for (const result of results) of(result.enrollmentId).results.push(result);
  for (const semester of semesters) of(semester.enrollmentId).semesters.push(semester);
  return (enrollmentId) => grouped.get(enrollmentId) ?? nothing;
}

const nothing: Transferred = { results: [], semesters: [] };

/** The homeroom sheet with conduct and absences of the old school where nothing else was entered. */
export function withTransferred(enrollmentId: string, homeroom: StoredHomeroom | null, { semesters }: Transferred): StoredHomeroom | null {
  const first = semesters.find(({ semester }) => semester === 1);
  if (first === undefined) return homeroom;
  const own = homeroom ?? { ...blank, enrollmentId };
  return { ...own, conduct1: own.conduct1 ?? first.conduct, excused1: own.excused1 ?? first.excused, unexcused1: own.unexcused1 ?? first.unexcused };
}

const blank: Omit<StoredHomeroom, 'enrollmentId'> = {
  conduct1: null,
  conduct2: null,
  excused1: null,
  unexcused1: null,
  excused2: null,
  unexcused2: null,
  height: null,
  weight: null,
  comment: null,
  summerConduct: null,
  commendation: null,
  nominated: null,
  outstanding: null,
  supportDecision: null,
};
