import type { LevelCounts, SchoolClassResults } from '#core/contract/school-results.ts';
import { levelOfGrade } from '#core/values/class-names.ts';
import type { Level } from '#core/values/marks.ts';
import { classId as classIdOf } from '#core/values/ids.ts';
import { settledPoints, type Decisions } from '../policies/settled-points.ts';
import type { Repositories } from '../ports/database.ts';
import type { BetweenClasses } from '../ports/whole-school.ts';
import { gatherClass, studying, type ClassData, type LevelClassData, type PrimaryClassData } from './class-data.ts';
import { primaryResults, type PrimaryResult } from './primary-result.ts';
import { pupilResult, type YearResult } from './pupil-result.ts';

/** Every pupil's results of the current year, counted class by class. Preschool has none. */
export async function schoolResults(repositories: Repositories, between: BetweenClasses): Promise<readonly SchoolClassResults[]> {
  const classes = (await repositories.school.classes()).filter(({ grade }) => levelOfGrade(grade) !== 'preschool');
  const choices = await repositories.decisions.policies(await repositories.school.currentYear());
  const results: SchoolClassResults[] = [];
  for (const [index, group] of classes.entries()) {
    await between(index, classes.length, group.name);
    const data = await gatherClass(repositories, group.id);
    results.push(data.kind === 'levels' ? levelClass(data, { choices, reviews: await repositories.decisions.reviews(group.id) }) : primaryClass(data, await repositories.registers.attributes(group.id)));
  }
  return results;
}

/** Whose results they are. */
function lineOf(data: ClassData) {
  const { id, name, grade } = data.group;
  return { classId: classIdOf.parse(id), className: name, grade, size: studying(data).length };
}

function primaryClass(data: PrimaryClassData, attributes: Parameters<typeof primaryResults>[1]): SchoolClassResults {
  const results = primaryResults(data, attributes);
  const count = (matches: (result: PrimaryResult) => boolean) => results.filter(matches).length;
  const outcome = (wanted: PrimaryResult['outcome']) => count((result) => result.outcome === wanted);
  return {
    kind: 'primary',
    ...lineOf(data),
    outcomes: { HTXS: outcome('HTXS'), HTT: outcome('HTT'), HT: outcome('HT'), CHT: outcome('CHT'), none: outcome(null) },
    awards: { HOC_SINH_XUAT_SAC: count(({ award }) => award === 'HOC_SINH_XUAT_SAC'), HOC_SINH_TIEU_BIEU: count(({ award }) => award === 'HOC_SINH_TIEU_BIEU') },
    ending: { promoted: count(({ promoted }) => promoted === true), retained: count(({ promoted }) => promoted === false), open: count(({ promoted }) => promoted === null) },
  };
}

function levelClass(data: LevelClassData, decisions: Decisions): SchoolClassResults {
  const results = studying(data).map((pupil) => pupilResult(data, pupil));
  const period = (learning: (result: YearResult) => Level | null | undefined, conduct: (result: YearResult) => Level | null) => ({ learning: levelCounts(results.map((result) => learning(result) ?? null)), conduct: levelCounts(results.map(conduct)) });
  const decided = (decision: YearResult['outcome']['finalDecision']) => results.filter(({ outcome }) => outcome.finalDecision === decision).length;
  return {
    kind: 'levels',
    ...lineOf(data),
    periods: {
      1: period(({ semester1 }) => semester1?.level, ({ conduct1 }) => conduct1),
      2: period(({ semester2 }) => semester2?.level, ({ conduct2 }) => conduct2),
      year: period(({ outcome }) => outcome.learning?.level, ({ conduct }) => conduct),
    },
    awards: { XUAT_SAC: results.filter(({ outcome }) => outcome.title === 'XUAT_SAC').length, GIOI: results.filter(({ outcome }) => outcome.title === 'GIOI').length },
    decisions: {
      PROMOTED: decided('PROMOTED'),
      REASSESS: decided('REASSESS'),
      SUMMER_CONDUCT: decided('SUMMER_CONDUCT'),
      SUMMER_CONDUCT_THEN_REASSESS: decided('SUMMER_CONDUCT_THEN_REASSESS'),
      RETAINED: decided('RETAINED'),
      INCOMPLETE: decided('INCOMPLETE'),
    },
    review: results.filter((result) => settledPoints(data, result, decisions).some(({ settled }) => settled === null)).length,
  };
}

function levelCounts(levels: readonly (Level | null)[]): LevelCounts {
  const count = (level: Level | null) => levels.filter((each) => each === level).length;
  return { T: count('T'), K: count('K'), Đ: count('Đ'), CĐ: count('CĐ'), none: count(null) };
}
