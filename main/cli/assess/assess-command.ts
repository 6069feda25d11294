import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import type { RuleLibrary } from '#core/rules/rule-library.ts';
import { levelLine, primaryLine } from './assess-input.ts';
import { assessLevelLine, type Assessed } from './assess-level.ts';
import { assessPrimaryLine } from './assess-primary.ts';

/** Where a line could not be answered: `bad-json`, `bad-line`, `unknown-rule`, `bad-input`. */
class AssessError extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

const chunk = 64 * 1024;

/**
 * `hocba assess [--explain]`: JSON Lines in, one JSON line out per line in, in order. The program's own rules, nothing else. Empty lines are passed over.
 * Answers the exit status: 0 when every line had a result, 1 when any was an error.
 */
export async function assess(input: Readable, output: Writable, library: RuleLibrary, explain: boolean): Promise<number> {
  let failed = false;
  let pending = '';
  for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
    if (line.trim() === '') continue;
    const { ok, text } = answer(line, library, explain);
    failed ||= !ok;
    pending += `${text}\n`;
    if (pending.length < chunk) continue;
    const written = output.write(pending);
    pending = '';
    if (!written) await once(output, 'drain');
  }
  await new Promise<void>((done, fail) => output.write(pending, (error) => (error == null ? done() : fail(error))));
  return failed ? 1 : 0;
}

function answer(line: string, library: RuleLibrary, explain: boolean): { readonly ok: boolean; readonly text: string } {
  let id: unknown = null;
  try {
    const request = readLine(line);
    id = request.id ?? null;
    const { result, why } = assessed(request, library);
    const told = explain ? { ...result, why: why().map(({ text, article }) => (article === null ? text : `${text} (${article})`)) } : result;
    return { ok: true, text: JSON.stringify({ id, result: told }) };
  } catch (error) {
    if (!(error instanceof AssessError)) throw error;
    return { ok: false, text: JSON.stringify({ id, error: { code: error.code, message: error.message } }) };
  }
}

type Request = { readonly id?: unknown; readonly rule?: unknown; readonly input?: unknown };

function readLine(line: string): Request {
  let value: unknown;
  try {
    value = JSON.parse(line.normalize('NFC'));
  } catch {
    throw new AssessError('bad-json', 'Dòng này không phải là JSON.');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new AssessError('bad-line', 'Cần một đối tượng JSON có id, rule và input.');
  return value;
}

function assessed({ rule, input }: Request, library: RuleLibrary): Assessed {
  if (rule === 'tt22' || rule === 'tt43') {
    const read = levelLine.safeParse(input);
    if (!read.success) throw badInput(read.error.issues);
    return assessLevelLine(read.data, library.levels(rule));
  }
  if (rule === 'tt27') {
    const read = primaryLine.safeParse(input);
    if (!read.success) throw badInput(read.error.issues);
    return assessPrimaryLine(read.data, library.primary(rule));
  }
  throw new AssessError('unknown-rule', 'rule phải là tt22, tt27 hoặc tt43.');
}

function badInput(issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[]): AssessError {
  const [first] = issues;
  return new AssessError('bad-input', `Dữ liệu vào không hợp lệ ở ${first === undefined || first.path.length === 0 ? 'input' : first.path.join('.')}: ${first?.message ?? ''}`);
}
