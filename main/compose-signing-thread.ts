import { parentPort } from 'node:worker_threads';
import { signatureWorkParts } from './compose-signature-work.ts';
import { serveSignatureWork } from './signing/batch/signature-work.ts';

/** A thread ahead of the token or behind it: the office goes on answering meanwhile. */
if (parentPort !== null) serveSignatureWork(parentPort, signatureWorkParts());
