import { parentPort, workerData } from 'node:worker_threads';
import type { TrustAnchors } from './office/ports/verifier.ts';
import { createSignatureWork, serveSignatureWork } from './signing/batch/signature-work.ts';
import { signatureWorkParts } from './compose-signature-work.ts';

/** A thread ahead of the token or behind it: the office goes on answering meanwhile. */
if (parentPort !== null) serveSignatureWork(parentPort, createSignatureWork(signatureWorkParts(), (workerData as { readonly anchors: TrustAnchors }).anchors));
