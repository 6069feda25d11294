import { OfficeError } from '#core/contract/errors.ts';
import type { SigningRole } from '#core/contract/signing.ts';
import type { GradebookData } from '#core/records/gradebook-data.ts';
import type { Clock } from '../ports/clock.ts';
import type { OfficeDatabase, Repositories } from '../ports/database.ts';
import type { StoredBook, StoredBookSignature } from '../ports/signed-book-repository.ts';
import type { DocumentToSign, SignableItem } from '../ports/signing-batch.ts';
import type { Verifier } from '../ports/verifier.ts';
import { countStates, gatherByClass, holdsPostInAll, signerInClass, type AskedOfClass } from '../signing/class-by-class.ts';
import { documentChanges } from '../signing/reading-changes.ts';
import type { CarriedSource, GatheredItems, ItemDescription, SignableSource } from '../signing/signable-source.ts';
import { signingSteps, slotState, slotText, type SigningState } from '../signing/signing-order.ts';
import { bookChanges } from './book-changes.ts';
import { bookInFull } from './book-reading.ts';
import { booksOfClass, type BookSlots } from './signed-books-handlers.ts';

export type BookSourceParts = BookSlots & { readonly verifier: Pick<Verifier, 'readGradebook'>; readonly clock: Clock };

/** The frozen gradebooks of whole classes, a subject each: its teacher, the homeroom teacher where the profile asks, the principal, the school. Errors: school.not-found. */
export function createBookSource(parts: BookSourceParts): SignableSource & CarriedSource {
  return {
    kind: 'gradebook',
    gather: (database, { classIds }, asked) => gatherByClass(database, classIds, (repositories, classId) => gatherClassBooks(parts, database, repositories, classId, asked)),
    gatherFor: (database, classIds, { role, personalId }) => gatherByClass(database, classIds, (repositories, classId) => gatherClassBooks(parts, database, repositories, classId, { role, user: null, certificateDigest: null, absent: { personalId } })),
    mayActAs: (repositories, { classIds }, role, user) => holdsPostInAll(repositories, classIds, { role, user, at: parts.clock.now() }),
    async load(repositories, itemId, role) {
      const [book] = await repositories.signedBooks.byIds([itemId]);
      return book === undefined ? new OfficeError('signing.item-reissued') : loadBook(parts, repositories, book, role);
    },
    outdated: async (repositories, classId) => (await booksOfClass(repositories, classId, parts.clock.now())).outdated,
    async signedBefore({ signedBooks }, itemIds, role) {
      const before = await signedBooks.signedBefore(itemIds, role);
      const signatures = await signedBooks.signatures([...new Set(before.map(({ beforeId }) => beforeId))]);
      const slotsOf = (bookId: string) => signatures.filter((each) => each.bookId === bookId).map(({ role: signed, fragment }) => ({ slot: parts.bookSlotOf(signed), fragment }));
      return new Map(before.map(({ versionId, beforeId, before: data }) => [versionId, { data, signatures: slotsOf(beforeId) }]));
    },
    async store({ signedBooks }, { item, ...made }, by) {
      await signedBooks.addSignature({ bookId: item.id, role: by.role, order: made.order, fragment: made.fragment, documentDigest: made.documentDigest, certificateDigest: by.certificateDigest, signer: by.signer, signedAt: made.signingTime, batchId: by.batchId });
    },
    async describe({ signedBooks }, itemIds) {
      const books = new Map((await signedBooks.byIds(itemIds)).map((book) => [book.id, book]));
      return itemIds.flatMap((itemId): readonly ItemDescription[] => {
        const book = books.get(itemId);
        if (book === undefined) return [];
        const { subject, className } = JSON.parse(book.source) as GradebookData;
        return [{ itemId, label: subject.name, group: className, recordId: null }];
      });
    },
    async changes({ signedBooks }, itemIds, role) {
      const before = await signedBooks.signedBefore(itemIds, role);
      const read = (document: Uint8Array) => {
        const reading = parts.verifier.readGradebook(document);
        return reading === null ? null : bookInFull(reading);
      };
      return documentChanges(read, bookChanges, itemIds, new Map(before.map((pair) => [pair.versionId, pair])));
    },
  };
}

