import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { date } from '#core/contract/shared.ts';
import { codeTableNames, type CodeTable } from '#core/quality/code-tables.ts';

const codeTable = z.strictObject({
  table: z.enum(codeTableNames),
  source: z.string().min(1),
  from: date,
  until: date.nullable(),
  entries: z.array(z.strictObject({ code: z.string().min(1), name: z.string().min(1), also: z.array(z.string()).optional(), province: z.string().optional() })).min(1),
});

/** Reads resources/codes/*.json: each file one version of a table. Throws where one is damaged: an installation that is not whole. */
export function loadCodeTables(resourcesFolder: string): readonly CodeTable[] {
  const folder = join(resourcesFolder, 'codes');
  const files = readdirSync(folder).filter((name) => name.endsWith('.json')).toSorted();
  return files.map((name) => codeTable.parse(JSON.parse(readFileSync(join(folder, name), 'utf8'))));
}
