import { createNodeSpawner } from '#main/hosts/node-spawner.ts';
import type { MethodInput, MethodName, MethodOutput } from '#core/contract/index.ts';
import type { Job } from '#core/contract/jobs.ts';
import { practicePassword } from '#core/values/practice.ts';
import { composeOffice } from '#main/compose.ts';

/** What the parent wants: what is left of a class to be signed through the contract, from wherever the last program stopped. */
export type OfficeOrder = {
  readonly dataFolder: string;
  readonly resourcesFolder: string;
  readonly childEntry: string;
  readonly signingWorker: string;
  readonly start: MethodInput<'signing.start'>;
  /** Ends the batch for good after so many signatures; null: goes on to its end. */
  readonly cancelAfter: number | null;
};

const order = JSON.parse(process.env['HOCBA_ORDER'] ?? '') as OfficeOrder;
const say = (line: string) => void process.stdout.write(`${line}\n`);
const office = await composeOffice({
  dataFolder: order.dataFolder,
  resourcesFolder: order.resourcesFolder,
  spawner: createNodeSpawner({ entryFile: order.childEntry }),
  workers: { printing: null, wholeSchool: null, checking: null, handOff: null, signing: new URL(order.signingWorker) },
  version: 'test',
  log: (line) => process.stderr.write(`${line}\n`),
});

async function call<Name extends MethodName>(method: Name, input: MethodInput<Name>): Promise<MethodOutput<Name>> {
  const reply = await office.call('window', method, input);
  if (!reply.ok) throw new Error(`${method}: ${reply.error.code}`);
  return reply.value as MethodOutput<Name>;
}

const ended = new Map<string, Job>();
let heard: (() => void) | null = null;
let run: { readonly jobId: string; readonly batchId: MethodInput<'signing.cancel'>['batchId'] } | null = null;
let cancelled = false;

office.listen((event) => {
  if (event.name !== 'job.progressed') return;
  const { job } = event.payload;
  if (job.state !== 'running') {
    ended.set(job.id, job);
    heard?.();
  }
  if (job.id !== run?.jobId) return;
  // Counted is durable: whatever happens from here on, so many must be there.
  say(`counted ${job.done}`);
  if (order.cancelAfter === null || cancelled || job.done < order.cancelAfter) return;
  cancelled = true;
  say('ending');
  call('signing.cancel', { batchId: run.batchId }).catch((error: unknown) => say(`ended by ${String(error)}`));
});

async function end(jobId: string): Promise<Job> {
  for (;;) {
    const job = ended.get(jobId);
    if (job !== undefined) return job;
    await new Promise<void>((done) => (heard = done));
  }
}

await end((await call('setup.openTraining', {})).jobId);
await call('session.signIn', { userName: 'hieutruong', password: practicePassword });
const open = (await call('signing.batches', {})).batches.find(({ state }) => state === 'paused');
if (open === undefined) run = await call('signing.start', order.start);
else {
  const { moduleId, tokenSerial, certificateDigest, pin } = order.start;
  run = { batchId: open.batchId, ...(await call('signing.resume', { batchId: open.batchId, moduleId, tokenSerial, certificateDigest, pin })) };
}
say('begun');
const job = await end(run.jobId);
say(`ended ${job.state} ${job.error?.code ?? ''}`);
await office.close();
process.exit(0);
