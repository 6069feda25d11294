import type { Kysely } from 'kysely';
import type { RuleLibrary } from '#core/rules/rule-library.ts';
import type { Repositories } from '#main/office/ports/database.ts';
import { createAuditRepository } from './audit-repository.ts';
import { createDecisionRepository } from './decision-repository.ts';
import { createExchangeRepository } from './exchange-repository.ts';
import { createGradebookRepository } from './gradebook-repository.ts';
import { createHomeroomRepository } from './homeroom-repository.ts';
import { createLockRepository } from './lock-repository.ts';
import { createMarkImportRepository } from './mark-import-repository.ts';
import { createMoveRepository } from './move-repository.ts';
import { createPhraseRepository } from './phrase-repository.ts';
import { createPupilRepository } from './pupil-repository.ts';
import { createRecordRepository } from './record-repository.ts';
import { createRegisterRepository } from './register-repository.ts';
import { createSchoolRepository } from './school-repository.ts';
import { createUserRepository } from './user-repository.ts';
import { rememberReads } from './remembered-reads.ts';
import type { Schema } from './schema.ts';
import type { TableVersions } from './table-versions.ts';

/** What every sheet and list begins with changes seldom: the school with its classes, subjects and teachers, the class lists, the locks, and what was decided about open points. */
export function withMemory(repositories: Repositories, versions: TableVersions): Repositories {
  const frame = () => versions.of(['school', 'school_year', 'class_group', 'teacher', 'subject', 'subject_year', 'assignment']);
  const locks = () => versions.of(['sheet_lock', 'entry_window', 'reopening', 'school_year', 'user_account']);
  const decisions = () => versions.of(['policy_choice', 'review_decision', 'enrollment', 'school_year', 'user_account']);
  const lists = () => versions.of(['pupil', 'enrollment', 'exemption', 'subject_choice', 'pupil_move', 'class_group', 'school_year']);
  return {
    ...repositories,
    pupils: rememberReads(repositories.pupils, ['ofClass', 'sizes', 'exemptions', 'choices'], lists),
    moves: rememberReads(repositories.moves, ['movedAway'], lists),
    school: rememberReads(repositories.school, ['school', 'currentYear', 'classes', 'classById', 'teachers', 'subjects', 'assignments'], frame),
    decisions: rememberReads(repositories.decisions, ['policies', 'reviews'], decisions),
    locks: rememberReads(repositories.locks, ['locks', 'former', 'windows', 'reopenings'], locks),
  };
}

/** All repositories over one connection or one transaction. */
export function repositoriesOver(db: Kysely<Schema>, rules: RuleLibrary): Repositories {
  return {
    school: createSchoolRepository(db),
    users: createUserRepository(db),
    pupils: createPupilRepository(db),
    gradebook: createGradebookRepository(db),
    markImports: createMarkImportRepository(db),
    homeroom: createHomeroomRepository(db),
    locks: createLockRepository(db),
    phrases: createPhraseRepository(db),
    decisions: createDecisionRepository(db),
    registers: createRegisterRepository(db),
    moves: createMoveRepository(db),
    records: createRecordRepository(db),
    exchange: createExchangeRepository(db),
    audit: createAuditRepository(db),
    rules,
  };
}
