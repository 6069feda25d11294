import { foundation } from './0001-foundation.ts';
import { steps } from './0002-steps.ts';
import { locks } from './0003-locks.ts';
import { levels } from './0004-levels.ts';
import { moves } from './0005-moves.ts';
import { registers } from './0006-registers.ts';
import { decisions } from './0007-decisions.ts';
import { markImports } from './0008-mark-imports.ts';
import { signedPdfs } from './0009-signed-pdfs.ts';
import { trust } from './0010-trust.ts';
import { signers } from './0011-signers.ts';
import { carry } from './0012-carry.ts';
import { signingBatches } from './0013-signing-batches.ts';
import { signedBooks } from './0014-signed-books.ts';
import { handOff } from './0015-hand-off.ts';
import { pdfTimestamps } from './0016-pdf-timestamps.ts';
import { handOffKinds } from './0017-hand-off-kinds.ts';
import { quality } from './0018-quality.ts';
import { addedRules } from './0019-added-rules.ts';

/** In order; the place in the list is the schema version (`user_version`). */
export const migrations: readonly { readonly name: string; readonly statements: string }[] = [
  { name: '0001-foundation', statements: foundation },
  { name: '0002-steps', statements: steps },
  { name: '0003-locks', statements: locks },
  { name: '0004-levels', statements: levels },
  { name: '0005-moves', statements: moves },
  { name: '0006-registers', statements: registers },
  { name: '0007-decisions', statements: decisions },
  { name: '0008-mark-imports', statements: markImports },
  { name: '0009-signed-pdfs', statements: signedPdfs },
  { name: '0010-trust', statements: trust },
  { name: '0011-signers', statements: signers },
  { name: '0012-carry', statements: carry },
  { name: '0013-signing-batches', statements: signingBatches },
  { name: '0014-signed-books', statements: signedBooks },
  { name: '0015-hand-off', statements: handOff },
  { name: '0016-pdf-timestamps', statements: pdfTimestamps },
  { name: '0017-hand-off-kinds', statements: handOffKinds },
  { name: '0018-quality', statements: quality },
  { name: '0019-added-rules', statements: addedRules },
];
