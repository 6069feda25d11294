import { useState } from 'react';
import type { QualityFinding } from '#core/contract/quality.ts';
import type { RuleId } from '#core/quality/rules.ts';
import { formatMoment } from '#core/text/common.ts';
import { findingText, ruleAdviceText, ruleName, ruleSource } from '#core/text/quality-rules.ts';
import { qualityTexts } from '#core/text/quality.ts';
import { ErrorText } from '../../components/error-text.tsx';
import { StatusBadge } from '../../components/status-badge.tsx';
import { notify } from '../../state/notices.ts';
import { useNavigation } from '../../state/navigation.ts';
import { useLanguage } from '../../state/session-store.ts';
import { useCommand } from '../../state/use-command.ts';
import { useTexts } from '../../state/use-texts.ts';

/** So many lines are drawn at once: a whole school may have thousands. */
const portion = 100;

/** The findings of one rule: what it asks for, and a line each. */
export function RuleGroup({ ruleId, findings, open, whole, onWaive }: { readonly ruleId: RuleId; readonly findings: readonly QualityFinding[]; readonly open: boolean; /** Of the school: lines say their class. */ readonly whole: boolean; readonly onWaive: (finding: QualityFinding) => void }) {
  const texts = useTexts(qualityTexts);
  const language = useLanguage();
  const [shown, setShown] = useState(portion);
  const [isOpen, setOpen] = useState(open);
  const revoke = useCommand('quality.revokeWaiver');
  const count = (severity: QualityFinding['severity']) => findings.filter((finding) => finding.severity === severity && finding.waiver === null).length;
  const [errors, warnings] = [count('error'), count('warning')];
  const waived = findings.length - errors - warnings;
  return (
    <details className="quality__group" open={isOpen} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <span className="quality__name">{texts.group(ruleName(language, ruleId), ruleId)}</span>
        {errors > 0 && <StatusBadge tone="bad">{texts.errors(errors)}</StatusBadge>}
        {warnings > 0 && <StatusBadge tone="warning">{texts.warnings(warnings)}</StatusBadge>}
        {waived > 0 && <StatusBadge tone="neutral">{texts.waived(waived)}</StatusBadge>}
      </summary>
      {isOpen && (
        <>
          <p className="quality__advice">
            {ruleAdviceText(language, ruleId)} <span className="soft">{texts.source(ruleSource(language, ruleId))}</span>
          </p>
          <ErrorText error={revoke.error} />
          <ul className="quality__lines">
            {findings.slice(0, shown).map((finding, index) => {
              const line = texts.line(nameOf(finding, whole, texts), findingText(language, finding));
              const { waiver } = finding;
              return (
                <li key={`${finding.key} ${index}`} className={`quality__line quality__line--${waiver === null ? finding.severity : 'waived'}`}>
                  <button type="button" className="text-button" onClick={() => useNavigation.getState().go(finding.target)}>
                    {line}
                  </button>
                  {finding.safe !== null && waiver === null && <span className="soft">({texts.safe})</span>}
                  {finding.severity === 'warning' && waiver === null && (
                    <button type="button" className="button button--small" aria-label={texts.waiveLabel(line)} onClick={() => onWaive(finding)}>
                      {texts.waive}
                    </button>
                  )}
                  {waiver !== null && (
                    <>
                      <span className="soft">{texts.waivedBy(waiver.by, formatMoment(waiver.at, language), waiver.reason)}</span>
                      <button type="button" className="button button--small" disabled={revoke.busy} onClick={() => void revoke.run({ id: waiver.id }).then((done) => done !== null && notify('info', texts.revokedNotice))}>
                        {texts.revoke}
                      </button>
                    </>
                  )}
                </li>
              );
            })}
          </ul>
          {findings.length > shown && (
            <button type="button" className="button button--small" onClick={() => setShown(shown + portion)}>
              {texts.more(Math.min(portion, findings.length - shown))}
            </button>
          )}
        </>
      )}
    </details>
  );
}

/** Whose the finding is. */
function nameOf({ about, subjectName, className }: QualityFinding, whole: boolean, texts: { readonly classLine: (name: string) => string; readonly school: string; readonly withClass: (name: string, className: string) => string }): string {
  if (about === 'class') return texts.classLine(subjectName);
  if (about === 'school') return texts.school;
  return whole && className !== '' ? texts.withClass(subjectName, className) : subjectName;
}
