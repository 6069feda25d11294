import { z } from 'zod';

const text = (max: number) => z.string().min(1).max(max);
/** Goes into the log, so it is one word. */
const messageId = z.string().regex(/^[\u0021-\u007e]{1,100}$/u);
const schoolYear = z.number().int().min(2000).max(2100);

const account = { user_name: text(100), password: text(64), ma_don_vi: text(20) };
const signedIn = { ...account, token: text(200), messageid: messageId, function: text(100) };

/** Bodies as CV 2088/BGDĐT-GDTH II.2 describes them: who asks in `authenticationRequest`, the rest beside it. */
export const tokenRequest = z.object({ authenticationRequest: z.object(account) });
export const registerRequest = z.object({
  authenticationRequest: z.object({ ...signedIn, type: z.literal('3') }),
  serial_number: text(100),
  ngay_hieu_luc: text(40),
  ma_kieu_chu_ky: z.enum(['USB_TOKEN', 'REMOTE_SIGNING']),
  nha_phat_hanh: text(50),
  content: z.string().min(1),
});
export const certificateQuery = z.object({ authenticationRequest: z.object({ ...signedIn, type: z.literal('4'), nam_hoc: schoolYear }), ma_nam_hoc: schoolYear });
export const submitRequest = z.object({ authenticationRequest: z.object({ ...signedIn, type: z.literal('1'), nam_hoc: schoolYear }), content: z.string().min(1) });
export const resultQuery = z.object({ authenticationRequest: z.object({ ...signedIn, type: z.literal('2') }) });

/** The part of every request but the first that says who asks. */
export type SignedInHeader = { readonly user_name: string; readonly password: string; readonly ma_don_vi: string; readonly token: string };

const anyHeader = z.object({ authenticationRequest: z.object({ messageid: messageId }) });

/** The message id of a request, whatever else is wrong with it; empty where it has none. */
export function messageIdOf(body: unknown): string {
  return anyHeader.safeParse(body).data?.authenticationRequest.messageid ?? '';
}
