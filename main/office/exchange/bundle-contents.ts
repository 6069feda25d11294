import { OfficeError } from '#core/contract/errors.ts';
import type { BundleScope } from '#core/contract/exchange.ts';
import { foldAccents } from '#core/text/names.ts';
import type { Repositories } from '../ports/database.ts';
import type { CarriedRecord } from '../ports/record-repository.ts';

/** What a bundle will hold: its records' versions by class, in order, and who has none. */
export type BundleContents = {
  readonly scope: BundleScope;
  /** `2025-2026`; of a pupil: of the last year. */
  readonly schoolYear: string;
  /** Empty for a whole year. */
  readonly className: string;
  /** Empty but for one pupil. */
  readonly pupilName: string;
  readonly classes: readonly { readonly classId: string; readonly className: string; readonly yearName: string; readonly records: readonly Carried[] }[];
  readonly records: number;
  /** Pupils (of one pupil: years) without an issued record. */
  readonly missing: readonly { readonly pupilName: string; readonly className: string; readonly schoolYear: string }[];
  /** As the file will be, give or take a tenth. */
  readonly estimatedBytes: number;
};

export type Carried = { readonly versionId: string; readonly pupilName: string };

/** Bytes that three signatures add to a record, and a record's PDF, as a rule. */
const signatures = 16_000;
const paper = 70_000;

/**
 * Looks what there is to carry: of a class, of a school year (`yearId`: the one that is looked at, null: the present one), or of one pupil over all the years
 * at this school. Errors: school.not-found, pupils.not-found.
 */
export async function bundleContents({ school, records, pupils }: Pick<Repositories, 'school' | 'records' | 'pupils'>, scope: BundleScope, yearId: string | null): Promise<BundleContents> {
  if (scope.kind === 'class') {
    const group = await school.classById(scope.classId);
    if (group === null) throw new OfficeError('school.not-found');
    return gather(scope, await records.carried({ classId: scope.classId }), { className: group.name, pupilName: '', schoolYear: (await school.yearById(group.yearId))?.name ?? '' });
  }
  if (scope.kind === 'pupil') {
    const found = await pupils.byId(scope.pupilId);
    if (found === null) throw new OfficeError('pupils.not-found');
    const years = await records.carried({ pupilId: scope.pupilId });
    const last = years.findLast(({ issued }) => issued) ?? years.at(-1);
    return gather(scope, years, { className: last?.className ?? '', pupilName: found.pupil.data.fullName, schoolYear: last?.yearName ?? '' });
  }
  const year = (yearId === null ? null : await school.yearById(yearId)) ?? (await school.currentYear());
  return gather(scope, await records.carried({ yearId: year.id }), { className: '', pupilName: '', schoolYear: year.name });
}

function gather(scope: BundleScope, found: readonly CarriedRecord[], names: Pick<BundleContents, 'schoolYear' | 'className' | 'pupilName'>): BundleContents {
  const classes: { classId: string; className: string; yearName: string; records: Carried[] }[] = [];
  let bytes = 20_000;
  for (const { classId, className, yearName, pupilName, versionId, issued, bytes: data } of found) {
    if (!issued || versionId === null) continue;
    if (classes.at(-1)?.classId !== classId) classes.push({ classId, className, yearName, records: [] });
    classes.at(-1)?.records.push({ versionId, pupilName });
    bytes += data + signatures + paper;
  }
  return {
    ...names,
    scope,
    classes,
    records: classes.reduce((sum, group) => sum + group.records.length, 0),
    missing: found.filter(({ issued, studying }) => !issued && studying).map(({ pupilName, className, yearName }) => ({ pupilName, className, schoolYear: yearName })),
    estimatedBytes: bytes,
  };
}

/** A name as files have it everywhere: plain letters, digits and hyphens. */
export function plainName(name: string): string {
  return foldAccents(name).replace(/[^A-Za-z0-9]+/gu, '-').replace(/^-|-$/gu, '') || 'x';
}
