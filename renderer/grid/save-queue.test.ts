import { beforeEach, expect, test } from 'vitest';
import type { ClassId } from '#core/values/ids.ts';
import { CallError } from '../state/office.ts';
import type { SessionState } from '#core/contract/session.ts';
import { userId } from '#core/values/ids.ts';
import { useSession } from '../state/session-store.ts';
import { cellKey, giveUpCell, retryFailed, saveCell, saveQueue } from './save-queue.ts';

const place = { screen: 'results', classId: '6a' as ClassId } as const;
let sent: string[] = [];
let broken = false;
let locked = false;

async function office(text: string): Promise<{ readonly savedAt: string }> {
  sent.push(text);
  await Promise.resolve();
  if (locked) throw new CallError({ code: 'session.locked', params: {}, correlationId: 'x' });
  if (broken || text === '85') throw new CallError({ code: 'mark.out-of-range', params: {}, correlationId: 'x' });
  return { savedAt: '2025-10-01T10:15:00.000+07:00' };
}

function type(row: string, text: string, savedText = ''): void {
  saveCell({ key: cellKey('s', row, 'midterm'), sheet: 's', text, label: row, place, send: office }, savedText);
}

async function settled(): Promise<unknown> {
  await new Promise((done) => {
    setTimeout(done, 5);
  });
  const { entries, lastFailed } = saveQueue.getState();
  return { sent, lastFailed, left: [...entries.values()].map((cell) => [cell.key, cell.text, cell.state]) };
}

beforeEach(() => {
  sent = [];
  broken = false;
  locked = false;
  saveQueue.setState({ entries: new Map(), savedAt: null, lastFailed: null });
});

test('saves cells in the order they were left and keeps what was refused', async () => {
  type('an', '8');
  type('binh', '85');
  type('chi', '7');
  expect(await settled()).toEqual({ sent: ['8', '85', '7'], lastFailed: 's|binh|midterm', left: [['s|binh|midterm', '85', 'failed']] });
  type('binh', '8,5');
  expect(await settled()).toEqual({ sent: ['8', '85', '7', '8,5'], lastFailed: null, left: [] });
});

test('what is typed while the cell is being saved is sent after it', async () => {
  type('an', '8');
  type('an', '9');
  expect(await settled()).toEqual({ sent: ['8', '9'], lastFailed: null, left: [] });
});

test('a failed cell is sent again, or given up by typing what is saved', async () => {
  broken = true;
  type('an', '8', '6');
  type('binh', '9', '6');
  await settled();
  type('an', '6', '6');
  broken = false;
  retryFailed();
  expect(await settled()).toEqual({ sent: ['8', '9', '9'], lastFailed: null, left: [] });
  giveUpCell('nothing there');
});

test("what one user could not save is kept through sign-out for them, and never reaches the next user", async () => {
  const session = (name: string | null, isLocked: boolean): SessionState => ({
    school: { name: 'Trường THCS', training: false, programme: 'general', levels: ['lower-secondary'], schoolYear: '2025-2026', years: [], viewedYearId: null },
    user: name === null ? null : { id: userId.parse(name), userName: name, displayName: name, roles: ['clerk'], teacherId: null },
    locked: isLocked,
    doors: { training: [], real: true },
    language: 'vi',
    idleMinutes: 10,
    version: '',
  });
  const set = (state: SessionState) => useSession.getState().set(state);
  set(session('thu', false));
  locked = true;
  type('an', '3');
  await settled();
  set(session('thu', true));
  set(session(null, false));
  const signedOut = await settled();
  locked = false;
  set(session('hoa', false));
  const next = await settled();

  locked = true;
  type('binh', '4');
  await settled();
  set(session('hoa', true));
  locked = false;
  set(session('hoa', false));
  expect({ signedOut, next, same: await settled() }).toEqual({
    signedOut: { sent: ['3', '4', '4'], lastFailed: 's|an|midterm', left: [['s|an|midterm', '3', 'failed']] },
    next: { sent: ['3', '4', '4'], lastFailed: null, left: [] },
    same: { sent: ['3', '4', '4'], lastFailed: null, left: [] },
  });
});
