import type { OfficeError } from '#core/contract/errors.ts';
import type { SigningRole } from '#core/contract/signing.ts';
import type { SignedInUser } from '../call-context.ts';
import type { OfficeDatabase, Repositories } from '../ports/database.ts';
import { signerAnswer, signerRefusal } from '../signers/signer-answer.ts';
import type { GatheredItems } from './signable-source.ts';
import type { SigningState } from './signing-order.ts';

export type AskedOfClass = {
  readonly role: SigningRole;
  readonly user: SignedInUser | null;
  readonly certificateDigest: string | null;
  /** Somebody who signs at another PC: the ID number, null for the school. Whether they may was asked before. */
  readonly absent?: { readonly personalId: string | null };
};

/** Gathers what may be signed in each of the classes and sums it up. Class by class, so that a whole school does not hold up the office. */
export async function gatherByClass(database: OfficeDatabase, classIds: readonly string[], gather: (repositories: Repositories, classId: string) => Promise<GatheredItems>): Promise<GatheredItems> {
  const classes: GatheredItems[] = [];
  for (const classId of classIds) {
    classes.push(await database.read((repositories) => gather(repositories, classId)));
    await new Promise((done) => setImmediate(done));
  }
  const sum = (count: keyof GatheredItems['counts']) => classes.reduce((total, { counts }) => total + counts[count], 0);
  return {
    ready: classes.flatMap(({ ready }) => ready),
    counts: { alreadySigned: sum('alreadySigned'), waitingForOthers: sum('waitingForOthers'), outdated: sum('outdated'), missing: sum('missing') },
    training: classes.some(({ training }) => training),
    mayActAs: classes.every(({ mayActAs }) => mayActAs),
    refused: classes.find(({ refused }) => refused !== null)?.refused ?? null,
  };
}

/** Whether the user holds the role's post in all of the classes. `at`: the moment of signing. */
export async function holdsPostInAll(repositories: Repositories, classIds: readonly string[], { role, user, at }: Pick<AskedOfClass, 'role' | 'user'> & { readonly at: string }): Promise<boolean> {
  for (const classId of classIds) {
    const answer = await signerAnswer(repositories, { user, role, classId, subjectId: null, certificateDigest: null, at });
    if (!answer.may && answer.reason === 'not-your-post') return false;
  }
  return true;
}

/** Who signs in a class: by the ID number; null: nobody in person, or nobody who may. */
export async function signerInClass(repositories: Repositories, classId: string, asked: AskedOfClass, at: string): Promise<Pick<GatheredItems, 'mayActAs' | 'refused'> & { readonly personalId: string | null }> {
  if (asked.absent !== undefined) return { personalId: asked.absent.personalId, mayActAs: true, refused: null };
  const answer = await signerAnswer(repositories, { ...asked, classId, subjectId: null, at });
  const refused: OfficeError | null = asked.certificateDigest === null ? null : signerRefusal(answer);
  return { personalId: answer.may ? (answer.holder?.personalId ?? null) : null, mayActAs: answer.may || answer.reason !== 'not-your-post', refused };
}

/** How many of the documents there are in each state; `missing`: those that are not made yet. */
export function countStates(documents: readonly { readonly state: SigningState }[], missing: number): GatheredItems['counts'] {
  const count = (state: SigningState) => documents.filter((each) => each.state === state).length;
  return { alreadySigned: count('already-signed'), waitingForOthers: count('waiting-for-others'), outdated: count('outdated'), missing };
}
