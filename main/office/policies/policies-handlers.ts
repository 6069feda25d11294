import { OfficeError } from '#core/contract/errors.ts';
import type { PolicyView } from '#core/contract/policies.ts';
import { policyValues, type PolicyName } from '#core/rules/policies.ts';
import type { LevelRules, PrimaryRules } from '#core/rules/rule-tables.ts';
import { hasRole, type Handlers } from '../call-context.ts';
import type { Clock } from '../ports/clock.ts';
import type { Repositories } from '../ports/database.ts';
import { rulesOf } from '../results/class-data.ts';
import { schoolReadings } from './readings.ts';

/** How the school reads what the circulars leave open. */
export function createPoliciesHandlers({ clock }: { readonly clock: Clock }): Handlers<'policies.list' | 'policies.choose'> {
  return {
    'policies.list': (_, context) =>
      context.database().read(async (repositories) => ({ policies: await openPolicies(repositories), mayChoose: hasRole(context.user, 'principal') })),

    async 'policies.choose'({ policy, value, reason }, context) {
      await context.database().write(context.actor, async (repositories) => {
        const now = (await openPolicies(repositories)).find((each) => each.policy === policy);
        if (now === undefined || !now.values.includes(value)) throw new OfficeError('policies.not-open');
        await repositories.decisions.choosePolicy({ policy, value, reason, userId: context.user?.id ?? '', at: clock.now() });
        return { value: undefined, audit: { action: 'policies.chosen', detail: { policy, before: now.value, value, reason } } };
      });
      context.changed(['school', 'gradebook', 'homeroom', 'results', 'records']);
      return {};
    },
  };
}

/** The points that are open for this school's classes, in the order of the rule tables. */
async function openPolicies({ school, rules, decisions }: Pick<Repositories, 'school' | 'rules' | 'decisions'>): Promise<PolicyView[]> {
  const own = await school.school();
  if (own === null) throw new OfficeError('school.not-found');
  const year = await school.currentYear();
  const choices = await decisions.policies(year);
  const grades = [...new Set((await school.classes()).map(({ grade }) => grade))];
  const tables = [...new Set(grades.flatMap((grade) => rulesOf(rules, own, year, grade, {}) ?? []))];
  const names = [...new Set(tables.flatMap((table): readonly PolicyName[] => table.leftOpen))].filter((policy) => !aboutTopics.has(policy) || grades.some((grade) => grade >= firstGradeWithTopics));
  const readings = schoolReadings(choices);
  return names.map((policy) => {
    const open = tables.filter((table) => (table.leftOpen as readonly PolicyName[]).includes(policy));
    const usual = usualOf(open[0], policy);
    return {
      policy,
      circulars: [...new Set(open.map(({ circular }) => circular))],
      values: [...policyValues(policy)],
      usual,
      value: readings[policy] ?? usual,
      choices: choices.filter((choice) => choice.policy === policy).map(({ value, reason, by, at }) => ({ value, reason, by, at })).toReversed(),
    };
  });
}

/** Special topics (cụm chuyên đề học tập) are chosen in upper secondary grades only. */
const aboutTopics: ReadonlySet<PolicyName> = new Set(['specialTopics', 'specialTopicsSemester']);
const firstGradeWithTopics = 10;

function usualOf(table: LevelRules | PrimaryRules | undefined, policy: PolicyName): string {
  const policies: Readonly<Partial<Record<PolicyName, string>>> = table?.policies ?? {};
  return policies[policy] ?? '';
}
