import type { FileReport } from '#core/contract/verification.ts';
import { checkTexts } from '#core/text/check.ts';
import { statementOf } from '#core/text/check-statement.ts';
import { readableMoment } from '#core/text/readable-moment.ts';
import { Icon } from '../../components/icons.tsx';
import { useLanguage } from '../../state/session-store.ts';
import { useTexts } from '../../state/use-texts.ts';

const icons = { wrong: 'bad', open: 'info', established: 'good' } as const;

/** The statement on a file: what is wrong, what is not known, what is established, by whom it was signed, and as of when all this holds. */
export function StatementView({ report, checkedAt }: { readonly report: FileReport; readonly checkedAt: string }) {
  const texts = useTexts(checkTexts);
  const language = useLanguage();
  const statement = statementOf(report, language);
  const practice = report.signatures.some(({ findings }) => findings.some(({ code }) => code === 'revocation-in-training' || code === 'real-certificate'));
  const revocation = statement.revocationKnownAt === null ? (practice ? texts.revocationPractice : texts.revocationUnknown) : texts.revocationKnownAt(readableMoment(statement.revocationKnownAt));
  return (
    <section className="sheet statement" aria-label={texts.statement}>
      {(['wrong', 'open', 'established'] as const).map(
        (group) =>
          statement[group].length > 0 && (
            <div key={group} className="statement__group" data-group={group}>
              <h2>{texts[group]}</h2>
              <ul>
                {statement[group].map((sentence) => (
                  <li key={sentence}>
                    <Icon name={icons[group]} size={18} />
                    <span>{sentence}</span>
                  </li>
                ))}
              </ul>
            </div>
          ),
      )}
      <div className="statement__group">
        <h2>{texts.signedBy}</h2>
        {statement.signers.length === 0 ? (
          <p>{texts.nobody}</p>
        ) : (
          <>
            <ul>
              {statement.signers.map(({ role, holder, signingTime, verdict }, index) => (
                <li key={`${role}-${index}`}>
                  <Icon name={verdict === 'invalid' ? 'bad' : verdict === 'valid' ? 'good' : 'info'} size={18} />
                  <span>
                    {role}: <strong>{holder === '' ? '?' : holder}</strong>, {signingTime === null ? texts.noTime : texts.signedAt(readableMoment(signingTime))}
                  </span>
                </li>
              ))}
            </ul>
            <p className="soft small">{texts.clockOnly}</p>
          </>
        )}
      </div>
      <div className="statement__group">
        <h2>{texts.asOf}</h2>
        <p>
          {texts.checkedAt(readableMoment(checkedAt))}
          {statement.signers.length > 0 && ` ${revocation}`}
        </p>
      </div>
    </section>
  );
}
