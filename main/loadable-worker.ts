/** The code of a worker thread where this Node can load it: TypeScript needs 22.18 or later. Null: the work is done in the office's own thread. */
export function loadableWorker(code: URL | null): URL | null {
  return code !== null && (!code.pathname.endsWith('.ts') || Boolean(process.features.typescript)) ? code : null;
}
