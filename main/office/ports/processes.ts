/**
 * A child process of the program: the token process, or the practice gateway. Electron forks utility processes, the browser host and the
 * command line fork Node processes; both speak JSON messages.
 */
export type ChildLink = {
  send(message: unknown): void;
  listen(listener: (message: unknown) => void): void;
  onExit(listener: (code: number | null) => void): void;
  /** Ends the process at once; it may be stuck in a driver. */
  kill(): void;
};

export type ProcessEntry = 'token' | 'practice-tokens' | 'practice-gateway';

export type ProcessSpawner = {
  spawn(entry: ProcessEntry, environment: Readonly<Record<string, string>>): Promise<ChildLink>;
};
