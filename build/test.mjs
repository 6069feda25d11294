// npm test: set-up, then types, lint, import directions, unit and integration tests; ends with one line `N passed, N failed, N skipped`.
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { installPackages, installPrograms, run } from './setup.mjs';

const report = 'node_modules/.cache/vitest-report.json';
const counts = { passed: 0, failed: 0, skipped: 0 };

function step(name, passed) {
  counts[passed ? 'passed' : 'failed'] += 1;
  console.log(`${passed ? 'ok' : 'FAILED'}: ${name}`);
}

try {
  installPackages();
  installPrograms();
  step('types', run('npx', ['tsc', '-b']));
  step('lint', run('npm', ['run', '-s', 'lint']));
  step('import directions', run('npm', ['run', '-s', 'directions']));
  mkdirSync('node_modules/.cache', { recursive: true });
  rmSync(report, { force: true });
  const ended = run('npx', ['vitest', 'run', '--config', 'build/vitest.config.ts', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`]);
  const result = JSON.parse(readFileSync(report, 'utf8'));
  counts.passed += result.numPassedTests;
  counts.failed += result.numFailedTests;
  counts.skipped += result.numPendingTests + (result.numTodoTests ?? 0);
  // A file that could not be loaded, or a runner that fell over, has no failed test to count.
  if (!ended && result.numFailedTests === 0) step('the test run as a whole', false);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  counts.failed += 1;
}
console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
process.exitCode = counts.failed === 0 && counts.passed > 0 ? 0 : 1;
