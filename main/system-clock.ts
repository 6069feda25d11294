import type { Clock } from './office/ports/clock.ts';

/** The PC's clock with the PC's own offset from UTC, to the second. */
export function systemClock(): Clock {
  return {
    now() {
      const date = new Date();
      const minutes = -date.getTimezoneOffset();
      const two = (number: number) => String(Math.abs(number)).padStart(2, '0');
      const local = new Date(date.getTime() + minutes * 60_000).toISOString().slice(0, 19);
      return `${local}${minutes < 0 ? '-' : '+'}${two(Math.trunc(minutes / 60))}:${two(minutes % 60)}`;
    },
  };
}
