import type { PrimaryOutcome } from '../tt27/primary-year.ts';

export const outcomeWords: Readonly<Record<PrimaryOutcome, string>> = { HTXS: 'Hoàn thành xuất sắc', HTT: 'Hoàn thành tốt', HT: 'Hoàn thành', CHT: 'Chưa hoàn thành' };
