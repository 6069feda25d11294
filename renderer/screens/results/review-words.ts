import type { PupilResult, ReviewPointView } from '#core/contract/results.ts';
import type { Language } from '#core/contract/shared.ts';
import { policiesTexts } from '#core/text/policies.ts';
import { resultsTexts } from '#core/text/results.ts';
import { reviewTexts } from '#core/text/reviews.ts';
import { textsIn } from '#core/text/texts.ts';
import { decisionWords } from './results-words.ts';

type Told = ReviewPointView['others'][number]['result'];

/** A reading of a point, in words. */
export function readingText(policy: ReviewPointView['policy'], value: string, language: Language): string {
  const readings: Readonly<Record<string, string>> = textsIn(policiesTexts, language).readings[policy];
  return readings[value] ?? value;
}

/** What another reading would make of the pupil's results: only what differs from what is shown. */
export function differenceText(pupil: PupilResult, other: Told, grade: number | null, language: Language): string {
  const texts = textsIn(reviewTexts, language);
  const words = textsIn(resultsTexts, language);
  const level = (value: Told['year']) => (value === null ? texts.noLevel : words.levels[value]);
  const parts: readonly (readonly [keyof Told, boolean, string])[] = [
    ['semester1', pupil.semester1.level !== other.semester1, level(other.semester1)],
    ['semester2', pupil.semester2.level !== other.semester2, level(other.semester2)],
    ['year', pupil.year.level !== other.year, level(other.year)],
    ['title', pupil.award !== other.title, other.title === null ? texts.noTitle : words.awards[other.title]],
    ['decision', pupil.decision !== other.decision, decisionWords(other.decision, grade, language)],
    ['finalDecision', pupil.finalDecision !== other.finalDecision && other.finalDecision !== other.decision, decisionWords(other.finalDecision, grade, language)],
  ];
  const differing = parts.flatMap(([name, differs, value]) => (differs ? [texts.part(texts.parts[name], value)] : []));
  return differing.length === 0 ? texts.same : differing.join(', ');
}
