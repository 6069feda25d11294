import { fileURLToPath } from 'node:url';
import { MessageChannelMain, utilityProcess, type UtilityProcess } from 'electron';
import type { Reply } from '#core/contract/errors.ts';
import type { OfficeEvent } from '#core/contract/events.ts';
import type { OfficeFile } from '../../office/office.ts';
import type { FromOffice, ToOffice } from './office-messages.ts';

/** The office as the main process reaches it. */
export type OfficeLink = {
  call(connection: string, method: string, input: unknown): Promise<Reply<unknown>>;
  receive(connection: string, file: OfficeFile): Promise<string>;
  give(connection: string, file: string): Promise<OfficeFile | null>;
  disconnect(connection: string): void;
  close(): Promise<void>;
};

export type OfficeLinkSettings = {
  readonly start: Extract<ToOffice, { readonly kind: 'start' }>;
  readonly onEvent: (event: OfficeEvent, connection: string | null) => void;
  /** The office's process ended though nobody closed it. */
  readonly onLost: () => void;
};

type Waiting = { readonly done: (value: FromOffice) => void; readonly failed: (error: Error) => void };

/** Forks the office and, on its behalf, its children. Resolves when the office can be called. */
export async function openOfficeLink({ start, onEvent, onLost }: OfficeLinkSettings): Promise<OfficeLink> {
  const process = utilityProcess.fork(fileURLToPath(new URL('./office.js', import.meta.url)), [], { serviceName: 'Học Bạ – văn phòng', stdio: 'inherit' });
  const children = new Map<number, UtilityProcess>();
  const waiting = new Map<number, Waiting>();
  let lastId = 0;
  let closing = false;
  const ready = new Promise<void>((done) => waiting.set(0, { done: () => done(), failed: () => undefined }));
  const closed = new Promise<void>((done) => waiting.set(-1, { done: () => done(), failed: () => done() }));

  function ask(make: (id: number) => ToOffice): Promise<FromOffice> {
    const id = (lastId += 1);
    return new Promise((done, failed) => {
      waiting.set(id, { done, failed });
      process.postMessage(make(id));
    });
  }

  function settle(id: number, message: FromOffice): void {
    const entry = waiting.get(id);
    waiting.delete(id);
    entry?.done(message);
  }

  function spawnChild({ spawnId, entry, environment }: Extract<FromOffice, { readonly kind: 'spawn' }>): void {
    // Drivers write what they do on both streams, some of them the PIN: nobody listens.
    const stdio = entry === 'token' ? 'ignore' : 'inherit';
    const child = utilityProcess.fork(fileURLToPath(new URL('./child.js', import.meta.url)), [entry], { serviceName: `Học Bạ – ${entry}`, stdio, env: { ...globalThis.process.env, ...environment } });
    const { port1, port2 } = new MessageChannelMain();
    children.set(spawnId, child);
    child.postMessage({}, [port2]);
    child.on('exit', (code) => {
      children.delete(spawnId);
      if (!closing) process.postMessage({ kind: 'exited', spawnId, code } satisfies ToOffice);
    });
    process.postMessage({ kind: 'spawned', spawnId } satisfies ToOffice, [port1]);
  }

  /** A driver that hangs does not hear a polite request. */
  function killChild(spawnId: number): void {
    const child = children.get(spawnId);
    if (child?.pid === undefined) child?.kill();
    else globalThis.process.kill(child.pid, 'SIGKILL');
  }

  process.on('message', (message: FromOffice) => {
    if (message.kind === 'ready') settle(0, message);
    else if (message.kind === 'closed') settle(-1, message);
    else if (message.kind === 'event') onEvent(message.event, message.connection);
    else if (message.kind === 'spawn') spawnChild(message);
    else if (message.kind === 'kill') killChild(message.spawnId);
    else settle(message.id, message);
  });
  process.on('exit', () => {
    for (const [id, { failed }] of waiting) {
      waiting.delete(id);
      failed(new Error('office lost'));
    }
    if (!closing) onLost();
  });
  process.postMessage(start);
  await ready;

  return {
    async call(connection, method, input) {
      const answer = await ask((id) => ({ kind: 'call', id, connection, method, input }));
      if (answer.kind !== 'replied') throw new Error('office talks nonsense');
      return answer.reply;
    },
    async receive(connection, file) {
      const answer = await ask((id) => ({ kind: 'receive', id, connection, file }));
      if (answer.kind !== 'received') throw new Error('office talks nonsense');
      return answer.file;
    },
    async give(connection, file) {
      const answer = await ask((id) => ({ kind: 'give', id, connection, file }));
      return answer.kind === 'given' ? answer.file : null;
    },
    disconnect: (connection) => process.postMessage({ kind: 'disconnect', connection } satisfies ToOffice),
    async close() {
      closing = true;
      process.postMessage({ kind: 'close' } satisfies ToOffice);
      await Promise.race([closed, new Promise((done) => setTimeout(done, 5000))]);
      for (const spawnId of children.keys()) killChild(spawnId);
      process.kill();
    },
  };
}
