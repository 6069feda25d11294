import { gradebookFormat } from '#core/records/gradebook-format.ts';
import { slotOf } from '#core/records/record-format.ts';
import { secondaryFormat } from '#core/records/secondary-format.ts';
import { createPackageContainers } from './exchange/hand-off-container.ts';
import { createPackageKeys } from './exchange/hand-off-keys.ts';
import { createPackageWork } from './office/hand-off/package-work.ts';
import type { PackageWork } from './office/ports/hand-off.ts';
import { createVerifier } from './signing/verifier/verifier.ts';
import { createRecordSigner } from './signing/xml/record-signer.ts';

/** Containers, signer and verifier, which know nothing of each other, side by side: for the thread, and for an office without threads. */
export function handOffWork(): PackageWork {
  return createPackageWork({
    containers: createPackageContainers(),
    keys: createPackageKeys(),
    verifier: createVerifier(),
    signer: createRecordSigner(),
    slotOf: (kind, role, region) => (kind === 'record' ? slotOf(secondaryFormat, role, region) : slotOf(gradebookFormat, role, '')),
  });
}
