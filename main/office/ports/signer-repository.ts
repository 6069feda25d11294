import type { CertificateFacts } from '#core/contract/verification.ts';

/** Who signs with a certificate: a person, told by the twelve-digit ID number, or the school as an organisation. */
export type SignerHolder = { readonly kind: 'person'; readonly name: string; readonly personalId: string } | { readonly kind: 'organisation'; readonly name: string };

/** One certificate in the register as it was proposed; never changed. */
export type StoredSigner = {
  readonly id: string;
  readonly holder: SignerHolder;
  readonly digest: string;
  readonly der: Uint8Array;
  readonly facts: CertificateFacts;
  readonly source: 'token' | 'file' | 'practice';
  readonly proposedAt: string;
  readonly proposedBy: string;
};

/** What was decided about a certificate of the register, oldest first. `day`: the first day on which it no longer signs (revoked). `alone`: one user approved for both posts. */
export type StoredSignerEvent = {
  readonly signerId: string;
  readonly at: string;
  readonly by: string;
  readonly userId: string | null;
} & (
  | { readonly kind: 'approved'; readonly post: 'administrator' | 'principal'; readonly alone: boolean }
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'revoked'; readonly reason: string; readonly day: string }
);

/**
 * Who heads the school by a decision: a new principal from a day on, or a deputy who signs in the principal's place between two days (`untilDay` included). An
 * appointment that was ended early has `endedFrom`, the first day on which it no longer holds.
 */
export type StoredAppointment = {
  readonly id: string;
  readonly kind: 'principal' | 'deputy';
  readonly name: string;
  readonly personalId: string;
  /** `Hiệu trưởng`, `Phó Hiệu trưởng`. */
  readonly title: string;
  readonly decision: string;
  readonly fromDay: string;
  readonly untilDay: string | null;
  readonly recordedAt: string;
  readonly recordedBy: string;
  readonly endedFrom: string | null;
  readonly endReason: string;
};

/** What the province asks to be signed beside what is always asked (principal, then school). */
export type StoredSigningProfile = { readonly subjectTeachers: boolean; readonly gradebookHomeroom: boolean };

/** The register of signers: certificates, what was decided about them, and who heads the school. All of it only grows (triggers). */
export type SignerRepository = {
  /** Oldest first. */
  signers(): Promise<readonly StoredSigner[]>;
  signer(id: string): Promise<StoredSigner | null>;
  events(): Promise<readonly StoredSignerEvent[]>;
  addSigner(signer: StoredSigner): Promise<void>;
  addEvent(event: StoredSignerEvent): Promise<void>;
  /** Oldest first. */
  appointments(): Promise<readonly StoredAppointment[]>;
  addAppointment(appointment: Omit<StoredAppointment, 'endedFrom' | 'endReason'>): Promise<void>;
  endAppointment(end: { readonly id: string; readonly fromDay: string; readonly reason: string; readonly at: string; readonly by: string }): Promise<void>;
  profile(): Promise<StoredSigningProfile>;
  saveProfile(profile: StoredSigningProfile): Promise<void>;
};
