import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { loadRuleLibrary } from '../rules/load-rule-library.ts';
import { dataFolder } from '../hosts/data-folder.ts';
import { createNodeSpawner } from '../hosts/node-spawner.ts';
import { assess } from './assess/assess-command.ts';
import { readArguments, UsageError, type Arguments } from './arguments.ts';
import { createRecords, enter, importPupils, sendClass, signClass, type CommandContext } from './commands.ts';
import { openCliSession } from './cli-session.ts';
import { exportRecords } from './export-command.ts';
import { runDemo } from './demo-command.ts';
import { tellUnchecked, verifyFile } from './verify-command.ts';

const usage = `Học Bạ trên dòng lệnh
  hocba demo THƯ_MỤC                      làm trọn công việc của một năm học trong trường luyện tập mới
  hocba import TỆP.xlsx                   nhập danh sách học sinh
  hocba records --class 7A                lập học bạ của một lớp
  hocba sign --class 7A --role VAI        ký; VAI: subjectTeacher, homeroomTeacher, principal, school
  hocba send --class 7A                   gửi học bạ lên cổng tiếp nhận
  hocba export --class 7A --to THƯ_MỤC    xuất gói học bạ ASiC-E của một lớp
         --class 7A --pupil HỌC_SINH      gói chuyển trường của một học sinh trong lớp: họ tên, mã học sinh hoặc số định danh
         --year 2025-2026                 gói của cả năm học; thêm --class, --pupil: của lớp trong năm học đó
  hocba verify TỆP [--json]               kiểm tra một tệp (TỆP là - thì đọc đầu vào chuẩn); mã thoát 0 hợp lệ, 1 không hợp lệ, 2 không kết luận được, 3 chưa ký
                                          --roots TỆP, --crls TỆP: chứng thư gốc, danh sách thu hồi tin cậy thêm
  hocba assess [--explain]                tính kết quả theo thông tư: JSON Lines từ đầu vào chuẩn
  hocba gateway                           chạy cổng tiếp nhận luyện tập đến khi dừng
Tùy chọn: --data THƯ_MỤC, --door training|real, --user TÊN, --serial SỐ_CHỨNG_THƯ.
Mật khẩu (trường thật) và mã PIN đọc từ đầu vào chuẩn, mỗi dòng một mục.`;

const resourcesFolder = fileURLToPath(new URL('../../resources', import.meta.url));
const tell = (line: string) => void process.stdout.write(`${line}\n`);
const log = (line: string) => void (process.env['HOCBA_LOG'] === undefined || process.stderr.write(`${line}\n`));

process.exitCode = await main(process.argv.slice(2));

async function main(parameters: readonly string[]): Promise<number> {
  let given: Arguments | null = null;
  try {
    given = readArguments(parameters);
    if (given.command === 'help') {
      tell(usage);
      return 0;
    }
    return await run(given);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    if (error instanceof UsageError) return 64;
    // Status 1 is a verdict there; a check that could not be made is none.
    return given?.command === 'verify' ? tellUnchecked(given, error, tell) : 1;
  }
}

