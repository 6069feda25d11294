import { array, assert, boolean, nat, property, record } from 'fast-check';
import { expect, test } from 'vitest';
import type { SlotRoleStored } from '../ports/frozen-document.ts';
import { signingSteps, slotState, slotText, type Obligations, type SlotKey } from './signing-order.ts';

const regions = ['mon-NGU_VAN', 'mon-TOAN', 'mon-GDTC'];

function of(role: SlotRoleStored, signed: readonly SlotRoleStored[], homeroomTeacher: boolean, outdated = false) {
  return slotState({ role, region: '' }, signingSteps({ subjectTeachers: false, homeroomTeacher }, regions), new Set(signed.map((each) => slotText({ role: each, region: '' }))), outdated);
}

test('homeroom teacher where asked for, then the principal, then the school; nobody out of turn', () => {
  expect({
    'asked for': [of('homeroomTeacher', [], true), of('principal', [], true), of('principal', ['homeroomTeacher'], true), of('school', ['homeroomTeacher'], true), of('school', ['homeroomTeacher', 'principal'], true)],
    'not asked for': [of('homeroomTeacher', [], false), of('principal', [], false), of('school', [], false), of('school', ['principal'], false)],
    'too late': [of('homeroomTeacher', ['principal'], false), of('homeroomTeacher', ['principal'], true)],
    'signed already': of('principal', ['homeroomTeacher', 'principal'], true, true),
    'data changed': of('principal', ['homeroomTeacher'], true, true),
  }).toEqual({
    'asked for': ['ready', 'waiting-for-others', 'ready', 'waiting-for-others', 'ready'],
    'not asked for': ['ready', 'ready', 'waiting-for-others', 'ready'],
    'too late': ['waiting-for-others', 'waiting-for-others'],
    'signed already': 'already-signed',
    'data changed': 'outdated',
  });
});

const obligations = record({ subjectTeachers: boolean(), homeroomTeacher: boolean() });
const ranks: readonly SlotRoleStored[] = ['subjectTeacher', 'homeroomTeacher', 'principal', 'school'];

/** Signs in an arbitrary order whatever may be signed, refused attempts included, until nothing is ready. */
function signAtRandom(asked: Obligations, picks: readonly number[]): { readonly order: readonly SlotKey[]; readonly left: number } {
  const steps = signingSteps(asked, regions);
  const all = steps.flatMap(({ slots }) => slots);
  const signed = new Set<string>();
  const order: SlotKey[] = [];
  for (const pick of picks) {
    const slot = all[pick % all.length];
    if (slot === undefined || slotState(slot, steps, signed, false) !== 'ready') continue;
    signed.add(slotText(slot));
    order.push(slot);
  }
  return { order, left: all.filter((slot) => slotState(slot, steps, signed, false) === 'ready').length };
}

test('whatever is tried in whatever order: no slot twice, roles in their order, and nothing later without all that is asked for before it', () => {
  assert(
    property(obligations, array(nat(), { maxLength: 200 }), (asked, picks) => {
      const { order } = signAtRandom(asked, picks);
      const places = order.map(({ role }) => ranks.indexOf(role));
      expect(places).toEqual(places.toSorted((one, other) => one - other));
      expect(new Set(order.map(slotText)).size).toBe(order.length);
      const before = (role: SlotRoleStored) => order.slice(0, order.findIndex((slot) => slot.role === role));
      const has = (role: SlotRoleStored) => order.some((slot) => slot.role === role);
      for (const role of ['homeroomTeacher', 'principal', 'school'] as const) {
        if (!has(role)) continue;
        if (asked.subjectTeachers) expect(before(role).filter((slot) => slot.role === 'subjectTeacher')).toHaveLength(regions.length);
        if (asked.homeroomTeacher && role !== 'homeroomTeacher') expect(before(role).some((slot) => slot.role === 'homeroomTeacher')).toBe(true);
        if (role === 'school') expect(before(role).some((slot) => slot.role === 'principal')).toBe(true);
      }
    }),
  );
});

test('a record that everybody signs in turn comes to its end, and an outdated one takes nothing more', () => {
  assert(
    property(obligations, (asked) => {
      const inTurn = Array.from({ length: 6 }, (_, index) => index);
      const { order, left } = signAtRandom(asked, inTurn);
      expect([order.map(({ role }) => role), left]).toEqual([['subjectTeacher', 'subjectTeacher', 'subjectTeacher', 'homeroomTeacher', 'principal', 'school'], 0]);
      const steps = signingSteps(asked, regions);
      expect(steps.flatMap(({ slots }) => slots).filter((slot) => slotState(slot, steps, new Set(), true) !== 'outdated')).toEqual([]);
    }),
  );
});
