import type { FrozenVersion, SignedBefore, SlotRoleStored, SlotSignature } from './frozen-document.ts';

/** One version of a record as stored. */
export type StoredVersion = FrozenVersion & { readonly recordId: string; readonly enrollmentId: string; readonly accepted: boolean | null };

/** A version without its frozen bytes: for lists of many. */
export type VersionSource = Pick<StoredVersion, 'id' | 'recordId' | 'uuid' | 'source'>;

/** `region`: Id of the subject's region that a subject teacher signed (`mon-TOAN`), else ''. */
export type RecordSignedBefore = SignedBefore & { readonly region: string };

export type StoredSignature = SlotSignature & {
  readonly versionId: string;
  /** Id of the subject's region that a subject teacher signed (`mon-TOAN`), else ''. */
  readonly region: string;
};

/** A pupil's year as a bundle sees it, without the record itself. `issued`: the school signed the current version. `bytes`: of its data, 0 where there is none. */
export type CarriedRecord = {
  readonly classId: string;
  readonly className: string;
  readonly yearName: string;
  readonly pupilName: string;
  readonly studying: boolean;
  readonly versionId: string | null;
  readonly issued: boolean;
  readonly bytes: number;
};

/** Records, their versions and signatures. Frozen parts are insert-only. */
export type RecordRepository = {
  /** Current versions of a class's pupils, in class order. */
  currentOfClass(classId: string): Promise<readonly StoredVersion[]>;
  /** The current version of a record. */
  current(recordId: string): Promise<StoredVersion | null>;
  version(versionId: string): Promise<StoredVersion | null>;
  /** Everybody of a class, a school year or (over the years) one pupil, by year, class and place in class. */
  carried(of: { readonly classId: string } | { readonly yearId: string } | { readonly pupilId: string }): Promise<readonly CarriedRecord[]>;
  /** In no order; those that are not there are left out. */
  sources(versionIds: readonly string[]): Promise<readonly VersionSource[]>;
  /** For each version whose record has an earlier one that was signed in this role. */
  signedBefore(versionIds: readonly string[], role: SlotRoleStored): Promise<readonly RecordSignedBefore[]>;
  versionByUuid(uuid: string): Promise<StoredVersion | null>;
  /** All versions of a record, oldest first. */
  versionsOf(recordId: string): Promise<readonly StoredVersion[]>;
  /** Adds a version and makes it current; makes the record where there is none. Answers the record's id. */
  addVersion(input: { readonly recordId: string; readonly enrollmentId: string; readonly version: Omit<StoredVersion, 'recordId' | 'enrollmentId' | 'accepted'> }): Promise<void>;
  recordOfEnrollment(enrollmentId: string): Promise<{ readonly id: string; readonly currentVersionId: string | null; readonly versions: number } | null>;
  /** Of several versions, in order of signing. */
  signatures(versionIds: readonly string[]): Promise<readonly StoredSignature[]>;
  addSignature(signature: StoredSignature): Promise<void>;
  setAccepted(versionId: string, accepted: boolean): Promise<void>;
  /** Counts per class of the current year, for the start screen: records, issued (school-signed), accepted. */
  countsByClass(): Promise<readonly { readonly classId: string; readonly records: number; readonly issued: number; readonly accepted: number }[]>;
};
