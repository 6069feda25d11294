import { moduleId } from '#core/values/ids.ts';
import type { ExaminedCertificate, ExaminedModule } from '#core/contract/token-doctor.ts';
import type { Handlers } from '../call-context.ts';
import type { Clock } from '../ports/clock.ts';
import type { ModuleChoice, TokenService } from '../ports/signing.ts';
import type { FoundOnToken, TokenExaminer } from '../ports/token-examiner.ts';
import { fittingRoles, validityAt } from '../signing/certificate-checks.ts';
import { chosenModules, withKnownModules } from '../signing/module-choices.ts';
import { expectedEverywhere } from '../signing/signing-handlers.ts';
import { diagnose } from './diagnose.ts';

export type TokenDoctorParts = {
  readonly examiner: TokenExaminer;
  readonly tokens: TokenService;
  readonly clock: Clock;
  readonly version: string;
  /** `win32 x64`. */
  readonly platform: string;
  /** How many drivers the shipped table names. */
  readonly knownDrivers: number;
  readonly trainingModule: () => ModuleChoice | null;
};

/** The doctor of tokens: looks at everything, asks for no PIN, changes nothing. */
export function createTokenDoctorHandlers({ examiner, tokens, clock, version, platform, knownDrivers, trainingModule }: TokenDoctorParts): Handlers<'tokenDoctor.examine'> {
  return {
    async 'tokenDoctor.examine'(_, context) {
      const database = context.database();
      const expected = await database.read((repositories) => expectedEverywhere(repositories, clock.now()));
      const now = clock.now();
      const modules = withKnownModules(await chosenModules({ trainingModule }, database), tokens);
      const examined = await examiner.examine(modules);
      const judged = ({ facts, ...found }: FoundOnToken): ExaminedCertificate => ({
        ...found,
        facts,
        validity: facts === null ? 'expired' : validityAt(facts, now),
        fits: facts === null ? [] : [...new Set(expected.flatMap((signers) => fittingRoles(facts, signers)))],
      });
      const told = modules.map((module, index): ExaminedModule => {
        const { header = null, library = null, slots = [], problem = null } = examined[index] ?? {};
        return {
          ...module,
          id: moduleId.parse(module.id),
          problem,
          header,
          library,
          slots: slots.map((slot) => ({ ...slot, token: slot.token === null ? null : { ...slot.token, certificates: slot.token.certificates.map(judged) } })),
        };
      });
      return { examinedAt: now, version, platform, knownDrivers, modules: told, advice: [...diagnose(told, now)] };
    },
  };
}
