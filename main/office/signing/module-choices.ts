import { OfficeError } from '#core/contract/errors.ts';
import type { OfficeDatabase } from '../ports/database.ts';
import type { ModuleChoice, TokenService } from '../ports/signing.ts';

export type ModuleParts = {
  readonly tokens: TokenService;
  /** The module of the training tokens while the training school is open, else null. */
  readonly trainingModule: () => ModuleChoice | null;
};

/** Modules beside those of the table: the training school's, and those that were pointed at by hand. */
export async function chosenModules({ trainingModule }: Pick<ModuleParts, 'trainingModule'>, database: OfficeDatabase): Promise<readonly ModuleChoice[]> {
  const byHand = await database.read(({ exchange }) => exchange.modules());
  const training = trainingModule();
  // One token seen through two drivers is shown through the first: whoever pointed at a driver means that one.
  return [...byHand.map((module): ModuleChoice => ({ ...module, source: 'by-hand' })), ...(training === null ? [] : [training])];
}

/** Throws OfficeError token.module-not-found. */
export async function moduleById(parts: ModuleParts, database: OfficeDatabase, id: string): Promise<ModuleChoice> {
  const chosen = (await chosenModules(parts, database)).find((module) => module.id === id);
  // The table's drivers are looked for on the disk only where none of the others is meant: that starts a process for each.
  const module = chosen ?? (await parts.tokens.findModules([])).find((candidate) => candidate.id === id);
  if (module === undefined) throw new OfficeError('token.module-not-found', { path: id });
  return module;
}
