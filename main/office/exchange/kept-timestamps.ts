import type { OfficeDatabase } from '../ports/database.ts';
import type { BundleFile } from '../ports/exchange.ts';
import type { TimestampForms } from '../ports/trust.ts';

/** So many records are looked through between two turns of the office. */
const piece = 20;
/** Longer lists stay out (bytes): a bundle for one pupil shall not carry megabytes. */
const longestList = 200 * 1024;

/**
 * The file of a bundle with the timestamps that were added to its records' signatures later (they are kept beside them, because the records are frozen), and with what the school knows of revocations, so
 * that each signature proves itself on a PC without a line. Null where no signature has a timestamp. Signed PDFs carry their own.
 */
export async function keptTimestamps(forms: TimestampForms, database: OfficeDatabase, versionIds: readonly string[]): Promise<BundleFile | null> {
  const tokens: Uint8Array[] = [];
  for (let from = 0; from < versionIds.length; from += piece) {
    tokens.push(
      ...(await database.read(async ({ records, trust }) => {
        const signatures = await records.signatures(versionIds.slice(from, from + piece));
        const stamped = signatures.flatMap(({ fragment }) => forms.stampedValues(new Uint8Array(Buffer.from(fragment, 'utf8'))));
        return (await trust.timestamps(stamped.map((value) => forms.imprintOf(value)))).map(({ token }) => token);
      })),
    );
    await new Promise((done) => setImmediate(done));
  }
  if (tokens.length === 0) return null;
  const evidence = (await database.read(({ trust }) => trust.evidence())).filter(({ der }) => der.byteLength <= longestList);
  const base64 = (ders: readonly Uint8Array[]) => ders.map((der) => Buffer.from(der).toString('base64'));
  const of = (kind: 'crl' | 'ocsp', most: number) => base64(evidence.filter((each) => each.kind === kind).map(({ der }) => der)).slice(0, most);
  const content = { format: 'hocba-timestamps/1', timestamps: base64(tokens), crls: of('crl', 20), ocsps: of('ocsp', 40) };
  return { name: 'dau-thoi-gian.json', bytes: new Uint8Array(Buffer.from(`${JSON.stringify(content, null, 1)}\n`, 'utf8')), mimeType: 'application/json' };
}
