import { platform } from 'node:os';

/** What the medium answered, apart from what those went wrong with who fill or check a file; `cause`: the system's error. */
export class MediumError extends Error {
  constructor(cause: unknown) {
    super('the medium refused', { cause });
    this.name = 'MediumError';
  }
}

/** A step on the medium. Throws MediumError. */
export async function onMedium<Value>(step: () => Promise<Value>): Promise<Value> {
  try {
    return await step();
  } catch (error) {
    throw error instanceof MediumError ? error : new MediumError(error);
  }
}

/** Milliseconds, three seconds in all. */
const windowsWaits = [50, 100, 200, 400, 800, 1600] as const;

/**
 * Tries again for a while where Windows refuses to rename or remove a file: virus scanners and the search index open it right after it was closed.
 * Elsewhere a refusal is one.
 */
export async function patiently<Value>(step: () => Promise<Value>, waits: readonly number[] = platform() === 'win32' ? windowsWaits : []): Promise<Value> {
  for (const wait of waits) {
    try {
      return await step();
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : null;
      if (code !== 'EPERM' && code !== 'EACCES' && code !== 'EBUSY') throw error;
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
  }
  return step();
}
