import type { GradebookSheet, MarkCell, SheetRow } from '#core/contract/gradebook.ts';
import type { Language, MarkColumn } from '#core/contract/shared.ts';
import { formatDay } from '#core/text/common.ts';
import { gradebookTexts, gridTexts } from '#core/text/gradebook.ts';
import { textsIn } from '#core/text/texts.ts';
import { longestComment } from '#core/values/comment-lengths.ts';
import { formatTenths, parseScore, tenths, type PassLevel } from '#core/values/marks.ts';
import { unusualAgainst } from '../../grid/column-stats.ts';
import type { GridCell, GridChoice, GridColumn, GridRow } from '../../grid/grid-types.ts';

const roman = { 1: 'I', 2: 'II' } as const;

/** The columns of one subject's sheet, in the order of the paper form: marks, averages, comment; primary sheets level, test and comment of both moments. */
export function gradebookColumns(sheet: GradebookSheet, language: Language): readonly GridColumn[] {
  if (sheet.kind === 'primary') return primaryColumns(sheet, language);
  const texts = textsIn(gradebookTexts, language);
  const scored = sheet.kind === 'scored';
  const mark = (column: MarkColumn) => (scored ? ({ width: 'mark', align: 'end', editor: 'line', canonical: (text: string) => canonicalMark(language, text) } as const) : ({ width: 'mark', align: 'center', editor: 'choice', choices: passChoices(column, language) } as const));
  const result = { width: 'mark', align: scored ? 'end' : 'center', editor: 'none' } as const;
  const regular = sheet.columns.filter((column) => column.startsWith('regular'));
  const reassess = sheet.columns.includes('reassessment') && sheet.rows.some((row) => row.mayReassess || row.cells.reassessment !== undefined);
  const semesterResult = (key: string, semester: 1 | 2): GridColumn => ({
    key,
    header: scored ? texts.average(roman[semester]) : texts.pass(roman[semester]),
    title: scored ? texts.averageTitle(semester) : texts.passTitle(semester),
    ...(scored ? {} : { group: texts.passGroup }),
    ...result,
  });
  return [
    ...regular.map((key, index): GridColumn => ({ key, header: String(index + 1), title: texts.regular(index + 1), group: texts.regularGroup, ...mark(key) })),
    ...(sheet.columns.includes('topic') ? [{ key: 'topic', header: texts.topic, title: texts.topicTitle, group: texts.regularGroup, ...mark('topic') }] : []),
    { key: 'midterm', header: texts.midterm, title: texts.midtermTitle, ...mark('midterm') },
    { key: 'final', header: texts.final, title: texts.finalTitle, ...mark('final') },
    ...(sheet.semester === 2 ? [semesterResult('firstResult', 1)] : []),
    semesterResult('result', sheet.semester),
    ...(sheet.semester === 2 ? [{ key: 'year', header: scored ? texts.yearAverage : texts.yearPass, title: scored ? texts.yearAverageTitle : texts.yearPassTitle, ...(scored ? {} : { group: texts.passGroup }), ...result }] : []),
    ...(reassess ? [{ key: 'reassessment', header: texts.reassessment, title: texts.reassessmentTitle, ...mark('reassessment') }] : []),
    { key: 'comment', header: texts.comment, title: texts.commentTitle, width: 'text', align: 'start', editor: 'long', comment: { kind: sheet.kind, subject: { id: sheet.subjectId, name: sheet.subjectName }, longest: longestComment } },
  ];
}

