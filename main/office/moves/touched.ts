import type { ChangedFeature } from '../call-context.ts';

/** Everything that shows pupils, classes or results. */
export const touched: readonly ChangedFeature[] = ['school', 'pupils', 'gradebook', 'homeroom', 'results', 'records'];
