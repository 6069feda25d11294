// The browser of the benches: this PC's Chromium, else the one that comes with the test runner.
import { existsSync } from 'node:fs';
import { chromium } from '@playwright/test';

// No --disable-frame-rate-limit, --disable-gpu-vsync: with them, and without a screen, a frame waits for a beat of 17 ms, which hides what a key costs.
export function launchBrowser() {
  const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) => existsSync(path));
  return chromium.launch({ ...(executablePath === undefined ? {} : { executablePath }), args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'] });
}
