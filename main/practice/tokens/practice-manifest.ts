import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/** Who gets a training token. `personalId`: the ID number of a person, the tax number of an organisation. */
export const practiceHolder = z.strictObject({
  label: z.string().min(1),
  holder: z.string().min(1),
  organisation: z.string(),
  kind: z.enum(['person', 'organisation']),
  personalId: z.string(),
  key: z.enum(['rsa-2048', 'p256']),
});
export type PracticeHolder = z.infer<typeof practiceHolder>;

/** Where the training tokens live: SoftHSM, with its module's path, or files of our own. */
export const practiceBackend = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('softhsm'), modulePath: z.string() }),
  z.strictObject({ kind: z.literal('software') }),
]);
export type PracticeBackend = z.infer<typeof practiceBackend>;

/** `manifest.json` of a training token folder: what is there already, so that opening it again makes nothing anew. */
const practiceManifest = z.strictObject({
  format: z.literal(1),
  backend: practiceBackend,
  caCertificate: z.base64(),
  tokens: z.array(z.strictObject({ label: z.string(), serial: z.string(), certificate: z.base64() })),
});
export type PracticeManifest = z.infer<typeof practiceManifest>;

export const softwareFolder = (folder: string) => join(folder, 'software');
export const softHsmFolder = (folder: string) => join(folder, 'softhsm');
export const softHsmConfiguration = (folder: string) => join(folder, 'softhsm2.conf');

/** Null: no folder of ours, or one of another format. */
export function readManifest(folder: string): PracticeManifest | null {
  try {
    return practiceManifest.parse(JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')));
  } catch {
    return null;
  }
}

export function writeManifest(folder: string, manifest: PracticeManifest): void {
  const file = join(folder, 'manifest.json');
  writeFileSync(`${file}.new`, JSON.stringify(manifest, null, 2));
  renameSync(`${file}.new`, file);
}
