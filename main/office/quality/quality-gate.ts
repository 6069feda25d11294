import { OfficeError } from '#core/contract/errors.ts';
import type { QualityCheck } from '#core/quality/check-quality.ts';
import type { Finding } from '#core/quality/finding.ts';
import type { FindingCode } from '#core/quality/rules.ts';
import type { Repositories } from '../ports/database.ts';
import type { QualityTables } from '../ports/quality.ts';
import type { StoredClass } from '../ports/school-repositories.ts';
import { openCheck, personsOf, yearOf } from './gather-quality.ts';

/** What keeps wrong data at school: errors, never warnings. */
export type QualityGate = {
  /** Errors of a class that its list of what is missing does not tell by itself: before records are made. */
  readonly errorsInYear: (repositories: Repositories, group: StoredClass) => Promise<number>;
  /** Before records are signed and sent: errors in the persons of the class. Whatever else changed makes a record outdated, which keeps it back anyway. Null: none. */
  readonly refusal: (repositories: Repositories, group: StoredClass) => Promise<OfficeError | null>;
};

/** What the list of missing items names one by one (missing-in-records.ts). */
const toldByRecords: ReadonlySet<FindingCode> = new Set<FindingCode>(['D01.missing', 'D01.shape', 'D09.ethnicity', 'D10.missing', 'D11.nobody', 'D13.mark', 'D13.homeroom', 'D16.comment', 'D18.pending', 'D21.homeroom-teacher', 'D21.teacher', 'D21.teacher-number', 'D21.principal']);

export function createQualityGate(tables: QualityTables): QualityGate {
  /** Batches ask class by class: as long as nobody's data change, the school's people are indexed once. */
  let last: { readonly known: readonly unknown[]; readonly teachers: readonly unknown[]; readonly classes: readonly unknown[]; readonly school: unknown; readonly rules: string; readonly check: QualityCheck } | null = null;

  async function checkNow(repositories: Repositories): Promise<QualityCheck> {
    const { school, pupils } = repositories;
    const now = { known: await pupils.all(), teachers: await school.teachers(), classes: await school.classes(), school: await school.school(), rules: (await repositories.quality.rules()).map(({ id }) => id).join() };
    if (last?.known === now.known && last.teachers === now.teachers && last.classes === now.classes && last.school === now.school && last.rules === now.rules) return last.check;
    const check = await openCheck(repositories, tables);
    last = { ...now, check };
    return check;
  }

  return {
    async errorsInYear(repositories, group) {
      if (await isPast(repositories, group)) return 0;
      const check = await checkNow(repositories);
      const year = await yearOf(repositories, group, tables);
      const teachers = new Set([group.homeroomTeacherId, ...year.subjects.map(({ teacherId }) => teacherId)]);
      const around = check.school().filter(({ subject }) => subject.kind === 'school' || teachers.has(subject.id));
      return count([...around, ...check.class(year)].filter(({ code }) => !toldByRecords.has(code)));
    },
    async refusal(repositories, group) {
      if (await isPast(repositories, group)) return null;
      const check = await checkNow(repositories);
      const errors = count(check.persons(await personsOf(repositories, group)));
      return errors === 0 ? null : new OfficeError('quality.errors', { classId: group.id, className: group.name, count: errors });
    },
  };
}

/** Classes of past years are only read, and checked by nobody: their pupils' data are those of today. */
async function isPast({ school }: Pick<Repositories, 'school'>, { yearId }: StoredClass): Promise<boolean> {
  return yearId !== (await school.currentYear()).id;
}

function count(findings: readonly Finding[]): number {
  return findings.filter(({ severity }) => severity === 'error').length;
}
