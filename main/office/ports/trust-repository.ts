import type { Evidence } from './trust.ts';

/** Whom the program may ask about certificates, and where. Empty addresses: only what certificates name themselves; no timestamps. */
export type TrustSettings = { readonly askOnline: boolean; readonly ocspAddresses: readonly string[]; readonly crlAddresses: readonly string[]; readonly timestampAddress: string };

/** A certificate that the school's administrator trusts, besides those that are shipped. */
export type StoredTrusted = { readonly digest: string; readonly kind: 'root' | 'intermediate'; readonly der: Uint8Array; readonly addedAt: string; readonly addedBy: string };

export type StoredEvidence = Evidence & { readonly source: 'network' | 'file'; readonly storedAt: string };

/** A timestamp beside a signature. `imprint`: SHA-256 (hexadecimal) of what it is over; `token`: DER; `time`: the TSA's. Append-only. */
export type StoredTimestamp = { readonly imprint: string; readonly token: Uint8Array; readonly time: string; readonly authority: string; readonly addedAt: string; readonly addedBy: string };

export type TrustRepository = {
  /** Null: never set. */
  settings(): Promise<TrustSettings | null>;
  saveSettings(settings: TrustSettings): Promise<void>;
  /** Those trusted now, oldest first. */
  trusted(): Promise<readonly StoredTrusted[]>;
  /** Trusts again what was removed. */
  addTrusted(certificate: StoredTrusted): Promise<void>;
  removeTrusted(digest: string, removal: { readonly at: string; readonly by: string; readonly reason: string }): Promise<void>;
  evidence(): Promise<readonly StoredEvidence[]>;
  /** Keeps the newer one of a kind and key; answers whether this one was. */
  keepEvidence(evidence: StoredEvidence): Promise<boolean>;
  timestamps(imprints: readonly string[]): Promise<readonly StoredTimestamp[]>;
  /** One that is there already stays as it is. */
  addTimestamp(timestamp: StoredTimestamp): Promise<void>;
};
