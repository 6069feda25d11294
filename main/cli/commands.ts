import { readFile } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { practicePassword } from '#core/values/practice.ts';
import { trainingKind } from '#core/contract/shared.ts';
import type { SigningRole } from '#core/contract/signing.ts';
import { UsageError, wanted } from './arguments.ts';
import type { CliSession } from './cli-session.ts';

/** What a command works with. `secret`: the next line of standard input, where passwords and PINs come from and nowhere else. */
export type CommandContext = { readonly session: CliSession; readonly words: readonly string[]; readonly options: ReadonlyMap<string, string>; readonly tell: (line: string) => void; readonly secret: (name: string) => Promise<string> };

const usualAccounts = { clerk: 'vanthu', principal: 'hieutruong' } as const;

/** Opens the school and signs in: in the training school as one of its accounts, in a real one as `--user` with the password from standard input. */
export async function enter(context: CommandContext, account: string): Promise<void> {
  const { session, options } = context;
  const { doors } = await session.call('session.state', {});
  const door = options.get('door') ?? (doors.real ? 'real' : 'training');
  if (door === 'training') {
    const kind = options.get('kind');
    if (kind !== undefined && !trainingKind.options.some((one) => one === kind)) throw new UsageError(`--kind là một trong: ${trainingKind.options.join(', ')}.`);
    const { jobId } = await session.call('setup.openTraining', { kind: trainingKind.options.find((one) => one === kind) });
    await session.follow(jobId);
    await session.call('session.signIn', { userName: options.get('user') ?? account, password: practicePassword });
    return;
  }
  await session.call('setup.openSchool', {});
  await session.call('session.signIn', { userName: wanted(options, 'user'), password: await context.secret('password') });
}

export async function classNamed({ session, options }: Pick<CommandContext, 'session' | 'options'>) {
  const name = wanted(options, 'class');
  const { classes } = await session.call('school.overview', {});
  const found = classes.find((group) => group.name.toUpperCase() === name.toUpperCase());
  if (found === undefined) throw new UsageError(`Không có lớp ${name}. Các lớp: ${classes.map((group) => group.name).join(', ')}.`);
  return found;
}

/** A certificate that fits the role: the one with this `--serial`, or the only one there is. */
export async function certificateFor({ session, options }: Pick<CommandContext, 'session' | 'options'>, role: SigningRole, holder: string | null) {
  const { certificates } = await session.call('signing.tokens', {});
  const serial = options.get('serial')?.toUpperCase();
  const fitting = certificates.filter(({ facts, fits }) => (serial === undefined ? fits.includes(role) && (holder === null || facts.holder.includes(holder)) : facts.serial === serial));
  const [certificate] = fitting;
  if (certificate === undefined || fitting.length > 1) {
    throw new UsageError(`Cần --serial của một chứng thư số. Đang có: ${certificates.map(({ facts }) => `${facts.serial} (${facts.holder})`).join('; ') || 'không có token nào'}.`);
  }
  return { moduleId: certificate.moduleId, tokenSerial: certificate.tokenSerial, certificateDigest: certificate.facts.digest };
}

export async function importPupils(context: CommandContext): Promise<void> {
  const [path] = context.words;
  if (path === undefined) throw new UsageError('Cần tên tệp .xlsx.');
  await enter(context, usualAccounts.clerk);
  const file = context.session.receive(basename(path), 'application/octet-stream', new Uint8Array(await readFile(resolve(path))));
  const preview = await context.session.call('pupils.previewImport', { file });
  const { counts } = preview;
  context.tell(`Mới ${counts.new}, thay đổi ${counts.changed}, giữ nguyên ${counts.same}, sai ${counts.wrong}, bỏ qua ${counts.skippedLines} dòng.`);
  for (const row of preview.rows.filter(({ state }) => state === 'wrong')) {
    const reasons = row.cells.filter(({ severity }) => severity === 'error').map(({ field, text, problem }) => `${field} "${text}" (${problem ?? ''})`);
    context.tell(`  ${row.sheet}, dòng ${row.rowNumber}: ${reasons.join(', ')}`);
  }
  if (context.options.get('dry-run') === 'yes') return;
  const applied = await context.session.call('pupils.applyImport', { importId: preview.importId });
  context.tell(`Đã nhập: thêm ${applied.added}, sửa ${applied.changed}, lớp mới ${applied.classesAdded}.`);
}

