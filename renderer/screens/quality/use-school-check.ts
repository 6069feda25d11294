import { create } from 'zustand';
import type { JobId } from '#core/values/ids.ts';
import type { Feature } from '../../state/use-query.ts';
import { useSchoolJob } from '../../state/use-school-job.ts';

/** The last check that was finished stays to be looked at while the next is under way, also after a visit to the field that was mended. */
const useLastCheck = create<{ readonly doneJob: JobId | null }>(() => ({ doneJob: null }));
const keep = (doneJob: JobId) => useLastCheck.setState({ doneJob });
const features: readonly Feature[] = ['pupils', 'gradebook', 'homeroom', 'school'];

/** Checks the whole school when its list is opened; one check at a time. */
export function useSchoolCheck() {
  const doneJob = useLastCheck((store) => store.doneJob);
  return { ...useSchoolJob('quality.checkSchool', features, keep), doneJob };
}
