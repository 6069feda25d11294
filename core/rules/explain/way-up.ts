import { levels, type Level, type Tenths } from '#core/values/marks.ts';
import type { LevelRules } from '../rule-tables.ts';
import { conditionsOf, countedSubjects, learningLevel, subjectsNeeded, type SubjectOutcome } from '../tt22/learning-level.ts';

/** One change that leads up: a mark to raise, or (`to` null) a comment subject to pass. */
export type Raise<Id extends string> = { readonly id: Id; readonly from: number; readonly to: number } | { readonly id: Id; readonly from: null; readonly to: null };

/** The nearest way to a level. `through`: the one subject that may stay low, where the level is then raised because of it (Art. 9.3). */
export type WayUp<Id extends string> = { readonly target: 'T' | 'K' | 'Đ'; readonly raises: readonly Raise<Id>[]; readonly through: Id | null };

/** What passing a comment subject is taken to be worth when ways are compared, in tenths. */
const passWorth = 10;

/**
 * The nearest way to the level above the learner's own: nothing of it can be left out or made smaller. Null at Tốt, while the level is not known, and where
 * there are too few subjects for it.
 */
export function wayUp<Id extends string>(subjects: readonly SubjectOutcome<Id>[], rules: LevelRules): WayUp<Id> | null {
  const now = learningLevel(subjects, rules);
  const target = now === null ? undefined : (['T', 'K', 'Đ'] as const).find((level) => levels.indexOf(level) === levels.indexOf(now.level) - 1);
  if (target === undefined) return null;
  const counted = countedSubjects(subjects, rules);
  const needed = subjectsNeeded(subjects, rules);
  const direct = raisesTo(counted, target, needed, rules);
  const ways = [
    ...(direct === null ? [] : [{ target, raises: direct, through: null }]),
    ...counted.flatMap((one) => {
      const raises = raisesAround(counted, one, target, needed, rules);
      return raises === null ? [] : [{ target, raises, through: one.id }];
    }),
  ].filter(({ raises }) => reaches(learningLevel(afterRaises(subjects, raises), rules)?.level ?? 'CĐ', target));
  const nearest = Math.min(...ways.map(costOf));
  return ways.find((way) => costOf(way) === nearest) ?? null;
}

/** The results with a way's changes made. */
export function afterRaises<Id extends string>(subjects: readonly SubjectOutcome<Id>[], raises: readonly Raise<Id>[]): readonly SubjectOutcome<Id>[] {
  return subjects.map((subject) => {
    const raise = raises.find(({ id }) => id === subject.id);
    if (raise === undefined) return subject;
    if (subject.kind === 'comment') return { ...subject, value: 'Đ' };
    return raise.to === null ? subject : { ...subject, value: raise.to as Tenths };
  });
}

/** Whether a level is at least another. */
export function reaches(level: Level, target: Level): boolean {
  return levels.indexOf(level) <= levels.indexOf(target);
}

function costOf({ raises }: { readonly raises: readonly Raise<string>[] }): number {
  return raises.reduce((sum, { from, to }) => sum + (to === null ? passWorth : to - from), 0);
}

/** The smallest changes that meet a level's own conditions; null where there are too few subjects. */
function raisesTo<Id extends string>(subjects: readonly SubjectOutcome<Id>[], level: 'T' | 'K' | 'Đ', needed: number, rules: LevelRules): readonly Raise<Id>[] | null {
  const { floor, reach, failedComments } = rules.levels[level];
  const failed = subjects.filter(({ kind, value }) => kind === 'comment' && value === 'CĐ');
  const scored = subjects.flatMap(({ id, value }) => (typeof value === 'number' ? [{ id, value }] : []));
  if (scored.length < needed) return null;
  const missing = needed - scored.filter(({ value }) => value >= reach).length;
  // Raised to the floor they are already, where they are below it: the rest of the way decides who goes on.
  const nearest = scored.filter(({ value }) => value < reach).sort((a, b) => Math.max(b.value, floor) - Math.max(a.value, floor)).slice(0, Math.max(0, missing));
  const goalOf = ({ id, value }: { readonly id: Id; readonly value: number }) => (nearest.some((one) => one.id === id) ? reach : Math.max(value, floor));
  return [...failed.slice(0, Math.max(0, failed.length - failedComments)).map(({ id }): Raise<Id> => ({ id, from: null, to: null })), ...scored.flatMap((one): Raise<Id>[] => (goalOf(one) > one.value ? [{ id: one.id, from: one.value, to: goalOf(one) }] : []))];
}

/** The smallest changes with which `one` alone pulls the level down, so that it is raised to the target (Art. 9.3); null where that is no way. */
function raisesAround<Id extends string>(subjects: readonly SubjectOutcome<Id>[], one: SubjectOutcome<Id>, target: 'T' | 'K' | 'Đ', needed: number, rules: LevelRules): readonly Raise<Id>[] | null {
  const { adjustment, policies } = rules;
  if (policies.adjustment === 'none' || (one.kind === 'comment' && policies.adjustmentCommentSubjects === 'ignored')) return null;
  const below = levels[levels.indexOf(target) + 1];
  const towards = adjustment.towards.filter((level) => levels.indexOf(level) <= levels.indexOf(target) + 1 - adjustment.drop).sort((a, b) => levels.indexOf(b) - levels.indexOf(a))[0];
  if (below === undefined || towards === undefined || towards === 'CĐ') return null;
  const others = subjects.filter((subject) => subject !== one);
  const counts = policies.adjustmentCounterfactual === 'replace' && one.kind === 'scored' ? needed - 1 : needed;
  const raises = raisesTo(others, towards, counts, rules);
  if (raises === null || below === 'CĐ') return raises;
  // The whole has to stand at the level below the target, with the one subject as it is or raised as little as that takes.
  const rest = conditionsOf(afterRaises(subjects, raises), below, needed, rules).filter(({ met }) => !met);
  if (rest.length === 0) return raises;
  if (typeof one.value !== 'number') return null;
  const { floor, reach } = rules.levels[below];
  const to = rest.some(({ kind }) => kind === 'reach') ? reach : floor;
  return to > one.value ? [...raises, { id: one.id, from: one.value, to }] : null;
}
