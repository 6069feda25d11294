import { builtinModules } from 'node:module';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

/** Bundles programs of the tests into a folder, each under its name: what starts two hundred times must not read the sources anew each time. */
export async function bundlePrograms(folder: string, input: Readonly<Record<string, string>>): Promise<void> {
  const builtin = [...builtinModules, ...builtinModules.map((name) => `node:${name}`)];
  await build({
    root: fileURLToPath(new URL('../../', import.meta.url)),
    configFile: false,
    logLevel: 'error',
    build: {
      outDir: folder,
      emptyOutDir: true,
      target: 'node20',
      minify: false,
      ssr: true,
      rollupOptions: {
        input: { ...input },
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
        external: (id) => builtin.includes(id) || (!id.startsWith('.') && !id.startsWith('/') && !id.startsWith('#')),
      },
    },
  });
}
