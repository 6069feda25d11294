import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { createRandom, randomLine, type Line } from './random-lines.ts';
import { workedCases } from './worked-cases.ts';

const program = fileURLToPath(new URL('../../main/cli/main.ts', import.meta.url));

/** The real command in a process of its own. */
async function assess(lines: readonly string[], ...options: readonly string[]): Promise<{ readonly answers: readonly Readonly<Record<string, unknown>>[]; readonly status: number }> {
  const child = spawn(process.execPath, ['--no-warnings', program, 'assess', ...options], { stdio: ['pipe', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    output += chunk;
  });
  const ended = once(child, 'exit');
  child.stdin.end(lines.map((line) => `${line}\n`).join(''));
  const [status] = (await ended) as [number];
  return { answers: output.split('\n').filter((line) => line !== '').map((line) => JSON.parse(line) as Record<string, unknown>), status };
}

test('the worked cases of the reference', async () => {
  const { answers, status } = await assess(workedCases.map(({ id, rule, input }) => JSON.stringify({ id, rule, input })));
  expect({ status, answers }).toEqual({ status: 0, answers: workedCases.map(({ id, expected }) => ({ id, result: expect.objectContaining(expected as Record<string, unknown>) as unknown })) });
});

test('120 000 random cases agree with the circulars read with exact fractions', async () => {
  const random = createRandom(20_210_720);
  for (let batch = 0; batch < 3; batch += 1) {
    const lines: readonly Line[] = Array.from({ length: 40_000 }, (_, index) => randomLine(random, index));
    const { answers, status } = await assess(lines.map(({ id, rule, input }) => JSON.stringify({ id, rule, input })));
    const differing = lines.find(({ expected }, index) => JSON.stringify(answers[index]?.['result']) !== JSON.stringify(expected));
    expect({ status, count: answers.length, line: differing ?? null, answer: differing === undefined ? null : answers[differing.id] }).toEqual({ status: 0, count: lines.length, line: null, answer: null });
  }
}, 120_000);

test('bad lines are told in their place, the others answered', async () => {
  const good = { rule: 'tt22', input: { kind: 'conduct_year', hk1: 'K', hk2: 'Đ' } };
  const semester = { kind: 'subject_semester', regular: ['8'], mid: '7', final: '7' };
  const { answers, status } = await assess([
    JSON.stringify({ id: 'a', ...good }),
    'không phải JSON',
    JSON.stringify({ id: 2, rule: 'tt99', input: {} }),
    JSON.stringify({ id: 3, rule: 'tt22', input: { ...semester, mid: '8,55' } }),
    JSON.stringify({ id: 4, rule: 'tt22', input: { ...semester, final: '11' } }),
    JSON.stringify({ id: 5, rule: 'tt22', input: { ...semester, regular: ['ABSENT'] } }),
    JSON.stringify({ id: 6, rule: 'tt22', input: { kind: 'learning_level', scored: { TOAN: 'x' }, comment: {} } }),
    JSON.stringify({ id: 7, rule: 'tt27', input: { kind: 'year', grade: 6, subjects: {}, attributes: {} } }),
    '[]',
    JSON.stringify({ id: 'b', ...good }),
  ]);
  const code = (answer: Readonly<Record<string, unknown>>) => (answer['error'] === undefined ? answer['result'] : (answer['error'] as { readonly code: string }).code);
  expect({ status, answers: answers.map((answer) => [answer['id'], code(answer)]) }).toEqual({
    status: 1,
    answers: [['a', { year: 'Đ' }], [null, 'bad-json'], [2, 'unknown-rule'], [3, 'bad-input'], [4, 'bad-input'], [5, 'bad-input'], [6, 'bad-input'], [7, 'bad-input'], [null, 'bad-line'], ['b', { year: 'Đ' }]],
  });
});

test('with --explain every result says how it comes about', async () => {
  const { answers } = await assess([JSON.stringify({ id: 1, rule: 'tt22', input: { kind: 'subject_semester', regular: ['7.6', '5.8', '7.8'], mid: '9.8', final: '7.6' } })], '--explain');
  expect(answers).toEqual([
    {
      id: 1,
      result: {
        avg: '8.0',
        why: [
          'ĐĐGtx: 7,6; 5,8; 7,8. ĐĐGgk: 9,8. ĐĐGck: 7,6.',
          'ĐTBmhk = (tổng các ĐĐGtx + 2 × ĐĐGgk + 3 × ĐĐGck) : (số ĐĐGtx + 5) (Điều 9 khoản 1)',
          'ĐTBmhk = (7,6 + 5,8 + 7,8 + 2 × 9,8 + 3 × 7,6) : (3 + 5) = 63,6 : 8 = 7,95, làm tròn đến chữ số thập phân thứ nhất (đúng giữa thì làm tròn lên) thành 8,0 (Điều 9 khoản 1)',
        ],
      },
    },
  ]);
});
