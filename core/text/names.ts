export { foldAccents, nameKey } from '#core/values/name-keys.ts';

/** Vietnamese order knows its own letters: Đ after D, and tones in the order of the dictionary. */
const collator = new Intl.Collator('vi', { sensitivity: 'variant' });

/**
 * Order of a Vietnamese class list: by given name (the last word), then by the rest from the front. Names of peoples who write them otherwise
 * (`H'Hen Niê`, `Y Moan Êban`, one word) are never changed, only ordered by the same rule; a school may set the order by hand.
 */
export function compareVietnameseNames(a: string, b: string): number {
  const [first, second] = [splitName(a), splitName(b)];
  return collator.compare(first.given, second.given) || collator.compare(first.rest, second.rest);
}

export function splitName(fullName: string): { readonly given: string; readonly rest: string } {
  const words = fullName.normalize('NFC').trim().split(/\s+/u);
  return { given: words.at(-1) ?? '', rest: words.slice(0, -1).join(' ') };
}
