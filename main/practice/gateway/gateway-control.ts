import { z } from 'zod';
import { OfficeError } from '#core/contract/errors.ts';
import type { ChildLink, ProcessSpawner } from '#main/office/ports/processes.ts';

/** What the gateway's process says: once its address, then a line per transaction. */
export const gatewayMessage = z.union([z.object({ url: z.string() }), z.object({ line: z.string() })]);

export type GatewayControl = {
  /**
   * Starts the gateway's process when it is first asked for; later calls with the same environment answer the same address.
   * Errors: OfficeError exchange.unreachable {host, reason} where it does not start.
   */
  start(environment: Readonly<Record<string, string>>): Promise<{ readonly url: string }>;
  /** Ends the process and waits until it is gone: before that, Windows does not let its folder be removed. */
  stop(): Promise<void>;
};

export type GatewayControlParts = {
  readonly spawner: ProcessSpawner;
  /** One line per transaction that the gateway saw. */
  readonly log?: (line: string) => void;
  /** How long the gateway may take to start, in milliseconds. */
  readonly silenceLimit?: number;
};

type Running = { readonly key: string; readonly ready: Promise<{ readonly url: string }>; readonly gone: Promise<void>; end(): void };

/** Keeps the practice gateway's process. When it dies, the next call starts a new one over the same database. */
export function createGatewayControl({ spawner, log = () => {}, silenceLimit = 30_000 }: GatewayControlParts): GatewayControl {
  let running: Running | null = null;

  function launch(key: string, environment: Readonly<Record<string, string>>): Running {
    let link: ChildLink | null = null;
    let ended = false;
    let tellGone = () => {};
    const gone = new Promise<void>((done) => (tellGone = done));
    const end = () => {
      ended = true;
      if (running === current) running = null;
      link?.kill();
    };
    const ready = spawner.spawn('practice-gateway', environment).then((spawned) => {
      link = spawned;
      spawned.onExit(() => tellGone());
      if (ended) spawned.kill();
      return addressFrom(spawned, end);
    });
    // Two calls at the same time must not start two gateways, so it counts as running from now on.
    const current: Running = { key, ready, gone, end };
    ready.catch(() => {
      end();
      // Nothing was spawned, so nothing will tell.
      if (link === null) tellGone();
    });
    return current;
  }

  function addressFrom(link: ChildLink, end: () => void): Promise<{ readonly url: string }> {
    return new Promise((done, failed) => {
      const fail = (reason: string) => failed(new OfficeError('exchange.unreachable', { host: '127.0.0.1', reason }));
      const timer = setTimeout(() => fail('timeout'), silenceLimit);
      link.listen((message) => {
        const { data } = gatewayMessage.safeParse(message);
        if (data === undefined) return fail('nonsense');
        if ('line' in data) return log(`practice-gateway: ${data.line}`);
        clearTimeout(timer);
        done(data);
      });
      link.onExit((code) => {
        clearTimeout(timer);
        fail(`exit-${code ?? 'killed'}`);
        end();
      });
    });
  }

  return {
    start(environment) {
      const key = JSON.stringify(environment);
      if (running?.key !== key) {
        running?.end();
        running = launch(key, environment);
      }
      return running.ready;
    },
    async stop() {
      const last = running;
      last?.end();
      await last?.gone;
    },
  };
}
