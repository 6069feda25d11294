import type { Handlers } from '../call-context.ts';
import type { Destinations } from '../exchange/destinations.ts';
import type { Clock, IdSource } from '../ports/clock.ts';
import type { Repositories } from '../ports/database.ts';
import { headsOn } from '../signers/head-of-school.ts';
import { dayOf } from '../signers/register-state.ts';
import { fittingRoles, type ExpectedSigners } from './certificate-checks.ts';
import { chosenModules, moduleByHand, withKnownModules, type ModuleParts } from './module-choices.ts';
import { presentTokens } from './present-tokens.ts';
import type { SigningDesk } from './signing-desk.ts';
import type { TokenWatch } from './token-watch.ts';

export type SigningParts = ModuleParts & {
  readonly destinations: Pick<Destinations, 'isOnStick'>;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly watch: TokenWatch;
  readonly desk: Pick<SigningDesk, 'running'>;
  /** Told to whoever practises; of a real token nobody knows it but its owner. */
  readonly practicePin: string;
};

type Names = 'signing.tokens' | 'signing.awaitTokens' | 'signing.addModule' | 'signing.removeModule';

export function createSigningHandlers(parts: SigningParts): Handlers<Names> {
  return {
    async 'signing.tokens'(_, context) {
      const database = context.database();
      const expected = await database.read(async (repositories) => expectedEverywhere(repositories, parts.clock.now()));
      return {
        ...(await presentTokens(parts, await chosenModules(parts, database), (facts) => [...new Set(expected.flatMap((signers) => fittingRoles(facts, signers)))])),
        pinHint: parts.trainingModule() === null ? null : parts.practicePin,
      };
    },

    async 'signing.awaitTokens'({ seconds }, context) {
      if (seconds === 0) parts.watch.leave(context.connection);
      // Whoever signs has the token for himself.
      if (seconds === 0 || parts.desk.running() !== null) return { moved: false };
      const modules = withKnownModules(await chosenModules(parts, context.database()), parts.tokens);
      return { moved: await parts.watch.attend(context.connection, modules, seconds * 1000) };
    },

    async 'signing.addModule'({ path }, context) {
      const { choice, module } = await moduleByHand(parts, path);
      await context.database().write(context.actor, async ({ exchange }) => {
        await exchange.saveModule({ id: choice.id, name: choice.name, path: choice.path });
        return { value: undefined, audit: { action: 'signing.moduleAdded', detail: { name: choice.name, path: choice.path } } };
      });
      context.changed(['signing']);
      return { module };
    },

    async 'signing.removeModule'({ id }, context) {
      await context.database().write(context.actor, async ({ exchange }) => {
        await exchange.removeModule(id);
        return { value: undefined, audit: { action: 'signing.moduleRemoved', detail: { id } } };
      });
      context.changed(['signing']);
      return {};
    },
  };
}

/** The signers of every class, for the hint beside a certificate. */
export async function expectedEverywhere({ school: repository, signers }: Repositories, at: string): Promise<readonly ExpectedSigners[]> {
  const school = await repository.school();
  if (school === null) return [];
  const names = new Map((await repository.teachers()).map(({ id, fullName }) => [id, fullName]));
  const principalNames = headsOn(school, await signers.appointments(), dayOf(at)).map(({ name }) => name);
  const taught = await repository.assignments(null);
  const general: ExpectedSigners = { principalNames, homeroomTeacherName: null, subjectTeacherNames: taught.map(({ teacherId }) => names.get(teacherId) ?? '') };
  return [general, ...(await repository.everyClass()).map((group): ExpectedSigners => ({ ...general, homeroomTeacherName: names.get(group.homeroomTeacherId ?? '') ?? null }))];
}
