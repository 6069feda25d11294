import { expect, test } from 'vitest';
import type { SlotRoleStored } from '../ports/record-repository.ts';
import { signingState } from './signing-order.ts';

const of = (role: SlotRoleStored, signed: readonly SlotRoleStored[], homeroomSignature: boolean, outdated = false) => signingState({ role, homeroomSignature, signed: new Set(signed), outdated });

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
