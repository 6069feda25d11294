import { open } from 'node:fs/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { fileSource } from './byte-source.ts';
import { readAnchors } from './certificate-path.ts';
import { checkNested } from './container-check.ts';
import { checkFilesHere } from './container-files.ts';
import type { FromThread, ThreadStart, ToThread } from './checking-threads.ts';
import { ZipError } from './zip-reader.ts';

/** Thread that checks files of one container: what it digests is what it checks. It ends when it is ended. */
const { path, size, anchors } = workerData as ThreadStart;
const source = fileSource(await open(path, 'r'), size);
const read = readAnchors(anchors);

function reply(message: FromThread): void {
  parentPort?.postMessage(message);
}

parentPort?.on('message', ({ id, entries, context }: ToThread) => {
  checkFilesHere(source, checkNested)(entries, { ...context, anchors: read }, () => undefined).then(
    (files) => reply({ kind: 'checked', id, files }),
    (error: unknown) => {
      if (error instanceof ZipError) reply({ kind: 'refused', id, why: error.kind, detail: error.detail });
      else reply({ kind: 'failed', id, problem: error instanceof Error ? error.message : String(error) });
    },
  );
});
