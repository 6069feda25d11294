import { MessageChannel, Worker, type MessagePort } from 'node:worker_threads';
import { OfficeError } from '#core/contract/errors.ts';
import type { PackageBench, PackageWork } from '#main/office/ports/hand-off.ts';
import { servePackageWork, type FromPackageThread, type ToPackageThread } from './hand-off-thread.ts';

/** After so long without work (milliseconds) the thread goes: an old PC has other uses for its memory. */
const keptFor = 60_000;

type Side = { readonly port: Worker | MessagePort; end(): Promise<void> };

/**
 * Work on packages in a thread, one piece after another; where two come at once each has its own. A cancelled one stops wherever it is, with its thread. `code`: of the
 * thread; null: the work is done in the office's own thread.
 */
export function createPackageBench({ code, work }: { readonly code: URL | null; readonly work: PackageWork }): PackageBench & { close(): Promise<void> } {
  const sides = new Set<Side>();
  let idle: Side | null = null;
  let leaving: NodeJS.Timeout | undefined;

  function open(): Side {
    if (code !== null) {
      const worker = new Worker(code);
      return { port: worker, end: async () => void (await worker.terminate()) };
    }
    const { port1, port2 } = new MessageChannel();
    servePackageWork(port2, work);
    return { port: port1, end: () => Promise.resolve(port1.close()) };
  }

  function taken(): Side {
    clearTimeout(leaving);
    const side = idle ?? open();
    idle = null;
    sides.add(side);
    side.port.ref();
    return side;
  }

  async function end(side: Side): Promise<void> {
    sides.delete(side);
    if (idle === side) idle = null;
    await side.end();
  }

  async function park(side: Side): Promise<void> {
    if (idle !== null || !sides.has(side)) return end(side);
    idle = side;
    side.port.unref();
    leaving = setTimeout(() => void end(side), keptFor).unref();
  }

  return {
    async run(name, ask, { feed, hear, signal }) {
      if (signal.aborted) throw new OfficeError('job.cancelled');
      const side = taken();
      const { answer, usable } = await converse(side.port, { kind: 'work', name, ask, feeds: feed !== undefined }, { feed: feed?.[Symbol.asyncIterator](), hear, signal });
      await (usable ? park(side) : end(side));
      if (answer.kind === 'failed') throw answer.error;
      return answer.value;
    },
    async close() {
      clearTimeout(leaving);
      await Promise.all([...sides].map(end));
    },
  };
}

type Course = { readonly feed: AsyncIterator<unknown> | undefined; readonly hear: ((piece: unknown) => void) | undefined; readonly signal: AbortSignal };
type Answer = { readonly kind: 'done'; readonly value: unknown } | { readonly kind: 'failed'; readonly error: unknown };

/** `usable`: the other side has come to its end by itself and may be given more. */
function converse(port: Side['port'], first: ToPackageThread, { feed, hear, signal }: Course): Promise<{ readonly answer: Answer; readonly usable: boolean }> {
  return new Promise((settle) => {
    const say = (message: ToPackageThread) => port.postMessage(message);
    const end = (answer: Answer, usable: boolean) => {
      port.off('message', heard);
      port.off('error', broken);
      port.off('exit', gone);
      signal.removeEventListener('abort', cancelled);
      settle({ answer, usable });
    };
    const failed = (error: unknown) => end({ kind: 'failed', error }, false);
    const cancelled = () => failed(new OfficeError('job.cancelled'));
    const broken = (error: unknown) => failed(error);
    const gone = () => failed(new Error('A thread for packages ended.'));
    const heard = (message: FromPackageThread) => {
      if (message.kind === 'told') hear?.(message.piece);
      else if (message.kind === 'hungry') feed?.next().then((next) => say({ kind: 'fed', piece: next.done === true ? null : next.value }), failed);
      else if (message.kind === 'done') end({ kind: 'done', value: message.answer }, true);
      else end({ kind: 'failed', error: message.error === null ? new Error(message.problem) : new OfficeError(message.error.code, message.error.params) }, true);
    };
    port.on('message', heard);
    port.on('error', broken);
    port.on('exit', gone);
    signal.addEventListener('abort', cancelled, { once: true });
    say(first);
  });
}