/** One pupil as the grid shows it. */
export function gradebookRow(sheet: GradebookSheet, row: SheetRow, language: Language): GridRow {
  const texts = textsIn(gradebookTexts, language);
  const cells: Record<string, GridCell> = {
    result: resultCell(row.semesterScore, row.semesterPass, language),
    firstResult: resultCell(row.otherSemesterScore, row.otherSemesterPass, language),
    year: resultCell(row.yearScore, row.yearPass, language),
  };
  for (const column of sheet.columns) {
    const cell = sheet.kind === 'primary' ? primaryCell(row.cells[column], column, language) : withDoubt(markCell(sheet, row.cells[column], language), sheet, row, column, language);
    const locked = !sheet.mayEdit || row.exempt || !row.taken || sheet.locked.some((each) => each.column === column) || isNotDue(row, column) || isSupplied(sheet, row, column);
    cells[column] = locked ? { ...cell, readOnly: true } : cell;
  }
  if (row.transferredFrom !== null) {
    const key = row.transferredFrom.semester === sheet.semester ? 'result' : 'firstResult';
    cells[key] = { ...cells[key], text: cells[key]?.text ?? '', note: texts.transferred(row.transferredFrom.school) };
  }
  if (row.exempt) for (const key of ['result', 'firstResult', 'year']) cells[key] = { text: 'M', note: texts.exempt };
  return {
    id: row.enrollmentId,
    position: row.position,
    name: row.fullName,
    detail: [formatDay(row.birthDate), ...(row.taken ? [] : [texts.notTaken]), ...(row.exempt ? [texts.exempt] : []), ...(row.practicalExemption === null ? [] : [texts.practicalExempt(row.practicalExemption)]), ...(row.transferredFrom === null ? [] : [texts.transferred(row.transferredFrom.school)])].join(', '),
    ...(row.status !== 'studying' ? { inactive: row.status === 'left-school' ? texts.left : texts.moved } : row.taken ? {} : { inactive: texts.notTaken }),
    cells,
  };
}

/** The old school's result stands in place of the semester's marks; a comment may be added. */
function isSupplied(sheet: GradebookSheet, row: SheetRow, column: MarkColumn): boolean {
  return row.transferredFrom?.semester === sheet.semester && column !== 'comment' && column !== 'midComment' && column !== 'endComment';
}

/** What only some pupils have: a mark of the special topics, a re-assessment, a supplementary assessment. */
function isNotDue(row: SheetRow, column: MarkColumn): boolean {
  if (column === 'topic') return !row.hasTopics && row.cells.topic === undefined;
  return (column === 'reassessment' || column === 'supportLevel' || column === 'supportTest') && !row.mayReassess && row.cells[column] === undefined;
}

/** Level, test and comment in the middle and at the end of the semester; the supplementary assessment where somebody needs one. */
function primaryColumns(sheet: GradebookSheet, language: Language): readonly GridColumn[] {
  const texts = textsIn(gradebookTexts, language);
  const choices = (['T', 'H', 'C'] as const).map((text) => ({ text, title: texts.primaryLevels[text] }));
  const comment = { kind: 'primary' as const, subject: { id: sheet.subjectId, name: sheet.subjectName }, longest: longestComment };
  const support = sheet.rows.some((row) => row.mayReassess || row.cells.supportLevel !== undefined);
  return sheet.columns.flatMap((key): readonly GridColumn[] => {
    const group = key.startsWith('mid') ? texts.moments.middle(roman[sheet.semester]) : key.startsWith('end') ? texts.moments.end(roman[sheet.semester]) : texts.moments.support;
    if (key.startsWith('support') && !support) return [];
    if (key.endsWith('Level')) return [{ key, header: texts.primaryLevel, title: `${texts.primaryLevelTitle}, ${group}`, group, width: 'mark', align: 'center', editor: 'choice', choices }];
    if (key.endsWith('Test')) return [{ key, header: texts.primaryTest, title: `${texts.primaryTestTitle}, ${group}`, group, width: 'mark', align: 'end', editor: 'line', canonical: canonicalTest }];
    return [{ key, header: texts.comment, title: `${texts.comment}, ${group}`, group, width: 'text', align: 'start', editor: 'long', comment }];
  });
}

/** A whole mark of a test; null where only the office can say what is wrong. */
function canonicalTest(text: string): string | null {
  const score = parseScore(text);
  return score.ok && score.value % 10 === 0 ? String(score.value / 10) : null;
}

