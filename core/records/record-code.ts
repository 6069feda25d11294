/**
 * What the QR code on every printed page of a record says: `HOCBA:1:UUID:DIGEST`, where DIGEST is the first 16 hexadecimal digits of the SHA-256 over the canonical
 * data node of the record's XML (the same that its signatures name). It leads to the record and shows whether a paper belongs to it, and says nothing about the pupil.
 * Capitals only, so that 61 characters fit the alphanumeric mode of a small code.
 */
export function recordCode(uuid: string, dataDigest: string): string {
  return `HOCBA:1:${uuid}:${dataDigest.slice(0, 16)}`.toUpperCase();
}
