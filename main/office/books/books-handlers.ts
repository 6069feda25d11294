import { OfficeError } from '#core/contract/errors.ts';
import type { SchoolYearFrames } from '#core/rules/school-year-frame.ts';
import { foldAccents } from '#core/text/names.ts';
import { classId as classIdOf, subjectId as subjectIdOf, teacherId as teacherIdOf } from '#core/values/ids.ts';
import { hasRole, type CallContext, type Handlers } from '../call-context.ts';
import { mayEditHomeroom } from '../gradebook/who-may.ts';
import type { BookPrinter } from '../ports/books.ts';
import type { Clock } from '../ports/clock.ts';
import type { Repositories } from '../ports/database.ts';
import type { StoredClass } from '../ports/school-repositories.ts';
import { gatherLevelClass, rulesOf } from '../results/class-data.ts';
import { classBook, gatherClassBook } from './class-book.ts';
import { subjectBook, type TaughtClass } from './subject-book.ts';

type Parts = { readonly clock: Clock; readonly frames: SchoolYearFrames; readonly printer: BookPrinter };

/** The gradebooks on paper. */
export function createBooksHandlers({ clock, frames, printer }: Parts): Handlers<'books.choices' | 'books.class' | 'books.subject'> {
  const give = (context: CallContext, name: string, bytes: Uint8Array) => ({ file: context.files.put(context.connection, { name, mimeType: 'application/pdf', bytes }), name });

  return {
    'books.choices': (_, context) =>
      context.database().read(async (repositories) => {
        const classes = await classKinds(repositories);
        return {
          classes: classes.filter((group) => mayPrintClass(context.user, group)).map(({ id, name, kind }) => ({ classId: classIdOf.parse(id), name, kind })),
          teachers: await teachersOf(repositories, classes.filter(({ kind }) => kind === 'levels'), context.user),
          maySchool: hasRole(context.user, 'clerk', 'principal'),
        };
      }),

    async 'books.class'({ classId }, context) {
      const book = await context.database().read(async (repositories) => {
        const source = await gatherClassBook(repositories, classId);
        if (!mayPrintClass(context.user, source.data.group)) throw new OfficeError('homeroom.not-yours');
        return classBook({ ...source, frames, printedAt: clock.now() });
      });
      return give(context, classBookName(book.className, book.frame.schoolYear), await printer.printClass(book));
    },

    async 'books.subject'({ teacherId, subjectId }, context) {
      if (!mayPrintTeacher(context.user, teacherId)) throw new OfficeError('gradebook.not-yours');
      const book = await context.database().read(async (repositories) => {
        const assignments = await repositories.school.assignments(null);
        const taught = new Set(assignments.filter((each) => each.teacherId === teacherId && each.subjectId === subjectId).map((each) => each.classId));
        const classes: TaughtClass[] = [];
        for (const { id } of (await classKinds(repositories)).filter((group) => group.kind === 'levels' && taught.has(group.id))) classes.push({ data: await gatherLevelClass(repositories, id), changes: await repositories.gradebook.rewrittenCells(id) });
        return subjectBook(classes, { teacherId, subjectId, printedAt: clock.now() });
      });
      if (book === null) throw new OfficeError('gradebook.not-found');
      return give(context, `so-giao-vien-${plain(book.teacher)}-${plain(book.subject)}-${book.frame.schoolYear}.pdf`, await printer.printSubject(book));
    },
  };
}

type PrintableClass = StoredClass & { readonly kind: 'levels' | 'primary' };

/** Classes of the year that a circular holds for, whatever its readings. */
async function classKinds({ school: repository, rules }: Pick<Repositories, 'school' | 'rules'>): Promise<readonly PrintableClass[]> {
  const school = await repository.school();
  if (school === null) throw new OfficeError('school.not-found');
  const year = await repository.currentYear();
  return (await repository.classes()).flatMap((group): readonly PrintableClass[] => {
    const table = rulesOf(rules, school, year, group.grade, {});
    return table === null ? [] : [{ ...group, kind: table.kind }];
  });
}

/** `so-lop-7A-2025-2026.pdf`: letters every stick and every old PC can keep. */
export function classBookName(className: string, schoolYear: string): string {
  return `so-lop-${foldAccents(className).toUpperCase().replace(/[^A-Z0-9]+/gu, '-')}-${schoolYear}.pdf`;
}

function plain(text: string): string {
  return foldAccents(text).replace(/[^a-z0-9]+/gu, '-').replace(/^-|-$/gu, '');
}

/** The book holds marks of all subjects and the families' names: the office, and the class's own teacher. */
function mayPrintClass(user: CallContext['user'], group: StoredClass): boolean {
  return hasRole(user, 'clerk', 'principal') || mayEditHomeroom(user, group);
}

function mayPrintTeacher(user: CallContext['user'], teacherId: string): boolean {
  return hasRole(user, 'clerk', 'principal') || user?.teacherId === teacherId;
}

type Choices = Awaited<ReturnType<Handlers<'books.choices'>['books.choices']>>['teachers'];

async function teachersOf({ school }: Repositories, classes: readonly StoredClass[], user: CallContext['user']): Promise<Choices> {
  const [teachers, subjects, assignments] = [await school.teachers(), await school.subjects(), await school.assignments(null)];
  return teachers
    .filter(({ id }) => mayPrintTeacher(user, id))
    .map(({ id, fullName }) => ({
      teacherId: teacherIdOf.parse(id),
      name: fullName,
      subjects: subjects.flatMap((subject) => {
        const taught = new Set(assignments.filter((each) => each.teacherId === id && each.subjectId === subject.id).map(({ classId }) => classId));
        const classNames = classes.filter((group) => taught.has(group.id) && subject.periods[String(group.grade)] !== undefined).map(({ name }) => name);
        return classNames.length === 0 ? [] : [{ subjectId: subjectIdOf.parse(subject.id), name: subject.name, classNames }];
      }),
    }))
    .filter((teacher) => teacher.subjects.length > 0);
}
