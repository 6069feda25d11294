export type StoredCertificate = {
  readonly digest: string;
  readonly der: Uint8Array;
  /** JSON text of CertificateFacts. */
  readonly facts: string;
  readonly firstSeenAt: string;
  readonly gatewayState: 'asked' | 'approved' | 'refused' | null;
  readonly gatewayAskedAt: string | null;
};

export type StoredTransmission = {
  readonly id: string;
  readonly classId: string | null;
  readonly messageId: string;
  readonly state: 'preparing' | 'sent' | 'answered' | 'failed';
  readonly startedAt: string;
  readonly answeredAt: string | null;
  readonly message: string | null;
  readonly bytes: number;
  /** The signed list XML as sent: a repeated sending sends the same bytes. */
  readonly document: Uint8Array;
};

export type StoredAnswer = {
  readonly transmissionId: string;
  readonly versionId: string;
  readonly accepted: boolean | null;
  readonly errorCode: string;
  readonly fieldTitle: string;
  readonly description: string;
};

export type StoredExport = {
  readonly id: string;
  /** Null where it is no class's. */
  readonly classId: string | null;
  readonly scope: 'class' | 'year' | 'pupil';
  /** Class, school year or pupil, as it was called then. */
  readonly title: string;
  readonly fileName: string;
  readonly path: string;
  readonly bytes: number;
  readonly records: number;
  readonly digest: string;
  readonly writtenAt: string;
  readonly writtenBy: string;
  readonly auditHead: string;
  readonly verdict: string;
};

export type StoredModule = { readonly id: string; readonly name: string; readonly path: string };

export type ExchangeRepository = {
  profile(): Promise<{ readonly profile: string; readonly password: string | null } | null>;
  /** `password` undefined keeps the stored one. */
  saveProfile(profile: string, password: string | null | undefined): Promise<void>;
  certificates(): Promise<readonly StoredCertificate[]>;
  /** Inserts, or updates the gateway's state. */
  saveCertificate(certificate: StoredCertificate): Promise<void>;
  modules(): Promise<readonly StoredModule[]>;
  saveModule(module: StoredModule): Promise<void>;
  removeModule(id: string): Promise<void>;
  transmissions(): Promise<readonly Omit<StoredTransmission, 'document'>[]>;
  transmission(id: string): Promise<StoredTransmission | null>;
  addTransmission(transmission: StoredTransmission, versionIds: readonly string[]): Promise<void>;
  setTransmission(id: string, change: { readonly state: StoredTransmission['state']; readonly answeredAt: string | null; readonly message: string | null }): Promise<void>;
  answers(transmissionIds: readonly string[]): Promise<readonly StoredAnswer[]>;
  setAnswer(answer: StoredAnswer): Promise<void>;
  addExport(entry: StoredExport): Promise<void>;
  exports(): Promise<readonly StoredExport[]>;
};
