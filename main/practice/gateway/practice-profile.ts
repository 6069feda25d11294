import type { GatewayProfile } from '#core/contract/exchange.ts';

/** Opens nothing but this program's own practice server. */
export const practiceGatewayPassword = 'LuyenTap-2026';

/** The one account of the practice gateway: the training school's. */
export const practiceAccount = { userName: 'luyentap', password: practiceGatewayPassword, unitCode: 'LT-THCS-01' } as const;

export const practicePaths = {
  token: '/api/hocba/lay-token',
  registerCertificate: '/api/hocba/dang-ky-chung-thu-so',
  queryCertificate: '/api/hocba/trang-thai-chung-thu-so',
  submit: '/api/hocba/nop-hoc-ba-so',
  queryResult: '/api/hocba/ket-qua-tiep-nhan',
} as const satisfies GatewayProfile['paths'];

/** How the office reaches the practice gateway at `url`. */
export function practiceProfile(url: string, unitCode: string = practiceAccount.unitCode): GatewayProfile {
  return { name: 'Cổng tiếp nhận LUYỆN TẬP', url, userName: practiceAccount.userName, unitCode, paths: practicePaths, canonicalization: 'exclusive', rsaScheme: null };
}
