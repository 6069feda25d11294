import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import Database from 'better-sqlite3';
import { Kysely, SqliteDialect, type KyselyPlugin } from 'kysely';
import { build } from 'vite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { MethodOutput } from '#core/contract/index.ts';
import type { PrimaryPupil, PupilResult } from '#core/contract/results.ts';
import type { LevelCounts, SchoolClassResults } from '#core/contract/school-results.ts';
import type { ClassId, SubjectId } from '#core/values/ids.ts';
import { openOfficeDatabase } from '#main/db/office-database.ts';
import { remembered, repositoriesOver } from '#main/db/repositories.ts';
import type { Schema } from '#main/db/schema.ts';
import { createWholeSchoolReader } from '#main/db/whole-school-reader.ts';
import { sheetRow } from '#main/office/gradebook/gradebook-sheet.ts';
import type { OfficeDatabase } from '#main/office/ports/database.ts';
import { gatherClass } from '#main/office/results/class-data.ts';
import { answerWholeSchool } from '#main/office/whole-school/answer-whole-school.ts';
import { loadRuleLibrary } from '#main/rules/load-rule-library.ts';
import { systemClock } from '#main/system-clock.ts';
import { makeBigSchool, type BigSchool } from '#tests/support/big-school.ts';
import { openTestOffice, openTrainingOffice, type TestOffice } from '#tests/support/open-office.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const resourcesFolder = join(root, 'resources');
const rules = loadRuleLibrary(resourcesFolder);
/** Inside the checkout, where the built thread finds its packages. */
const builtFolder = join(root, `node_modules/.cache/whole-school-${process.pid}`);

/** Sixteen classes: enough for the office to leave them to its thread. */
let made: BigSchool;
let school: TestOffice;
/** The same file as another program sees it. */
let beside: OfficeDatabase;

beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'hocba-big-'));
  made = await makeBigSchool(folder, { pupils: 640, years: 2 });
  school = await openTestOffice(folder);
  await school.call('setup.openSchool', {});
  await school.as(made.userName);
  beside = await openBeside(made.path);
});

afterAll(async () => {
  rmSync(builtFolder, { recursive: true, force: true });
  await beside.close();
  await school.close();
});

test('a sheet is what the whole class gives, in every subject and semester', async () => {
  const { classes, subjects } = await school.call('school.overview', {});
  const [opened, computed] = [await allSheets(school, classes, subjects), await allRows(beside, classes, subjects)];
  const reassessable = opened.flatMap(({ rows }) => rows.filter(({ mayReassess }) => mayReassess)).length;
  expect({ classes: classes.length, opened, someMayBeReassessed: reassessable > 5 }).toEqual({ classes: 16, opened: computed, someMayBeReassessed: true });
});

test('the sheets of primary and upper secondary schools too, and a primary school counted', async () => {
  for (const [kind, folder] of [['primary', 'luyen-tap-tieu-hoc'], ['upper-secondary', 'luyen-tap-thpt']] as const) {
    const training = await openTrainingOffice(kind);
    await training.as('vanthu');
    const { classes, subjects } = await training.call('school.overview', {});
    const file = await openBeside(join(training.folder, folder, 'hoc-ba.sqlite'));
    const [opened, computed] = [await allSheets(training, classes, subjects), await allRows(file, classes, subjects)];
    await file.close();
    const school = await countedSchool(training);
    const byHand = kind === 'primary' ? await Promise.all(classes.map(({ id }) => countedPrimary(training, id))) : null;
    await training.close();
    expect(opened).toEqual(computed);
    if (byHand !== null) expect(school.map((group) => (group.kind === 'primary' ? [group.className, group.outcomes, group.awards, group.ending] : null))).toEqual(byHand);
  }
});

test('the whole school, counted in a thread, is what its classes give one by one', async () => {
  const { classes } = await school.call('school.overview', {});
  const told: (readonly [number, number])[] = [];
  const stop = school.office.listen((event) => {
    if (event.name === 'job.progressed' && event.payload.job.kind === 'school-results') told.push([event.payload.job.done, event.payload.job.total]);
  });
  const { jobId } = await school.call('results.computeSchool', {});
  const job = await school.ended(jobId);
  stop();
  const found = await school.call('results.school', { jobId });
  const inThisThread = createWholeSchoolReader({ code: null, resourcesFolder: '', answer: answerWholeSchool });
  const asBuilt = createWholeSchoolReader({ code: await buildThread(), resourcesFolder, answer: () => Promise.reject(new Error('not in this thread')) });
  const board = await school.call('board.term', { semester: 2 });
  const tasks = await school.call('school.tasks', {});
  expect({ state: job.state, progress: told.some(([, total]) => total === classes.length), schoolYear: found.schoolYear, classes: found.classes }).toEqual({
    state: 'done',
    progress: true,
    schoolYear: '2025-2026',
    classes: await Promise.all(classes.map(async ({ id, grade, size }) => counted(await school.call('results.class', { classId: id }), grade, size))),
  });
  expect(await inThisThread.ask(beside, 'results', null)).toEqual(found.classes);
  expect([await asBuilt.ask(beside, 'results', null), await asBuilt.soundness(made.path)]).toEqual([found.classes, null]);
  await asBuilt.close();
  expect(await inThisThread.ask(beside, 'board', { semester: 2, viewer: { roles: ['clerk'], teacherId: null } })).toEqual(board);
  expect((await inThisThread.ask(beside, 'progress', null)).map(({ name, size }) => ({ name, size }))).toEqual(tasks.perClass.map(({ name, size }) => ({ name, size })));
});

