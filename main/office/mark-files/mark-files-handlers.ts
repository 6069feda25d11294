import { OfficeError } from '#core/contract/errors.ts';
import type { MethodOutput } from '#core/contract/index.ts';
import type { ImportPart } from '#core/contract/mark-files.ts';
import { classId as classIdOf, importId as importIdOf, subjectId as subjectIdOf } from '#core/values/ids.ts';
import type { CallContext, Handlers } from '../call-context.ts';
import { openSheet } from '../gradebook/edit-cells.ts';
import { mayEditSubject } from '../gradebook/who-may.ts';
import { lockCheck } from '../locks/lock-check.ts';
import type { Clock, IdSource } from '../ports/clock.ts';
import type { Repositories } from '../ports/database.ts';
import type { MarkWorkbookWriter, SpreadsheetReader } from '../ports/documents.ts';
import type { ImportedStep } from '../ports/mark-import-repository.ts';
import { gatherClass } from '../results/class-data.ts';
import { reverseStepCells, writeCells } from '../sheets/edit-steps.ts';
import { planImport, type ImportQuestion, type PlannedPart } from './plan-import.ts';
import { sheetToFill } from './sheet-to-fill.ts';

type Names = 'markFiles.write' | 'markFiles.preview' | 'markFiles.apply' | 'markFiles.list' | 'markFiles.undo';
type Parts = { readonly clock: Clock; readonly ids: IdSource; readonly reader: SpreadsheetReader; readonly workbooks: MarkWorkbookWriter };
type Written = MethodOutput<'markFiles.undo'>['sheets'][number];

const spreadsheet = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
/** Files shown in the list; older ones stay in the log. */
const mostListed = 20;

/** Gradebook sheets out to Excel, and workbooks in: looked at first, then written, and taken back as a whole. */
export function createMarkFilesHandlers({ clock, ids, reader, workbooks }: Parts): Handlers<Names> {
  /** The last preview of each window: what was asked, and what was shown. */
  const previews = new Map<string, { readonly importId: string; readonly fileName: string; readonly question: ImportQuestion; readonly parts: readonly PlannedPart[] }>();

  return {
    async 'markFiles.write'({ classId, subjectId, semester }, context) {
      const { data, check } = await context.database().read(async (repositories) => ({ data: await gatherClass(repositories, classId), check: await lockCheck(repositories, clock.now()) }));
      const subjects = [...data.subjects].filter(({ id }) => subjectId === null || id === subjectId);
      if (subjects.length === 0) throw new OfficeError('gradebook.not-found');
      const bytes = await workbooks.write(
        subjects.map((subject) => sheetToFill({ data, subject, semester, mayEdit: mayEditSubject(context.user, data.assignments, subject.id), lockOf: (column) => check({ classId, subjectId: subject.id, semester, column }) })),
      );
      const name = `so-diem-${data.group.name.replace(/[\\/:*?"<>|]/gu, '-')}-${subjectId === null ? 'ca-lop' : (subjects[0]?.code.toLowerCase().replaceAll('_', '-') ?? '')}-hk${semester}.xlsx`;
      return { file: context.files.put(context.connection, { name, mimeType: spreadsheet, bytes }), name };
    },

    async 'markFiles.preview'({ file: handle, open, choices }, context) {
      const file = context.files.get(context.connection, handle);
      if (file === null) throw new OfficeError('file.not-found');
      const question = { tables: await reader.read(file.bytes), open, choices };
      const parts = await context.database().read((repositories) => planImport(repositories, question, context.user, clock.now()));
      const importId = importIdOf.parse(ids.next());
      previews.set(context.connection, { importId, fileName: file.name, question, parts });
      return { importId, fileName: file.name, parts: parts.map(({ part }) => part) };
    },

    async 'markFiles.apply'({ importId, parts: keys, reason }, context) {
      const preview = previews.get(context.connection);
      if (preview?.importId !== importId) throw new OfficeError('import.outdated-preview');
      const sheets = await context.database().write(context.actor, async (repositories) => {
        const chosen = chosenParts(preview.parts, await planImport(repositories, preview.question, context.user, clock.now()), keys);
        if (reason === null && chosen.some(({ part }) => part.needsReason)) throw new OfficeError('gradebook.reason-needed');
        return write(repositories, { id: importId, fileName: preview.fileName }, chosen, reason, context);
      });
      previews.delete(context.connection);
      context.changed(['gradebook', 'results', 'records']);
      return { sheets };
    },

    'markFiles.list': (_, context) =>
      context.database().read(async (repositories) => {
        const names = await sheetNames(repositories);
        const imports = [];
        for (const { id, fileName, appliedAt, undoneAt } of await repositories.markImports.ofUser(context.user?.id ?? '', mostListed)) {
          const steps = await repositories.markImports.steps(id);
          imports.push({ importId: importIdOf.parse(id), fileName, appliedAt, undoneAt, cells: steps.reduce((sum, { cells }) => sum + cells, 0), sheets: names(steps) });
        }
        return { imports };
      }),

    async 'markFiles.undo'({ importId }, context) {
      const sheets = await context.database().write(context.actor, async (repositories) => {
        const entry = await repositories.markImports.byId(importId);
        if (entry === null || entry.userId !== context.user?.id) throw new OfficeError('import.not-your-import');
        if (entry.undoneAt !== null) throw new OfficeError('import.already-undone');
        const at = clock.now();
        const value: Written[] = [];
        for (const step of await repositories.markImports.steps(importId)) value.push(await takeBack(repositories, step, context, at));
        // A sheet that only a lock holds back can still be taken back once its columns are open again.
        if ((await repositories.markImports.steps(importId)).every(({ state }) => state !== 'done')) await repositories.markImports.markUndone(importId, at);
        return { value, audit: { action: 'markFiles.undone', detail: { importId, fileName: entry.fileName, cells: value.reduce((sum, { cells }) => sum + cells, 0) } } };
      });
      context.changed(['gradebook', 'results', 'records']);
      return { sheets };
    },
  };

  async function write(repositories: Repositories, entry: { readonly id: string; readonly fileName: string }, chosen: readonly PlannedPart[], reason: string | null, context: CallContext) {
    const editor = { userId: context.user?.id ?? '', at: clock.now() };
    const value: Written[] = [];
    const steps: number[] = [];
    for (const { part, place, changes } of chosen) {
      if (place === null || part.target === null || changes.length === 0) continue;
      const { step } = await writeCells((await openSheet(repositories, place, context.user, editor.at)).cells, changes, 'import', reason, editor);
      if (step !== null) steps.push(Number(step.id));
      value.push({ target: part.target, cells: step?.cells ?? 0, refused: part.cells.filter(({ verdict }) => verdict === 'refused') });
    }
    if (steps.length === 0) throw new OfficeError('import.nothing-to-apply');
    await repositories.markImports.add({ ...entry, appliedAt: editor.at, userId: editor.userId }, steps);
    // The values stand in the cells' own histories; the log may be read by people who must not see marks.
    const detail = { importId: entry.id, fileName: entry.fileName, sheets: value.map(({ target, cells }) => `${target.className} ${target.subjectName} ${target.semester}: ${cells}`) };
    return { value, audit: { action: 'markFiles.applied', detail } };
  }

  async function takeBack(repositories: Repositories, { id, kind, state, ...at }: ImportedStep, context: CallContext, now: string): Promise<Written> {
    const place = { classId: classIdOf.parse(at.classId), subjectId: subjectIdOf.parse(at.subjectId), semester: at.semester };
    const sheet = await openSheet(repositories, place, context.user, now);
    const target = { ...place, className: sheet.data.group.name, subjectName: sheet.subject.name };
    // A sheet that was taken back by itself is done already.
    if (state !== 'done') return { target, cells: 0, refused: [] };
    const { step, refused } = await reverseStepCells(sheet.cells, { id, kind }, 'undo', { userId: context.user?.id ?? '', at: now });
    const nameOf = (enrollmentId: string) => sheet.data.pupils.find(({ enrollment }) => enrollment.id === enrollmentId)?.pupil.data.fullName ?? '';
    return { target, cells: step?.cells ?? 0, refused: refused.map((verdict) => ({ ...verdict, fullName: nameOf(verdict.enrollmentId) })) };
  }
}

