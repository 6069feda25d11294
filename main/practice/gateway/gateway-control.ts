import { z } from 'zod';
import type { ChildLink, ProcessSpawner } from '#main/office/ports/processes.ts';

const readyMessage = z.object({ url: z.string() });
const silenceLimit = 30_000;

export type GatewayControl = {
  /** Starts the gateway's process when it is first asked for; later calls answer the same address. */
  start(environment: Readonly<Record<string, string>>): Promise<{ readonly url: string }>;
  stop(): Promise<void>;
};

/** Keeps the practice gateway's process. When it dies, the next call starts a new one over the same database. */
export function createGatewayControl({ spawner }: { readonly spawner: ProcessSpawner }): GatewayControl {
  let running: { readonly key: string; readonly link: ChildLink; readonly ready: Promise<{ readonly url: string }> } | null = null;

  return {
    async start(environment) {
      const key = JSON.stringify(environment);
      if (running?.key === key) return running.ready;
      running?.link.kill();
      const link = await spawner.spawn('practice-gateway', environment);
      const ready = new Promise<{ readonly url: string }>((done, failed) => {
        const timer = setTimeout(() => failed(new Error('The practice gateway does not start.')), silenceLimit);
        link.listen((message) => {
          const { data } = readyMessage.safeParse(message);
          clearTimeout(timer);
          if (data === undefined) failed(new Error('The practice gateway talks nonsense.'));
          else done(data);
        });
        link.onExit((code) => {
          clearTimeout(timer);
          if (running?.link === link) running = null;
          failed(new Error(`The practice gateway ended (${code ?? 'killed'}).`));
        });
      });
      running = { key, link, ready };
      return ready;
    },
    stop() {
      running?.link.kill();
      running = null;
      return Promise.resolve();
    },
  };
}
