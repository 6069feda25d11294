import type { QualityFinding, QualityReport } from '#core/contract/quality.ts';
import { formatMoment } from '#core/text/common.ts';
import { findingText, ruleAdviceText, ruleName } from '#core/text/quality-rules.ts';
import { qualityTexts } from '#core/text/quality.ts';
import type { QualityLine, QualityPaper } from '../ports/quality.ts';
import type { StoredSchool } from '../ports/school-repositories.ts';
import { ruleIds } from '#core/quality/rules.ts';

const words = qualityTexts.vi;

/** A report as the school's paper: Vietnamese, as every paper of a school. */
export function qualityPaper(report: QualityReport, school: Pick<StoredSchool, 'name' | 'training'>, printedAt: string): QualityPaper {
  const groups = ruleIds.flatMap((id) => {
    const own = report.findings.filter(({ ruleId }) => ruleId === id);
    return own.length === 0 ? [] : [{ title: words.group(ruleName('vi', id), id), advice: ruleAdviceText('vi', id), lines: own.map(lineOf) }];
  });
  return {
    schoolName: school.name,
    schoolYear: report.schoolYear,
    scope: report.className === null ? words.whole : words.classLine(report.className),
    training: school.training,
    printedAt,
    summary: [words.checked(report.classes, report.pupils, formatMoment(report.checkedAt, 'vi')), `${[words.errors(report.errors), words.warnings(report.warnings), words.waived(report.waived)].join(', ')}.`],
    groups,
  };
}

function lineOf(finding: QualityFinding): QualityLine {
  const { about, className, subjectName, severity, waiver } = finding;
  return {
    className,
    name: about === 'class' ? words.classLine(subjectName) : about === 'school' ? words.school : subjectName,
    text: findingText('vi', finding),
    state: waiver !== null ? words.states.waived : words.states[severity],
    note: waiver === null ? '' : words.waivedBy(waiver.by, formatMoment(waiver.at, 'vi'), waiver.reason),
  };
}
