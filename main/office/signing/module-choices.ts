import { isAbsolute } from 'node:path';
import { OfficeError, type OfficeErrorData } from '#core/contract/errors.ts';
import type { TokenModule } from '#core/contract/signing.ts';
import { moduleId } from '#core/values/ids.ts';
import { unquoted, type Destinations } from '../exchange/destinations.ts';
import type { IdSource } from '../ports/clock.ts';
import type { OfficeDatabase } from '../ports/database.ts';
import type { ModuleChoice, TokenService } from '../ports/signing.ts';

export type ModuleParts = {
  readonly tokens: TokenService;
  /** The module of the training tokens while the training school is open, else null. */
  readonly trainingModule: () => ModuleChoice | null;
};

type ModuleFinder = { readonly tokens: Pick<TokenService, 'knownModules'>; readonly trainingModule: ModuleParts['trainingModule'] };

/** Modules beside those of the table: the training school's, and those that were pointed at by hand. */
export async function chosenModules({ trainingModule }: Pick<ModuleParts, 'trainingModule'>, database: OfficeDatabase): Promise<readonly ModuleChoice[]> {
  const byHand = await database.read(({ exchange }) => exchange.modules());
  const training = trainingModule();
  // One token seen through two drivers is shown through the first: whoever pointed at a driver means that one.
  return [...byHand.map((module): ModuleChoice => ({ ...module, source: 'by-hand' })), ...(training === null ? [] : [training])];
}

/** The chosen modules and those of the table that are on this PC; a driver that is both is there once, as chosen. */
export function withKnownModules(chosen: readonly ModuleChoice[], tokens: Pick<TokenService, 'knownModules'>): readonly ModuleChoice[] {
  const paths = new Set(chosen.map(({ path }) => path));
  return [...chosen, ...tokens.knownModules().filter(({ path }) => !paths.has(path))];
}

/** Throws OfficeError token.module-not-found. */
export async function moduleById(parts: ModuleFinder, database: OfficeDatabase, id: string): Promise<ModuleChoice> {
  return moduleAmong(withKnownModules(await chosenModules(parts, database), parts.tokens), id);
}

/** Throws OfficeError token.module-not-found. */
export function moduleAmong(modules: readonly ModuleChoice[], id: string): ModuleChoice {
  const module = modules.find((candidate) => candidate.id === id);
  if (module === undefined) throw new OfficeError('token.module-not-found', { path: id });
  return module;
}

/** Each module as the contract tells it. `problems`: by module id, what a look at its tokens met. */
export function toldModules(modules: readonly ModuleChoice[], problems: ReadonlyMap<string, OfficeErrorData>): TokenModule[] {
  return modules.map((module) => ({ ...module, id: moduleId.parse(module.id), problem: problems.get(module.id) ?? null }));
}

/**
 * A driver that somebody points at, tried once. Never one on a stick: it would be run again at every look, whatever lies there by then. Throws OfficeError
 * token.module-on-stick, token.module-not-found, and what loading it meets.
 */
export async function moduleByHand(parts: { readonly tokens: Pick<TokenService, 'probe'>; readonly ids: IdSource; readonly destinations: Pick<Destinations, 'isOnStick'> }, given: string): Promise<{ readonly choice: ModuleChoice; readonly module: TokenModule }> {
  const path = unquoted(given);
  // The system's loader would look for a bare name in places of its own.
  if (!isAbsolute(path)) throw new OfficeError('token.module-not-found', { path });
  if (await parts.destinations.isOnStick(path)) throw new OfficeError('token.module-on-stick', { path });
  const choice: ModuleChoice = { id: parts.ids.next(), name: path.split(/[\\/]/u).at(-1) ?? path, path, source: 'by-hand' };
  const module = await parts.tokens.probe(choice);
  if (module.problem !== null) throw new OfficeError(module.problem.code, module.problem.params);
  return { choice, module };
}
