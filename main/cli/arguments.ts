/** What stands on the command line: the command, words after it, and `--name value` or `--name` options. */
export type Arguments = { readonly command: string; readonly words: readonly string[]; readonly options: ReadonlyMap<string, string> };

const flags: ReadonlySet<string> = new Set(['json', 'help', 'explain']);

export function readArguments(parameters: readonly string[]): Arguments {
  const words: string[] = [];
  const options = new Map<string, string>();
  for (let at = 0; at < parameters.length; at += 1) {
    const parameter = parameters[at] ?? '';
    if (!parameter.startsWith('--')) {
      words.push(parameter);
      continue;
    }
    const [name = '', given] = parameter.slice(2).split('=', 2);
    if (given !== undefined) options.set(name, given);
    else if (flags.has(name)) options.set(name, '');
    else {
      at += 1;
      const value = parameters[at];
      if (value === undefined) throw new UsageError(`Thiếu giá trị cho --${name}.`);
      options.set(name, value);
    }
  }
  const [command = 'help', ...rest] = words;
  return { command: options.has('help') ? 'help' : command, words: rest, options };
}

/** The command line was not understood: exit status 64. */
export class UsageError extends Error {}

/** An option that must be there. */
export function wanted(options: ReadonlyMap<string, string>, name: string): string {
  const value = options.get(name);
  if (value === undefined || value === '') throw new UsageError(`Cần --${name}.`);
  return value;
}
