import type { MessagePort } from 'node:worker_threads';
import { OfficeError } from '#core/contract/errors.ts';
import type { RuleLibrary } from '#core/rules/rule-library.ts';
import type { AnswerWholeSchool } from '#main/office/ports/whole-school.ts';
import { readOffice } from './office-reader.ts';
import { checkFile } from './soundness.ts';
import { turnOfOthers, type FromThread, type ToThread } from './whole-school-reader.ts';

/** The thread's side: each question over a connection of its own, several side by side, a class at a time. */
export function serveWholeSchool(port: MessagePort, rules: RuleLibrary, answer: AnswerWholeSchool): void {
  const cancelled = new Set<number>();
  const say = (message: FromThread) => port.postMessage(message);

  async function serve(message: Exclude<ToThread, { readonly kind: 'cancel' }>): Promise<FromThread> {
    const { id, path } = message;
    try {
      if (message.kind === 'check') return { kind: 'answered', id, answer: checkFile(path) };
      const { name, question } = message;
      const value = await readOffice(path, rules, (repositories) =>
        answer(repositories, name, question, async (done, total, className) => {
          say({ kind: 'progress', id, done, total, className });
          await turnOfOthers();
          if (cancelled.has(id)) throw new OfficeError('job.cancelled');
        }),
      );
      return { kind: 'answered', id, answer: value };
    } catch (error) {
      const known = error instanceof OfficeError ? { code: error.code, params: { ...error.params } } : null;
      return { kind: 'failed', id, error: known, problem: error instanceof Error ? (error.stack ?? error.message) : String(error) };
    }
  }

  port.on('message', (message: ToThread) => {
    if (message.kind === 'cancel') {
      cancelled.add(message.id);
      return;
    }
    void serve(message).then((reply) => {
      cancelled.delete(message.id);
      say(reply);
    });
  });
}
