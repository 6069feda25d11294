import { OfficeError } from '#core/contract/errors.ts';

/** SQLite's own failures in the program's words; anything else stays what it is. */
export function asOfficeError(error: unknown): unknown {
  if (error instanceof OfficeError || !(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return error;
  if (error.code.startsWith('SQLITE_BUSY') || error.code.startsWith('SQLITE_LOCKED')) return new OfficeError('database.busy', {}, { cause: error });
  if (error.code.startsWith('SQLITE_FULL')) return new OfficeError('database.disk-full', {}, { cause: error });
  if (error.code.startsWith('SQLITE_CORRUPT') || error.code.startsWith('SQLITE_NOTADB')) return new OfficeError('database.damaged', {}, { cause: error });
  return error;
}
