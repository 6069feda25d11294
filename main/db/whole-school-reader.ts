import { statSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { OfficeError, type OfficeErrorData } from '#core/contract/errors.ts';
import type { OfficeDatabase } from '#main/office/ports/database.ts';
import type { AnswerWholeSchool, WholeSchool, WholeSchoolName, WholeSchoolOptions, WholeSchoolReader } from '#main/office/ports/whole-school.ts';
import { checkFile } from './soundness.ts';

/** What the office says to the thread. */
export type ToThread =
  | { readonly kind: 'ask'; readonly id: number; readonly path: string; readonly name: WholeSchoolName; readonly question: WholeSchool[WholeSchoolName]['question'] }
  | { readonly kind: 'check'; readonly id: number; readonly path: string }
  | { readonly kind: 'cancel'; readonly id: number };

/** What the thread says about question `id`; `failed` carries an error of the office, or the words of one that nobody expected. */
export type FromThread =
  | { readonly kind: 'progress'; readonly id: number; readonly done: number; readonly total: number; readonly className: string }
  | { readonly kind: 'answered'; readonly id: number; readonly answer: unknown }
  | { readonly kind: 'failed'; readonly id: number; readonly error: Pick<OfficeErrorData, 'code' | 'params'> | null; readonly problem: string };

type Question = Omit<Extract<ToThread, { readonly kind: 'ask' }>, 'id'> | Omit<Extract<ToThread, { readonly kind: 'check' }>, 'id'>;

type Waiting = { readonly report: NonNullable<WholeSchoolOptions['report']>; readonly done: (answer: unknown) => void; readonly failed: (error: Error) => void };

/** Up to so many classes are read and computed before a thread has started. */
const classesOfSmallSchool = 12;

/** A file up to this size is read sooner than a thread has started. */
const bytesOfSmallSchool = 16_000_000;

/** A class's rows live as long as the class is computed: with V8's usual few megabytes they would be copied about several times. */
const youngMegabytes = 64;

/** `code`: of the thread; null: all work is done in the office's own thread, a class at a time. The thread starts with the first question that needs it. */
export function createWholeSchoolReader({ code, resourcesFolder, answer }: { readonly code: URL | null; readonly resourcesFolder: string; readonly answer: AnswerWholeSchool }): WholeSchoolReader {
  const waiting = new Map<number, Waiting>();
  const underWay = new Set<{ readonly controller: AbortController; readonly end: Promise<unknown> }>();
  let thread: Worker | null = null;
  let last = 0;

  function failAll(error: Error): void {
    thread = null;
    for (const { failed } of waiting.values()) failed(error);
    waiting.clear();
  }

  function hear(message: FromThread): void {
    const entry = waiting.get(message.id);
    if (message.kind === 'progress') {
      entry?.report(message.done, message.total, message.className);
      return;
    }
    waiting.delete(message.id);
    if (message.kind === 'answered') entry?.done(message.answer);
    else entry?.failed(message.error === null ? new Error(message.problem) : new OfficeError(message.error.code, message.error.params));
  }

  function start(url: URL): Worker {
    const started = new Worker(url, { workerData: { resourcesFolder }, resourceLimits: { maxYoungGenerationSizeMb: youngMegabytes } });
    const ended = (error: Error): void => {
      if (thread === started) failAll(error);
    };
    started.on('message', hear);
    started.on('error', ended);
    started.on('exit', () => ended(new Error('The thread for the whole school ended.')));
    return started;
  }

  async function askThread(url: URL, message: Question, report: Waiting['report'] = () => undefined, signal: AbortSignal | null = null): Promise<unknown> {
    const running = (thread ??= start(url));
    const id = (last += 1);
    const reply = new Promise<unknown>((done, failed) => waiting.set(id, { report, done, failed }));
    const cancel = () => running.postMessage({ kind: 'cancel', id } satisfies ToThread);
    // Only while an answer is awaited does the thread keep the process alive.
    running.ref();
    running.postMessage({ ...message, id } satisfies ToThread);
    signal?.addEventListener('abort', cancel, { once: true });
    if (signal?.aborted === true) cancel();
    try {
      return await reply;
    } finally {
      signal?.removeEventListener('abort', cancel);
      if (waiting.size === 0 && thread === running) running.unref();
    }
  }

  async function askHere<Name extends WholeSchoolName>(database: OfficeDatabase, name: Name, question: WholeSchool[Name]['question'], report: Waiting['report'], signal: AbortSignal): Promise<WholeSchool[Name]['answer']> {
    return database.read((repositories) =>
      answer(repositories, name, question, async (done, total, className) => {
        report(done, total, className);
        await turnOfOthers();
        if (signal.aborted) throw new OfficeError('job.cancelled');
      }),
    );
  }

  async function askSomewhere<Name extends WholeSchoolName>(database: OfficeDatabase, name: Name, question: WholeSchool[Name]['question'], report: Waiting['report'], signal: AbortSignal): Promise<WholeSchool[Name]['answer']> {
    const classes = await database.read(({ school }) => school.classes());
    if (code === null || classes.length <= classesOfSmallSchool) return askHere(database, name, question, report, signal);
    return (await askThread(code, { kind: 'ask', path: database.path, name, question }, report, signal)) as WholeSchool[Name]['answer'];
  }

  return {
    async ask(database, name, question, { report = () => undefined, signal } = {}) {
      const controller = new AbortController();
      const abort = () => controller.abort();
      signal?.addEventListener('abort', abort, { once: true });
      if (signal?.aborted === true) abort();
      const end = askSomewhere(database, name, question, report, controller.signal);
      const entry = { controller, end: end.catch(() => undefined) };
      underWay.add(entry);
      try {
        return await end;
      } finally {
        underWay.delete(entry);
        signal?.removeEventListener('abort', abort);
      }
    },
    async soundness(path) {
      if (code === null || statSync(path).size < bytesOfSmallSchool) return checkFile(path);
      return (await askThread(code, { kind: 'check', path })) as string | null;
    },
    async abandon() {
      for (const { controller } of underWay) controller.abort();
      await Promise.all([...underWay].map(({ end }) => end));
    },
    async close() {
      const ending = thread;
      failAll(new OfficeError('job.cancelled'));
      // A process may not end on an unsettled promise: the thread counts until it is gone.
      ending?.ref();
      await ending?.terminate();
    },
  };
}

/** Lets what waits in this thread's queue happen: answers, clicks, messages. */
export function turnOfOthers(): Promise<void> {
  return new Promise((done) => {
    setImmediate(done);
  });
}
