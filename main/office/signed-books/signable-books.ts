import { OfficeError } from '#core/contract/errors.ts';
import type { SigningRole } from '#core/contract/signing.ts';
import type { GradebookData } from '#core/records/gradebook-data.ts';
import type { SignedInUser } from '../call-context.ts';
import type { Clock } from '../ports/clock.ts';
import type { OfficeDatabase, Repositories } from '../ports/database.ts';
import type { StoredBook, StoredBookSignature } from '../ports/signed-book-repository.ts';
import type { DocumentToSign, SignableItem } from '../ports/signing-batch.ts';
import { signerAnswer, signerRefusal } from '../signers/signer-answer.ts';
import type { DocumentChange, GatheredItems, ItemDescription, SignableSource } from '../signing/signable-source.ts';
import { signingSteps, slotState, slotText, type SigningState } from '../signing/signing-order.ts';
import { booksOfClass, type BookSlots } from './signed-books-handlers.ts';

export type BookSourceParts = BookSlots & { readonly clock: Clock };

type Asked = { readonly role: SigningRole; readonly user: SignedInUser | null; readonly certificateDigest: string | null };

/** The frozen gradebooks of whole classes, a subject each: its teacher, the homeroom teacher where the profile asks, the principal, the school. Errors: school.not-found. */
export function createBookSource(parts: BookSourceParts): SignableSource {
  return {
    kind: 'gradebook',
    async gather(database, { classIds }, asked) {
      const classes: GatheredItems[] = [];
      for (const classId of classIds) {
        classes.push(await database.read((repositories) => gatherClassBooks(parts, database, repositories, classId, asked)));
        await new Promise((done) => setImmediate(done));
      }
      const sum = (count: keyof GatheredItems['counts']) => classes.reduce((total, { counts }) => total + counts[count], 0);
      return {
        ready: classes.flatMap(({ ready }) => ready),
        counts: { alreadySigned: sum('alreadySigned'), waitingForOthers: sum('waitingForOthers'), outdated: sum('outdated'), missing: sum('missing') },
        training: classes.some(({ training }) => training),
        mayActAs: classes.every(({ mayActAs }) => mayActAs),
        refused: classes.find(({ refused }) => refused !== null)?.refused ?? null,
      };
    },
    async mayActAs(repositories, { classIds }, role, user) {
      for (const classId of classIds) {
        const answer = await signerAnswer(repositories, { user, role, classId, subjectId: null, certificateDigest: null, at: parts.clock.now() });
        if (!answer.may && answer.reason === 'not-your-post') return false;
      }
      return true;
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
      const books = await signedBooks.byIds(itemIds);
      const changes: DocumentChange[] = [];
      for (const book of books) {
        const before = await signedBooks.signedBefore(book, role);
        changes.push({ itemId: book.id, kind: before === null ? 'new' : 'reissued', signedBefore: before, fields: [] });
      }
      return changes;
    },
  };
}

async function gatherClassBooks(parts: BookSourceParts, database: OfficeDatabase, repositories: Repositories, classId: string, { role, user, certificateDigest }: Asked): Promise<GatheredItems> {
  const at = parts.clock.now();
  const { data, books, signatures, outdated } = await booksOfClass(repositories, classId, at);
  const answer = await signerAnswer(repositories, { user, role, classId, subjectId: null, certificateDigest, at });
  const signer = answer.may ? (answer.holder?.personalId ?? null) : null;
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
  const count = (state: SigningState) => states.filter((each) => each.state === state).length;
  return {
    ready: states.filter(({ state }) => state === 'ready').map(({ book }) => itemOf(parts, database, book, { role, signerPersonalId: signer })),
    counts: { alreadySigned: count('already-signed'), waitingForOthers: count('waiting-for-others'), outdated: count('outdated'), missing: data.subjects.length - books.length },
    training: data.school.training,
    mayActAs: answer.may || answer.reason !== 'not-your-post',
    refused: certificateDigest === null ? null : signerRefusal(answer),
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
