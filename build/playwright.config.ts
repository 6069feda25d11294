import { defineConfig } from '@playwright/test';

/** The same stories through both doors. The Electron project needs HOCBA_ELECTRON (path of a binary). */
export default defineConfig({
  testDir: '../tests/e2e',
  globalSetup: '../tests/support/template-folder.ts',
  outputDir: '../artifacts/playwright',
  fullyParallel: false,
  workers: 1,
  timeout: 180_000,
  expect: { timeout: 15_000 },
  reporter: [['list'], ['json', { outputFile: '../node_modules/.cache/e2e-report.json' }]],
  use: { actionTimeout: 15_000 },
  projects: [
    { name: 'chromium', metadata: { door: 'browser' } },
    ...(process.env['HOCBA_ELECTRON'] === undefined ? [] : [{ name: 'electron', metadata: { door: 'electron' } }]),
  ],
});
