import { useState } from 'react';
import type { MethodOutput } from '#core/contract/index.ts';
import type { ImportPart, MarkImportPreview } from '#core/contract/mark-files.ts';
import type { ClassId, FileHandle, SubjectId } from '#core/values/ids.ts';
import type { CallError } from '../../state/office.ts';
import { spreadsheetExtensions, useChooseFile } from '../../state/use-choose-file.ts';
import { useCommand } from '../../state/use-command.ts';

export type SheetChoice = { readonly classId: ClassId; readonly subjectId: SubjectId; readonly semester: 1 | 2 };
type Written = MethodOutput<'markFiles.apply'>['sheets'];

export type MarkImport = {
  readonly preview: MarkImportPreview | null;
  readonly chosen: readonly ImportPart[];
  readonly result: { readonly importId: MarkImportPreview['importId']; readonly sheets: Written } | null;
  readonly undone: Written | null;
  readonly busy: 'reading' | 'applying' | 'undoing' | null;
  readonly error: CallError | null;
  readonly isTicked: (part: ImportPart) => boolean;
  choose(): Promise<void>;
  lookAgain(): Promise<void>;
  /** Sends a part of the file to another gradebook, and looks at it again. */
  redirect(key: string, target: SheetChoice): Promise<void>;
  tick(part: ImportPart, ticked: boolean): void;
  tickAll(ticked: boolean): void;
  apply(reason: string | null): Promise<void>;
  undo(importId: MarkImportPreview['importId']): Promise<void>;
  readonly startAgain: () => void;
};

/** Reading a workbook into gradebooks: choose, look, write, take back. */
export function useMarkImport(open: SheetChoice): MarkImport {
  const list = useChooseFile(spreadsheetExtensions);
  const read = useCommand('markFiles.preview');
  const write = useCommand('markFiles.apply');
  const takeBack = useCommand('markFiles.undo');
  const [file, setFile] = useState<FileHandle | null>(null);
  const [choices, setChoices] = useState<readonly (SheetChoice & { readonly key: string })[]>([]);
  const [ticks, setTicks] = useState<ReadonlyMap<string, boolean>>(new Map());
  const [preview, setPreview] = useState<MarkImportPreview | null>(null);
  const [result, setResult] = useState<MarkImport['result']>(null);
  const [undone, setUndone] = useState<Written | null>(null);
  const isTicked = (part: ImportPart) => isWritable(part) && (ticks.get(part.key) ?? (part.here && isFirst(preview, part)));
  const chosen = preview?.parts.filter(isTicked) ?? [];

  async function look(handle: FileHandle, wanted: typeof choices): Promise<MarkImportPreview | null> {
    write.clear();
    const answer = await read.run({ file: handle, open: { classId: open.classId, subjectId: open.subjectId, semester: open.semester }, choices: [...wanted] });
    setPreview(answer);
    return answer;
  }

  function startAgain() {
    for (const command of [read, write, takeBack]) command.clear();
    setFile(null);
    setChoices([]);
    setTicks(new Map());
    setPreview(null);
    setResult(null);
    setUndone(null);
  }

  return {
    preview,
    chosen,
    result,
    undone,
    busy: read.busy ? 'reading' : write.busy ? 'applying' : takeBack.busy ? 'undoing' : null,
    error: list.error ?? read.error ?? write.error ?? takeBack.error,
    isTicked,
    async choose() {
      const found = await list.choose();
      if (found === null) return;
      startAgain();
      setFile(found.file);
      await look(found.file, []);
    },
    async lookAgain() {
      if (file !== null) await look(file, choices);
    },
    async redirect(key, target) {
      const wanted = [...choices.filter((choice) => choice.key !== key), { key, ...target }];
      setChoices(wanted);
      const now = file === null ? null : await look(file, wanted);
      const part = now?.parts.find((each) => each.key === key);
      // Whoever chose the gradebook means it.
      if (part !== undefined) setTicks((old) => withTick(old, now, part, true));
    },
    tick(part, ticked) {
      setTicks((old) => withTick(old, preview, part, ticked));
    },
    tickAll(ticked) {
      setTicks(new Map((preview?.parts ?? []).map((part) => [part.key, ticked && isFirst(preview, part)])));
    },
    async apply(reason) {
      if (preview === null) return;
      const answer = await write.run({ importId: preview.importId, parts: chosen.map(({ key }) => key), reason });
      if (answer === null) return;
      setResult({ importId: preview.importId, sheets: answer.sheets });
      setPreview(null);
    },
    async undo(importId) {
      const answer = await takeBack.run({ importId });
      if (answer !== null) setUndone(answer.sheets);
    },
    startAgain,
  };
}

export function isWritable({ target, problem, counts }: ImportPart): boolean {
  return target !== null && problem === null && counts.change > 0;
}

/** Of two tables that write the same cells only one is taken. */
function withTick(ticks: ReadonlyMap<string, boolean>, preview: MarkImportPreview | null, part: ImportPart, ticked: boolean): ReadonlyMap<string, boolean> {
  const next = new Map(ticks);
  if (ticked) for (const other of preview?.parts ?? []) if (overlap(other, part)) next.set(other.key, false);
  return next.set(part.key, ticked);
}

function overlap(one: ImportPart, other: ImportPart): boolean {
  if (one.target?.classId !== other.target?.classId || one.target?.subjectId !== other.target?.subjectId || one.target?.semester !== other.target?.semester) return false;
  const written = new Set(one.cells.filter(({ verdict }) => verdict === 'change').map(({ enrollmentId, column }) => `${enrollmentId} ${column}`));
  return other.cells.some(({ verdict, enrollmentId, column }) => verdict === 'change' && written.has(`${enrollmentId} ${column}`));
}

/** Of tables that write the same cells the first is ticked. */
function isFirst(preview: MarkImportPreview | null, part: ImportPart): boolean {
  return preview?.parts.find((other) => isWritable(other) && (other.key === part.key || overlap(other, part)))?.key === part.key;
}
