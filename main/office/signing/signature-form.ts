import { gatewayProfile } from '#core/contract/exchange.ts';
import type { Repositories } from '../ports/database.ts';
import type { SignatureForm } from '../ports/signing.ts';
import type { SignableKind } from '../ports/signing-batch.ts';

/** As PCs without a profile sign: what every gateway known so far takes (CV 2088/BGDĐT-GDTH, annex 1). */
export const usualForm: SignatureForm = { canonicalization: 'exclusive', rsaScheme: null };

/** How the school's gateway wants records signed; what it never sees (gradebooks, PDFs), and where no profile is entered (a training school has none), the usual way. */
export async function signatureForm({ exchange }: Pick<Repositories, 'exchange'>, kind: SignableKind): Promise<SignatureForm> {
  const stored = kind === 'record' ? await exchange.profile() : null;
  if (stored === null) return usualForm;
  const { canonicalization, rsaScheme } = gatewayProfile.parse(JSON.parse(stored.profile));
  return { canonicalization, rsaScheme };
}
