import { resolve } from 'node:path';
import type { BundleScope } from '#core/contract/exchange.ts';
import type { PupilRow } from '#core/contract/pupils.ts';
import { nameKey } from '#core/text/names.ts';
import { UsageError, wanted } from './arguments.ts';
import { certificateFor, classNamed, enter, type CommandContext } from './commands.ts';

/** `hocba export`: a class, one pupil of a class, or a whole school year, as the exchange screen does it. */
export async function exportRecords(context: CommandContext): Promise<void> {
  await enter(context, 'vanthu');
  await writeBundle(context);
}

/** As whoever is signed in. */
export async function writeBundle(context: CommandContext): Promise<void> {
  const { session, options } = context;
  const scope = await scopeOf(context);
  const { destination } = await session.call('exchange.addDestination', { path: resolve(wanted(options, 'to')) });
  const certificate = await certificateFor(context, 'school', null);
  const { jobId } = await session.call('exchange.export', { scope, destinationId: destination.id, ...certificate, pin: await context.secret('PIN') });
  await session.follow(jobId);
  const [written] = (await session.call('exchange.exports', {})).exports;
  if (written !== undefined) context.tell(`${written.path}: ${written.records} học bạ, ${written.bytes} byte, SHA-256 ${written.digest}, kiểm tra lại: ${written.verdict}.`);
}

/** `--year` alone: all of it; with `--class`: the class as it was then. `--pupil`: one of the class, by name, ministry code or personal ID. */
async function scopeOf(context: CommandContext): Promise<BundleScope> {
  const { session, options } = context;
  const yearName = options.get('year');
  if (yearName !== undefined) {
    const { school } = await session.call('session.state', {});
    const year = school?.years.find(({ name }) => name === yearName);
    if (year === undefined) throw new UsageError(`Không có năm học ${yearName}. Các năm học: ${(school?.years ?? []).map(({ name }) => name).join(', ')}.`);
    await session.call('session.viewYear', { yearId: year.name === school?.schoolYear ? null : year.id });
    if (!options.has('class') && !options.has('pupil')) return { kind: 'year' };
  }
  const group = await classNamed(context);
  const named = options.get('pupil');
  if (named === undefined) return { kind: 'class', classId: group.id };
  const { pupils } = await session.call('pupils.list', { classId: group.id });
  const [found, other] = pupils.filter((pupil) => isNamed(pupil, named));
  if (found === undefined) throw new UsageError(`Lớp ${group.name} không có học sinh ${named}.`);
  if (other !== undefined) throw new UsageError(`Lớp ${group.name} có nhiều học sinh ${named}: dùng mã học sinh.`);
  return { kind: 'pupil', pupilId: found.pupilId };
}

function isNamed({ data: { fullName, ministryCode, personalId } }: PupilRow, named: string): boolean {
  return nameKey(fullName) === nameKey(named) || (named !== '' && [ministryCode, personalId].includes(named));
}
