import type { Handlers } from '../call-context.ts';

/** The audit log is read; nothing here writes it: every command's transaction does. */
export function createAuditHandlers(): Handlers<'audit.list' | 'audit.verify'> {
  return {
    'audit.list': ({ before, limit }, context) => context.database().read(async ({ audit }) => ({ entries: [...(await audit.list(before, limit))], total: await audit.count() })),
    'audit.verify': (_, context) => context.database().read(({ audit }) => audit.verify()),
  };
}
