import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The calls of PKCS #11 that this program makes; the PIN for one operation is counted apart from the login of the user. */
export type TokenCall =
  | 'C_Initialize' | 'C_GetSlotList' | 'C_GetSlotInfo' | 'C_GetTokenInfo' | 'C_GetMechanismList' | 'C_GetMechanismInfo' | 'C_OpenSession' | 'C_CloseSession' | 'C_GetSessionInfo'
  | 'C_Login' | 'C_Login(context)' | 'C_Logout' | 'C_GetAttributeValue' | 'C_FindObjectsInit' | 'C_FindObjects' | 'C_FindObjectsFinal'
  | 'C_SignInit' | 'C_Sign' | 'C_DecryptInit' | 'C_Decrypt' | 'C_Finalize' | 'unload';

/** The `nth` call of this name from now on, counting from 1 over all processes. */
export type NthCall = { readonly call: TokenCall; readonly nth: number };

/** What goes wrong. What is left out works as in SoftHSM. */
export type Faults = {
  /** Labels of the tokens that are plugged in; all of them when left out. */
  readonly plugged?: readonly string[];
  /** Milliseconds that a call takes longer, e.g. `{ C_Sign: 50 }`. */
  readonly delays?: Readonly<Partial<Record<TokenCall, number>>>;
  /** Calls that fail with a CKR value; `every` makes all of them fail. */
  readonly failures?: readonly { readonly call: TokenCall; readonly nth: number | 'every'; readonly code: number }[];
  /** Calls that never come back. */
  readonly hangs?: readonly NthCall[];
  /** Calls in which the driver dies of SIGSEGV. */
  readonly crashes?: readonly NthCall[];
  /** Calls in which the token is pulled; it stays away until `insert()`. */
  readonly removals?: readonly NthCall[];
  /** Flags shown whatever the count is, or a card that really counts: `lockAfter` wrong PINs it is locked for good (until `unlock()`). */
  readonly pin?: 'unflagged' | 'count-low' | 'final-try' | 'locked' | { readonly lockAfter: number };
  /** CKA_ALWAYS_AUTHENTICATE is true and every operation demands the context login. */
  readonly alwaysAuthenticate?: boolean;
  /** Objects that the token does not show: private keys, or certificates. */
  readonly hidden?: 'private-keys' | 'certificates';
  /** DER that stands in the token instead of each certificate: a token whose certificate was renewed or exchanged. */
  readonly certificate?: Uint8Array;
  /** Serial number shown instead of the token's own, at most 16 letters. */
  readonly serial?: string;
  /** CKF_ flags of CK_TOKEN_INFO to add, e.g. 0x100 for a PIN pad, 0x80000 for a PIN that must be changed. */
  readonly tokenFlags?: number;
  /** Writes what it does, the PIN too, on both streams of its process. */
  readonly chatter?: boolean;
  /** Every search for objects goes on for ever. */
  readonly endless?: boolean;
  /** How long it says that a certificate or a signature is. */
  readonly lengths?: { readonly certificate?: number; readonly signature?: number };
  /** The whole mechanism list shown instead of the token's own. */
  readonly mechanisms?: readonly number[];
};

export type FaultProxy = {
  /** The module to load instead of the real one. */
  readonly path: string;
  /** What the token process needs in its environment, besides what the real module needs. */
  readonly environment: Readonly<Record<string, string>>;
  /** These faults from now on, and no others. A token that was pulled stays pulled. */
  set(faults: Faults): void;
  /** Pulls the token: the next call on a session says CKR_DEVICE_REMOVED, later ones that the session or token is not there. */
  remove(): void;
  /** Plugs in (again): sessions and object handles of before are invalid for good. `faults`: also changed, as with `set`. */
  insert(faults?: Faults): void;
  /** Forgets counted wrong PINs. */
  unlock(): void;
  /** How often each call was made, over all processes. */
  calls(): Readonly<Partial<Record<TokenCall, number>>>;
  /** Every call in order, with what it returned (a hanging or crashing one: -1). */
  log(): readonly { readonly process: number; readonly call: TokenCall; readonly result: number }[];
};

const source = fileURLToPath(new URL('../pkcs11-proxy/fault-proxy.c', import.meta.url));
const cache = fileURLToPath(new URL('../../node_modules/.cache/pkcs11-proxy/', import.meta.url));
const compiler = ['-std=gnu11', '-O1', '-Wall', '-Wextra', '-Werror', '-shared', '-fPIC', '-fvisibility=hidden'] as const;
const pinFlags = { unflagged: 0, 'count-low': 0x1_0000, 'final-try': 0x3_0000, locked: 0x4_0000 } as const;
const objectClasses = { certificates: 1, 'private-keys': 3 } as const;

/** Compiles the proxy, once per version of its source; later calls find it in node_modules/.cache. Throws when gcc is missing or complains. */
export function buildFaultProxy(): string {
  const digest = createHash('sha256').update(readFileSync(source)).update(`${compiler.join(' ')} ${process.arch}`).digest('hex').slice(0, 16);
  const built = join(cache, `fault-proxy-${digest}.so`);
  if (existsSync(built)) return built;
  mkdirSync(cache, { recursive: true });
  // Test files run side by side: each builds its own, and the rename is all or nothing.
  const fresh = `${built}.${process.pid}`;
  const run = spawnSync('gcc', [...compiler, '-o', fresh, source, '-ldl'], { encoding: 'utf8' });
  if (run.error !== undefined || run.status !== 0) throw new Error(`The fault proxy needs gcc (apt-get install gcc): ${run.error?.message ?? run.stderr}`);
  renameSync(fresh, built);
  return built;
}

