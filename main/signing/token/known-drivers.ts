import { createHash } from 'node:crypto';
import { realpathSync, statSync } from 'node:fs';
import { z } from 'zod';
import type { ModuleChoice } from '#main/office/ports/signing.ts';

/**
 * A driver of resources/token-drivers.json. `windows` and `linux`: where its module may lie. A bare file name on Windows means the system
 * folder; `%ProgramFiles%` and the like are taken from the environment.
 */
export const knownDriver = z.strictObject({ name: z.string(), windows: z.array(z.string()).readonly(), linux: z.array(z.string()).readonly() });
export type KnownDriver = z.infer<typeof knownDriver>;

/** `environment`: for SystemRoot and ProgramFiles. */
export type PlatformFacts = { readonly name: NodeJS.Platform; readonly environment: Readonly<Record<string, string | undefined>> };

/** The table as shipped. Throws when the file is not what it should be: it is part of the program. */
export function readKnownDrivers(json: string): readonly KnownDriver[] {
  return z.strictObject({ about: z.string(), drivers: z.array(knownDriver) }).parse(JSON.parse(json)).drivers;
}

/** Drivers of the table that lie on this PC. One file reached by two names is one module. */
export function findKnownModules(drivers: readonly KnownDriver[], platform: PlatformFacts): readonly ModuleChoice[] {
  const byFile = new Map<string, ModuleChoice>();
  for (const driver of drivers) {
    for (const path of candidatePaths(driver, platform)) {
      const file = realFile(path);
      if (file !== null && !byFile.has(file)) byFile.set(file, { id: moduleIdOf(path), name: driver.name, path, source: 'known' });
    }
  }
  return [...byFile.values()];
}

/** Where a driver's module may lie on this kind of PC; places whose folder the environment does not name are left out. */
export function candidatePaths(driver: KnownDriver, platform: PlatformFacts): readonly string[] {
  if (platform.name !== 'win32') return driver.linux;
  return driver.windows.flatMap((place) => {
    const path = expand(/[\\/]/.test(place) ? place : `%SystemRoot%\\System32\\${place}`, platform.environment);
    return path === null ? [] : [path];
  });
}

/** Windows names its environment without regard to case; a plain object does not. */
function expand(path: string, environment: PlatformFacts['environment']): string | null {
  const values = new Map(Object.entries(environment).map(([name, value]) => [name.toLowerCase(), value]));
  const names = [...path.matchAll(/%([^%]+)%/g)].map((match) => match[1] ?? '');
  if (names.some((name) => values.get(name.toLowerCase()) === undefined)) return null;
  return path.replaceAll(/%([^%]+)%/g, (_, name: string) => values.get(name.toLowerCase()) ?? '');
}

function realFile(path: string): string | null {
  try {
    const file = realpathSync(path);
    return statSync(file).isFile() ? file : null;
  } catch {
    return null;
  }
}

/** Stable from start to start, so that a choice can be remembered. */
function moduleIdOf(path: string): string {
  return `known-${createHash('sha256').update(path.toLowerCase()).digest('hex').slice(0, 24)}`;
}
