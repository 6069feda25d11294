// The browser of the benches: this PC's Chromium, else the one that comes with the test runner.
import { existsSync } from 'node:fs';
import { chromium } from '@playwright/test';

export function launchBrowser(...more) {
  const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) => existsSync(path));
  return chromium.launch({ ...(executablePath === undefined ? {} : { executablePath }), args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', ...more] });
}
