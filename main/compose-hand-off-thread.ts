import { parentPort } from 'node:worker_threads';
import { handOffWork } from './compose-hand-off-work.ts';
import { servePackageWork } from './exchange/hand-off-thread.ts';

/** A thread for whole packages: the office goes on answering meanwhile. */
if (parentPort !== null) servePackageWork(parentPort, handOffWork());
