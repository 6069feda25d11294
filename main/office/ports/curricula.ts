import type { Programme, SchoolLevel } from '#core/contract/shared.ts';
import type { StoredSubject } from './school-repositories.ts';

/** What a school of these levels begins with in a school year (`2025-2026`): a subject of several levels (mathematics) is one subject with the periods of all its grades. */
export type SubjectsFor = (school: { readonly programme: Programme; readonly levels: readonly SchoolLevel[]; readonly schoolYear: string }) => readonly Omit<StoredSubject, 'id'>[];
