import type { OfficeErrorData } from '#core/contract/errors.ts';
import type { ExaminedModule, ExaminedSlot, ExaminedToken } from '#core/contract/token-doctor.ts';
import type { CertificateFacts } from '#core/contract/verification.ts';
import type { ModuleChoice } from './signing.ts';

/** A certificate as the token holds it; what it means for this school is the use case's to say. */
export type FoundOnToken = { readonly facts: CertificateFacts | null; readonly key: 'present' | 'unknown' | 'missing'; readonly pinEachTime: boolean | null };
export type TokenExamination = Omit<ExaminedToken, 'certificates'> & { readonly certificates: readonly FoundOnToken[] };
export type SlotExamination = Omit<ExaminedSlot, 'token'> & { readonly token: TokenExamination | null };
export type ModuleExamination = Pick<ExaminedModule, 'header' | 'library'> & { readonly slots: readonly SlotExamination[]; readonly problem: OfficeErrorData | null };

/** Looks at drivers and tokens without a PIN, each driver in a process of its own. */
export type TokenExaminer = {
  /** One answer per module, in their order. A module that crashes, hangs or does not fit is told by its `problem`. */
  examine(modules: readonly ModuleChoice[]): Promise<readonly ModuleExamination[]>;
};
