import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { largestOnFat, roomProblem } from './medium.ts';

const stick = (freeBytes: number | null, fileSystem: string | null) => ({ path: '/media/USB', freeBytes, fileSystem });

test('numbers of what does not fit', () => {
  expect({
    fits: roomProblem(stick(8e9, 'FAT32'), 3e9),
    full: roomProblem(stick(200_000_000, 'exFAT'), 199_500_001),
    'too large for FAT32, though there is room': roomProblem(stick(32e9, 'FAT32'), largestOnFat + 1),
    'largest on FAT32': roomProblem(stick(32e9, 'FAT32'), largestOnFat),
    'no such limit elsewhere': ['exFAT', 'NTFS', 'ext4', null].map((system) => roomProblem(stick(32e9, system), 5e9)),
    'nothing known': roomProblem(stick(null, null), 5e9),
  }).toEqual({
    fits: null,
    full: { code: 'exchange.no-room', params: { path: '/media/USB', needed: 201, free: 200 } },
    'too large for FAT32, though there is room': { code: 'exchange.file-system-limit', params: { fileSystem: 'FAT32', needed: 4295, limit: 4294 } },
    'largest on FAT32': null,
    'no such limit elsewhere': [null, null, null, null],
    'nothing known': null,
  });
});

test('what fits still fits where there is more room, and what does not fit is named with less room than it needs', () => {
  const size = fc.integer({ min: 0, max: 2 ** 40 });
  fc.assert(
    fc.property(size, size, fc.constantFrom('FAT32', 'NTFS', null), (bytes, free, system) => {
      const problem = roomProblem(stick(free, system), bytes);
      if (problem === null) expect(roomProblem(stick(free * 2, system), bytes)).toBeNull();
      else expect(problem.params.needed).toBeGreaterThan(problem.code === 'exchange.no-room' ? problem.params.free : problem.params.limit);
    }),
  );
});
