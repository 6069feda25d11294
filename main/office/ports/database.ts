import type { TrainingKind } from '#core/contract/shared.ts';
import type { RuleLibrary } from '#core/rules/rule-library.ts';
import type { DecisionRepository } from './decision-repository.ts';
import type { ExchangeRepository } from './exchange-repository.ts';
import type { HandOffRepository } from './hand-off-repository.ts';
import type { LockRepository } from './lock-repository.ts';
import type { MarkImportRepository } from './mark-import-repository.ts';
import type { PhraseRepository } from './phrase-repository.ts';
import type { MoveRepository } from './move-repository.ts';
import type { QualityRepository } from './quality-repository.ts';
import type { RecordRepository } from './record-repository.ts';
import type { SignedBookRepository } from './signed-book-repository.ts';
import type { SignerRepository } from './signer-repository.ts';
import type { RegisterRepository } from './register-repository.ts';
import type { SignedPdfRepository } from './signed-pdf-repository.ts';
import type { TrustRepository } from './trust-repository.ts';
import type { SigningBatchRepository } from './signing-batch-repository.ts';
import type { GradebookRepository, HomeroomRepository, PupilRepository, SchoolRepository, UserRepository, AuditRepository } from './school-repositories.ts';

/** All repositories over one connection or one transaction. */
export type Repositories = {
  readonly school: SchoolRepository;
  readonly users: UserRepository;
  readonly pupils: PupilRepository;
  readonly gradebook: GradebookRepository;
  readonly markImports: MarkImportRepository;
  readonly homeroom: HomeroomRepository;
  readonly locks: LockRepository;
  readonly phrases: PhraseRepository;
  readonly decisions: DecisionRepository;
  readonly registers: RegisterRepository;
  readonly moves: MoveRepository;
  /** Waivers of the data rules. */
  readonly quality: QualityRepository;
  readonly records: RecordRepository;
  readonly signers: SignerRepository;
  /** Signing batches of every kind of document. */
  readonly batches: SigningBatchRepository;
  readonly signedBooks: SignedBookRepository;
  readonly exchange: ExchangeRepository;
  readonly signedPdfs: SignedPdfRepository;
  readonly trust: TrustRepository;
  readonly handOff: HandOffRepository;
  readonly audit: AuditRepository;
  /** The circulars' tables (resources/rules): read-only data beside the school's own. */
  readonly rules: RuleLibrary;
};

/** Who does something: the signed-in user, or the program itself (userId null). */
export type Actor = { readonly userId: string | null; readonly userName: string };

/** The school's database. One writer; `write` is one transaction and appends to the audit log in it. */
export type OfficeDatabase = {
  readonly path: string;
  read<T>(work: (repositories: Repositories) => Promise<T>): Promise<T>;
  /**
   * One transaction. `work` gets repositories bound to it (never use the outer handle inside) and must say what it did: the entry goes into the audit log
   * with it; null writes no entry (nothing changed). Errors: database.busy, database.disk-full.
   */
  write<T>(actor: Actor, work: (repositories: Repositories) => Promise<{ readonly value: T; readonly audit: AuditDetail | null }>): Promise<T>;
  /** A consistent copy, made while working. */
  backup(path: string): Promise<void>;
  close(): Promise<void>;
};

/** `action` is `feature.verb` in the past tense, e.g. `gradebook.markSet`; detail is plain JSON without secrets. */
export type AuditDetail = { readonly action: string; readonly detail: Readonly<Record<string, unknown>> };

/** The real school of this PC, or a training school of a kind. */
export type SchoolPlace = 'real' | TrainingKind;

/** The places where schools' databases lie. Implemented in main/db, wired in compose. */
export type SchoolStore = {
  exists(place: SchoolPlace): Promise<boolean>;
  /** Opens and migrates (backup first). Errors: database.newer-than-program, database.damaged, setup.no-school. */
  open(place: SchoolPlace): Promise<OfficeDatabase>;
  /** An empty, migrated database. Errors: setup.school-exists. It is first made under a temporary name: `finish` puts it in place. */
  create(place: SchoolPlace): Promise<{ readonly database: OfficeDatabase; finish(): Promise<OfficeDatabase>; discard(): Promise<void> }>;
  remove(place: TrainingKind): Promise<void>;
  /** Folder of the school's other files (tokens of a training school, exports). */
  folder(place: SchoolPlace): string;
};
