import { beforeEach, expect, test } from 'vitest';
import type { ClassId } from '#core/values/ids.ts';
import { CallError } from '../state/office.ts';
import { cellKey, giveUpCell, retryFailed, saveCell, saveQueue } from './save-queue.ts';

const place = { screen: 'results', classId: '6a' as ClassId } as const;
let sent: string[] = [];
let broken = false;

async function office(text: string): Promise<{ readonly savedAt: string }> {
  sent.push(text);
  await Promise.resolve();
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
