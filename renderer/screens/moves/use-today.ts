import { useState } from 'react';
import { useSession } from '../../state/session-store.ts';

/** Today as `YYYY-MM-DD` by the PC's own calendar, where it lies in the school year; else empty, so that nobody takes over a day that cannot be. */
export function useToday(): string {
  const [from = '', to = ''] = (useSession((store) => store.state?.school?.schoolYear) ?? '').split('-');
  const [today] = useState(calendarDay);
  return today >= `${from}-06-01` && today <= `${to}-08-31` ? today : '';
}

function calendarDay(): string {
  const now = new Date();
  return `${now.getFullYear()}-${String(now.getMonth() + 1).padStart(2, '0')}-${String(now.getDate()).padStart(2, '0')}`;
}
