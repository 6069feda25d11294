import type { SafeFixView } from '#core/contract/quality.ts';
import { pupilField } from '#core/contract/shared.ts';
import type { SafeFix } from '#core/quality/finding.ts';
import { pupilId as pupilIdOf } from '#core/values/ids.ts';
import { breathe } from '../moves/breathe.ts';
import { change, type MovePlan } from '../moves/move-plan.ts';
import type { Repositories } from '../ports/database.ts';
import type { QualityTables } from '../ports/quality.ts';
import type { StoredClass, StoredPupil } from '../ports/school-repositories.ts';
import { openCheck, personsOf } from './gather-quality.ts';

export type FixesOfSchool = { readonly fixes: readonly SafeFixView[]; readonly pupils: ReadonlyMap<string, StoredPupil> };

/** What the program would mend by itself in these classes: each field once, whichever rules found it. */
export async function safeFixes(repositories: Repositories, groups: readonly StoredClass[], tables: QualityTables): Promise<FixesOfSchool> {
  const check = await openCheck(repositories, tables);
  const fixes = new Map<string, SafeFixView>();
  for (const group of groups) {
    await breathe();
    for (const { fix, subject } of check.persons(await personsOf(repositories, group))) if (fix !== null) fixes.set(keyOf(fix), asView(fix, subject.name, group.name));
  }
  const touched = new Set([...fixes.values()].map(({ pupilId }) => pupilId as string));
  return { fixes: [...fixes.values()], pupils: new Map((await repositories.pupils.all()).filter(({ id }) => touched.has(id)).map((pupil) => [pupil.id, pupil])) };
}

/** The fixes as one act of the journal, each pupil written once. */
export function planFixes({ fixes, pupils }: FixesOfSchool, leaveOut: ReadonlySet<string>, className: string): MovePlan {
  const wanted = fixes.filter(({ key }) => !leaveOut.has(key));
  const changes = [...new Set(wanted.map(({ pupilId }) => pupilId as string))].flatMap((id) => {
    const before = pupils.get(id);
    if (before === undefined) return [];
    const own = wanted.filter(({ pupilId }) => pupilId === id);
    return [change('pupil', before, { id, data: { ...before.data, ...Object.fromEntries(own.map(({ field, after }) => [field, after])) } })];
  });
  return { changes, rows: [], remarks: [], subject: { className, count: changes.length, fields: wanted.length } };
}

function keyOf({ pupilId, field }: SafeFix): string {
  return `${pupilId} ${field}`;
}

function asView(fix: SafeFix, pupilName: string, className: string): SafeFixView {
  return { key: keyOf(fix), pupilId: pupilIdOf.parse(fix.pupilId), pupilName, className, field: pupilField.parse(fix.field), before: fix.before, after: fix.after };
}