/** The parts to be written, as they were shown. Errors: import.outdated-preview where they would now do something else; office.invalid-input for two parts that write one cell. */
function chosenParts(shown: readonly PlannedPart[], now: readonly PlannedPart[], keys: readonly string[]): readonly PlannedPart[] {
  const key = (part: ImportPart | undefined) => JSON.stringify(part);
  const chosen = keys.map((wanted) => {
    const found = now.find(({ part }) => part.key === wanted);
    if (found === undefined || key(found.part) !== key(shown.find(({ part }) => part.key === wanted)?.part)) throw new OfficeError('import.outdated-preview');
    return found;
  });
  const cells = chosen.flatMap(({ place, changes }) => changes.map(({ enrollmentId, column }) => JSON.stringify([place, enrollmentId, column])));
  if (new Set(cells).size !== cells.length) throw new OfficeError('office.invalid-input', { field: 'parts' });
  return chosen;
}

/** `7A, học kì 1: Toán, Ngữ văn`, one text for each class and semester. */
async function sheetNames({ school }: Repositories): Promise<(steps: readonly ImportedStep[]) => string[]> {
  const subjects = new Map((await school.subjects()).map(({ id, shortName }) => [id, shortName]));
  const classes = new Map((await school.classes()).map(({ id, name }) => [id, name]));
  return (steps) => {
    const groups = new Map<string, string[]>();
    for (const { classId, subjectId, semester } of steps) {
      const group = `${classes.get(classId) ?? ''}, học kì ${semester}`;
      groups.set(group, [...(groups.get(group) ?? []), subjects.get(subjectId) ?? '']);
    }
    return [...groups].map(([group, names]) => `${group}: ${names.join(', ')}`);
  };
}
