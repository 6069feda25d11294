import { z } from 'zod';

/**
 * Points that the circulars leave open, each with its readings by name. A rule table says which reading is the default and which points it leaves open at
 * all (docs/decisions/0008-policies.md lists them with their sources). A school may choose another reading, and the principal one for a single pupil.
 */
export const levelPolicies = z.strictObject({
  /** Whether a level is raised because of one subject at all: TT 22/2021 Art. 9.3 says so, TT 43/2021 is taken to. */
  adjustment: z.enum(['apply', 'none']),
  /** Art. 9.3: the one subject is thought away, or thought at its best. */
  adjustmentCounterfactual: z.enum(['remove', 'replace']),
  /** Art. 9.3: whether a comment subject can be "the one subject". */
  adjustmentCommentSubjects: z.enum(['counted', 'ignored']),
  /** Art. 9.2: whether the number of subjects asked for stays when the learner is exempt from some. */
  exemptNeed: z.enum(['keep', 'reduce']),
  /** Art. 9.2: whether subjects learnt by free choice (a second foreign language, an ethnic minority's language) count in the level. */
  optionalSubjects: z.enum(['counted', 'ignored']),
  /** Art. 9.1 gives no year average where only the second semester has one: there is none, or the second semester's stands for the year. */
  oneSemesterOnly: z.enum(['block', 'second-semester']),
  /** Art. 12: the sessions of a plan of one session a day, or of two: then a day of absence counts twice. */
  absencePlan: z.enum(['one-session', 'two-sessions']),
  /** Art. 13 and 14: conduct and learning both Chưa đạt: train in summer first and then be re-assessed, or repeat the year. */
  conductAndLearningFailed: z.enum(['summer-then-reassess', 'retain']),
  /** Art. 15: a title for somebody who repeats the year because of absences. */
  titleWithAbsences: z.enum(['award', 'withhold']),
  /** Art. 6.3: the mark of the special topics: on top of the regular marks due, one of them, or not entered. */
  specialTopics: z.enum(['extra', 'within', 'none']),
  /** The semester in which that mark is entered. */
  specialTopicsSemester: z.enum(['1', '2']),
});

export const primaryPolicies = z.strictObject({
  /** TT 27/2020 Art. 7: a subject of two parts (Tin học và Công nghệ) has one test, in either part, or one in each. */
  combinedTests: z.enum(['either', 'each']),
});

export type LevelPolicies = z.infer<typeof levelPolicies>;
export type PrimaryPolicies = z.infer<typeof primaryPolicies>;

export const levelPolicyName = z.keyof(levelPolicies);
export const primaryPolicyName = z.keyof(primaryPolicies);
export const policyName = z.enum([...levelPolicyName.options, ...primaryPolicyName.options]);
export type PolicyName = z.infer<typeof policyName>;

/** The readings of a point, by name. */
export function policyValues(policy: PolicyName): readonly string[] {
  return { ...levelPolicies.shape, ...primaryPolicies.shape }[policy].options;
}

/** Readings chosen in place of the defaults, by point. */
export type PolicyChoices = Readonly<Partial<Record<PolicyName, string>>>;

type WithPolicies = { readonly policies: Readonly<Record<string, string>>; readonly leftOpen: readonly PolicyName[] };

/** The rule table under the readings chosen. Points that the table does not leave open, and readings that do not exist, change nothing. */
export function underChoices<Rules extends WithPolicies>(rules: Rules, choices: PolicyChoices): Rules {
  const chosen = rules.leftOpen.filter((policy) => choices[policy] !== undefined && choices[policy] !== rules.policies[policy] && policyValues(policy).includes(choices[policy]));
  if (chosen.length === 0) return rules;
  return { ...rules, policies: { ...rules.policies, ...Object.fromEntries(chosen.map((policy) => [policy, choices[policy]])) } };
}

/** A point on which a learner's result hangs: the reading in force, and what every other reading gives instead. */
export type ReviewPoint<Result> = { readonly policy: PolicyName; readonly value: string; readonly others: readonly { readonly value: string; readonly result: Result }[] };

/**
 * "Cần nhà trường xem xét": the points that the circular leaves open and on which this result hangs, found by computing it under every other reading.
 * `concerns` spares the computation where a point surely cannot matter; it may say yes too often, never no wrongly.
 */
export function reviewPoints<Rules extends WithPolicies, Result>(rules: Rules, result: Result, concerns: (policy: PolicyName) => boolean, compute: (rules: Rules, policy: PolicyName) => Result): readonly ReviewPoint<Result>[] {
  const told = JSON.stringify(result);
  return rules.leftOpen.flatMap((policy) => {
    const value = rules.policies[policy];
    if (value === undefined || !concerns(policy)) return [];
    const others = policyValues(policy)
      .filter((other) => other !== value)
      .map((other) => ({ value: other, result: compute(underChoices(rules, { [policy]: other }), policy) }))
      .filter((other) => JSON.stringify(other.result) !== told);
    return others.length === 0 ? [] : [{ policy, value, others }];
  });
}
