import type { PackageState } from '#core/contract/hand-off.ts';

/** Where a package stands; moments are compared, not texts: PCs write their own offsets. */
export function packageStateAt(input: { readonly cancelled: boolean; readonly waiting: number; readonly taken: number; readonly expiresAt: string; readonly now: string }): PackageState {
  if (input.cancelled) return 'cancelled';
  if (input.waiting === 0) return 'done';
  if (Date.parse(input.now) > Date.parse(input.expiresAt)) return 'expired';
  return input.taken > 0 ? 'partly' : 'open';
}
