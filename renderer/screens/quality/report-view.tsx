import { useState, type ReactNode } from 'react';
import type { QualityFinding, QualityReport, ReportOf } from '#core/contract/quality.ts';
import { qualityRules, ruleIds, type RuleId } from '#core/quality/rules.ts';
import { formatMoment } from '#core/text/common.ts';
import { ruleName } from '#core/text/quality-rules.ts';
import { qualityTexts } from '#core/text/quality.ts';
import type { ClassId } from '#core/values/ids.ts';
import { ErrorText } from '../../components/error-text.tsx';
import { Message } from '../../components/message.tsx';
import { StatusBadge } from '../../components/status-badge.tsx';
import { call } from '../../state/office.ts';
import { useOfficeFile } from '../../state/use-office-file.ts';
import { useLanguage, useSession } from '../../state/session-store.ts';
import { useTexts } from '../../state/use-texts.ts';
import { FixDialog } from './fix-dialog.tsx';
import { RuleGroup } from './rule-group.tsx';
import { WaiveDialog } from './waive-dialog.tsx';

/** A report: how it stands, what the program can mend, and the findings by rule. */
export function ReportView({ report, classId, of, onMended, actions = null }: { readonly report: QualityReport; readonly classId: ClassId | null; readonly of: ReportOf; readonly onMended: (mended: { readonly actionId: number; readonly count: number }) => void; readonly actions?: ReactNode }) {
  const texts = useTexts(qualityTexts);
  const language = useLanguage();
  const mayMend = useSession((store) => store.state?.user?.roles.includes('clerk') ?? false);
  const files = useOfficeFile();
  const [mending, setMending] = useState(false);
  const [waiving, setWaiving] = useState<QualityFinding | null>(null);
  const { errors, warnings, waived, findings } = report;
  const fixable = new Set(findings.filter(({ safe, waiver }) => safe !== null && waiver === null).map(({ target, subjectName }) => `${JSON.stringify(target)} ${subjectName}`)).size;
  const groups = byRule(findings);
  const found = new Set(groups.map(([ruleId]) => ruleId));
  const passed = ruleIds.filter((id) => !found.has(id) && id !== 'P00');

  return (
    <section className="stack quality">
      <div className="row quality__counts">
        <StatusBadge tone={errors > 0 ? 'bad' : 'good'}>{texts.errors(errors)}</StatusBadge>
        <StatusBadge tone={warnings > 0 ? 'warning' : 'good'}>{texts.warnings(warnings)}</StatusBadge>
        {waived > 0 && <StatusBadge tone="neutral">{texts.waived(waived)}</StatusBadge>}
        <span className="soft">{texts.checked(report.classes, report.pupils, formatMoment(report.checkedAt, language))}</span>
        {actions}
        {findings.length > 0 && (
          <>
            <button type="button" className="button" disabled={files.busy} onClick={() => void files.showPdf(() => call('quality.pdf', { of }))}>
              {texts.print}
            </button>
            <button type="button" className="button" disabled={files.busy} onClick={() => void files.save(() => call('quality.workbook', { of }), texts.savedAs)}>
              {texts.workbook}
            </button>
          </>
        )}
      </div>
      <ErrorText error={files.error} />
      {errors + warnings === 0 ? (
        <Message tone="good" title={texts.clean}>
          <p>{texts.cleanText}</p>
        </Message>
      ) : (
        <p className="quality__hint">{errors > 0 ? texts.hasErrors : texts.onlyWarnings}</p>
      )}
      {mayMend && fixable > 0 && (
        <div className="row">
          <button type="button" className="button button--primary" onClick={() => setMending(true)}>
            {texts.fixable(fixable)}
          </button>
        </div>
      )}
      {groups.map(([ruleId, own], index) => (
        <RuleGroup key={ruleId} ruleId={ruleId} findings={own} open={index === 0 || own.length <= 5} whole={classId === null} onWaive={setWaiving} />
      ))}
      <details className="quality__group">
        <summary>{texts.passed(passed.length)}</summary>
        <ul className="quality__lines">
          {passed.map((ruleId) => (
            <li key={ruleId}>
              {texts.rule(ruleId, ruleName(language, ruleId))}
              {qualityRules[ruleId].kept !== null && <span className="soft"> – {texts.kept}</span>}
            </li>
          ))}
        </ul>
      </details>
      {mending && <FixDialog classId={classId} onClose={() => setMending(false)} onMended={onMended} />}
      {waiving !== null && <WaiveDialog finding={waiving} onClose={() => setWaiving(null)} />}
    </section>
  );
}

/** Errors before warnings, else in the order of the rules. */
function byRule(findings: readonly QualityFinding[]): readonly (readonly [RuleId, readonly QualityFinding[]])[] {
  const groups = new Map<RuleId, QualityFinding[]>();
  for (const finding of findings) {
    const group = groups.get(finding.ruleId);
    if (group === undefined) groups.set(finding.ruleId, [finding]);
    else group.push(finding);
  }
  const weight = (own: readonly QualityFinding[]) => (own.some(({ severity }) => severity === 'error') ? 0 : own.some(({ waiver }) => waiver === null) ? 1 : 2);
  return [...groups].toSorted(([a, one], [b, other]) => weight(one) - weight(other) || (a < b ? -1 : 1));
}
