import type { CarriedKind } from '#core/contract/hand-off.ts';
import type { SlotRoleStored } from './frozen-document.ts';

export type StoredPackage = {
  readonly id: string;
  readonly kind: CarriedKind;
  readonly classIds: readonly string[];
  readonly role: SlotRoleStored;
  /** Who was asked to sign, by name. */
  readonly signer: string;
  /** ID number of the person; null for the school. */
  readonly signerPersonalId: string | null;
  readonly lock: 'passphrase' | 'certificate';
  readonly createdAt: string;
  readonly createdBy: string;
  readonly expiresAt: string;
  readonly path: string;
  readonly bytes: number;
  /** SHA-256 of the file, hexadecimal. */
  readonly digest: string;
  /** SHA-256 of the package's list of contents, hexadecimal: a return names it. */
  readonly manifestDigest: string;
  readonly auditHead: string;
  /** Private key for what comes back (X25519, PKCS#8); null once the package was cancelled. */
  readonly returnKey: Uint8Array | null;
  readonly cancelledAt: string | null;
};

/** One signature that was asked for, by the name that batches give it. `uuid`: of the document; `region`: Id of the region signed, '' where the role signs once in it. */
export type StoredPackageItem = { readonly itemId: string; readonly uuid: string; readonly region: string; readonly baseDigest: string; readonly state: 'waiting' | 'taken' | 'refused'; readonly error: string | null };

/** `finishedAt` null: the program was stopped while it was being taken; the same file may then be taken again. */
export type StoredReturn = {
  readonly id: string;
  readonly packageId: string;
  readonly digest: string;
  readonly signer: string;
  readonly startedAt: string;
  readonly startedBy: string;
  readonly batchId: string;
  readonly finishedAt: string | null;
};

/** What was handed out for signing and what came back. */
export type HandOffRepository = {
  identity(): Promise<{ readonly privateKey: Uint8Array; readonly publicKey: Uint8Array } | null>;
  saveIdentity(identity: { readonly privateKey: Uint8Array; readonly publicKey: Uint8Array; readonly createdAt: string }): Promise<void>;
  /** Newest first. */
  packages(): Promise<readonly StoredPackage[]>;
  package(id: string): Promise<StoredPackage | null>;
  addPackage(value: StoredPackage, items: readonly Pick<StoredPackageItem, 'itemId' | 'uuid' | 'baseDigest'>[]): Promise<void>;
  /** Of one package, in the order it was made. */
  items(packageId: string): Promise<readonly StoredPackageItem[]>;
  item(packageId: string, itemId: string): Promise<StoredPackageItem | null>;
  /** Names of what has not come back on any of these. */
  waitingItems(packageIds: readonly string[]): Promise<readonly string[]>;
  /** How many items of each package are in each state. */
  counts(): Promise<readonly { readonly packageId: string; readonly state: StoredPackageItem['state']; readonly items: number }[]>;
  setItem(packageId: string, itemId: string, change: Pick<StoredPackageItem, 'state' | 'error'>): Promise<void>;
  /** Forgets the key: nothing that comes back can be opened any more. */
  cancelPackage(id: string, at: string): Promise<void>;
  returns(packageId: string): Promise<readonly StoredReturn[]>;
  addReturn(value: StoredReturn): Promise<void>;
  finishReturn(id: string, at: string): Promise<void>;
};