test('a computation that is stopped, or whose school is closed, leaves nothing behind', async () => {
  const { jobId } = await school.call('results.computeSchool', {});
  await school.call('jobs.cancel', { jobId });
  const stopped = await school.ended(jobId);
  const second = await school.call('results.computeSchool', {});
  await school.call('setup.closeSchool', {});
  const closed = await school.ended(second.jobId);
  await school.call('setup.openSchool', {});
  await school.as(made.userName);
  expect([stopped.state, await school.refusal('results.school', { jobId }), closed.state, await school.refusal('results.school', { jobId: second.jobId })]).toEqual(['cancelled', 'job.not-found', 'cancelled', 'job.not-found']);
});

test('every read that is remembered names all tables that it looks at', async () => {
  const seen = new Set<string>();
  const watcher: KyselyPlugin = {
    transformQuery({ node }) {
      tablesIn(node).forEach((table) => seen.add(table));
      return node;
    },
    transformResult: ({ result }) => Promise.resolve(result),
  };
  const connection = new Database(made.path, { readonly: true });
  const repositories = repositoriesOver(new Kysely<Schema>({ dialect: new SqliteDialect({ database: connection }), plugins: [watcher] }), rules);
  const unnamed: string[] = [];
  for (const [name, groups] of Object.entries(remembered)) {
    const repository = repositories[name as keyof typeof remembered] as unknown as Readonly<Record<string, (parameter: unknown) => Promise<unknown>>>;
    for (const { reads, tables } of groups as readonly { readonly reads: readonly string[]; readonly tables: readonly string[] }[]) {
      for (const read of reads) {
        seen.clear();
        // Of a class, of all classes, of a year: reads take one of them, or nothing.
        for (const parameter of ['x', null, { id: 'x', name: '2025-2026' }]) await repository[read]?.(parameter).catch(() => undefined);
        unnamed.push(...[...seen].filter((table) => !tables.includes(table)).map((table) => `${name}.${read}: ${table}`), ...(seen.size === 0 ? [`${name}.${read}: nothing`] : []));
      }
    }
  }
  connection.close();
  expect(unnamed).toEqual([]);
});

test('what is remembered is forgotten when it is written, here or by another program', async () => {
  const { classes, subjects } = await school.call('school.overview', {});
  const [group, subject] = [classes[0], subjects[0]];
  if (group === undefined || subject === undefined) throw new Error('no sheet');
  const place = { classId: group.id, subjectId: subject.id, semester: 1 } as const;
  const sheet = () => school.call('gradebook.sheet', place);
  const seen: unknown[] = [];
  const before = await sheet();
  const teacher = await school.call('school.saveTeacher', { id: null, fullName: 'Nguyễn Thị Mới', personalId: '', active: true });
  await school.call('school.assign', { classId: group.id, subjectId: subject.id, teacherId: teacher.id });
  seen.push((await sheet()).teacherName);
  await school.call('school.saveTeacher', { id: teacher.id, fullName: 'Nguyễn Thị Đổi', personalId: '', active: true });
  seen.push((await sheet()).teacherName);
  await school.call('locks.lock', { scope: { ...place, column: 'final' }, reason: 'Hết hạn' });
  seen.push((await sheet()).locked.map(({ column }) => column));
  const first = before.rows[0];
  if (first === undefined) throw new Error('no pupil');
  const { pupils } = await school.call('pupils.list', { classId: group.id });
  const data = pupils.find(({ pupilId }) => pupilId === first.pupilId)?.data;
  if (data === undefined) throw new Error('no data');
  await school.call('pupils.save', { pupilId: first.pupilId, data: { ...data, fullName: 'Tên Mới Sửa' } });
  seen.push((await sheet()).rows[0]?.fullName);
  const other = new Database(made.path);
  other.prepare('UPDATE pupil SET full_name = ? WHERE id = ?').run('Tên Do Chương Trình Khác', first.pupilId);
  other.close();
  seen.push((await sheet()).rows[0]?.fullName);
  expect(seen).toEqual(['Nguyễn Thị Mới', 'Nguyễn Thị Đổi', ['final'], 'Tên Mới Sửa', 'Tên Do Chương Trình Khác']);
});

/** Tables that a statement reads; what it says of their columns names only aliases. */
function tablesIn(node: unknown): readonly string[] {
  if (typeof node !== 'object' || node === null || ('kind' in node && node.kind === 'ReferenceNode')) return [];
  if ('kind' in node && node.kind === 'TableNode') return [(node as unknown as { readonly table: { readonly identifier: { readonly name: string } } }).table.identifier.name];
  return Object.values(node).flatMap(tablesIn);
}