async function run({ command, words, options }: Arguments): Promise<number> {
  // The rules need no school: nothing is opened or written.
  if (command === 'assess') return assess(process.stdin, process.stdout, loadRuleLibrary(resourcesFolder), options.has('explain'));
  const source = import.meta.url.endsWith('.ts');
  const checking = new URL(source ? '../signing/verifier/checking-worker.ts' : './checking-worker.js', import.meta.url);
  const complain = (line: string) => void process.stderr.write(`${line}\n`);
  // Anybody may check a file anywhere. Only who names a school's data wants what that school trusts.
  if (command === 'verify' && !options.has('data')) {
    const { composeVerifier } = await import('../compose-verifier.ts');
    const verifier = await composeVerifier({ resourcesFolder, worker: checking, roots: filesOf(options, 'roots'), lists: filesOf(options, 'crls') }).catch((error: unknown) => {
      throw new UsageError(`Không đọc được tệp của --roots hoặc --crls: ${error instanceof Error ? error.message : String(error)}`);
    });
    return verifyFile({ command, words, options }, { check: (file) => verifier.check(file), tell, complain });
  }
  const demoFolder = command === 'demo' ? resolve(words[0] ?? 'hocba-demo') : null;
  const folder = demoFolder === null ? resolve(options.get('data') ?? dataFolder()) : join(demoFolder, 'du-lieu');
  await mkdir(folder, { recursive: true });
  // Loaded only where a school is opened: `assess` starts without the database and the signing parts.
  const { composeOffice } = await import('../compose.ts');
  const office = await composeOffice({
    dataFolder: folder,
    resourcesFolder,
    spawner: createNodeSpawner({ entryFile: fileURLToPath(new URL(source ? '../hosts/child.ts' : './child.js', import.meta.url)) }),
    workers: {
      printing: new URL(source ? '../documents/printing/print-worker.ts' : './print-worker.js', import.meta.url),
      wholeSchool: new URL(source ? '../compose-whole-school.ts' : './whole-school.js', import.meta.url),
      checking,
      signing: new URL(source ? '../compose-signing-thread.ts' : './signing-thread.js', import.meta.url),
      handOff: new URL(source ? '../compose-hand-off-thread.ts' : './hand-off-thread.js', import.meta.url),
    },
    version: 'cli',
    log,
  });
  const lines = secrets();
  try {
    const context: CommandContext = { session: openCliSession(office, tell), words, options, tell, secret: lines.next };
    if (demoFolder !== null) return await runDemo(context, demoFolder);
    if (command === 'verify') {
      const { session } = context;
      return await verifyFile({ command, words, options }, { check: ({ name, bytes, path }) => session.call('verification.check', { file: session.receive(name, 'application/octet-stream', bytes, path) }), tell, complain });
    }
    const commands: Readonly<Record<string, (context: CommandContext) => Promise<void>>> = { import: importPupils, records: createRecords, sign: signClass, send: sendClass, export: exportRecords, gateway };
    const wanted = Object.hasOwn(commands, command) ? commands[command] : undefined;
    if (wanted === undefined) throw new UsageError(`Không có lệnh ${command}.\n${usage}`);
    await wanted(context);
    return 0;
  } finally {
    lines.close();
    await office.close();
  }
}

/** Files named by an option, with commas between them. */
function filesOf(options: Arguments['options'], name: string): readonly string[] {
  return (options.get(name) ?? '').split(',').flatMap((path) => (path === '' ? [] : [resolve(path)]));
}

/** The training school's gateway, until the program is stopped. */
async function gateway(context: CommandContext): Promise<void> {
  await enter(context, 'vanthu');
  const { profile, practice } = await context.session.call('exchange.profile', {});
  if (!practice || profile === null) throw new UsageError('Cổng luyện tập chỉ có trong trường luyện tập: thêm --door training.');
  tell(`Cổng tiếp nhận luyện tập: ${profile.url}`);
  await new Promise((done) => process.once('SIGINT', done).once('SIGTERM', done));
}

/** Lines of standard input, one secret each. Nothing is asked for on a command line that others can read. */
function secrets(): { readonly next: (name: string) => Promise<string>; readonly close: () => void } {
  let reader: ReturnType<typeof createInterface> | null = null;
  let lines: AsyncIterator<string> | null = null;
  return {
    async next(name) {
      const typed = process.stdin.isTTY;
      // Typed by hand it is not shown: the reader takes the terminal over, and its echo goes nowhere.
      reader ??= createInterface({ input: process.stdin, ...(typed ? { terminal: true, historySize: 0, output: new Writable({ write: (_chunk, _encoding, done) => done() }) } : {}) });
      lines ??= reader[Symbol.asyncIterator]();
      if (typed) process.stderr.write(`${name}: `);
      const { value, done } = await lines.next();
      if (typed) process.stderr.write('\n');
      if (done === true) throw new UsageError(`Thiếu ${name} ở đầu vào chuẩn.`);
      return value;
    },
    close: () => reader?.close(),
  };
}
