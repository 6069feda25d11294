import type { FileReport, Finding, SignatureReport, Verdict } from '#core/contract/verification.ts';
import { checkTexts } from '#core/text/check.ts';
import { formatDay } from '#core/text/common.ts';
import { readableMoment } from '#core/text/readable-moment.ts';
import { findingText, signatureRoleTexts, verdictTexts } from '#core/text/findings.ts';
import { Icon } from '../../components/icons.tsx';
import { StatusBadge, type BadgeTone } from '../../components/status-badge.tsx';
import { useLanguage } from '../../state/session-store.ts';
import { useTexts } from '../../state/use-texts.ts';
import { BundleFacts } from './bundle-facts.tsx';
import { StatementView } from './statement-view.tsx';

const outcomes: readonly Finding['outcome'][] = ['failed', 'not-established', 'established'];
const outcomeIcons = { established: 'good', 'not-established': 'info', failed: 'bad' } as const;

const verdictTones = { valid: 'good', practice: 'practice', indeterminate: 'info', invalid: 'bad', unsupported: 'info', unsigned: 'bad' } as const satisfies Readonly<Record<Verdict, BadgeTone>>;

/** The statement on one file, what its record says, and everything technical folded away. */
export function FileReportView({ report, checkedAt }: { readonly report: FileReport; readonly checkedAt: string }) {
  const texts = useTexts(checkTexts);
  const { record, gradebook } = report;
  return (
    <div className="stack report">
      <StatementView report={report} checkedAt={checkedAt} />
      {/* A statement on paper is about one file and no other. */}
      <p className="printed-only digest">{texts.printedFile(report.name, report.size.toLocaleString('vi-VN'), report.digest)}</p>
      {report.bundle !== null && <BundleFacts bundle={report.bundle} />}
      {record !== null && (
        <section className="sheet">
          <h2>{texts.about}</h2>
          <p className="soft small">{texts.aboutHint}</p>
          <dl className="facts">
            <Fact label={texts.pupil} value={record.pupilName} />
            <Fact label={texts.birthDate} value={formatDay(record.birthDate)} />
            <Fact label={texts.personalId} value={record.personalId} />
            <Fact label={texts.school} value={record.schoolName} />
            <Fact label={texts.class} value={`${record.className}, ${record.schoolYear}`} />
            <Fact label={texts.learning} value={levelText(record.learning, texts.levels)} />
            <Fact label={texts.conduct} value={levelText(record.conduct, texts.levels)} />
            <Fact label={texts.uuid} value={record.uuid} />
            <Fact label={texts.printedCode} value={record.dataDigest.slice(0, 16).toUpperCase()} />
          </dl>
        </section>
      )}
      {gradebook !== undefined && (
        <section className="sheet">
          <h2>{texts.aboutBook}</h2>
          <p className="soft small">{texts.aboutHint}</p>
          <dl className="facts">
            <Fact label={texts.subject} value={gradebook.subjectName} />
            <Fact label={texts.class} value={`${gradebook.className}, ${gradebook.schoolYear}`} />
            <Fact label={texts.teacher} value={gradebook.teacherName} />
            <Fact label={texts.pupils} value={String(gradebook.pupils)} />
            <Fact label={texts.school} value={gradebook.schoolName} />
            <Fact label={texts.uuid} value={gradebook.uuid} />
          </dl>
        </section>
      )}
      <details className="inner">
        <summary>{texts.details}</summary>
        <div className="stack details-body">
          <section>
            <h3>{texts.findings}</h3>
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
      </details>
    </div>
  );
}

/** The code of a level with its word; what is no code stays as it is. */
function levelText(code: string, words: Readonly<Record<string, string>>): string {
  const word = Object.hasOwn(words, code) ? words[code] : undefined;
  return word === undefined ? code : `${word} (${code})`;
}

function SignatureView({ signature }: { readonly signature: SignatureReport }) {
  const texts = useTexts(checkTexts);
  const roles = useTexts(signatureRoleTexts);
  const verdicts = useTexts(verdictTexts);
  const { certificate } = signature;
  return (
    <section>
      <h3>
        {roles[signature.role]} <StatusBadge tone={verdictTones[signature.verdict]}>{verdicts[signature.verdict].word}</StatusBadge>
        {certificate?.training === true && signature.verdict !== 'practice' && <StatusBadge tone="practice">{texts.training}</StatusBadge>}
      </h3>
      <dl className="facts">
        {certificate !== null && (
          <>
            <Fact label={texts.signer} value={certificate.organisation === '' ? certificate.holder : `${certificate.holder} (${certificate.organisation})`} />
            <Fact label={texts.serial} value={certificate.serial} />
            <Fact label={texts.issuer} value={certificate.issuer} />
            <Fact label={texts.validity} value={`${readableMoment(certificate.notBefore)} – ${readableMoment(certificate.notAfter)}`} />
          </>
        )}
        {signature.algorithm !== '' && <Fact label={texts.algorithm} value={signature.algorithm} />}
        {signature.covers.length > 0 && <Fact label={texts.covers} value={signature.covers.length > 6 ? `${signature.covers.slice(0, 6).join(', ')}, …` : signature.covers.join(', ')} />}
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
            <h4>{texts.groups[outcome]}</h4>
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
