import type { Kysely } from 'kysely';
import { policyName } from '#core/rules/policies.ts';
import type { DecisionRepository } from '#main/office/ports/decision-repository.ts';
import type { Schema } from './schema.ts';

export function createDecisionRepository(db: Kysely<Schema>): DecisionRepository {
  return {
    async policies(year) {
      const rows = await db
        .selectFrom('policy_choice')
        .innerJoin('school_year', 'school_year.id', 'policy_choice.year_id')
        .leftJoin('user_account', 'user_account.id', 'policy_choice.decided_by')
        .selectAll('policy_choice')
        .select('user_account.display_name')
        // Names of school years compare as text.
        .where('school_year.name', '<=', year.name)
        .orderBy('policy_choice.id')
        .execute();
      return rows.flatMap((row) => {
        const policy = policyName.safeParse(row.policy);
        // A point that a later program no longer knows is no choice any more.
        return policy.success ? [{ policy: policy.data, value: row.value, reason: row.reason, by: row.display_name ?? row.decided_by, at: row.decided_at }] : [];
      });
    },
    async choosePolicy({ policy, value, reason, userId, at }) {
      const year = await db.selectFrom('school_year').select('id').where('current', '=', 1).executeTakeFirstOrThrow();
      await db.insertInto('policy_choice').values({ year_id: year.id, policy, value, reason, decided_by: userId, decided_at: at }).execute();
    },
    async reviews(classId) {
      const rows = await db
        .selectFrom('review_decision')
        .innerJoin('enrollment', 'enrollment.id', 'review_decision.enrollment_id')
        .leftJoin('user_account', 'user_account.id', 'review_decision.decided_by')
        .selectAll('review_decision')
        .select('user_account.display_name')
        .where('enrollment.class_id', '=', classId)
        .orderBy('review_decision.id')
        .execute();
      return rows.flatMap((row) => {
        const policy = policyName.safeParse(row.policy);
        return policy.success ? [{ enrollmentId: row.enrollment_id, policy: policy.data, value: row.value, reason: row.reason, number: row.number, state: row.state, by: row.display_name ?? row.decided_by, at: row.decided_at }] : [];
      });
    },
    async addReview({ enrollmentId, policy, value, reason, number, state, userId, at }) {
      await db.insertInto('review_decision').values({ enrollment_id: enrollmentId, policy, value, reason, number, state, decided_by: userId, decided_at: at }).execute();
    },
  };
}
