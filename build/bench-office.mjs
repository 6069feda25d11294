// What single actions cost in a small school: the training school of one PC. Part of npm run bench.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { median } from './bench-median.mjs';
import { openTrainingOffice } from '../tests/support/open-office.ts';

export async function benchOffice() {
  const school = await openTrainingOffice();
  await school.as('vanthu');
  const { classes, subjects } = await school.call('school.overview', {});
  const group = classes.find(({ name }) => name === '7A');
  const sheet = { classId: group.id, subjectId: subjects[0].id, semester: 1 };
  const { rows } = await school.call('gradebook.sheet', sheet);

  const folder = mkdtempSync(join(tmpdir(), 'hocba-bench-'));
  const plain = new Database(join(folder, 'plain.sqlite'));
  plain.pragma('journal_mode = WAL');
  plain.pragma('synchronous = FULL');
  plain.exec('CREATE TABLE cell (id INTEGER PRIMARY KEY, value INTEGER)');
  const insert = plain.prepare('INSERT INTO cell (value) VALUES (?)');
  const commit = await median(60, (round) => insert.run(round));
  const save = await median(60, (round) => school.call('gradebook.setMark', { ...sheet, enrollmentId: rows[round % rows.length].enrollmentId, column: 'midterm', text: String(5 + (round % 5)) }));
  console.log(`save one mark (history, audit, averages) : one durable SQLite insert = ${(save / commit).toFixed(1)} (${save.toFixed(1)} ms : ${commit.toFixed(1)} ms)`);

  const open = await median(20, () => school.call('gradebook.sheet', sheet));
  const results = await median(20, () => school.call('results.class', { classId: group.id }));
  console.log(`results of a class : one gradebook sheet = ${(results / open).toFixed(1)} (${results.toFixed(0)} ms : ${open.toFixed(0)} ms)`);

  const block = (round) => rows.flatMap(({ enrollmentId, status }) => (status === 'studying' ? ['regular1', 'regular2', 'midterm', 'final'].map((column) => ({ enrollmentId, column, text: String(5 + (round % 5)) })) : []));
  const cells = block(0).length;
  const paste = await median(7, (round) => school.call('gradebook.setMarks', { ...sheet, changes: block(round + 1), kind: 'paste' }));
  console.log(`paste a block of ${cells} cells : the same cells one by one = ${(paste / (save * cells)).toFixed(2)} (${paste.toFixed(0)} ms : ${(save * cells).toFixed(0)} ms)`);
  const undo = await median(3, () => school.call('gradebook.undo', sheet));
  console.log(`undo that block : paste it = ${(undo / paste).toFixed(2)} (${undo.toFixed(0)} ms : ${paste.toFixed(0)} ms)`);
  const board = await median(10, () => school.call('board.term', { semester: 1 }));
  console.log(`board of the term : results of its ${classes.length} classes = ${(board / (results * classes.length)).toFixed(2)} (${board.toFixed(0)} ms : ${(results * classes.length).toFixed(0)} ms)`);

  await school.ended((await school.call('records.create', { classId: group.id })).jobId);
  const { records } = await school.call('records.class', { classId: group.id });
  await school.call('records.pdf', { recordId: records[0].recordId });
  const one = await median(5, (round) => school.call('records.pdf', { recordId: records[round].recordId }));
  const all = await median(3, () => school.call('records.classPdf', { classId: group.id }));
  console.log(`PDF of ${records.length} pupils in one : ${records.length} single PDFs = ${(all / (one * records.length)).toFixed(2)} (${all.toFixed(0)} ms : ${(one * records.length).toFixed(0)} ms)`);

  plain.close();
  rmSync(folder, { recursive: true, force: true });
  await school.close();
}
