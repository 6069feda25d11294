import type { PdfRoleCounts } from '#core/contract/signed-pdfs.ts';
import { recordId as recordIdOf } from '#core/values/ids.ts';
import type { Handlers, SignedInUser } from '../call-context.ts';
import type { Repositories } from '../ports/database.ts';
import type { PdfRole } from '../ports/pdf-signing.ts';
import { countPdfs, pdfsOfClass, pdfState, type PdfOfRecord } from './pdf-states.ts';
import { ownerOf } from './signature-images-handlers.ts';
import { mayActAs, type PdfSourceParts } from './signable-pdfs.ts';

/** How far the PDFs of a class's issued records are; they are signed as batches (scope `pdfs`). */
export function createSignedPdfsHandlers(parts: Pick<PdfSourceParts, 'outdatedVersions' | 'clock'>): Handlers<'signedPdfs.class'> {
  async function countsFor(repositories: Repositories, classId: string, pdfs: readonly PdfOfRecord[], role: PdfRole, outdated: ReadonlySet<string>, user: SignedInUser | null): Promise<PdfRoleCounts> {
    const kind = role === 'principal' ? 'person' : 'organisation';
    const image = await repositories.signedPdfs.image(kind, await ownerOf(repositories, kind, parts.clock.now()));
    return { ...countPdfs(pdfs.map((pdf) => pdfState(pdf, role, outdated.has(pdf.version.id)))), mayActAs: await mayActAs(parts, repositories, [classId], role, user), withImage: image !== null };
  }

  return {
    'signedPdfs.class': ({ classId }, context) =>
      context.database().read(async (repositories) => {
        const outdated = await parts.outdatedVersions(repositories, classId, parts.clock.now());
        const pdfs = await pdfsOfClass(repositories, classId);
        return {
          principal: await countsFor(repositories, classId, pdfs, 'principal', outdated, context.user),
          school: await countsFor(repositories, classId, pdfs, 'school', outdated, context.user),
          pdfs: pdfs.map(({ version, signatures }) => ({ recordId: recordIdOf.parse(version.recordId), signatures: signatures.map(({ role, signer, signedAt }) => ({ role, signer, signedAt })) })),
        };
      }),
  };
}
