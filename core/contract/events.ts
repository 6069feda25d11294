import { z } from 'zod';
import { job } from './jobs.ts';
import { sessionState } from './session.ts';

/** Events the office tells its windows; past tense. They carry no personal data beyond what the window may see anyway. */
export const events = {
  'job.progressed': z.object({ job }),
  /** Something of these features changed; a window that shows it asks again. */
  'data.changed': z.object({ features: z.array(z.enum(['school', 'pupils', 'gradebook', 'homeroom', 'results', 'records', 'signing', 'exchange', 'quality', 'media', 'users'])) }),
  'session.changed': z.object({ state: sessionState }),
} as const;

export type EventName = keyof typeof events;
export type EventPayload<Name extends EventName> = z.infer<(typeof events)[Name]>;
export type OfficeEvent = { readonly [Name in EventName]: { readonly name: Name; readonly payload: EventPayload<Name> } }[EventName];