/** The thread's code as the product's build makes it. */
async function buildThread(): Promise<URL> {
  const external = (id: string) => !/^[./#]|^[A-Za-z]:/u.test(id);
  await build({ root, configFile: false, logLevel: 'error', build: { ssr: true, outDir: builtFolder, target: 'node20', minify: false, rollupOptions: { input: join(root, 'main/compose-whole-school.ts'), external, output: { format: 'es', entryFileNames: '[name].js' } } } });
  return pathToFileURL(join(builtFolder, 'compose-whole-school.js'));
}

function openBeside(path: string): Promise<OfficeDatabase> {
  return openOfficeDatabase(path, systemClock(), rules);
}

type Named = readonly { readonly id: ClassId; readonly grade: number }[];
type Taught = readonly { readonly id: SubjectId; readonly periods: Readonly<Record<string, number>> }[];

function places(classes: Named, subjects: Taught) {
  return classes.flatMap(({ id, grade }) => subjects.filter(({ periods }) => periods[String(grade)] !== undefined).flatMap((subject) => ([1, 2] as const).map((semester) => ({ classId: id, subjectId: subject.id, semester }))));
}

async function allSheets(office: TestOffice, classes: Named, subjects: Taught) {
  const sheets = [];
  for (const place of places(classes, subjects)) {
    const { rows } = await office.call('gradebook.sheet', place);
    sheets.push({ ...place, rows });
  }
  return sheets;
}

/** The slow way: the class's whole year, and each row from it. */
async function allRows(database: OfficeDatabase, classes: Named, subjects: Taught) {
  return database.read(async (repositories) => {
    const sheets = [];
    for (const { id } of classes) {
      const data = await gatherClass(repositories, id);
      for (const place of places(classes.filter((group) => group.id === id), subjects)) {
        const subject = data.subjects.find((each) => each.id === place.subjectId);
        if (subject === undefined) throw new Error('no subject');
        sheets.push({ ...place, rows: data.pupils.map((pupil) => sheetRow(data, subject, pupil, place.semester)) });
      }
    }
    return sheets;
  });
}

async function countedSchool(office: TestOffice): Promise<readonly SchoolClassResults[]> {
  const { jobId } = await office.call('results.computeSchool', {});
  await office.ended(jobId);
  return (await office.call('results.school', { jobId })).classes;
}

async function countedPrimary(office: TestOffice, classId: ClassId) {
  const { className, pupils } = await office.call('results.primary', { classId, moment: '2-end' });
  const count = (matches: (pupil: PrimaryPupil) => boolean) => pupils.filter(matches).length;
  const outcome = (wanted: PrimaryPupil['outcome']) => count((pupil) => pupil.outcome === wanted);
  return [
    className,
    { HTXS: outcome('HTXS'), HTT: outcome('HTT'), HT: outcome('HT'), CHT: outcome('CHT'), none: outcome(null) },
    { HOC_SINH_XUAT_SAC: count(({ award }) => award === 'HOC_SINH_XUAT_SAC'), HOC_SINH_TIEU_BIEU: count(({ award }) => award === 'HOC_SINH_TIEU_BIEU') },
    { promoted: count(({ promoted }) => promoted === true), retained: count(({ promoted }) => promoted === false), open: count(({ promoted }) => promoted === null) },
  ];
}

/** The class's own results, counted by hand. */
function counted({ classId, className, pupils }: MethodOutput<'results.class'>, grade: number, size: number): SchoolClassResults {
  const levels = (values: readonly (string | null)[]): LevelCounts => {
    const count = (level: string | null) => values.filter((value) => value === level).length;
    return { T: count('T'), K: count('K'), Đ: count('Đ'), CĐ: count('CĐ'), none: count(null) };
  };
  const decided = (decision: PupilResult['finalDecision']) => pupils.filter(({ finalDecision }) => finalDecision === decision).length;
  return {
    kind: 'levels',
    classId,
    className,
    grade,
    size,
    periods: {
      1: { learning: levels(pupils.map(({ semester1 }) => semester1.level)), conduct: levels(pupils.map(({ conduct1 }) => conduct1)) },
      2: { learning: levels(pupils.map(({ semester2 }) => semester2.level)), conduct: levels(pupils.map(({ conduct2 }) => conduct2)) },
      year: { learning: levels(pupils.map(({ year }) => year.level)), conduct: levels(pupils.map(({ conductYear }) => conductYear)) },
    },
    awards: { XUAT_SAC: pupils.filter(({ award }) => award === 'XUAT_SAC').length, GIOI: pupils.filter(({ award }) => award === 'GIOI').length },
    decisions: {
      PROMOTED: decided('PROMOTED'),
      REASSESS: decided('REASSESS'),
      SUMMER_CONDUCT: decided('SUMMER_CONDUCT'),
      SUMMER_CONDUCT_THEN_REASSESS: decided('SUMMER_CONDUCT_THEN_REASSESS'),
      RETAINED: decided('RETAINED'),
      INCOMPLETE: decided('INCOMPLETE'),
    },
    review: pupils.filter(({ review }) => review.length > 0).length,
  };
}
