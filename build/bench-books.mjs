// The printed class gradebook against bare pdfmake: the same document definition, the same fonts, one thread, in the same run. Part of npm run bench.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pdfmake from 'pdfmake';
import { median, middle } from './bench-median.mjs';
import { classBookDocument } from '../main/documents/gradebook-book/class-book-document.ts';
import { tableLayouts } from '../main/documents/record-pdf/record-document.ts';
import { createSchoolStore } from '../main/db/school-store.ts';
import { classBook, gatherClassBook } from '../main/office/books/class-book.ts';
import { loadRuleLibrary } from '../main/rules/load-rule-library.ts';
import { loadSchoolYearFrames } from '../main/rules/load-school-year-frames.ts';
import { openTrainingOffice } from '../tests/support/open-office.ts';

const resources = fileURLToPath(new URL('../resources', import.meta.url));

export async function benchBooks() {
  const school = await openTrainingOffice();
  await school.as('vanthu');
  const group = (await school.call('school.overview', {})).classes.find(({ name }) => name === '7A');
  const clock = { now: () => '2026-06-05T09:00:00+07:00' };
  const store = createSchoolStore({ dataFolder: school.folder, clock, rules: loadRuleLibrary(resources) });
  const database = await store.open('lower-secondary');
  const source = await database.read((repositories) => gatherClassBook(repositories, group.id));
  await database.close();
  const book = classBook({ ...source, frames: loadSchoolYearFrames(resources), printedAt: clock.now() });

  const font = (style) => join(resources, 'fonts', `Tinos-${style}.ttf`);
  const bare = async () => {
    // pdfmake writes into its definition: each run gets a new one, made before the clock starts.
    const definition = classBookDocument(book);
    pdfmake.setFonts({ Tinos: { normal: font('Regular'), bold: font('Bold'), italics: font('Italic'), bolditalics: font('BoldItalic') } });
    pdfmake.setTableLayouts({ ...tableLayouts });
    pdfmake.setUrlAccessPolicy(() => false);
    pdfmake.setLocalAccessPolicy(() => true);
    const from = performance.now();
    await pdfmake.createPdf(definition).getBuffer();
    return performance.now() - from;
  };
  await school.call('books.class', { classId: group.id });
  await bare();
  // In turns, so that whatever else the machine does falls on both.
  const [whole, plain] = [[], []];
  for (let round = 0; round < 5; round += 1) {
    whole.push(await median(1, () => school.call('books.class', { classId: group.id })));
    plain.push(await bare());
  }
  const [ours, theirs] = [middle(whole), middle(plain)];
  console.log(`printed gradebook of a class of ${book.size} : bare pdfmake of the same definition = ${(ours / theirs).toFixed(2)} (${(ours / 1000).toFixed(2)} s : ${(theirs / 1000).toFixed(2)} s, ${((ours - theirs) / 1000).toFixed(2)} s more)`);
  await school.close();
}
