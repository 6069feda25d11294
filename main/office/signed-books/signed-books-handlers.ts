import { OfficeError } from '#core/contract/errors.ts';
import { signedBookId as signedBookIdOf, subjectId as subjectIdOf } from '#core/values/ids.ts';
import type { GradebookData } from '#core/records/gradebook-data.ts';
import type { BookState, SignedBook } from '#core/contract/signed-books.ts';
import { hasRole, type Handlers, type SignedInUser } from '../call-context.ts';
import { leadsClass, mayEditSubject } from '../gradebook/who-may.ts';
import { lockStates } from '../locks/lock-check.ts';
import type { Clock, IdSource } from '../ports/clock.ts';
import type { Repositories } from '../ports/database.ts';
import type { BookWriter } from '../ports/documents.ts';
import type { StoredBook, StoredBookSignature } from '../ports/signed-book-repository.ts';
import type { RecordSigner, SignatureSlot, SlotRole } from '../ports/signing.ts';
import type { Verifier } from '../ports/verifier.ts';
import { fileNameOf } from '../records/file-names.ts';
import { headsAt } from '../records/outdated-versions.ts';
import { gatherFrame, gatherLevelClass, type ClassSubject, type LevelClassData } from '../results/class-data.ts';
import type { Head } from '../signers/head-of-school.ts';
import { bookInFull, pupilsToRead } from './book-reading.ts';
import { bookDigest, bookSource } from './book-source.ts';
import { outdatedBooks } from './outdated-books.ts';

export type BookSlots = { readonly bookSlotOf: (role: SlotRole) => SignatureSlot };

export type SignedBooksParts = BookSlots & { readonly writer: BookWriter; readonly signer: Pick<RecordSigner, 'assemble'>; readonly verifier: Pick<Verifier, 'readGradebook'>; readonly clock: Clock; readonly ids: IdSource };

type Names = 'signedBooks.class' | 'signedBooks.freeze' | 'signedBooks.read' | 'signedBooks.xml';

export function createSignedBooksHandlers(parts: SignedBooksParts): Handlers<Names> {
  return {
    'signedBooks.class': ({ classId }, context) =>
      context.database().read(async (repositories) => {
        const seen = await booksOfClass(repositories, classId, parts.clock.now());
        const { data } = seen;
        return {
          className: data.group.name,
          homeroomSigns: (await repositories.signers.profile()).gradebookHomeroom,
          books: data.subjects.filter(({ id }) => maySee(context.user, data, id)).map((subject) => asView(subject, seen, context.user)),
        };
      }),

    async 'signedBooks.freeze'({ classId, subjectIds }, context) {
      const made = await context.database().write(context.actor, async (repositories) => {
        const { data, books, outdated, heads, stateOf } = await booksOfClass(repositories, classId, parts.clock.now());
        if (data.past) throw new OfficeError('school.past-year');
        const uuids: string[] = [];
        for (const subjectId of new Set(subjectIds)) {
          const subject = data.subjects.find(({ id }) => id === subjectId);
          if (subject === undefined) throw new OfficeError('signedBooks.not-found');
          if (!mayFreeze(context.user, data, subjectId)) throw new OfficeError('gradebook.not-yours');
          const current = books.find((book) => book.subjectId === subjectId) ?? null;
          if (current !== null && !outdated.has(current.id)) continue;
          if (stateOf(subject) === 'not-locked') throw new OfficeError('signedBooks.not-locked', { subject: subject.name });
          const source = bookSource(data, subject, heads[0]);
          if (source === null) throw new OfficeError('signedBooks.incomplete', { subject: subject.name });
          const frozen: GradebookData = { ...source, uuid: parts.ids.next(), createdAt: parts.clock.now() };
          await repositories.signedBooks.add({
            id: parts.ids.next(),
            classId,
            subjectId,
            version: (current?.version ?? 0) + 1,
            uuid: frozen.uuid,
            formatId: frozen.formatId,
            source: JSON.stringify(frozen),
            sourceDigest: bookDigest(source),
            data: parts.writer.write(frozen),
            createdAt: frozen.createdAt,
            createdBy: context.actor.userName,
          });
          uuids.push(frozen.uuid);
        }
        return { value: uuids.length, audit: uuids.length === 0 ? null : { action: 'signedBooks.frozen', detail: { classId, uuids } } };
      });
      context.changed(['gradebook', 'signing']);
      return { made };
    },

    'signedBooks.read': ({ bookId }, context) =>
      context.database().read(async (repositories) => {
        const { version, createdAt, data } = await bookForUser(repositories, bookId, context.user);
        const reading = parts.verifier.readGradebook(data);
        if (reading === null) throw new OfficeError('database.damaged');
        const book = bookInFull(reading);
        const { general } = book;
        return {
          className: general.get('TEN_LOP') ?? '',
          subjectName: general.get('TEN_MON_HOC') ?? '',
          teacherName: general.get('TEN_GVBM') ?? '',
          version,
          createdAt,
          pupils: pupilsToRead(book),
        };
      }),

    async 'signedBooks.xml'({ bookId }, context) {
      const { book, signatures } = await context.database().read(async (repositories) => ({
        book: await bookForUser(repositories, bookId, context.user),
        signatures: await repositories.signedBooks.signatures([bookId]),
      }));
      const { className, subject } = JSON.parse(book.source) as GradebookData;
      const name = fileNameOf(className, `so-${subject.name}`, 'xml');
      return { file: context.files.put(context.connection, { name, mimeType: 'application/xml', bytes: bookDocument(parts, book, signatures) }), name };
    },
  };
}

