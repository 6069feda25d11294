import type { FileReport, Finding, SignatureReport, Verdict } from '#core/contract/verification.ts';
import { checkTexts } from '#core/text/check.ts';
import { formatDay, formatMoment } from '#core/text/common.ts';
import { findingText, signatureRoleTexts, verdictTexts } from '#core/text/findings.ts';
import { Icon } from '../../components/icons.tsx';
import { StatusBadge, type BadgeTone } from '../../components/status-badge.tsx';
import { useLanguage } from '../../state/session-store.ts';
import { useTexts } from '../../state/use-texts.ts';
import { BundleFacts } from './bundle-facts.tsx';

const outcomes: readonly Finding['outcome'][] = ['failed', 'not-established', 'established'];
const outcomeIcons = { established: 'good', 'not-established': 'info', failed: 'bad' } as const;

const verdictTones = { valid: 'good', practice: 'practice', indeterminate: 'info', invalid: 'bad', unsupported: 'info', unsigned: 'bad' } as const satisfies Readonly<Record<Verdict, BadgeTone>>;

/** What one file says and what was established about it. */
export function FileReportView({ report }: { readonly report: FileReport }) {
  const texts = useTexts(checkTexts);
  const { record } = report;
  return (
    <div className="stack report">
      {report.bundle !== null && <BundleFacts bundle={report.bundle} />}
      {record !== null && (
        <section className="sheet">
          <h2>{texts.about}</h2>
          <dl className="facts">
            <Fact label={texts.pupil} value={record.pupilName} />
            <Fact label={texts.birthDate} value={formatDay(record.birthDate)} />
            <Fact label={texts.personalId} value={record.personalId} />
            <Fact label={texts.school} value={record.schoolName} />
            <Fact label={texts.class} value={`${record.className}, ${record.schoolYear}`} />
            <Fact label={texts.learning} value={record.learning} />
            <Fact label={texts.conduct} value={record.conduct} />
            <Fact label={texts.uuid} value={record.uuid} />
            <Fact label={texts.printedCode} value={record.dataDigest.slice(0, 16).toUpperCase()} />
          </dl>
        </section>
      )}
      <section className="sheet">
        <h2>{texts.findings}</h2>
        <Findings findings={report.findings} />
        <p className="soft small digest">
          {texts.digest}: {report.digest}
        </p>
      </section>
      {report.signatures.map((signature, index) => (
        <SignatureView key={`${signature.role}-${index}`} signature={signature} />
      ))}
      {report.signatures.length === 0 && report.kind !== 'pdf' && <p className="soft">{texts.noSignatures}</p>}
    </div>
  );
}

function SignatureView({ signature }: { readonly signature: SignatureReport }) {
  const texts = useTexts(checkTexts);
  const roles = useTexts(signatureRoleTexts);
  const verdicts = useTexts(verdictTexts);
  const language = useLanguage();
  const { certificate } = signature;
  return (
    <section className="sheet">
      <h2>
        {roles[signature.role]} <StatusBadge tone={verdictTones[signature.verdict]}>{verdicts[signature.verdict].word}</StatusBadge>
        {certificate?.training === true && signature.verdict !== 'practice' && <StatusBadge tone="practice">{texts.training}</StatusBadge>}
      </h2>
      <dl className="facts">
        {certificate !== null && (
          <>
            <Fact label={texts.signer} value={certificate.organisation === '' ? certificate.holder : `${certificate.holder} (${certificate.organisation})`} />
            <Fact label={texts.serial} value={certificate.serial} />
            <Fact label={texts.issuer} value={certificate.issuer} />
            <Fact label={texts.validity} value={`${formatDay(certificate.notBefore)} – ${formatDay(certificate.notAfter)}`} />
          </>
        )}
        <Fact label={texts.signedAt} value={signature.signingTime === null ? texts.noTime : formatMoment(signature.signingTime, language)} />
      </dl>
      <Findings findings={signature.findings} />
    </section>
  );
}

function Fact({ label, value }: { readonly label: string; readonly value: string }) {
  return (
    <div className="fact">
      <dt>{label}</dt>
      <dd>{value}</dd>
    </div>
  );
}

function Findings({ findings }: { readonly findings: readonly Finding[] }) {
  const language = useLanguage();
  const texts = useTexts(checkTexts);
  return (
    <>
      {outcomes.map((outcome) => {
        const group = findings.filter((finding) => finding.outcome === outcome);
        if (group.length === 0) return null;
        return (
          <div key={outcome} className="findings" data-outcome={outcome}>
            <h3>{texts.groups[outcome]}</h3>
            <ul>
              {group.map((finding, index) => (
                <li key={`${finding.code}-${index}`}>
                  <Icon name={outcomeIcons[outcome]} size={16} />
                  <span>{findingText(finding, language)}</span>
                </li>
              ))}
            </ul>
          </div>
        );
      })}
    </>
  );
}
