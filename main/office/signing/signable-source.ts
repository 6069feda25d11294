import type { OfficeError } from '#core/contract/errors.ts';
import type { SigningRole, SigningScope } from '#core/contract/signing.ts';
import type { SignedInUser } from '../call-context.ts';
import type { OfficeDatabase, Repositories } from '../ports/database.ts';
import type { DocumentToSign, MadeSignature, SignableItem, SignableKind } from '../ports/signing-batch.ts';

/** What may be signed now, and how many of the rest there are and why. */
export type GatheredItems = {
  readonly ready: readonly SignableItem[];
  readonly counts: { readonly alreadySigned: number; readonly waitingForOthers: number; readonly outdated: number; readonly missing: number };
  /** A training school takes training certificates only, a real one none of them. */
  readonly training: boolean;
  /** Whether the user holds the post at all. */
  readonly mayActAs: boolean;
  /** Why the register of signers does not let this certificate sign all of it, or the data do not let it be signed; null: it may, or no certificate was named. */
  readonly refused: OfficeError | null;
};

/** One field of a document that says something else than what was signed before, by its tag; values as they stand in it, null: was not there, or is no more. */
export type ChangedField = { readonly field: string; readonly subject: string | null; readonly before: string | null; readonly after: string | null };

export type DocumentChange = { readonly itemId: string; readonly kind: 'new' | 'reissued' | 'printed'; readonly signedBefore: string | null; readonly fields: readonly ChangedField[] };

/** How an item is shown: a pupil and class, or a class and subject. `recordId`: where it can be opened. */
export type ItemDescription = { readonly itemId: string; readonly label: string; readonly group: string; readonly recordId: string | null };

/** A kind of document that batches sign: what there is to sign, and where signatures are kept. */
export type SignableSource<Scope extends SigningScope = SigningScope> = {
  readonly kind: SignableKind;
  /** `certificateDigest` null: whichever certificate. */
  gather(database: OfficeDatabase, scope: Scope, asked: { readonly role: SigningRole; readonly user: SignedInUser | null; readonly certificateDigest: string | null }): Promise<GatheredItems>;
  /** Whether this user may sign all of it in this role; `gather` looks closer. */
  mayActAs(repositories: Repositories, scope: Scope, role: SigningRole, user: SignedInUser | null): Promise<boolean>;
  /** Inside the journal's transaction. */
  store(repositories: Repositories, made: MadeSignature, by: { readonly role: SigningRole; readonly certificateDigest: string; readonly signer: string; readonly batchId: string }): Promise<void>;
  /** In the order asked; items that are gone are left out. */
  describe(repositories: Repositories, itemIds: readonly string[]): Promise<readonly ItemDescription[]>;
  /** What became different since this role signed last; documents that are new to it come without fields. */
  changes(repositories: Repositories, itemIds: readonly string[], role: SigningRole): Promise<readonly DocumentChange[]>;
};

/** A kind of document that may be signed at another PC. An item is named by its document's id and, where a role signs several times in one, the region. */
export type CarriedSource = Pick<SignableSource, 'store' | 'describe' | 'changes'> & {
  /** What waits in these classes for somebody who signs elsewhere. `personalId` null: the school. Errors: school.not-found. */
  gatherFor(database: OfficeDatabase, classIds: readonly string[], signer: { readonly role: SigningRole; readonly personalId: string | null }): Promise<GatheredItems>;
  /** What stands in the database now; an error where it is not to be signed any more: signing.item-reissued, signing.item-signed. */
  load(repositories: Repositories, itemId: string, role: SigningRole): Promise<DocumentToSign | OfficeError>;
  /** Ids of a class's documents that say something else than its data now. */
  outdated(repositories: Repositories, classId: string): Promise<ReadonlySet<string>>;
  /** Of each item the newest earlier version that the role signed, with all its signatures; those without one are left out. */
  signedBefore(repositories: Repositories, itemIds: readonly string[], role: SigningRole): Promise<ReadonlyMap<string, DocumentToSign>>;
};
