import { expect, test } from 'vitest';
import { changeReason, lockStateOf, type LockScope } from './locks.ts';

const scope = (given: Partial<LockScope> = {}): LockScope => ({ classId: null, subjectId: null, semester: null, column: null, ...given });
const place = { classId: '7A', subjectId: 'TOAN', semester: 1, column: 'final' } as const;
const nothing = { locks: [], windows: [], reopenings: [], former: [] };
const lock = (given: Partial<LockScope> = {}) => ({ scope: scope(given), since: '2026-01-15T10:00:00+07:00', by: 'cô Lan' });
const at = '2026-01-20T09:30:00+07:00';

test('a place is locked by the narrowest and the widest lock, a reopening opens it until its minute, windows by their days', () => {
  const why = (all: Partial<Parameters<typeof lockStateOf>[1]>, now = at, where: Parameters<typeof lockStateOf>[0] = place) => {
    const { refusal, reason } = lockStateOf(where, { ...nothing, ...all }, now);
    return refusal?.why ?? reason ?? 'open';
  };
  const reopenings = [{ scope: scope({ classId: '7A' }), expiresAt: '2026-01-20T09:31', reason: 'nhập nhầm' }];
  const windows = [
    { scope: scope({ semester: 1 }), opensOn: '2026-01-01', closesOn: '2026-01-10' },
    { scope: scope({ semester: 1 }), opensOn: '2026-01-25', closesOn: '2026-01-30' },
  ];
  expect([
    why({}),
    why({ locks: [lock()] }),
    why({ locks: [lock({ classId: '7A', subjectId: 'TOAN', semester: 1, column: 'final' })] }),
    why({ locks: [lock({ column: 'midterm' })] }),
    why({ locks: [lock({ semester: 2 })] }),
    why({ locks: [lock()], reopenings }),
    why({ locks: [lock()], reopenings }, '2026-01-20T09:31:00+07:00'),
    why({ reopenings }),
    why({ windows }),
    why({ windows }, '2026-01-10T23:59:00+07:00'),
    why({ windows }, '2026-02-01T00:00:00+07:00'),
    // The homeroom sheet: a class lock covers it, a subject's does not.
    why({ locks: [lock({ classId: '7A' })] }, at, { ...place, subjectId: null, column: null }),
    why({ locks: [lock({ subjectId: 'TOAN' })] }, at, { ...place, subjectId: null, column: null }),
  ]).toEqual(['open', 'locked', 'locked', 'open', 'open', 'nhập nhầm', 'locked', 'open', 'not-open', 'open', 'closed', 'locked', 'open']);
});

test('what was shut once and is open again asks for a reason, unless a reopening has given one', () => {
  const asks = (all: Partial<Parameters<typeof lockStateOf>[1]>, now = at) => lockStateOf(place, { ...nothing, ...all }, now).needsReason;
  const reopenings = [{ scope: scope({ classId: '7A' }), expiresAt: '2026-01-20T09:31', reason: 'nhập nhầm' }];
  const windows = [
    { scope: scope({ semester: 1 }), opensOn: '2026-01-01', closesOn: '2026-01-10' },
    { scope: scope({ semester: 1 }), opensOn: '2026-01-20', closesOn: '2026-01-30' },
  ];
  expect([asks({}), asks({ former: [scope({ classId: '7A' })] }), asks({ former: [scope({ classId: '7B' })] }), asks({ windows }), asks({ windows }, '2026-01-10T09:00:00+07:00'), asks({ locks: [lock()] }), asks({ locks: [lock()], former: [scope()], reopenings })]).toEqual([
    false,
    true,
    false,
    true,
    false,
    false,
    false,
  ]);
  expect([changeReason(null, null), changeReason('mở', null), changeReason(null, 'sửa'), changeReason('mở', 'sửa'), changeReason('mở', 'mở')]).toEqual([null, 'mở', 'sửa', 'mở – sửa', 'mở']);
});