function markCell(sheet: GradebookSheet, cell: MarkCell | undefined, language: Language): GridCell {
  if (cell === undefined || cell.state === 'empty') return { text: '', ...(cell !== undefined && cell.changes > 0 ? { changed: true } : {}) };
  const texts = textsIn(gradebookTexts, language);
  const changed = cell.changes > 0 ? { changed: true } : {};
  if (cell.state === 'absent') return { text: 'V', tone: 'absent', note: sheet.kind === 'scored' ? texts.absentNote : texts.absentPassNote, ...changed };
  if (cell.state === 'excused') return { text: 'P', tone: 'excused', note: texts.excusedNote, ...changed };
  if (cell.comment !== null) return { text: cell.comment, note: cell.comment, ...changed };
  return { text: cell.score === null ? (cell.pass ?? '') : scoreText(cell.score, language), ...(isLow(cell.score, cell.pass) ? { tone: 'low' as const } : {}), ...changed };
}

function primaryCell(cell: MarkCell | undefined, column: MarkColumn, language: Language): GridCell {
  const changed = cell !== undefined && cell.changes > 0 ? { changed: true } : {};
  if (cell === undefined || cell.state === 'empty') return { text: '', ...changed };
  if (cell.comment !== null) return { text: cell.comment, note: cell.comment, ...changed };
  if (cell.level !== null) return { text: cell.level, note: textsIn(gradebookTexts, language).primaryLevels[cell.level], ...(cell.level === 'C' ? { tone: 'low' as const } : {}), ...changed };
  return { text: cell.score === null ? '' : String(cell.score / 10), ...(cell.score !== null && cell.score < 50 && column.endsWith('Test') ? { tone: 'low' as const } : {}), ...changed };
}

/** A mark far from the pupil's others is shown as worth a second look; it stays what it is. */
function withDoubt(cell: GridCell, sheet: GradebookSheet, row: SheetRow, column: MarkColumn, language: Language): GridCell {
  const score = row.cells[column]?.score ?? null;
  if (score === null || column === 'reassessment') return cell;
  const others = sheet.columns.flatMap((other) => (other === column || other === 'reassessment' ? [] : (row.cells[other]?.score ?? [])));
  const mean = unusualAgainst(score, others);
  return mean === null ? cell : { ...cell, tone: 'unusual', note: textsIn(gridTexts, language).unusual(scoreText(mean, language)) };
}

function resultCell(score: number | null, pass: PassLevel | null, language: Language): GridCell {
  return { text: score === null ? (pass ?? '') : scoreText(score, language), ...(isLow(score, pass) ? { tone: 'low' as const } : {}) };
}

function isLow(score: number | null, pass: PassLevel | null): boolean {
  return pass === 'CĐ' || (score !== null && score < 50);
}

function scoreText(score: number, language: Language): string {
  return formatTenths(tenths(score), language === 'vi' ? ',' : '.');
}

/** What a column of a comment subject can hold; absences as the office takes them (see mark-input): V in the periodic columns only, none in a re-assessment. */
function passChoices(column: MarkColumn, language: Language): readonly GridChoice[] {
  const texts = textsIn(gradebookTexts, language);
  return [
    { text: 'Đ', title: texts.passLevels.Đ },
    { text: 'CĐ', title: texts.passLevels.CĐ },
    ...(column === 'reassessment' ? [] : [{ text: 'P', title: texts.excusedChoice }]),
    ...(column === 'midterm' || column === 'final' ? [{ text: 'V', title: texts.absentChoice }] : []),
  ];
}

/** What was typed as the cell will show it; null where only the office can say what is wrong with it. */
function canonicalMark(language: Language, text: string): string | null {
  const upper = text.toUpperCase();
  if (upper === 'V' || upper === 'P') return upper;
  const score = parseScore(text);
  return score.ok ? scoreText(score.value, language) : null;
}
