import type { SigningRole, TokenCertificate, TokenModule } from '#core/contract/signing.ts';
import type { CertificateFacts } from '#core/contract/verification.ts';
import { moduleId } from '#core/values/ids.ts';
import type { Clock } from '../ports/clock.ts';
import type { BareToken, ModuleChoice, TokenService } from '../ports/signing.ts';
import { validityAt } from './certificate-checks.ts';
import { toldModules, withKnownModules } from './module-choices.ts';

type Parts = { readonly tokens: TokenService; readonly clock: Clock };

/** Drivers and the certificates on all tokens that are plugged in. `chosen`: drivers beside those of the table; `fits`: roles that a certificate seems to belong to, a hint. */
export async function presentTokens({ tokens, clock }: Parts, chosen: readonly ModuleChoice[], fits: (facts: CertificateFacts) => readonly SigningRole[]): Promise<{ readonly modules: TokenModule[]; readonly certificates: TokenCertificate[]; readonly bare: BareToken[] }> {
  const modules = withKnownModules(chosen, tokens);
  const { certificates, bare, problems } = await tokens.listCertificates(modules);
  const now = clock.now();
  return {
    modules: toldModules(modules, problems),
    bare: [...bare],
    certificates: certificates.map(({ facts, tokenLabel, tokenSerial, tokenModel, pin, key, pinEachTime, ...found }) => ({
      facts,
      moduleId: moduleId.parse(found.moduleId),
      tokenLabel,
      tokenSerial,
      tokenModel,
      pin,
      key,
      pinEachTime,
      validity: validityAt(facts, now),
      fits: [...fits(facts)],
    })),
  };
}
