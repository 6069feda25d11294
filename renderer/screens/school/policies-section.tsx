import { useState } from 'react';
import type { PolicyView } from '#core/contract/policies.ts';
import { formatDay } from '#core/text/common.ts';
import { policiesTexts } from '#core/text/policies.ts';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { TextAreaField } from '../../components/field.tsx';
import { QueryView } from '../../components/loading.tsx';
import { notify } from '../../state/notices.ts';
import { useLanguage } from '../../state/session-store.ts';
import { useCommand } from '../../state/use-command.ts';
import { useQuery } from '../../state/use-query.ts';
import { useTexts } from '../../state/use-texts.ts';
import { readingText } from '../results/review-words.ts';
import '../../styles/policies.css';

/** What the circulars leave open, and how this school reads it: the principal chooses, everybody sees who chose what, when and why. */
export function PoliciesSection() {
  const texts = useTexts(policiesTexts);
  const query = useQuery('policies.list', {}, ['school', 'results']);
  const [chosen, setChosen] = useState<PolicyView | null>(null);
  return (
    <QueryView query={query}>
      {({ policies, mayChoose }) => (
        <>
          <p className="policies__intro">{texts.intro}</p>
          {!mayChoose && <p className="soft">{texts.onlyPrincipal}</p>}
          {policies.length === 0 && <p>{texts.none}</p>}
          <ol className="policies">
            {policies.map((policy) => (
              <PolicyCard key={policy.policy} policy={policy} onChoose={mayChoose ? () => setChosen(policy) : null} />
            ))}
          </ol>
          {chosen !== null && <ChooseDialog key={chosen.policy} policy={chosen} onClose={() => setChosen(null)} />}
        </>
      )}
    </QueryView>
  );
}

function PolicyCard({ policy, onChoose }: { readonly policy: PolicyView; readonly onChoose: (() => void) | null }) {
  const texts = useTexts(policiesTexts);
  const language = useLanguage();
  const [latest, ...earlier] = policy.choices;
  return (
    <li className="policies__one">
      <div className="policies__head">
        <h2>{texts.names[policy.policy]}</h2>
        <span className="soft small">{texts.circulars(policy.circulars.join(', '))}</span>
      </div>
      <p>{texts.questions[policy.policy]}</p>
      <ul className="policies__readings">
        {policy.values.map((value) => (
          <li key={value} data-used={value === policy.value || undefined}>
            <span aria-hidden="true">{value === policy.value ? '●' : '○'}</span> {readingText(policy.policy, value, language)}
            {value === policy.value && <strong className="policies__mark"> ({texts.inForce})</strong>}
            {value === policy.usual && <span className="soft"> ({texts.usual})</span>}
          </li>
        ))}
      </ul>
      {latest === undefined ? (
        <p className="soft small">{texts.notChosen}</p>
      ) : (
        <p className="small">
          {texts.chosenBy(latest.by, formatDay(latest.at))}. {texts.because(latest.reason)}
        </p>
      )}
      {earlier.length > 0 && (
        <details className="small">
          <summary>{texts.earlier(earlier.length)}</summary>
          <ul>
            {earlier.map((choice) => (
              <li key={`${choice.at} ${choice.value}`}>
                {readingText(policy.policy, choice.value, language)}. {texts.chosenBy(choice.by, formatDay(choice.at))}. {texts.because(choice.reason)}
              </li>
            ))}
          </ul>
        </details>
      )}
      {onChoose !== null && (
        <button type="button" className="button button--small" onClick={onChoose} aria-label={`${texts.choose} ${texts.names[policy.policy]}`}>
          {texts.choose}
        </button>
      )}
    </li>
  );
}

function ChooseDialog({ policy, onClose }: { readonly policy: PolicyView; readonly onClose: () => void }) {
  const texts = useTexts(policiesTexts);
  const language = useLanguage();
  const choose = useCommand('policies.choose');
  const [value, setValue] = useState(policy.value);
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  async function save() {
    setTried(true);
    if (reason.trim() === '' || (await choose.run({ policy: policy.policy, value, reason })) === null) return;
    notify('good', texts.saved);
    onClose();
  }
  return (
    <ConfirmDialog open title={texts.chooseTitle(texts.names[policy.policy])} confirmLabel={texts.save} busy={choose.busy} error={choose.error} onCancel={onClose} onConfirm={() => void save()}>
      <p>{texts.questions[policy.policy]}</p>
      <fieldset className="policies__choice">
        <legend>{texts.reading}</legend>
        {policy.values.map((each) => (
          <label key={each} className="check">
            <input type="radio" name="reading" checked={value === each} onChange={() => setValue(each)} />
            <span>
              {readingText(policy.policy, each, language)}
              {each === policy.usual && <span className="soft"> ({texts.usual})</span>}
            </span>
          </label>
        ))}
      </fieldset>
      <TextAreaField label={texts.reason} value={reason} onChange={setReason} required rows={2} error={tried && reason.trim() === '' ? texts.needsReason : undefined} />
      <p className="soft small">{texts.chooseText}</p>
    </ConfirmDialog>
  );
}
