import { levelWords } from '#core/rules/explain/steps.ts';
import type { Level } from '#core/values/marks.ts';
import type { PrintedCorrection } from '#core/rules/printed-corrections.ts';
import type { BookCell, BookPupil, ClassBook, SummaryTable, YearRow } from '../ports/books.ts';
import type { LevelClassData } from '../results/class-data.ts';
import { levelOf, type YearResult } from '../results/pupil-result.ts';
import { correctionNotes, type CorrectedCells } from './corrected-cells.ts';
import { resultText } from './subject-sheet.ts';

/** A pupil's line in the class's books with the year's results. */
export type BookResult = { readonly line: BookPupil; readonly result: YearResult };

export type ClassResults = { readonly data: LevelClassData; readonly results: readonly BookResult[]; readonly corrected: CorrectedCells };

/** Subjects that somebody of the class has, comment subjects first, as the form has them; an elective that nobody chose has no list. */
export function bookSubjects({ subjects, pupils }: LevelClassData): LevelClassData['subjects'] {
  const taken = subjects.filter(({ id }) => pupils.length === 0 || pupils.some(({ notTaken }) => !notTaken.has(id)));
  return [...taken.filter(({ kind }) => kind === 'comment'), ...taken.filter(({ kind }) => kind === 'scored')];
}

/** Results of a semester or of the year: comment subjects first, as the form has them. */
export function summaryTable({ data, results, corrected }: ClassResults, period: 1 | 2 | 'year'): SummaryTable {
  const ordered = bookSubjects(data);
  return {
    comment: ordered.filter(({ kind }) => kind === 'comment').map(({ shortName }) => shortName),
    scored: ordered.filter(({ kind }) => kind === 'scored').map(({ shortName }) => shortName),
    rows: results.map(({ line, result }) => {
      const conduct = levelText({ 1: result.conduct1, 2: result.conduct2, year: result.conduct }[period]);
      const correction = period === 'year' ? null : corrected.conduct(result.pupil.enrollment.id, `conduct${period}`);
      return {
        pupil: line,
        results: ordered.map((subject) => {
          const year = result.subjects.find((each) => each.subject.id === subject.id);
          if (year === undefined) return '';
          return year.exempt ? 'Miễn' : resultText({ 1: year.semester1, 2: year.semester2, year: year.year }[period]);
        }),
        learning: levelText({ 1: result.semester1?.level, 2: result.semester2?.level, year: result.outcome.learning?.level }[period]),
        conduct: correctedLevel(conduct, correction),
        notes: [line.remark, ...(correction === null || period === 'year' ? [] : correctionNotes(`conduct${period}`, correction))].filter((note) => note !== ''),
      };
    }),
  };
}

/** "Đánh giá, xếp loại cả năm" with the class's totals (TT 22/2021 Art. 12 to 15). */
export function yearPart({ data, results, corrected }: ClassResults): Pick<ClassBook['year'], 'rows' | 'totals'> {
  const present = results.filter(({ line }) => !line.gone);
  const promoted = present.filter(({ result }) => result.outcome.finalDecision === 'PROMOTED');
  const notPromoted = present.filter(({ result }) => result.outcome.finalDecision === 'RETAINED').length;
  return {
    rows: results.map((each) => yearRow(data, corrected, each)),
    totals: {
      pupils: present.length,
      promoted: promoted.length,
      promotedAfterSummer: promoted.filter(({ result }) => result.outcome.decision !== 'PROMOTED').length,
      notPromoted,
      undecided: present.length - promoted.length - notPromoted,
    },
  };
}

function yearRow({ rules }: LevelClassData, corrected: CorrectedCells, { line, result }: BookResult): YearRow {
  const summer = corrected.conduct(result.pupil.enrollment.id, 'summerConduct');
  const { outcome, conduct, absences, pupil } = result;
  const title = outcome.title === null ? '' : rules.titles[outcome.title].name;
  const decision = line.gone ? null : outcome.finalDecision;
  return {
    pupil: line,
    conduct: levelText(conduct),
    learning: levelText(outcome.learning?.level),
    conductAfter: correctedLevel(levelText(outcome.afterSummer?.conduct), summer),
    learningAfter: levelText(outcome.afterSummer?.learning),
    absences: absences === null ? '' : String(absences),
    promoted: decision === 'PROMOTED' ? true : decision === 'RETAINED' ? false : null,
    award: line.gone ? line.remark : [title, pupil.homeroom?.commendation ?? '', ...(summer === null ? [] : correctionNotes('summerConduct', summer))].filter((text) => text !== '').join('; '),
  };
}

/** The history keeps the letters; paper has the words. */
function correctedLevel(text: string, correction: PrintedCorrection | null): BookCell {
  return correction === null ? text : { struck: correction.struck.map((code) => levelText(levelOf(code))), text };
}

function levelText(level: Level | null | undefined): string {
  return level == null ? '' : levelWords[level];
}
