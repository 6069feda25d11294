import type { Kysely } from 'kysely';
import type { RuleLibrary } from '#core/rules/rule-library.ts';
import type { Repositories } from '#main/office/ports/database.ts';
import { createAuditRepository } from './audit-repository.ts';
import { createDecisionRepository } from './decision-repository.ts';
import { createExchangeRepository } from './exchange-repository.ts';
import { createGradebookRepository } from './gradebook-repository.ts';
import { createHandOffRepository } from './hand-off-repository.ts';
import { createHomeroomRepository } from './homeroom-repository.ts';
import { createLockRepository } from './lock-repository.ts';
import { createMarkImportRepository } from './mark-import-repository.ts';
import { createMoveRepository } from './move-repository.ts';
import { createPhraseRepository } from './phrase-repository.ts';
import { createPupilRepository } from './pupil-repository.ts';
import { createQualityRepository } from './quality-repository.ts';
import { createRecordRepository } from './record-repository.ts';
import { createRegisterRepository } from './register-repository.ts';
import { createSigningBatchRepository } from './signing-batch-repository.ts';
import { createSchoolRepository } from './school-repository.ts';
import { createSignedPdfRepository } from './signed-pdf-repository.ts';
import { createTrustRepository } from './trust-repository.ts';
import { createSignedBookRepository } from './signed-book-repository.ts';
import { createSignerRepository } from './signer-repository.ts';
import { createUserRepository } from './user-repository.ts';
import { rememberReads } from './remembered-reads.ts';
import type { Schema } from './schema.ts';
import type { TableVersions } from './table-versions.ts';

type Remembered = { readonly [Name in keyof Repositories]?: readonly { readonly reads: readonly (keyof Repositories[Name] & string)[]; readonly tables: readonly (keyof Schema)[] }[] };

/**
 * What every sheet and list begins with changes seldom: the school with its classes, subjects and teachers, the class lists, the locks, and what was decided
 * about open points. Each read with every table that it looks at (a test compares them with the statements).
 */
export const remembered = {
  school: [{ reads: ['school', 'currentYear', 'years', 'yearById', 'classes', 'classById', 'teachers', 'subjects', 'assignments'], tables: ['school', 'school_year', 'class_group', 'teacher', 'subject', 'subject_year', 'assignment'] }],
  pupils: [
    { reads: ['ofClass', 'sizes'], tables: ['pupil', 'enrollment', 'class_group', 'school_year'] },
    { reads: ['all'], tables: ['pupil'] },
    { reads: ['exemptions'], tables: ['exemption', 'enrollment', 'school_year'] },
    { reads: ['choices'], tables: ['subject_choice', 'enrollment', 'school_year'] },
  ],
  moves: [
    { reads: ['movedAway'], tables: ['pupil_move', 'enrollment', 'pupil', 'class_group'] },
    { reads: ['transferredOfClass'], tables: ['transferred_result', 'transferred_semester', 'enrollment'] },
  ],
  decisions: [{ reads: ['policies', 'reviews'], tables: ['policy_choice', 'review_decision', 'enrollment', 'school_year', 'user_account'] }],
  locks: [{ reads: ['locks', 'former', 'windows', 'reopenings'], tables: ['sheet_lock', 'entry_window', 'reopening', 'school_year', 'user_account'] }],
} as const satisfies Remembered;

/** The same repositories, whose remembered reads look at the database again only after a write of their tables. */
export function withMemory(repositories: Repositories, versions: TableVersions): Repositories {
  const names = Object.keys(remembered) as (keyof typeof remembered)[];
  const remembering = names.map((name) => {
    const groups: readonly { readonly reads: readonly string[]; readonly tables: readonly (keyof Schema)[] }[] = remembered[name];
    return [name, groups.reduce<object>((repository, { reads, tables }) => rememberReads(repository, reads, () => versions.of(tables)), repositories[name])] as const;
  });
  return { ...repositories, ...Object.fromEntries(remembering) };
}

/** All repositories over one connection or one transaction. */
export function repositoriesOver(db: Kysely<Schema>, rules: RuleLibrary): Repositories {
  return {
    school: createSchoolRepository(db),
    users: createUserRepository(db),
    pupils: createPupilRepository(db),
    gradebook: createGradebookRepository(db),
    markImports: createMarkImportRepository(db),
    batches: createSigningBatchRepository(db),
    homeroom: createHomeroomRepository(db),
    locks: createLockRepository(db),
    phrases: createPhraseRepository(db),
    decisions: createDecisionRepository(db),
    registers: createRegisterRepository(db),
    moves: createMoveRepository(db),
    quality: createQualityRepository(db),
    records: createRecordRepository(db),
    signers: createSignerRepository(db),
    signedBooks: createSignedBookRepository(db),
    exchange: createExchangeRepository(db),
    signedPdfs: createSignedPdfRepository(db),
    trust: createTrustRepository(db),
    handOff: createHandOffRepository(db),
    audit: createAuditRepository(db),
    rules,
  };
}
