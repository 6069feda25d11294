import type { StoredAppointment } from '../ports/signer-repository.ts';
import type { StoredSchool } from '../ports/school-repositories.ts';

/** Who may sign as the school's head, in the words that stand on the record. `deputyFor`: signs in another's place (ký thay). */
export type Head = { readonly name: string; readonly personalId: string; readonly title: string; readonly deputyFor: string | null; readonly decision: string };

type Named = Pick<StoredSchool, 'principalName' | 'principalPersonalId' | 'principalTitle'>;

/**
 * Those who may sign as head on a day (domain.md 3.3; QĐ 1789 Art. 14, 23): the acting deputy first where a delegation holds, then the principal. The first is
 * whom records made on that day name. A new principal counts from the day of the decision on; before any such decision the school's settings name one.
 */
export function headsOn(school: Named, appointments: readonly StoredAppointment[], day: string): readonly Head[] {
  const holding = appointments.filter(({ fromDay, untilDay, endedFrom }) => fromDay <= day && (untilDay === null || day <= untilDay) && (endedFrom === null || day < endedFrom));
  // Recorded later counts where two begin on one day: it corrects the other.
  const latest = (kind: StoredAppointment['kind']) => holding.filter((each) => each.kind === kind).reduce<StoredAppointment | null>((best, each) => (best === null || each.fromDay >= best.fromDay ? each : best), null);
  const appointed = latest('principal');
  const principal: Head =
    appointed === null
      ? { name: school.principalName, personalId: school.principalPersonalId, title: school.principalTitle, deputyFor: null, decision: '' }
      : { name: appointed.name, personalId: appointed.personalId, title: appointed.title, deputyFor: null, decision: appointed.decision };
  const deputy = latest('deputy');
  // NĐ 30/2020 annex I: "KT. HIỆU TRƯỞNG" over "PHÓ HIỆU TRƯỞNG".
  return deputy === null ? [principal] : [{ name: deputy.name, personalId: deputy.personalId, title: `KT. ${principal.title}, ${deputy.title}`, deputyFor: principal.name, decision: deputy.decision }, principal];
}
