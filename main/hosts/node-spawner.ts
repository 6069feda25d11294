import { fork } from 'node:child_process';
import type { ProcessEntry, ProcessSpawner } from '../office/ports/processes.ts';

/** Forks children of the program under plain Node. `entryFile`: the built child program, which takes the entry's name as its first argument. */
export function createNodeSpawner({ entryFile, execArgv = [] }: { readonly entryFile: string; readonly execArgv?: readonly string[] }): ProcessSpawner {
  return {
    spawn(entry, environment) {
      const child = fork(entryFile, [entry], { env: { ...process.env, ...environment }, execArgv: [...execArgv], stdio: ['ignore', 'ignore', silent(entry) ? 'ignore' : 'inherit', 'ipc'], serialization: 'json' });
      // A child that dies while it is being written to must not take the office with it; its exit is told below.
      child.on('error', () => undefined);
      return Promise.resolve({
        send: (message) => void (child.connected && child.send(message as object)),
        listen: (listener) => void child.on('message', listener),
        onExit: (listener) => void child.on('exit', listener),
        kill: () => void child.kill('SIGKILL'),
      });
    },
  };
}

/** Drivers write what they do on both streams, some of them the PIN: nobody listens. */
function silent(entry: ProcessEntry): boolean {
  return entry === 'token';
}
