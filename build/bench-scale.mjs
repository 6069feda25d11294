// What a large school costs: 2 000 pupils with ten years of marks, and how it grows from 500 to 5 000 pupils. Part of npm run bench.
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Worker } from 'node:worker_threads';
import Database from 'better-sqlite3';
import { middle } from './bench-median.mjs';
import { longestPageTask } from './bench-stall.mjs';
import { makeBigSchool } from '../tests/support/big-school.ts';
import { openTestOffice } from '../tests/support/open-office.ts';

const bareSheet = (semester) => `
  SELECT enrollment.id, enrollment.pupil_id, enrollment.position, enrollment.status, pupil.full_name, pupil.birth_date,
    mark.semester, mark.column_name, mark.state, mark.score, mark.pass, mark.comment, mark.changes
  FROM enrollment JOIN pupil ON pupil.id = enrollment.pupil_id
    LEFT JOIN mark ON mark.enrollment_id = enrollment.id AND mark.subject_id = ? ${semester === 1 ? 'AND mark.semester = 1' : ''}
  WHERE enrollment.class_id = ? ORDER BY enrollment.position`;

const mean = (times) => times.reduce((sum, time) => sum + time, 0) / times.length;
const number = (value) => value.toLocaleString('en').replaceAll(',', ' ');

export async function benchScale() {
  const large = await open({ pupils: 2000, years: 10 });
  console.log(`A school of ${number(large.made.pupils)} pupils with ${number(large.made.marks)} marks of ten years.`);
  await sheets(large);
  await wholeSchool(large);
  await large.close();
  for (const pupils of [500, 1000, 2000, 5000]) await growth(await open({ pupils, years: 1 }));
}

async function open(size) {
  const folder = mkdtempSync(join(tmpdir(), 'hocba-bench-'));
  const made = await makeBigSchool(folder, size);
  const school = await openTestOffice(folder);
  await school.call('setup.openSchool', {});
  await school.as(made.userName);
  const { classes, subjects } = await school.call('school.overview', {});
  const file = new Database(made.path, { readonly: true });
  const reader = new Worker(new URL('bench-reader.mjs', import.meta.url));
  return {
    made,
    school,
    classes,
    subjects,
    file,
    async close() {
      file.close();
      await reader.terminate();
      await school.close();
    },
    read: () => new Promise((done) => reader.once('message', done).postMessage(made.path, [])),
    /** Milliseconds from asking for the whole school's results until they are there. */
    async results() {
      const from = performance.now();
      const { jobId } = await school.call('results.computeSchool', {});
      await school.ended(jobId);
      await school.call('results.school', { jobId });
      return performance.now() - from;
    },
  };
}

/** Opens sheets of all classes and subjects in turn with reading their rows, so that a busy moment of the machine falls on both. `before` is not timed. */
async function sheetTimes({ school, classes, subjects, file }, semester, rounds, before = () => Promise.resolve()) {
  const bare = file.prepare(bareSheet(semester));
  const [opened, read] = [[], []];
  for (let round = -40; round < rounds; round += 1) {
    const place = { classId: classes[(round + 40) % classes.length].id, subjectId: subjects[((round + 40) * 7) % subjects.length].id, semester };
    await before(place, round);
    let from = performance.now();
    await school.call('gradebook.sheet', place);
    const took = performance.now() - from;
    from = performance.now();
    bare.all(place.subjectId, place.classId);
    // The first rounds warm up.
    if (round >= 0) [opened, read].forEach((times, index) => times.push(index === 0 ? took : performance.now() - from));
  }
  return { opened, read };
}

async function sheets(large) {
  const told = ({ opened, read }) => `${(middle(opened) / middle(read)).toFixed(2)} (${middle(opened).toFixed(2)} ms : ${middle(read).toFixed(2)} ms; means ${(mean(opened) / mean(read)).toFixed(2)})`;
  for (const semester of [1, 2]) {
    console.log(`open a class sheet, semester ${semester} : the bare prepared SELECT of its rows (pupils of the class, left join their marks of the subject${semester === 1 ? ' in the semester' : ' in both semesters'}) = ${told(await sheetTimes(large, semester, 400))}`);
  }
  const { school } = large;
  const afterMark = await sheetTimes(large, 2, 120, async ({ classId, subjectId, semester }, round) => {
    const { rows, kind } = await school.call('gradebook.sheet', { classId, subjectId, semester });
    if (kind === 'scored') await school.call('gradebook.setMark', { classId, subjectId, semester, enrollmentId: rows.find(({ status, exempt }) => status === 'studying' && !exempt).enrollmentId, column: 'midterm', text: String(5 + (Math.abs(round) % 5)) });
  });
  console.log(`  the same right after a mark was saved in it = ${told(afterMark)}`);
  const afterList = await sheetTimes(large, 2, 120, async ({ classId }, round) => {
    const { pupils } = await school.call('pupils.list', { classId });
    await school.call('pupils.save', { pupilId: pupils[0].pupilId, data: { ...pupils[0].data, address: `thôn ${round}` } });
  });
  console.log(`  the same right after a pupil's data were changed, which makes the office read the class list anew = ${told(afterList)}`);
}

