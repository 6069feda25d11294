import { fileHandle } from '#core/values/ids.ts';
import { composeOffice } from '../../compose.ts';
import type { Office } from '../../office/office.ts';
import type { ChildLink, ProcessSpawner } from '../../office/ports/processes.ts';
import type { FromOffice, ToOffice } from './office-messages.ts';

/** The office in a utility process of its own: never in a window's process, never in the main one. */
const parent = process.parentPort;
const say = (message: FromOffice) => parent.postMessage(message);
const children = new Map<number, { readonly ready: (link: ChildLink) => void; exited: ((code: number | null) => void)[] }>();
let lastSpawn = 0;
let office: Promise<Office> | null = null;

/** Only the main process can fork; it sends back a port to the child, so that what the office and a token say to each other passes nobody else. */
const spawner: ProcessSpawner = {
  spawn(entry, environment) {
    const spawnId = (lastSpawn += 1);
    return new Promise((ready) => {
      children.set(spawnId, { ready, exited: [] });
      say({ kind: 'spawn', spawnId, entry, environment });
    });
  },
};

parent.on('message', ({ data, ports }) => {
  const message = data as ToOffice;
  const [port] = ports;
  if (message.kind === 'start') {
    office = start(message);
    void office.then(() => say({ kind: 'ready' }));
  } else if (message.kind === 'spawned' && port !== undefined) {
    const { spawnId } = message;
    const child = children.get(spawnId);
    port.start();
    child?.ready({
      send: (sent) => port.postMessage(sent),
      listen: (listener) => void port.on('message', (event) => listener(event.data)),
      onExit: (listener) => void child.exited.push(listener),
      kill: () => say({ kind: 'kill', spawnId }),
    });
  } else if (message.kind === 'exited') {
    const child = children.get(message.spawnId);
    children.delete(message.spawnId);
    for (const listener of child?.exited ?? []) listener(message.code);
  } else if (office !== null) {
    void office.then((open) => serve(open, message));
  }
});

async function start(message: Extract<ToOffice, { readonly kind: 'start' }>): Promise<Office> {
  const open = await composeOffice({
    dataFolder: message.dataFolder,
    resourcesFolder: message.resourcesFolder,
    spawner,
    workers: { printing: new URL('./print-worker.js', import.meta.url), wholeSchool: new URL('./whole-school.js', import.meta.url), checking: new URL('./checking-worker.js', import.meta.url), signing: new URL('./signing-thread.js', import.meta.url), handOff: new URL('./hand-off-thread.js', import.meta.url) },
    version: message.version,
    log: (line) => void process.stderr.write(`${line}\n`),
  });
  open.listen((event, connection) => say({ kind: 'event', event, connection }));
  if (message.openTraining) await open.call('start', 'setup.openTraining', {});
  return open;
}

async function serve(open: Office, message: ToOffice): Promise<void> {
  if (message.kind === 'call') say({ kind: 'replied', id: message.id, reply: await open.call(message.connection, message.method, message.input) });
  else if (message.kind === 'receive') say({ kind: 'received', id: message.id, file: open.receiveFile(message.connection, message.file) });
  else if (message.kind === 'give') {
    const handle = fileHandle.safeParse(message.file);
    say({ kind: 'given', id: message.id, file: handle.success ? open.giveFile(message.connection, handle.data) : null });
  } else if (message.kind === 'disconnect') open.disconnect(message.connection);
  else if (message.kind === 'close') {
    await open.close();
    say({ kind: 'closed' });
  }
}
