/** So many answers are kept at most; a school of five thousand needs half of it. */
const most = 2000;

/**
 * The same repository, whose named reads answer from memory as long as `version` gives the same text. Answers are shared, and frozen so that nobody changes
 * them. Only for reads outside a transaction: inside one, its own writes must be seen.
 */
export function rememberReads<Repository extends object>(repository: Repository, reads: readonly string[], version: () => string): Repository {
  const memory = new Map<string, Promise<unknown>>();
  let remembered = '';

  function remember(name: string, read: (...parameters: unknown[]) => Promise<unknown>, parameters: unknown[]): Promise<unknown> {
    const now = version();
    if (now !== remembered || memory.size >= most) {
      memory.clear();
      remembered = now;
    }
    const key = `${name} ${JSON.stringify(parameters)}`;
    const known = memory.get(key);
    if (known !== undefined) return known;
    const answer = read(...parameters).then(freeze);
    memory.set(key, answer);
    // A read that failed is asked again, by whoever comes next.
    answer.catch(() => memory.get(key) === answer && memory.delete(key));
    return answer;
  }

  const remembering = reads.map((name) => {
    const read = repository[name as keyof Repository] as (...parameters: unknown[]) => Promise<unknown>;
    return [name, (...parameters: unknown[]) => remember(name, read, parameters)] as const;
  });
  return { ...repository, ...Object.fromEntries(remembering) };
}

function freeze(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  for (const inner of Object.values(value)) freeze(inner);
  return Object.freeze(value);
}
