import { errorText } from '#core/text/errors.ts';
import type { OfficeErrorData } from '#core/contract/errors.ts';
import type { MethodInput, MethodName, MethodOutput } from '#core/contract/index.ts';
import type { Job } from '#core/contract/jobs.ts';
import type { Office } from '../office/office.ts';

const connection = 'command-line';

/** An error of the office, in words for the terminal. */
export class CommandError extends Error {
  constructor(error: OfficeErrorData) {
    const { what, why, todo } = errorText('vi', error);
    super([what, why, todo, `(${error.code})`].filter((part) => part !== '').join(' '));
    this.name = 'CommandError';
  }
}

/** The command line as one window of the office: it signs in like a person and may do what that person may. */
export type CliSession = {
  call<Name extends MethodName>(method: Name, input: MethodInput<Name>): Promise<MethodOutput<Name>>;
  /** Waits for a job and shows how far it is. Throws CommandError where it failed. */
  follow(jobId: string): Promise<void>;
  receive(name: string, mimeType: string, bytes: Uint8Array, path?: string): ReturnType<Office['receiveFile']>;
  take(handle: Parameters<Office['giveFile']>[1]): Uint8Array;
};

export function openCliSession(office: Office, tell: (line: string) => void): CliSession {
  const ended = new Map<string, Job>();
  const waiting = new Map<string, (job: Job) => void>();
  let lastTold = '';
  office.listen((event) => {
    if (event.name !== 'job.progressed') return;
    const { job } = event.payload;
    const line = job.total > 0 ? `  ${job.done}/${job.total} ${job.label}` : `  ${job.label}`;
    // Every tenth step is enough for a log; a person sees that it moves.
    if (job.state === 'running' && line !== lastTold && (job.done % 10 === 0 || job.total < 20)) tell(line);
    lastTold = line;
    if (job.state === 'running') return;
    ended.set(job.id, job);
    waiting.get(job.id)?.(job);
  });

  return {
    async call(method, input) {
      const reply = await office.call(connection, method, input);
      if (!reply.ok) throw new CommandError(reply.error);
      return reply.value as MethodOutput<typeof method>;
    },
    async follow(jobId) {
      const job = ended.get(jobId) ?? (await new Promise<Job>((done) => waiting.set(jobId, done)));
      if (job.error !== null) throw new CommandError(job.error);
      if (job.state !== 'done') throw new Error('Đã dừng.');
    },
    receive: (name, mimeType, bytes, path) => office.receiveFile(connection, { name, mimeType, bytes, ...(path === undefined ? {} : { path }) }),
    take(handle) {
      const file = office.giveFile(connection, handle);
      if (file === null) throw new Error('Không còn tệp.');
      return file.bytes;
    },
  };
}
