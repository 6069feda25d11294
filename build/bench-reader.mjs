// The thread that bench-scale.mjs compares with: it reads what the whole school's results are made from once, and computes nothing.
import { parentPort } from 'node:worker_threads';
import Database from 'better-sqlite3';

const statements = [
  'SELECT mark.* FROM mark JOIN enrollment ON enrollment.id = mark.enrollment_id WHERE enrollment.class_id = ?',
  'SELECT enrollment.*, pupil.* FROM enrollment JOIN pupil ON pupil.id = enrollment.pupil_id WHERE enrollment.class_id = ? ORDER BY enrollment.position',
  'SELECT homeroom_entry.* FROM homeroom_entry JOIN enrollment ON enrollment.id = homeroom_entry.enrollment_id WHERE enrollment.class_id = ?',
  'SELECT exemption.* FROM exemption JOIN enrollment ON enrollment.id = exemption.enrollment_id WHERE enrollment.class_id = ?',
];

parentPort?.on('message', (path) => {
  const from = performance.now();
  const connection = new Database(path, { readonly: true });
  const classes = connection.prepare('SELECT class_group.id FROM class_group JOIN school_year ON school_year.id = class_group.year_id WHERE school_year.current = 1').pluck().all();
  const prepared = statements.map((text) => connection.prepare(text));
  let rows = 0;
  for (const id of classes) for (const statement of prepared) rows += statement.all(id).length;
  connection.close();
  parentPort?.postMessage({ ms: performance.now() - from, rows }, []);
});
