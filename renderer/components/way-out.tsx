import type { OfficeErrorData } from '#core/contract/errors.ts';
import { target, type Target } from '#core/contract/shared.ts';
import { qualityTexts } from '#core/text/quality.ts';
import { useNavigation } from '../state/navigation.ts';
import { useTexts } from '../state/use-texts.ts';

/** The screen where an error is mended, for errors that name one. */
export function placeToMend({ code, params }: OfficeErrorData): Target | null {
  return code === 'quality.errors' ? (target.safeParse({ screen: 'quality', classId: params['classId'] }).data ?? null) : null;
}

/** A button to it. */
export function WayOut({ place }: { readonly place: Target }) {
  const texts = useTexts(qualityTexts);
  return (
    <button type="button" className="button button--small" onClick={() => useNavigation.getState().go(place)}>
      {texts.title}
    </button>
  );
}
