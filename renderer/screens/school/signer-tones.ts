import type { SigningPerson } from '#core/contract/signers.ts';
import type { BadgeTone } from '../../components/status-badge.tsx';

export const signerTones: Readonly<Record<SigningPerson['state'], BadgeTone>> = { none: 'neutral', waiting: 'warning', approved: 'good', expired: 'bad', revoked: 'bad', refused: 'bad' };
