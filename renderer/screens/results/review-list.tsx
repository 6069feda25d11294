import { useState } from 'react';
import type { PupilResult, ReviewPointView } from '#core/contract/results.ts';
import { formatDay } from '#core/text/common.ts';
import { policiesTexts } from '#core/text/policies.ts';
import { reviewTexts } from '#core/text/reviews.ts';
import { useNavigation } from '../../state/navigation.ts';
import { useLanguage } from '../../state/session-store.ts';
import { useTexts } from '../../state/use-texts.ts';
import { ListBox } from './results-lists.tsx';
import type { ClassResults } from './results-words.ts';
import { ReviewDialog } from './review-dialog.tsx';
import { differenceText, readingText } from './review-words.ts';
import '../../styles/policies.css';

type Case = { readonly pupil: PupilResult; readonly point: ReviewPointView };

/** "Cần nhà trường xem xét": whose result hangs on something the circular leaves open, what was decided, and the way to decide. */
export function ReviewList({ results, grade }: { readonly results: ClassResults; readonly grade: number | null }) {
  const texts = useTexts(reviewTexts);
  const [chosen, setChosen] = useState<{ readonly enrollmentId: string; readonly policy: string } | null>(null);
  const cases = results.pupils.flatMap((pupil) => pupil.review.map((point): Case => ({ pupil, point })));
  if (cases.length === 0) return null;
  const waiting = cases.filter(({ point }) => point.settled === null || point.proposed !== null);
  const settled = cases.filter((each) => !waiting.includes(each));
  const pupilsIn = (list: readonly Case[]) => new Set(list.map(({ pupil }) => pupil.enrollmentId)).size;
  const act = results.mayDecide ? 'decide' : results.mayPropose ? 'propose' : null;
  const shown = (list: readonly Case[]) => (
    <ul className="reviews">
      {list.map((each) => (
        <CaseLine key={`${each.pupil.enrollmentId} ${each.point.policy}`} one={each} grade={grade} act={act} onAct={() => setChosen({ enrollmentId: each.pupil.enrollmentId, policy: each.point.policy })} />
      ))}
    </ul>
  );
  const open = cases.find(({ pupil, point }) => pupil.enrollmentId === chosen?.enrollmentId && point.policy === chosen.policy);
  return (
    <>
      <ListBox name="review" tone={waiting.length > 0 ? 'warning' : 'plain'} title={waiting.length > 0 ? texts.open(pupilsIn(waiting)) : texts.allSettled(pupilsIn(settled))}>
        <p className="soft small">{texts.intro}</p>
        {shown(waiting)}
        {settled.length > 0 && (
          <details open={waiting.length === 0}>
            <summary>{texts.settledTitle(pupilsIn(settled))}</summary>
            {shown(settled)}
          </details>
        )}
        {results.mayDecide && (
          <button type="button" className="text-button" onClick={() => useNavigation.getState().go({ screen: 'school', section: 'policies' })}>
            {texts.forSchool}
          </button>
        )}
      </ListBox>
      {open !== undefined && act !== null && <ReviewDialog key={`${open.pupil.enrollmentId} ${open.point.policy}`} classId={results.classId} pupil={open.pupil} point={open.point} grade={grade} act={act} onClose={() => setChosen(null)} />}
    </>
  );
}

function CaseLine({ one: { pupil, point }, grade, act, onAct }: { readonly one: Case; readonly grade: number | null; readonly act: 'decide' | 'propose' | null; readonly onAct: () => void }) {
  const texts = useTexts(reviewTexts);
  const policies = useTexts(policiesTexts);
  const language = useLanguage();
  const { policy, value, others, settled, proposed } = point;
  return (
    <li className="reviews__one">
      <div className="reviews__head">
        <p>
          <strong>{pupil.fullName}</strong>: {policies.names[policy]}
        </p>
        {act !== null && (
          <button type="button" className="button button--small" aria-label={`${act === 'propose' ? texts.propose : settled?.scope === 'learner' ? texts.revise : texts.decide} ${pupil.fullName}`} onClick={onAct}>
            {act === 'propose' ? texts.propose : settled?.scope === 'learner' ? texts.revise : texts.decide}
          </button>
        )}
      </div>
      <p className="small">{texts.now(readingText(policy, value, language))}</p>
      {others.map((other) => (
        <p key={other.value} className="small">
          {texts.otherwise(readingText(policy, other.value, language), differenceText(pupil, other.result, grade, language))}
        </p>
      ))}
      {settled !== null && (
        <p className="small">
          {settled.scope === 'school' ? texts.settledForSchool(settled.by, formatDay(settled.at)) : texts.settledForPupil(settled.number, settled.by, formatDay(settled.at))} {texts.reason(settled.reason)}
        </p>
      )}
      {proposed !== null && (
        <p className="reviews__proposal">
          {texts.proposed(readingText(policy, proposed.value, language), proposed.by, formatDay(proposed.at))} {texts.reason(proposed.reason)}
        </p>
      )}
    </li>
  );
}
