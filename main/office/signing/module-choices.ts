import { OfficeError, type OfficeErrorData } from '#core/contract/errors.ts';
import type { TokenModule } from '#core/contract/signing.ts';
import { moduleId } from '#core/values/ids.ts';
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
