import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createRuleLibrary, type RuleLibrary } from '#core/rules/rule-library.ts';
import { ruleTable, type RuleTable } from '#core/rules/rule-tables.ts';

/** Reads every circular's table in resources/rules (`tt*.json`). Throws where one is not a rule table: an installation that is damaged must not compute. */
export function loadRuleLibrary(resourcesFolder: string): RuleLibrary {
  const folder = join(resourcesFolder, 'rules');
  const files = readdirSync(folder).filter((name) => /^tt.*\.json$/u.test(name)).sort();
  return createRuleLibrary(files.map((name): RuleTable => ruleTable.parse(JSON.parse(readFileSync(join(folder, name), 'utf8')))));
}
