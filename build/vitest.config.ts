import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  root: fileURLToPath(new URL('..', import.meta.url)),
  test: {
    include: ['core/**/*.test.ts', 'main/**/*.test.ts', 'renderer/**/*.test.ts', 'tests/{integration,contract,differential}/**/*.test.ts'],
    globalSetup: ['tests/support/template-folder.ts'],
    // Tokens and converters are processes of their own: an old two-core machine needs its time.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    maxWorkers: 3,
    // The program's own children (tokens, gateway, workers) start hundreds of times: each finds its code compiled.
    env: { NODE_COMPILE_CACHE: fileURLToPath(new URL('../node_modules/.cache/compiled', import.meta.url)) },
  },
});