async function gatherClassBooks(parts: BookSourceParts, database: OfficeDatabase, repositories: Repositories, classId: string, asked: AskedOfClass): Promise<GatheredItems> {
  const at = parts.clock.now();
  const { role } = asked;
  const { data, books, signatures, outdated } = await booksOfClass(repositories, classId, at);
  const { personalId: signer, mayActAs, refused } = await signerInClass(repositories, classId, asked, at);
  const { gradebookHomeroom } = await repositories.signers.profile();
  // A gradebook's only region is the whole, which every role signs.
  const steps = signingSteps({ subjectTeachers: true, homeroomTeacher: gradebookHomeroom }, ['']);
  const states = books.flatMap((book): readonly { readonly book: StoredBook; readonly state: SigningState }[] => {
    const named = namedIn(JSON.parse(book.source) as GradebookData, role);
    const isOther = named !== null && signer !== null && named !== signer;
    if (role === 'subjectTeacher' && isOther) return [];
    const signed = new Set(ofBook(signatures, book).map((each) => slotText({ role: each.role, region: '' })));
    const state = slotState({ role, region: '' }, steps, signed, outdated.has(book.id));
    return [{ book, state: state === 'ready' && isOther ? 'waiting-for-others' : state }];
  });
  // A subject teacher is told of the own subjects only.
  const own = data.subjects.filter(({ id }) => role !== 'subjectTeacher' || signer === null || data.teachers.get(data.assignments.get(id) ?? '')?.personalId === signer);
  return {
    ready: states.filter(({ state }) => state === 'ready').map(({ book }) => itemOf(parts, database, book, { role, signerPersonalId: signer })),
    counts: countStates(states, own.filter(({ id }) => !books.some(({ subjectId }) => subjectId === id)).length),
    training: data.school.training,
    mayActAs,
    refused,
  };
}

function ofBook(signatures: readonly StoredBookSignature[], book: StoredBook): readonly StoredBookSignature[] {
  return signatures.filter(({ bookId }) => bookId === book.id);
}

/** Whom the frozen book names for a role; null: no person. */
function namedIn(data: GradebookData, role: SigningRole): string | null {
  if (role === 'subjectTeacher') return data.teacher.personalId;
  if (role === 'homeroomTeacher') return data.homeroomTeacher.personalId;
  return role === 'principal' ? data.head.personalId : null;
}

function itemOf(parts: BookSourceParts, database: OfficeDatabase, book: StoredBook, { role, signerPersonalId }: { readonly role: SigningRole; readonly signerPersonalId: string | null }): SignableItem {
  const { subject, className } = JSON.parse(book.source) as GradebookData;
  return {
    id: book.id,
    kind: 'gradebook',
    document: book.id,
    name: book.uuid,
    label: `${subject.name} ${className}`,
    slot: parts.bookSlotOf(role),
    signerPersonalId,
    load: () => database.read((repositories) => loadBook(parts, repositories, book, role)),
  };
}

/** What stands in the database now: the book may have been signed elsewhere or frozen anew while the batch runs. */
async function loadBook({ bookSlotOf }: BookSourceParts, { signedBooks }: Repositories, book: StoredBook, role: SigningRole): Promise<DocumentToSign | OfficeError> {
  const current = (await signedBooks.currentOfClass(book.classId)).find(({ subjectId }) => subjectId === book.subjectId);
  if (current?.id !== book.id) return new OfficeError('signing.item-reissued');
  const signatures = await signedBooks.signatures([book.id]);
  if (signatures.some((signature) => signature.role === role)) return new OfficeError('signing.item-signed');
  return { data: book.data, signatures: signatures.map((signature) => ({ slot: bookSlotOf(signature.role), fragment: signature.fragment })) };
}
