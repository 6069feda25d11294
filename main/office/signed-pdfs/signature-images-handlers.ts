import { createHash } from 'node:crypto';
import { OfficeError } from '#core/contract/errors.ts';
import { imageMillimetres, type SignatureImageKind, type SignatureImageRow } from '#core/contract/signed-pdfs.ts';
import { hasRole, type CallContext, type Handlers, type SignedInUser } from '../call-context.ts';
import type { Clock } from '../ports/clock.ts';
import type { Repositories } from '../ports/database.ts';
import { headsOn } from '../signers/head-of-school.ts';
import { dayOf } from '../signers/register-state.ts';
import { readSignaturePng } from './signature-png.ts';

type Names = 'signedPdfs.images' | 'signedPdfs.setImage' | 'signedPdfs.removeImage';

/** Pictures of the principal's signature and of the school's seal, for the visible signatures of PDFs. */
export function createSignatureImagesHandlers({ clock }: { readonly clock: Clock }): Handlers<Names> {
  return {
    'signedPdfs.images': (_, context) =>
      context.database().read(async (repositories) => {
        const images: SignatureImageRow[] = [];
        for (const kind of ['person', 'organisation'] as const) {
          const owner = await ownerOf(repositories, kind, clock.now());
          const stored = await repositories.signedPdfs.image(kind, owner);
          const image = stored === null ? null : { width: stored.width, height: stored.height, millimetres: stored.millimetres, addedAt: stored.addedAt, addedBy: stored.addedBy, preview: `data:image/png;base64,${Buffer.from(stored.png).toString('base64')}` };
          images.push({ kind, owner, mayChange: mayChange(context.user, kind), image });
        }
        return { images };
      }),

    async 'signedPdfs.setImage'({ kind, file, millimetres }, context) {
      mustBeAllowed(context, kind);
      const { least, most } = imageMillimetres[kind];
      if (millimetres < least || millimetres > most) throw new OfficeError('signing.image-size', { size: `${millimetres} mm` });
      const chosen = context.files.get(context.connection, file);
      if (chosen === null) throw new OfficeError('file.unreadable', { what: 'PNG' });
      const { png, width, height } = readSignaturePng(chosen.bytes);
      const digest = createHash('sha256').update(png).digest('hex');
      await context.database().write(context.actor, async (repositories) => {
        const owner = await ownerOf(repositories, kind, clock.now());
        await repositories.signedPdfs.addImage({ kind, owner, png, digest, width, height, millimetres, addedAt: clock.now(), addedBy: context.actor.userName });
        return { value: undefined, audit: { action: 'signing.imageSet', detail: { kind, owner, digest, width, height, millimetres } } };
      });
      context.changed(['signing']);
      return {};
    },

    async 'signedPdfs.removeImage'({ kind }, context) {
      mustBeAllowed(context, kind);
      await context.database().write(context.actor, async (repositories) => {
        const owner = await ownerOf(repositories, kind, clock.now());
        if ((await repositories.signedPdfs.image(kind, owner)) === null) return { value: undefined, audit: null };
        await repositories.signedPdfs.withdrawImage({ kind, owner, addedAt: clock.now(), addedBy: context.actor.userName });
        return { value: undefined, audit: { action: 'signing.imageRemoved', detail: { kind, owner } } };
      });
      context.changed(['signing']);
      return {};
    },
  };
}

/** Whose picture it is: of whoever heads the school that day (an acting deputy, a new principal), or the school's. Pictures belong to a name, so that each comes back with its owner. Throws OfficeError school.not-found. */
export async function ownerOf({ school, signers }: Pick<Repositories, 'school' | 'signers'>, kind: SignatureImageKind, at: string): Promise<string> {
  const known = await school.school();
  if (known === null) throw new OfficeError('school.not-found');
  return kind === 'organisation' ? known.name : (headsOn(known, await signers.appointments(), dayOf(at))[0]?.name ?? '');
}

/** The picture of a person's signature is that person's matter, or the administrator's; the seal is kept by the clerk. */
function mayChange(user: SignedInUser | null, kind: SignatureImageKind): boolean {
  return kind === 'person' ? hasRole(user, 'principal', 'administrator') : hasRole(user, 'clerk', 'principal', 'administrator');
}

function mustBeAllowed({ user }: CallContext, kind: SignatureImageKind): void {
  if (!mayChange(user, kind)) throw new OfficeError('signing.not-your-role');
}
