import type { RecordRole } from './record-format.ts';

export type RecordStatus = 'none' | 'created' | 'homeroom-signed' | 'principal-signed' | 'issued' | 'sent' | 'accepted' | 'refused';

/** Where a version of a record stands (domain.md 3.9), from what is stored about it. `sending`: the last transmission that held it, null: never sent. */
export function recordStatus(input: { readonly signed: ReadonlySet<RecordRole>; readonly sending: 'sent' | 'accepted' | 'refused' | null }): RecordStatus {
  if (!input.signed.has('school')) {
    if (input.signed.has('principal')) return 'principal-signed';
    return input.signed.has('homeroomTeacher') ? 'homeroom-signed' : 'created';
  }
  return input.sending ?? 'issued';
}
