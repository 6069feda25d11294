import type { GatewayProfile } from '#core/contract/exchange.ts';

/**
 * The ministry's transactions that a school sends (CV 2088/BGDĐT-GDTH II.2.1). `type` is the specification's code; the values of `function`
 * stand in annex 3, which is not public, so these are our own.
 */
export const transactions = {
  token: { path: 'token', type: '0', function: 'LAY_TOKEN', timeout: 20_000 },
  registerCertificate: { path: 'registerCertificate', type: '3', function: 'DANG_KY_CHUNG_THU_SO', timeout: 30_000 },
  queryCertificate: { path: 'queryCertificate', type: '4', function: 'TRUY_VAN_CHUNG_THU_SO', timeout: 20_000 },
  submit: { path: 'submit', type: '1', function: 'NOP_HOC_BA_SO', timeout: 180_000 },
  queryResult: { path: 'queryResult', type: '2', function: 'TRUY_VAN_KET_QUA', timeout: 30_000 },
} as const satisfies Readonly<Record<keyof GatewayProfile['paths'], { path: keyof GatewayProfile['paths']; type: string; function: string; timeout: number }>>;

export type Transaction = (typeof transactions)[keyof typeof transactions];

/** Codes by which a gateway says that the token has run out. */
export const expiredTokenCodes: ReadonlySet<string> = new Set(['401', 'TOKEN_HET_HAN', 'TOKEN_KHONG_HOP_LE', 'INVALID_TOKEN', 'TOKEN_EXPIRED']);

/** Codes by which a gateway says that it does not know, or has not approved, the certificate. */
export const unknownCertificateCodes: ReadonlySet<string> = new Set(['CTS_CHUA_DANG_KY', 'CTS_CHUA_PHE_DUYET']);

/** Codes that mean "no error": the specification names none. */
export const successCodes: ReadonlySet<string> = new Set(['', '0', '00', '000', '200']);

/** `nam_hoc` is a number in the specification: the year in which the school year begins. */
export function schoolYearNumber(schoolYear: string): number {
  return Number(schoolYear.slice(0, 4));
}
