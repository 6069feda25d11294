import type { ModuleChoice, TokenService } from '../ports/signing.ts';

/** Drivers are watched only while a window waits for a token. */
export type TokenWatch = {
  /** Resolves with true as soon as a token came or went, with false after so many milliseconds, or when `leave` or `stop` is called. One call a window. */
  attend(window: string, modules: readonly ModuleChoice[], milliseconds: number): Promise<boolean>;
  /** The window waits no longer. */
  leave(window: string): void;
  /** Nobody watches any more: something is about to be signed, and two who ask one reader disturb each other. */
  stop(): void;
};

/** A page asks again at once; so long (milliseconds) it may take. */
const betweenCalls = 5000;

export function createTokenWatch(tokens: Pick<TokenService, 'watch'>): TokenWatch {
  const waiting = new Map<string, (moved: boolean) => void>();
  let watched: { readonly paths: string; readonly end: () => void } | null = null;
  /** Something moved while no window was listening. */
  let unheard = false;
  let leaving: NodeJS.Timeout | undefined;

  function tell(moved: boolean): void {
    unheard = moved && waiting.size === 0;
    const told = [...waiting.values()];
    waiting.clear();
    for (const one of told) one(moved);
  }

  function stop(): void {
    clearTimeout(leaving);
    watched?.end();
    watched = null;
    tell(false);
  }

  function watch(modules: readonly ModuleChoice[]): void {
    const paths = modules.map(({ path }) => path).join('\n');
    if (watched?.paths === paths) return;
    watched?.end();
    unheard = false;
    watched = { paths, end: tokens.watch(modules, () => tell(true)) };
  }

  return {
    async attend(window, modules, milliseconds) {
      clearTimeout(leaving);
      watch(modules);
      if (unheard) {
        unheard = false;
        return true;
      }
      const moved = await new Promise<boolean>((resolve) => {
        waiting.get(window)?.(false);
        const timer = setTimeout(() => waiting.get(window)?.(false), milliseconds);
        const answer = (value: boolean) => {
          clearTimeout(timer);
          if (waiting.get(window) === answer) waiting.delete(window);
          resolve(value);
        };
        waiting.set(window, answer);
      });
      if (waiting.size === 0 && watched !== null) {
        clearTimeout(leaving);
        leaving = setTimeout(stop, betweenCalls).unref();
      }
      return moved;
    },
    leave(window) {
      waiting.get(window)?.(false);
      if (waiting.size === 0) stop();
    },
    stop,
  };
}
