import { OfficeError } from '#core/contract/errors.ts';
import type { MoveAction } from '#core/contract/moves.ts';
import type { Repositories } from '../ports/database.ts';
import type { PastYear, StoredHistoricResult } from '../ports/move-repository.ts';
import type { StoredPupil, StoredYear } from '../ports/school-repositories.ts';
import { canonicalText, change, type MovePlan } from './move-plan.ts';
import { remark } from './pupil-at.ts';

type SetHistory = Extract<MoveAction, { kind: 'set-history' }>;

export type HistoryFacts = { readonly pupil: StoredPupil; readonly className: string; readonly year: StoredYear; readonly standing: readonly StoredHistoricResult[]; readonly here: readonly PastYear[] };

/** Throws OfficeError pupils.not-found. */
export async function gatherHistory(repositories: Repositories, { pupilId }: SetHistory): Promise<HistoryFacts> {
  const found = await repositories.pupils.byId(pupilId);
  if (found === null) throw new OfficeError('pupils.not-found');
  const year = await repositories.school.currentYear();
  const group = found.enrollment === null ? null : await repositories.school.classById(found.enrollment.classId);
  const past = await repositories.moves.pastYearsOf(pupilId, '9999');
  return { pupil: found.pupil, className: group?.name ?? '', year, standing: await repositories.moves.historicOf(pupilId), here: past.filter(({ school }) => school === '') };
}

/** Years elsewhere or under older circulars, as the record has them: opaque words that no rule reads. */
export function planHistory({ pupil, className, year, standing, here }: HistoryFacts, { years }: SetHistory): MovePlan {
  const name = pupil.data.fullName;
  const wanted = years.toSorted((a, b) => (a.schoolYear < b.schoolYear ? -1 : 1)).map((each): StoredHistoricResult => ({ pupilId: pupil.id, ...each }));
  const twice = wanted.find((each, index) => wanted[index - 1]?.schoolYear === each.schoolYear);
  const notPast = wanted.find(({ schoolYear }) => schoolYear >= year.name);
  const atHome = wanted.find(({ schoolYear }) => here.some((each) => each.schoolYear === schoolYear));
  const gone = standing.filter((old) => !wanted.some(({ schoolYear }) => schoolYear === old.schoolYear));
  const written = wanted.flatMap((each) => {
    const old = standing.find(({ schoolYear }) => schoolYear === each.schoolYear) ?? null;
    return canonicalText(old) === canonicalText(each) ? [] : [{ old, each }];
  });
  const changes = [...gone.map((old) => change('historicResult', old, null)), ...written.map(({ old, each }) => change('historicResult', old, each))];
  return {
    subject: { name, className, count: wanted.length },
    rows: [
      ...written.map(({ each }) => ({ group: className, name, code: 'history-set' as const, params: { schoolYear: each.schoolYear, className: each.className, school: each.school, learning: each.learning, conduct: each.conduct, outcome: each.outcome } })),
      ...gone.map(({ schoolYear, school }) => ({ group: className, name, code: 'history-gone' as const, params: { schoolYear, school } })),
    ],
    remarks: [
      ...(twice === undefined ? [] : [remark('error', 'year-twice', { year: twice.schoolYear })]),
      ...(notPast === undefined ? [] : [remark('error', 'year-not-past', { year: notPast.schoolYear })]),
      ...(atHome === undefined ? [] : [remark('error', 'year-here', { name, year: atHome.schoolYear })]),
      ...(changes.length === 0 ? [remark('error', 'nothing-changed')] : []),
    ],
    changes,
  };
}