async function wholeSchool(large) {
  const { school, classes } = large;
  const rounds = [];
  let rows = 0;
  for (let round = 0; round < 8; round += 1) {
    const read = await large.read();
    rows = read.rows;
    // The first round starts the threads.
    if (round > 0) rounds.push({ read: read.ms, results: await large.results() });
    else await large.results();
  }
  const [read, results] = [middle(rounds.map((round) => round.read)), middle(rounds.map((round) => round.results))];
  console.log(`results of the whole school, from asking to having them : reading the same ${number(rows)} rows once, in a thread, class by class = ${(results / read).toFixed(2)} (${results.toFixed(0)} ms : ${read.toFixed(0)} ms; best ${(Math.min(...rounds.map((round) => round.results)) / Math.min(...rounds.map((round) => round.read))).toFixed(2)})`);
  const idle = await longestTurn(async () => new Promise((done) => setTimeout(done, 3000)));
  const busy = await longestTurn(async () => {
    for (let round = 0; round < 5; round += 1) {
      const computing = large.results();
      for (let turn = 0; turn < 5; turn += 1) await school.call('gradebook.sheet', { classId: classes[turn].id, subjectId: large.subjects[turn].id, semester: 2 });
      await computing;
    }
  });
  const lists = await longestTurn(async () => {
    await school.call('school.overview', {});
    await school.call('school.tasks', {});
    await school.call('board.term', { semester: 1 });
    await school.call('board.term', { semester: 2 });
  });
  const told = ({ worked, passed }) => `${worked.toFixed(1)} ms of work, ${passed.toFixed(1)} ms by the clock`;
  console.log(`longest turn of the office's thread meanwhile, sheets being opened : 50 ms = ${(busy.worked / 50).toFixed(2)} (${told(busy)}; for the tasks of the year and the board of the term ${told(lists)}; doing nothing ${told(idle)})`);
  const task = await longestPageTask(school.office, large.made.userName);
  console.log(`  the page's own longest task while it waits for the results and shows them: ${task === 0 ? 'none over 50 ms' : `${task.toFixed(0)} ms`}`);
}

/**
 * What the office's thread did longest without letting others have their turn, in milliseconds: its own work, and the time that passed (in which other programs
 * on a busy machine had their turn too).
 */
async function longestTurn(work) {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  let worked = 0;
  let last = process.threadCpuUsage();
  const sampler = setInterval(() => {
    const now = process.threadCpuUsage();
    worked = Math.max(worked, (now.user + now.system - last.user - last.system) / 1000);
    last = now;
  }, 1);
  delay.enable();
  // The first sample has nothing to compare with.
  await new Promise((done) => setTimeout(done, 50));
  await work();
  await new Promise((done) => setTimeout(done, 20));
  delay.disable();
  clearInterval(sampler);
  return { worked, passed: delay.max / 1e6 };
}

async function growth(one) {
  const { made } = one;
  const { opened, read } = await sheetTimes(one, 2, 150);
  await one.results();
  const rounds = [];
  for (let round = 0; round < 5; round += 1) rounds.push({ read: (await one.read()).ms, results: await one.results() });
  const [bare, results] = [middle(rounds.map((round) => round.read)), middle(rounds.map((round) => round.results))];
  const timed = async (method, input) => {
    const from = performance.now();
    await one.school.call(method, input);
    return performance.now() - from;
  };
  await timed('school.tasks', {});
  const [tasks, board] = [await timed('school.tasks', {}), await timed('board.term', { semester: 2 })];
  console.log(
    `  ${number(made.pupils).padStart(5)} pupils, ${String(made.classes).padStart(3)} classes, ${number(made.marks).padStart(9)} marks: sheet ${middle(opened).toFixed(2)} ms (${(middle(opened) / middle(read)).toFixed(2)}), whole school ${results.toFixed(0)} ms (${(results / bare).toFixed(2)}; ${((results / made.pupils) * 1000).toFixed(0)} ms per 1 000 pupils), tasks ${tasks.toFixed(0)} ms, board ${board.toFixed(0)} ms`,
  );
  await one.close();
}
