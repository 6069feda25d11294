import { OfficeError } from '#core/contract/errors.ts';
import type { SchoolYearFrames } from '#core/rules/school-year-frame.ts';
import { foldAccents } from '#core/text/names.ts';
import { classId as classIdOf, jobId as jobIdOf } from '#core/values/ids.ts';
import type { Moment } from '#core/values/registers.ts';
import { hasRole, type CallContext, type Handlers } from '../call-context.ts';
import type { Destinations } from '../exchange/destinations.ts';
import type { JobBoard } from '../job-board.ts';
import type { BookPrinter } from '../ports/books.ts';
import type { Clock } from '../ports/clock.ts';
import type { OfficeDatabase } from '../ports/database.ts';
import type { FileWriter } from '../ports/exchange.ts';
import { gatherLevelClass } from '../results/class-data.ts';
import { gatherPrimary } from '../results/primary-results-handlers.ts';
import { classKinds, mayPrintClass, mayPrintTeacher, teachersOf, type PrintableClass } from './book-choices.ts';
import { classBook, gatherClassBook } from './class-book.ts';
import { gatherRemarks } from './pupil-remarks.ts';
import { primaryTables } from './primary-tables.ts';
import { printSchool, type BookOrder } from './print-school.ts';
import { subjectBook, type TaughtClass } from './subject-book.ts';
import { yearOfClass } from '../school/class-year.ts';

export type BooksParts = { readonly clock: Clock; readonly frames: SchoolYearFrames; readonly jobs: JobBoard; readonly destinations: Destinations; readonly writer: FileWriter; readonly printer: BookPrinter };

type Names = 'books.choices' | 'books.class' | 'books.primary' | 'books.subject' | 'books.school';

/** The books on paper. */
export function createBooksHandlers({ clock, frames, jobs, destinations, writer, printer }: BooksParts): Handlers<Names> {
  const give = (context: CallContext, name: string, bytes: Uint8Array) => ({ file: context.files.put(context.connection, { name, mimeType: 'application/pdf', bytes }), name });

  async function printClass(database: OfficeDatabase, classId: string): Promise<Uint8Array> {
    const source = await database.read((repositories) => gatherClassBook(repositories, classId));
    return printer.printClass(classBook({ ...source, frames, printedAt: clock.now() }));
  }

  async function printPrimary(database: OfficeDatabase, classId: string, moment: Moment | null): Promise<Uint8Array> {
    const source = await database.read(async (repositories) => ({ ...(await gatherPrimary(repositories, classId)), remarks: await gatherRemarks(repositories, classId) }));
    return printer.printPrimary(primaryTables({ ...source, moment, printedAt: clock.now() }));
  }

  async function allowed(context: CallContext, classId: string): Promise<{ readonly name: string; readonly schoolYear: string }> {
    const { group, schoolYear } = await context.database().read(async (repositories) => ({ group: await repositories.school.classById(classId), schoolYear: (await yearOfClass(repositories, classId)).name }));
    if (group === null) throw new OfficeError('school.not-found');
    if (!mayPrintClass(context.user, group)) throw new OfficeError('homeroom.not-yours');
    return { name: group.name, schoolYear };
  }

  return {
    'books.choices': (_, context) =>
      context.database().read(async (repositories) => {
        const past = context.viewedYearId !== null;
        const classes = await classKinds(repositories, context.viewedYearId);
        return {
          classes: classes.filter((group) => mayPrintClass(context.user, group)).map(({ id, name, kind }) => ({ classId: classIdOf.parse(id), name, kind })),
          // Of a past year the class books are there to be printed; who taught what is known for the present year.
          teachers: past ? [] : await teachersOf(repositories, classes, context.user),
          maySchool: !past && hasRole(context.user, 'clerk', 'principal'),
        };
      }),

    async 'books.class'({ classId }, context) {
      const { name, schoolYear } = await allowed(context, classId);
      return give(context, bookName('so-lop', name, schoolYear), await printClass(context.database(), classId));
    },

    async 'books.primary'({ classId, moment }, context) {
      const { name, schoolYear } = await allowed(context, classId);
      return give(context, bookName('bang-tong-hop', name, moment === null ? schoolYear : `${schoolYear}-${momentNames[moment]}`), await printPrimary(context.database(), classId, moment));
    },

    async 'books.subject'({ teacherId, subjectId }, context) {
      if (!mayPrintTeacher(context.user, teacherId)) throw new OfficeError('gradebook.not-yours');
      const book = await context.database().read(async (repositories) => {
        const assignments = await repositories.school.assignments(null);
        const taught = new Set(assignments.filter((each) => each.teacherId === teacherId && each.subjectId === subjectId).map((each) => each.classId));
        const classes: TaughtClass[] = [];
        for (const { id } of (await classKinds(repositories)).filter((group) => group.kind === 'levels' && taught.has(group.id))) classes.push({ data: await gatherLevelClass(repositories, id), changes: await repositories.gradebook.rewrittenCells(id), remarks: await gatherRemarks(repositories, id) });
        return subjectBook(classes, { teacherId, subjectId, printedAt: clock.now() });
      });
      if (book === null) throw new OfficeError('gradebook.not-found');
      return give(context, `so-giao-vien-${plain(book.teacher)}-${plain(book.subject)}-${book.frame.schoolYear}.pdf`, await printer.printSubject(book));
    },

    async 'books.school'({ destinationId }, context) {
      const database = context.database();
      const { classes, schoolYear, training } = await database.read(async (repositories) => ({ classes: await classKinds(repositories), schoolYear: (await repositories.school.currentYear()).name, training: (await repositories.school.school())?.training === true }));
      const folder = await writer.folder(await destinations.pathOf(destinationId), `${training ? 'LUYEN-TAP-' : ''}so-in-${schoolYear}`);
      const order = ({ id, name, kind }: PrintableClass, index: number): BookOrder => {
        const fileName = bookName(kind === 'levels' ? 'so-lop' : 'bang-tong-hop', name, schoolYear);
        // Two names may have the same plain letters: neither file replaces the other.
        const isTaken = classes.slice(0, index).some((each) => each.kind === kind && bookName('', each.name, '') === bookName('', name, ''));
        return { className: name, fileName: isTaken ? fileName.replace(/\.pdf$/u, `-${index + 1}.pdf`) : fileName, print: () => (kind === 'levels' ? printClass(database, id) : printPrimary(database, id, null)) };
      };
      const jobId = jobs.start({ kind: 'print-books', total: classes.length, mayCancel: true, userId: context.user?.id ?? null }, (progress) => printSchool(writer, database, { folder, orders: classes.map(order), actor: context.actor }, progress));
      return { jobId: jobIdOf.parse(jobId), folder };
    },
  };
}

const momentNames: Readonly<Record<Moment, string>> = { '1-mid': 'giua-hk1', '1-end': 'cuoi-hk1', '2-mid': 'giua-hk2', '2-end': 'cuoi-nam' };

/** `so-lop-7A-2025-2026.pdf`: letters every stick and every old PC can keep. */
function bookName(what: string, className: string, period: string): string {
  return `${what}-${foldAccents(className).toUpperCase().replace(/[^A-Z0-9]+/gu, '-')}-${period}.pdf`;
}

function plain(text: string): string {
  return foldAccents(text).replace(/[^a-z0-9]+/gu, '-').replace(/^-|-$/gu, '');
}
