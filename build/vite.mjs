// Builds the page (dist/renderer), the Electron programs (dist/main) and the preload (dist/preload).
import { existsSync, statSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { build } from 'vite';

const root = fileURLToPath(new URL('..', import.meta.url));
const builtin = [...builtinModules, ...builtinModules.map((name) => `node:${name}`), 'electron'];

/** The window's page. No inlined files: the content policy allows none. */
export async function buildPage() {
  await build({
    root: join(root, 'renderer'),
    base: './',
    configFile: false,
    logLevel: 'warn',
    plugins: [react()],
    build: { outDir: join(root, 'dist/renderer'), emptyOutDir: true, target: 'chrome130', assetsInlineLimit: 0, modulePreload: { polyfill: false } },
  });
}

/** Programs that run inside Electron. Packages stay outside the bundle: some are native, some bring WebAssembly. */
export async function buildElectron() {
  const entry = (path) => join(root, path);
  await build({
    root,
    configFile: false,
    logLevel: 'warn',
    build: {
      outDir: join(root, 'dist/main'),
      emptyOutDir: true,
      target: 'node20',
      minify: false,
      ssr: true,
      rollupOptions: {
        input: {
          electron: entry('main/hosts/electron/electron-main.ts'),
          office: entry('main/hosts/electron/office-process.ts'),
          child: entry('main/hosts/electron/child-process.ts'),
          'print-worker': entry('main/documents/printing/print-worker.ts'),
          'whole-school': entry('main/compose-whole-school.ts'),
          'checking-worker': entry('main/signing/verifier/checking-worker.ts'),
          'signing-thread': entry('main/compose-signing-thread.ts'),
          'hand-off-thread': entry('main/compose-hand-off-thread.ts'),
        },
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
        external: (id) => builtin.includes(id) || (!id.startsWith('.') && !id.startsWith('/') && !id.startsWith('#') && !/^[A-Za-z]:/u.test(id)),
      },
    },
  });
  await build({
    root,
    configFile: false,
    logLevel: 'warn',
    build: {
      outDir: join(root, 'dist/preload'),
      emptyOutDir: true,
      target: 'chrome130',
      minify: false,
      lib: { entry: entry('preload/preload.ts'), formats: ['cjs'], fileName: () => 'preload.cjs' },
      rollupOptions: { external: ['electron'] },
    },
  });
}

/** True where something in the sources is newer than what was built from them. */
export async function isStale(built, folders) {
  if (!existsSync(join(root, built))) return true;
  const at = statSync(join(root, built)).mtimeMs;
  for (const folder of folders) {
    const files = await readdir(join(root, folder), { recursive: true, withFileTypes: true });
    if (files.some((file) => file.isFile() && statSync(join(file.parentPath, file.name)).mtimeMs > at)) return true;
  }
  return statSync(join(root, 'package-lock.json')).mtimeMs > at;
}

/** Builds what is out of date. */
export async function buildAll() {
  if (await isStale('dist/renderer/index.html', ['renderer', 'core'])) await buildPage();
  if (await isStale('dist/main/electron.js', ['main', 'core', 'preload'])) await buildElectron();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildAll();
