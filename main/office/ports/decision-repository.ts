import type { PolicyName } from '#core/rules/policies.ts';
import type { StoredYear } from './school-repositories.ts';

export type StoredPolicyChoice = { readonly policy: PolicyName; readonly value: string; readonly reason: string; readonly by: string; readonly at: string };

/** `value` null: withdrawn, the school's reading holds again. `number`: of the decision, empty where there is none. */
export type StoredReview = {
  readonly enrollmentId: string;
  readonly policy: PolicyName;
  readonly value: string | null;
  readonly reason: string;
  readonly number: string;
  readonly state: 'proposed' | 'decided' | 'withdrawn';
  readonly by: string;
  readonly at: string;
};

type Done = { readonly userId: string; readonly at: string };

/** Readings of what the circulars leave open: the school's, and the principal's for single pupils. Nothing is changed or removed; the newest holds. */
export type DecisionRepository = {
  /** Choices that hold in a year: made in it or before. Oldest first. */
  policies(year: StoredYear): Promise<readonly StoredPolicyChoice[]>;
  /** For the current year and those after it. */
  choosePolicy(choice: Done & Pick<StoredPolicyChoice, 'policy' | 'value' | 'reason'>): Promise<void>;
  /** Of a class, oldest first. */
  reviews(classId: string): Promise<readonly StoredReview[]>;
  addReview(review: Done & Omit<StoredReview, 'by' | 'at'>): Promise<void>;
};
