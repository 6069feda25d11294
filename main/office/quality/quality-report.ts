import type { QualityFinding, QualityReport } from '#core/contract/quality.ts';
import { target } from '#core/contract/shared.ts';
import type { Finding } from '#core/quality/finding.ts';
import { classId as classIdOf, waiverId } from '#core/values/ids.ts';
import type { Repositories } from '../ports/database.ts';
import type { QualityFindings, QualityTables } from '../ports/quality.ts';
import type { StoredWaiver } from '../ports/quality-repository.ts';
import type { StoredClass } from '../ports/school-repositories.ts';
import type { BetweenClasses } from '../ports/whole-school.ts';
import { openCheck, yearOf } from './gather-quality.ts';

/** All rules over one class. Throws OfficeError results.no-rules. */
export async function classFindings(repositories: Repositories, group: StoredClass, tables: QualityTables): Promise<QualityFindings> {
  const check = await openCheck(repositories, tables);
  const year = await yearOf(repositories, group, tables);
  return { schoolYear: (await repositories.school.currentYear()).name, className: group.name, classes: [{ id: group.id, name: group.name }], pupils: year.pupils.length, findings: check.class(year) };
}

/** All rules over the school, its teachers and every class, a class at a time. */
export async function schoolFindings(repositories: Repositories, tables: QualityTables, between: BetweenClasses): Promise<QualityFindings> {
  const check = await openCheck(repositories, tables);
  const groups = await repositories.school.classes();
  const findings: Finding[] = [...check.school()];
  let pupils = 0;
  for (const [index, group] of groups.entries()) {
    await between(index, groups.length, group.name);
    const year = await yearOf(repositories, group, tables);
    pupils += year.pupils.length;
    findings.push(...check.class(year));
  }
  return { schoolYear: (await repositories.school.currentYear()).name, className: null, classes: groups.map(({ id, name }) => ({ id, name })), pupils, findings };
}

/** The report with the waivers that hold. */
export function reportOf(found: QualityFindings, waivers: readonly StoredWaiver[], checkedAt: string): QualityReport {
  const waived = new Map(waivers.map((waiver) => [waiver.key, waiver]));
  const names = new Map(found.classes.map(({ id, name }) => [id, name]));
  const findings = found.findings.map((each) => asContract(each, waived.get(each.key), names));
  const count = (severity: QualityFinding['severity']) => findings.filter((each) => each.severity === severity && each.waiver === null).length;
  return { schoolYear: found.schoolYear, className: found.className, checkedAt, classes: found.classes.length, pupils: found.pupils, errors: count('error'), warnings: count('warning'), waived: findings.filter(({ waiver }) => waiver !== null).length, findings };
}

function asContract({ key, code, ruleId, severity, subject, params, place, fix }: Finding, waiver: StoredWaiver | undefined, classNames: ReadonlyMap<string, string>): QualityFinding {
  return {
    key,
    code,
    ruleId,
    severity,
    about: subject.kind,
    subjectName: subject.name,
    classId: subject.classId === null ? null : classIdOf.parse(subject.classId),
    className: subject.classId === null ? '' : (classNames.get(subject.classId) ?? ''),
    params,
    target: target.parse(place),
    safe: fix?.after ?? null,
    waiver: waiver === undefined || severity === 'error' ? null : { id: waiverId.parse(waiver.id), reason: waiver.reason, by: waiver.by, at: waiver.at },
  };
}
