import { Worker } from 'node:worker_threads';

/** Looks every second from a thread of its own: the main one may be stuck in a driver, and then hears nothing of its parent's end. */
const watch = `
const { workerData } = require('node:worker_threads');
setInterval(() => {
  let gone = process.ppid !== workerData;
  try { process.kill(workerData, 0); } catch (error) { gone ||= error.code === 'ESRCH'; }
  if (gone) process.kill(process.pid, 'SIGKILL');
}, 1000);
`;

/** Ends this process without a word to its driver: what a module does when it is unloaded may never end, and the PIN would stay in memory. */
export function endAtOnce(): void {
  process.kill(process.pid, 'SIGKILL');
}

/**
 * Ends this process, whatever it is doing, when the process that started it is gone: an office that was killed while a driver hung must leave
 * neither a PIN in memory nor a token held.
 */
export function endWithOffice(): void {
  new Worker(watch, { eval: true, workerData: process.ppid }).unref();
}
