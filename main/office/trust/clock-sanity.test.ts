import { assert, integer, property } from 'fast-check';
import { expect, test } from 'vitest';
import { judgeClock } from './clock-sanity.ts';

const day = 86_400_000;
const moment = integer({ min: 0, max: 20_000 * day });
const iso = (milliseconds: number) => new Date(milliseconds).toISOString();

test('a clock before what is certain is refused whatever else it says, and a server alone never refuses', () => {
  assert(
    property(moment, moment, moment, integer({ min: -day, max: day }), (now, notBefore, lastAudit, milliseconds) => {
      const answer = judgeClock({ at: iso(now), notBefore: iso(notBefore), lastAudit: iso(lastAudit), offset: { milliseconds, by: 'server' } });
      expect(answer.state).toBe(now < lastAudit || now < notBefore ? 'refuse' : Math.abs(milliseconds) > 300_000 ? 'warn' : 'sane');
    }),
  );
});

test('five minutes are forgiven, times of other zones are compared as moments', () => {
  const at = '2026-11-25T08:00:00+07:00';
  const offBy = (milliseconds: number) => judgeClock({ at, notBefore: null, lastAudit: '2026-11-25T01:00:00Z', offset: { milliseconds, by: 'timestamp' } });
  expect([offBy(300_000), offBy(-301_000), judgeClock({ at, notBefore: '2026-11-25T01:00:01Z', lastAudit: null, offset: null })]).toEqual([
    { state: 'sane' },
    { state: 'warn', offBy: -301, by: 'timestamp' },
    { state: 'refuse', reason: 'before-certificate', earliest: '2026-11-25T01:00:01Z' },
  ]);
});
