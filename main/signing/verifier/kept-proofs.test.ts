import { expect, test } from 'vitest';
import { readKeptProofs } from './kept-proofs.ts';

const written = (content: unknown) => Buffer.from(JSON.stringify(content), 'utf8');
const usual = { format: 'hocba-timestamps/1', timestamps: ['MAA='], crls: [], ocsps: [] };

test('what a bundle brings along is read in its one form and within bounds, and is nothing otherwise', () => {
  const odd = {
    'not JSON': Buffer.from('{'),
    'not UTF-8': Buffer.concat([written(usual), Buffer.from([0xff])]),
    'another form': written({ ...usual, format: 'hocba-timestamps/2' }),
    'something more': written({ ...usual, keys: [] }),
    'no base64': written({ ...usual, crls: ['MAA'] }),
    'too many lists': written({ ...usual, crls: Array.from({ length: 21 }, () => 'MAA=') }),
    'too large': Buffer.alloc(4 * 1024 * 1024 + 1, 0x20),
  };
  expect(readKeptProofs(written(usual))).toEqual({ timestamps: [new Uint8Array([48, 0])], crls: [], ocsps: [] });
  expect(Object.entries(odd).filter(([, bytes]) => readKeptProofs(bytes) !== null)).toEqual([]);
});
