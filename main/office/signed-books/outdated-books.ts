import type { GradebookData } from '#core/records/gradebook-data.ts';
import type { StoredBook, StoredBookSignature } from '../ports/signed-book-repository.ts';
import type { LevelClassData } from '../results/class-data.ts';
import type { Head } from '../signers/head-of-school.ts';
import { bookDigest, bookSource, type BookSource } from './book-source.ts';

/**
 * Frozen books that say something else than the book says now. One that only names other people than it would name today is not among them, where those people
 * signed it: whoever comes after them changes nothing about what was signed (QĐ 1789 Art. 14).
 */
export function outdatedBooks(data: LevelClassData, books: readonly StoredBook[], signatures: readonly StoredBookSignature[], heads: readonly [Head, ...Head[]]): ReadonlySet<string> {
  const isOutdated = (book: StoredBook): boolean => {
    const subject = data.subjects.find(({ id }) => id === book.subjectId);
    const source = subject === undefined ? null : bookSource(data, subject, heads[0]);
    if (source === null) return true;
    if (bookDigest(source) === book.sourceDigest) return false;
    const own = signatures.filter(({ bookId }) => bookId === book.id);
    return bookDigest(withSigners(source, JSON.parse(book.source) as GradebookData, own, heads)) !== book.sourceDigest;
  };
  return new Set(books.filter(isOutdated).map(({ id }) => id));
}

/** The principal's signature covers everybody's name; a head who may still sign today is as good as the one whom a new version would name. */
function withSigners(source: BookSource, frozen: GradebookData, signatures: readonly StoredBookSignature[], heads: readonly Head[]): BookSource {
  const signed = (role: StoredBookSignature['role']) => signatures.some((each) => each.role === 'principal' || each.role === role);
  const isHead = heads.some(({ name, personalId, title }) => name === frozen.head.name && personalId === frozen.head.personalId && title === frozen.head.title);
  return {
    ...source,
    head: isHead || signed('principal') ? frozen.head : source.head,
    homeroomTeacher: signed('homeroomTeacher') ? frozen.homeroomTeacher : source.homeroomTeacher,
    teacher: signed('subjectTeacher') ? frozen.teacher : source.teacher,
  };
}
