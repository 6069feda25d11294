/** Names are compared without case, spaces and the training mark: certificates write `NGUYỄN THỊ HOA`. */
export function isSameName(one: string, other: string): boolean {
  return comparable(one) !== '' && comparable(one) === comparable(other);
}

function comparable(name: string): string {
  return name
    .normalize('NFC')
    .replace(/\(?LUYỆN TẬP\)?/giu, ' ')
    .replace(/[()\s–—-]+/gu, ' ')
    .trim()
    .toLocaleLowerCase('vi');
}
