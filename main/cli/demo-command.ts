import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { practicePassword } from '#core/values/practice.ts';
import { certificateFor, classNamed, type CommandContext } from './commands.ts';

/**
 * `hocba demo FOLDER`: the whole job of a school year without a window, on a training school of its own: records of the complete class, three signatures each,
 * registration, sending, a bundle, and what the verifier says of every file.
 */
export async function runDemo(context: CommandContext, folder: string): Promise<number> {
  const { session, tell } = context;
  const pin = '12345678';
  const as = (userName: string) => session.call('session.signIn', { userName, password: practicePassword });
  const options = new Map([['class', '7A']]);

  tell('1. Mở trường luyện tập');
  await session.follow((await session.call('setup.openTraining', {})).jobId);
  await as('vanthu');
  const group = await classNamed({ session, options });
  const incomplete = (await session.call('school.overview', {})).classes.find(({ name }) => name === '8B');
  const missing = incomplete === undefined ? [] : (await session.call('records.class', { classId: incomplete.id })).missing;
  tell(`   Lớp 8B còn thiếu ${missing.length} mục nên chưa lập được học bạ.`);

  tell('2. Lập học bạ lớp 7A');
  await session.follow((await session.call('records.create', { classId: group.id })).jobId);

  const sign = async (step: string, userName: string, role: 'homeroomTeacher' | 'principal' | 'school') => {
    tell(step);
    await as(userName);
    const certificate = await certificateFor({ session, options: new Map() }, role, role === 'homeroomTeacher' ? group.homeroomTeacherName : null);
    await session.follow((await session.call('signing.start', { scope: { kind: 'records', classIds: [group.id] }, role, ...certificate, pin, reading: { kind: 'none' } })).jobId);
    return certificate;
  };
  await sign('3. Giáo viên chủ nhiệm ký', 'gvcn7a', 'homeroomTeacher');
  await sign('4. Hiệu trưởng ký', 'hieutruong', 'principal');
  const seal = { ...(await sign('5. Nhà trường ký phát hành', 'vanthu', 'school')), pin };

  tell('6. Đăng ký chứng thư số với cổng luyện tập');
  const registered = await session.call('exchange.registerCertificate', seal);
  tell(`   ${registered.state}: ${registered.message}`);

  tell('7. Gửi học bạ');
  await session.follow((await session.call('exchange.submit', { classId: group.id, ...seal })).jobId);
  const { transmissions } = await session.call('exchange.transmissions', {});
  const [sent] = transmissions;

  tell('8. Xuất gói học bạ');
  const bundles = join(folder, 'goi');
  await mkdir(bundles, { recursive: true });
  const { destination } = await session.call('exchange.addDestination', { path: bundles });
  await session.follow((await session.call('exchange.export', { scope: { kind: 'class', classId: group.id }, destinationId: destination.id, ...seal })).jobId);
  const [bundle] = (await session.call('exchange.exports', {})).exports;

  tell('9. Ghi và kiểm tra từng học bạ');
  const files = join(folder, 'hoc-ba');
  await mkdir(files, { recursive: true });
  const verdicts = new Map<string, number>();
  const { records } = await session.call('records.class', { classId: group.id });
  for (const { recordId, position } of records) {
    if (recordId === null) continue;
    const number = String(position).padStart(2, '0');
    const xml = await session.call('records.xml', { recordId });
    await writeFile(join(files, `${number}-${xml.name}`), session.take(xml.file));
    const { verdict } = await session.call('verification.check', { file: xml.file });
    verdicts.set(verdict, (verdicts.get(verdict) ?? 0) + 1);
    // The first few on paper, the rest as one file: a demonstration, not a print shop.
    if (position > 3) continue;
    const pdf = await session.call('records.pdf', { recordId });
    await writeFile(join(files, `${number}-${pdf.name}`), session.take(pdf.file));
  }
  const whole = await session.call('records.classPdf', { classId: group.id });
  await writeFile(join(files, whole.name), session.take(whole.file));

  tell('');
  tell('TỔNG KẾT (LUYỆN TẬP)');
  tell(`  Học bạ lớp 7A: ${records.filter(({ recordId }) => recordId !== null).length}, trạng thái: ${countOf(records.map(({ status }) => status))}`);
  tell(`  Giao dịch: nhận ${sent?.accepted ?? 0}, từ chối ${sent?.refused ?? 0}`);
  tell(`  Gói: ${bundle?.path ?? ''} (${bundle?.records ?? 0} học bạ, kiểm tra: ${bundle?.verdict ?? ''})`);
  tell(`  Tệp học bạ: ${files}`);
  tell(`  Kết quả kiểm tra từng tệp: ${[...verdicts].map(([verdict, count]) => `${verdict} ${count}`).join(', ')}`);
  const good = sent !== undefined && sent.refused === 0 && sent.accepted === records.length && bundle?.verdict === 'practice' && verdicts.get('practice') === records.length;
  tell(good ? '  Mọi bước đều xong.' : '  CÓ BƯỚC KHÔNG XONG.');
  return good ? 0 : 1;
}

function countOf(words: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts].map(([word, count]) => `${word} ${count}`).join(', ');
}
