import type { MessagePort } from 'node:worker_threads';
import { OfficeError, type OfficeErrorData } from '#core/contract/errors.ts';
import type { PackageWork } from '#main/office/ports/hand-off.ts';

/** What a thread is told. `fed`: another piece of what it asked for; null: there is no more. */
export type ToPackageThread = { readonly kind: 'work'; readonly name: string; readonly ask: unknown; readonly feeds: boolean } | { readonly kind: 'fed'; readonly piece: unknown };

/** `hungry`: wants the next piece. `error` null: nobody expected it. */
export type FromPackageThread =
  | { readonly kind: 'hungry' }
  | { readonly kind: 'told'; readonly piece: unknown }
  | { readonly kind: 'done'; readonly answer: unknown }
  | { readonly kind: 'failed'; readonly error: Pick<OfficeErrorData, 'code' | 'params'> | null; readonly problem: string };

/** The thread's side: one piece of work after another. */
export function servePackageWork(port: MessagePort, work: PackageWork): void {
  const say = (message: FromPackageThread, transfer: readonly ArrayBuffer[] = []) => port.postMessage(message, transfer);
  let fed: (piece: unknown) => void = () => undefined;

  async function* feed(): AsyncGenerator {
    for (;;) {
      const next = new Promise<unknown>((done) => (fed = done));
      say({ kind: 'hungry' });
      const piece = await next;
      if (piece === null) return;
      yield piece;
    }
  }

  async function* nothing(): AsyncGenerator {
    // A work that is fed nothing asks for nothing.
  }

  port.on('message', (message: ToPackageThread) => {
    if (message.kind === 'fed') return fed(message.piece);
    const answered = Promise.resolve().then(() => work(message.name, message.ask, { feed: message.feeds ? feed() : nothing(), tell: (piece) => say({ kind: 'told', piece }) }));
    answered.then(
      (answer) => say({ kind: 'done', answer }, buffersIn(answer)),
      (error: unknown) => {
        const known = error instanceof OfficeError ? { code: error.code, params: { ...error.params } } : null;
        say({ kind: 'failed', error: known, problem: error instanceof Error ? (error.stack ?? error.message) : String(error) });
      },
    );
  });
}

/** A whole file goes over without being copied. */
function buffersIn(answer: unknown): readonly ArrayBuffer[] {
  const values = typeof answer === 'object' && answer !== null ? Object.values(answer) : [];
  return values.flatMap((value: unknown) => (value instanceof Uint8Array && value.buffer instanceof ArrayBuffer && value.byteLength === value.buffer.byteLength ? [value.buffer] : []));
}