/**
 * A PKCS#11 module in front of `library` (SoftHSM) that misbehaves on demand: see `Faults`. One proxy keeps its state in `folder`, which it
 * makes; a process loads at most one proxy (its environment names the folder).
 *
 * ```ts
 * const proxy = createFaultProxy({ library: softHsmPath, folder: join(root, 'proxy') });
 * const module = { ...tokens.module, path: proxy.path };
 * // environment of the token process: { ...tokens.environment, ...proxy.environment }
 * proxy.set({ delays: { C_Sign: 20 }, removals: [{ call: 'C_Sign', nth: 17 }] });
 * …
 * proxy.insert();
 * expect(proxy.calls().C_Login).toBe(2);
 * ```
 */
export function createFaultProxy(input: { readonly library: string; readonly folder: string }): FaultProxy {
  const path = buildFaultProxy();
  const { folder } = input;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  let [epoch, unlocked, gone] = [1, 0, false];
  let rules: readonly string[] = [];
  writeFileSync(join(folder, 'log'), '');

  function write(): void {
    const file = join(folder, 'control');
    writeFileSync(`${file}.new`, [`module ${input.library}`, `epoch ${epoch}`, `unlocked ${unlocked}`, `gone ${gone ? 1 : 0}`, ...rules, ''].join('\n'));
    renameSync(`${file}.new`, file);
  }

  function log(): ReturnType<FaultProxy['log']> {
    const lines = readFileSync(join(folder, 'log'), 'utf8').split('\n').filter((line) => line !== '');
    return lines.map((line) => {
      const [, pid, call, result] = /^(\d+) (\S+) (\d+)$/.exec(line) ?? [];
      return { process: Number(pid), call: call as TokenCall, result: result === String(2n ** 64n - 1n) ? -1 : Number(result) };
    });
  }

  function calls(): ReturnType<FaultProxy['calls']> {
    const counts: Partial<Record<TokenCall, number>> = {};
    for (const { call } of log()) counts[call] = (counts[call] ?? 0) + 1;
    return counts;
  }

  function rulesOf(faults: Faults): readonly string[] {
    const before = calls();
    const at = (word: string, { call, nth }: NthCall, value = 0) => `${word} ${call} ${(before[call] ?? 0) + nth} ${value}`;
    if (faults.certificate !== undefined) writeFileSync(join(folder, 'certificate.der'), faults.certificate);
    return [
      `plugged ${faults.plugged === undefined ? '*' : `,${faults.plugged.join(',')},`}`,
      ...Object.entries(faults.delays ?? {}).map(([call, milliseconds]) => `delay ${call} 0 ${milliseconds}`),
      ...(faults.failures ?? []).map(({ call, nth, code }) => (nth === 'every' ? `fail ${call} 0 ${code}` : at('fail', { call, nth }, code))),
      ...(faults.hangs ?? []).map((nth) => at('hang', nth)),
      ...(faults.crashes ?? []).map((nth) => at('crash', nth)),
      ...(faults.removals ?? []).map((nth) => at('remove', nth)),
      ...(typeof faults.pin === 'string' ? [`pin-flags ${pinFlags[faults.pin]}`] : faults.pin === undefined ? [] : [`lock-after ${faults.pin.lockAfter}`]),
      ...(faults.alwaysAuthenticate === true ? ['always-authenticate 1'] : []),
      ...(faults.hidden === undefined ? [] : [`hide ${objectClasses[faults.hidden]}`]),
      ...(faults.certificate === undefined ? [] : [`certificate ${join(folder, 'certificate.der')}`]),
      ...(faults.chatter === true ? ['chatter 1'] : []),
      ...(faults.endless === true ? ['endless 1'] : []),
      ...(faults.lengths?.certificate === undefined ? [] : [`attribute-length ${faults.lengths.certificate}`]),
      ...(faults.lengths?.signature === undefined ? [] : [`signature-length ${faults.lengths.signature}`]),
      ...(faults.serial === undefined ? [] : [`serial ${faults.serial}`]),
      ...(faults.tokenFlags === undefined ? [] : [`token-flags ${faults.tokenFlags}`]),
      ...(faults.mechanisms ?? []).map((mechanism) => `mechanism ${mechanism}`),
    ];
  }

  const proxy: FaultProxy = {
    path,
    environment: { HOCBA_FAULT_PROXY: folder },
    set(faults) {
      rules = rulesOf(faults);
      write();
    },
    remove() {
      gone = true;
      write();
    },
    insert(faults) {
      epoch += 1;
      gone = false;
      if (faults !== undefined) rules = rulesOf(faults);
      write();
    },
    unlock() {
      unlocked += 1;
      write();
    },
    calls,
    log,
  };
  proxy.set({});
  return proxy;
}
