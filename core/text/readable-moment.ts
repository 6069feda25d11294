const vietnamOffset = 7 * 3_600_000;

/** Moments as people in Vietnam read them, in their time: `31/05/2026 14:30`. Other values as they are. */
export function readableMoment(value: string): string {
  const moment = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/.test(value) ? Date.parse(value) : Number.NaN;
  if (Number.isNaN(moment)) return value;
  const [date = '', time = ''] = new Date(moment + vietnamOffset).toISOString().split('T');
  return `${date.split('-').toReversed().join('/')} ${time.slice(0, 5)}`;
}
