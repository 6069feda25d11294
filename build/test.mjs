// npm test: set-up, then types, lint, import directions, unit, integration and contract tests, and the stories in Chromium; ends with one line
// `N passed, N failed, N skipped`.
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { cardPrograms, installPackages, installPrograms, run, testPrograms } from './setup.mjs';

const unitReport = 'node_modules/.cache/vitest-report.json';
const storyReport = 'node_modules/.cache/e2e-report.json';
const counts = { passed: 0, failed: 0, skipped: 0 };

function step(name, passed) {
  counts[passed ? 'passed' : 'failed'] += 1;
  console.log(`${passed ? 'ok' : 'FAILED'}: ${name}`);
}

function count({ passed, failed, skipped }, ended, name) {
  counts.passed += passed;
  counts.failed += failed;
  counts.skipped += skipped;
  // A file that could not be loaded, or a runner that fell over, has no failed test to count.
  if (!ended && failed === 0) step(name, false);
}

try {
  installPackages();
  installPrograms(testPrograms, 'The suite asks other programs to judge');
  installPrograms(cardPrograms, 'The test of the virtual card', true);
  step('types', run('npx', ['tsc', '-b']));
  step('lint', run('npm', ['run', '-s', 'lint']));
  step('import directions', run('npm', ['run', '-s', 'directions']));
  mkdirSync('node_modules/.cache', { recursive: true });
  for (const report of [unitReport, storyReport]) rmSync(report, { force: true });

  const ended = run('npx', ['vitest', 'run', '--config', 'build/vitest.config.ts', '--reporter=default', '--reporter=json', `--outputFile.json=${unitReport}`]);
  const units = JSON.parse(readFileSync(unitReport, 'utf8'));
  count({ passed: units.numPassedTests, failed: units.numFailedTests, skipped: units.numPendingTests + (units.numTodoTests ?? 0) }, ended, 'the unit and integration run as a whole');

  step('the page is built', run('npm', ['run', '-s', 'build']));
  const told = run('npx', ['playwright', 'test', '--config', 'build/playwright.config.ts', '--project', 'chromium']);
  const { stats } = JSON.parse(readFileSync(storyReport, 'utf8'));
  count({ passed: stats.expected + stats.flaky, failed: stats.unexpected, skipped: stats.skipped }, told, 'the stories in Chromium as a whole');
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  counts.failed += 1;
}
console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
process.exitCode = counts.failed === 0 && counts.passed > 0 ? 0 : 1;
