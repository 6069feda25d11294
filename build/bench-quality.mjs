// What checking the data of a large school costs: all rules over 2 000 pupils against reading the same rows once. Part of npm run bench.
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { middle } from './bench-median.mjs';
import { makeBigSchool } from '../tests/support/big-school.ts';
import { openTestOffice } from '../tests/support/open-office.ts';

export async function benchQuality() {
  const folder = mkdtempSync(join(tmpdir(), 'hocba-bench-'));
  const made = await makeBigSchool(folder, { pupils: 2000, years: 1 });
  const school = await openTestOffice(folder);
  await school.call('setup.openSchool', {});
  await school.as(made.userName);
  const reader = new Worker(new URL('bench-reader.mjs', import.meta.url));
  const read = () => new Promise((done) => reader.once('message', done).postMessage(made.path, []));
  const rounds = [];
  let found = null;
  for (let round = 0; round < 6; round += 1) {
    const reading = await read();
    const from = performance.now();
    const { jobId } = await school.call('quality.checkSchool', {});
    await school.ended(jobId);
    found = await school.call('quality.school', { jobId });
    // The first round starts the threads.
    if (round > 0) rounds.push({ read: reading.ms, rows: reading.rows, checked: performance.now() - from });
  }
  const [bare, checked] = [middle(rounds.map(({ read: ms }) => ms)), middle(rounds.map(({ checked: ms }) => ms))];
  console.log(`check the data of ${found.pupils} pupils by all rules, from asking to having the report of ${found.findings.length} findings : reading the same ${rounds[0].rows} rows once, in a thread, class by class = ${(checked / bare).toFixed(2)} (${checked.toFixed(0)} ms : ${bare.toFixed(0)} ms)`);
  await reader.terminate();
  await school.close();
}