async function bookForUser(repositories: Repositories, bookId: string, user: SignedInUser | null): Promise<StoredBook> {
  const [found] = await repositories.signedBooks.byIds([bookId]);
  if (found === undefined) throw new OfficeError('signedBooks.not-found');
  if (!maySee(user, await gatherFrame(repositories, found.classId), found.subjectId)) throw new OfficeError('gradebook.not-yours');
  return found;
}

function asView(subject: ClassSubject, { data, books, outdated, signatures, stateOf }: BooksOfClass, user: SignedInUser | null): SignedBook {
  const book = books.find(({ subjectId }) => subjectId === subject.id) ?? null;
  const isOutdated = book !== null && outdated.has(book.id);
  const state = book === null || isOutdated ? stateOf(subject) : 'frozen';
  return {
    subjectId: subjectIdOf.parse(subject.id),
    subjectName: subject.name,
    teacherName: data.teachers.get(data.assignments.get(subject.id) ?? '')?.fullName ?? '',
    state,
    bookId: book === null ? null : signedBookIdOf.parse(book.id),
    version: book?.version ?? null,
    createdAt: book?.createdAt ?? null,
    outdated: isOutdated,
    signatures: signatures.filter(({ bookId }) => bookId === book?.id).map(({ role, signer, signedAt }) => ({ role, signer, signedAt })),
    mayFreeze: state === 'ready' && !data.past && mayFreeze(user, data, subject.id),
  };
}

/** Marks are for those who work with them (school charter Art. 22.2): the clerk and the principal, the homeroom teacher, the subject's teacher. */
function maySee(user: SignedInUser | null, { group, assignments }: Pick<LevelClassData, 'group' | 'assignments'>, subjectId: string): boolean {
  return hasRole(user, 'principal') || leadsClass(user, group) || mayEditSubject(user, assignments, subjectId);
}

/** Whoever answers for the books of the school, and a subject's teacher: freezing changes no mark, it only fixes what is locked. */
function mayFreeze(user: SignedInUser | null, { assignments }: Pick<LevelClassData, 'assignments'>, subjectId: string): boolean {
  return hasRole(user, 'principal') || mayEditSubject(user, assignments, subjectId);
}

/** The frozen book with its signatures put back: the very bytes that were verified. */
function bookDocument({ signer, bookSlotOf }: Pick<SignedBooksParts, 'signer' | 'bookSlotOf'>, book: StoredBook, signatures: readonly StoredBookSignature[]): Uint8Array {
  return signer.assemble(
    book.data,
    signatures.map(({ role, fragment }) => ({ slot: bookSlotOf(role), fragment })),
  );
}

export type BooksOfClass = {
  readonly data: LevelClassData;
  readonly heads: readonly [Head, ...Head[]];
  readonly books: readonly StoredBook[];
  readonly signatures: readonly StoredBookSignature[];
  readonly outdated: ReadonlySet<string>;
  /** Of a subject that has no version, or whose version is outdated. */
  readonly stateOf: (subject: ClassSubject) => Exclude<BookState, 'frozen'>;
};

/** The frozen books of a class, and what stands in the way of freezing others. Errors: school.not-found, results.primary-class. */
export async function booksOfClass(repositories: Repositories, classId: string, at: string): Promise<BooksOfClass> {
  const data = await gatherLevelClass(repositories, classId);
  const heads = await headsAt(repositories, data, at);
  const books = await repositories.signedBooks.currentOfClass(classId);
  const signatures = await repositories.signedBooks.signatures(books.map(({ id }) => id));
  const lockState = await lockStates(repositories, at);
  const isShut = (subjectId: string, semester: 1 | 2) => {
    const why = lockState({ classId, subjectId, semester, column: null }).refusal?.why;
    return why !== undefined && why !== 'not-open';
  };
  return {
    data,
    heads,
    books,
    signatures,
    outdated: outdatedBooks(data, books, signatures, heads),
    stateOf: (subject) => (!isShut(subject.id, 1) || !isShut(subject.id, 2) ? 'not-locked' : bookSource(data, subject, heads[0]) === null ? 'incomplete' : 'ready'),
  };
}