export async function createRecords(context: CommandContext): Promise<void> {
  await enter(context, usualAccounts.clerk);
  const group = await classNamed(context);
  const before = await context.session.call('records.class', { classId: group.id });
  if (before.missing.length > 0) {
    for (const item of before.missing) context.tell(`  ${item.pupilName ?? `cả lớp ${group.name}`}: ${item.detail}`);
    throw new Error(`Lớp ${group.name} còn thiếu ${before.missing.length} mục, chưa lập học bạ.`);
  }
  const { jobId } = await context.session.call('records.create', { classId: group.id });
  await context.session.follow(jobId);
  const { records } = await context.session.call('records.class', { classId: group.id });
  context.tell(`Lớp ${group.name}: ${records.filter(({ recordId }) => recordId !== null).length} học bạ.`);
}

export async function signClass(context: CommandContext): Promise<void> {
  const role = wanted(context.options, 'role');
  if (role !== 'subjectTeacher' && role !== 'homeroomTeacher' && role !== 'principal' && role !== 'school') throw new UsageError('--role là subjectTeacher, homeroomTeacher, principal hoặc school.');
  const name = wanted(context.options, 'class');
  const account = { subjectTeacher: 'giaovien', homeroomTeacher: `gvcn${name.toLowerCase()}`, ...usualAccounts, school: usualAccounts.clerk }[role];
  await enter(context, account);
  const group = await classNamed(context);
  const certificate = await certificateFor(context, role, role === 'homeroomTeacher' ? group.homeroomTeacherName : role === 'subjectTeacher' ? await ownName(context) : null);
  const { jobId, batchId } = await context.session.call('signing.start', { scope: { kind: 'records', classIds: [group.id] }, role, ...certificate, pin: await context.secret('PIN'), reading: { kind: 'none' } });
  await context.session.follow(jobId);
  const { items } = await context.session.call('signing.batch', { batchId });
  context.tell(`Đã ký ${items.filter(({ state }) => state === 'signed').length}/${items.length} học bạ lớp ${group.name}.`);
}

/** Of the teacher whom the signed-in account belongs to. */
async function ownName({ session }: CommandContext): Promise<string | null> {
  const { user } = await session.call('session.state', {});
  const { teachers } = await session.call('school.teachers', {});
  return teachers.find(({ id }) => id === user?.teacherId)?.fullName ?? null;
}

export async function sendClass(context: CommandContext): Promise<void> {
  await enter(context, usualAccounts.clerk);
  const group = await classNamed(context);
  const certificate = await certificateFor(context, 'school', null);
  const pin = await context.secret('PIN');
  const { certificate: registered } = await context.session.call('exchange.profile', {});
  if (registered?.state !== 'approved') {
    const { state, message } = await context.session.call('exchange.registerCertificate', { ...certificate, pin });
    context.tell(`Chứng thư số của trường tại cổng: ${state}. ${message}`);
  }
  const { jobId } = await context.session.call('exchange.submit', { classId: group.id, ...certificate, pin });
  await context.session.follow(jobId);
  const { transmissions } = await context.session.call('exchange.transmissions', {});
  for (const transmission of transmissions.filter(({ classId }) => classId === group.id)) {
    context.tell(`Giao dịch ${transmission.messageId}: ${transmission.records} học bạ, nhận ${transmission.accepted}, từ chối ${transmission.refused}.`);
    if (transmission.refused === 0) continue;
    const { refusals } = await context.session.call('exchange.refusals', { transmissionId: transmission.id });
    for (const refusal of refusals) context.tell(`  ${refusal.pupilName}: ${refusal.fieldTitle}: ${refusal.description}`);
  }
}
