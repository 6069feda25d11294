import { array, assert, asyncProperty, constantFrom, integer, option, record } from 'fast-check';
import { expect, test } from 'vitest';
import { OfficeError } from '#core/contract/errors.ts';
import type { BatchJournal, MadeSignature, SignableItem, SignatureWorkers } from '../ports/signing-batch.ts';
import type { QueuedItem, SignedItem, SigningRun, TokenSession } from '../ports/signing.ts';
import { signItems } from './sign-items.ts';

type Fate = 'sound' | 'not-any-more' | 'not-preparable';
type Story = { readonly fates: readonly Fate[]; readonly documents: number; readonly removedAt: number | null; readonly unsoundAt: number | null; readonly stopAfter: number | null; readonly turns: readonly number[] };

const slot = { role: 'principal', path: 'A', references: 'data', propertyId: 'p' } as const;

/** Stages that take as many turns of the event loop as the story says, so that all interleavings come up. */
async function play(story: Story) {
  let turn = 0;
  const pass = async () => {
    for (let left = story.turns[(turn += 1) % story.turns.length] ?? 0; left > 0; left -= 1) await new Promise((done) => setImmediate(done));
  };
  const written: string[] = [];
  const setAside: string[] = [];
  const counted: string[] = [];
  const seen = new Map<string, number>();
  const problems: string[] = [];
  let tokenOperations = 0;
  const items = story.fates.map((fate, index): SignableItem => {
    const document = String(index % story.documents);
    return {
      id: String(index),
      kind: 'record',
      document,
      name: String(index),
      label: String(index),
      slot,
      signerPersonalId: null,
      load: async () => {
        await pass();
        if (fate === 'not-any-more') return new OfficeError('signing.out-of-order');
        return { data: new Uint8Array([fate === 'not-preparable' ? 1 : 0, index]), signatures: Array.from({ length: seen.get(document) ?? 0 }, () => ({ slot, fragment: '' })) };
      },
    };
  });
  const workers: SignatureWorkers = {
    ready: Promise.resolve(),
    prepare: async (requests) => {
      await pass();
      return requests.map(({ document }) => (document.data[0] === 1 ? { ok: false as const, error: { code: 'records.schema' as const, params: {} }, problem: '' } : { ok: true as const, value: { slot, signingTime: 't', toBeSigned: document.data, draft: '' } }));
    },
    finish: async (requests) => {
      await pass();
      return requests.map(({ name }) => (Number(name) === story.unsoundAt ? { ok: false as const, error: { code: 'signing.self-check-failed' as const, params: {} }, problem: '' } : { ok: true as const, value: { fragment: name, documentDigest: '', alike: false } }));
    },
    close: () => Promise.resolve(),
  };
  const session = {
    algorithm: 'rsa-sha256',
    certificate: { der: new Uint8Array() },
    signMany(chunks: AsyncIterable<readonly QueuedItem[]>): SigningRun {
      let stopped = false;
      async function* signed(): AsyncGenerator<SignedItem> {
        for await (const items of chunks) {
          for (const { id, data } of items) {
            if (tokenOperations === 1 && written.length === 0 && setAside.length === 0) problems.push('second signature before the first was written');
            await pass();
            if (stopped) return;
            if (story.removedAt !== null && tokenOperations >= story.removedAt) throw new OfficeError('token.removed');
            tokenOperations += 1;
            yield { id, value: data, busy: 1 };
          }
        }
      }
      return { signed: signed(), stop: () => Promise.resolve(void (stopped = true)) };
    },
  } as unknown as TokenSession;
  const journal: Pick<BatchJournal, 'signed' | 'setAside'> = {
    async signed(made: readonly MadeSignature[]) {
      await pass();
      for (const { item, order } of made) {
        if (order !== (seen.get(item.document) ?? 0) + 1) problems.push(`${item.id} did not see the signature before it`);
        seen.set(item.document, order);
        written.push(item.id);
      }
    },
    async setAside(item, state, { code }) {
      await pass();
      setAside.push(`${item.id} ${state} ${code}`);
    },
  };
  const end = await signItems(
    { workers, clock: { now: () => 't' }, ids: { next: () => 'id' }, log: (line) => problems.push(line) },
    {
      session,
      items,
      canonicalization: 'exclusive',
      journal,
      mayStop: () => story.stopAfter !== null && written.length >= story.stopAfter,
      onDurable(some) {
        for (const { id } of some) {
          if (!written.includes(id)) problems.push(`${id} counted before it was written`);
          counted.push(id);
        }
      },
    },
  );
  return { end, written, setAside, counted, problems, tokenOperations };
}

const stories = record({
  fates: array(constantFrom<Fate>('sound', 'sound', 'sound', 'sound', 'not-any-more', 'not-preparable'), { maxLength: 60 }),
  documents: integer({ min: 1, max: 60 }),
  removedAt: option(integer({ min: 0, max: 40 })),
  unsoundAt: option(integer({ min: 0, max: 60 })),
  stopAfter: option(integer({ min: 0, max: 60 })),
  turns: array(integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 7 }),
});

test('whatever happens, each item has one end at most, nothing counts before it is written, and no signature that the token made is lost but unsound ones', async () => {
  await assert(
    asyncProperty(stories, async (story) => {
      const { end, written, setAside, counted, problems, tokenOperations } = await play(story);
      const unsound = setAside.filter((line) => line.endsWith('signing.self-check-failed')).length;
      const ends = [...written, ...setAside.map((line) => line.split(' ')[0] ?? '')];
      expect({ problems, counted, twice: ends.length - new Set(ends).size, lost: tokenOperations - written.length - unsound }).toEqual({ problems: [], counted: written, twice: 0, lost: 0 });
      // An unsound signature always ends the run, unless the token was pulled out before it was looked at.
      if (unsound > 0) expect(['signing.self-check-failed', 'token.removed']).toContain(end.error?.code);
      else expect([undefined, 'token.removed']).toContain(end.error?.code);
      if (end.error === null && !end.stopped) {
        expect(written).toEqual(story.fates.flatMap((fate, index) => (fate === 'sound' ? [String(index)] : [])).toSorted((a, b) => written.indexOf(a) - written.indexOf(b)));
        expect(ends.length).toBe(story.fates.length);
      }
    }),
    { numRuns: 300 },
  );
});
