/** A warning let pass. `key`: of the finding; `classId` null: of a teacher or the school. */
export type StoredWaiver = { readonly id: string; readonly key: string; readonly code: string; readonly classId: string | null; readonly reason: string; readonly by: string; readonly at: string };

/** A province's rules (JSON of AddedRules) with who signed them; `digest`: SHA-256 of the content. */
export type StoredRules = { readonly id: string; readonly content: string; readonly digest: string; readonly signature: Uint8Array; readonly certificate: Uint8Array; readonly signer: string; readonly at: string; readonly by: string };

export type QualityRepository = {
  /** Those that hold. */
  waivers(): Promise<readonly StoredWaiver[]>;
  waiver(id: string): Promise<StoredWaiver | null>;
  addWaiver(waiver: StoredWaiver): Promise<void>;
  revoke(id: string, at: string, by: string): Promise<void>;
  /** Those that hold, oldest first. */
  rules(): Promise<readonly StoredRules[]>;
  addRules(rules: StoredRules): Promise<void>;
  removeRules(id: string, at: string, by: string): Promise<void>;
};
