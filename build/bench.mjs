// npm run bench [-- PART …]: ratios against a named baseline, taken in one run on this machine. No test depends on a time.
import { benchBooks } from './bench-books.mjs';
import { benchBundles } from './bench-bundles.mjs';
import { benchOffice } from './bench-office.mjs';
import { benchPage } from './bench-page.mjs';
import { benchQuality } from './bench-quality.mjs';
import { benchSigning } from './bench-signing.mjs';
import { benchScale } from './bench-scale.mjs';

const parts = { office: benchOffice, page: benchPage, scale: benchScale, books: benchBooks, bundles: benchBundles, quality: benchQuality, signing: benchSigning };
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !Object.hasOwn(parts, name));
if (unknown.length > 0) {
  console.error(`No such part: ${unknown.join(', ')}. There are: ${Object.keys(parts).join(', ')}.`);
  process.exit(64);
}
for (const [name, bench] of Object.entries(parts)) if (wanted.length === 0 || wanted.includes(name)) await bench();
