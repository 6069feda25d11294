import { OfficeError } from '#core/contract/errors.ts';
import type { Role } from '#core/contract/method.ts';
import type { SigningRole } from '#core/contract/signing.ts';
import type { Repositories } from '../ports/database.ts';
import type { StoredSigner } from '../ports/signer-repository.ts';
import { headsOn } from '../signers/head-of-school.ts';
import { maySignAs, type PostHolder } from '../signers/may-sign-as.ts';
import { dayOf } from '../signers/register-state.ts';
import { register } from '../signers/signer-answer.ts';

/** Who is asked to sign: `personalId` null for the school. `certificates`: those that the register approved for them. */
export type PackageSigner = { readonly name: string; readonly personalId: string | null; readonly certificates: readonly StoredSigner[] };

/**
 * Who signs for a class in a role, on this day: its homeroom teacher, the one who heads the school (an acting deputy first), the school, or the teacher named.
 * Errors: school.not-found, signers.nobody-in-post, signers.no-personal-id.
 */
export async function packageSigner(repositories: Repositories, asked: { readonly classId: string; readonly role: SigningRole; readonly teacherId: string | null }, at: string): Promise<PackageSigner> {
  const school = await repositories.school.school();
  const group = await repositories.school.classById(asked.classId);
  if (school === null || group === null) throw new OfficeError('school.not-found');
  const known = (await register(repositories, at)).filter(({ state }) => state === 'approved').map(({ signer }) => signer);
  if (asked.role === 'school') return { name: school.name, personalId: null, certificates: known.filter(({ holder }) => holder.kind === 'organisation') };
  const holder = asked.role === 'principal' ? headsOn(school, await repositories.signers.appointments(), dayOf(at))[0] : await teacherOf(repositories, asked.role === 'homeroomTeacher' ? group.homeroomTeacherId : asked.teacherId);
  if (holder === undefined || holder.name === '') throw new OfficeError('signers.nobody-in-post', { name: '' });
  if (holder.personalId === '') throw new OfficeError('signers.no-personal-id', { name: holder.name });
  return { name: holder.name, personalId: holder.personalId, certificates: known.filter(({ holder: each }) => each.kind === 'person' && each.personalId === holder.personalId) };
}

async function teacherOf({ school }: Repositories, teacherId: string | null): Promise<PostHolder | undefined> {
  const found = (await school.teachers()).find(({ id }) => id === teacherId);
  return found === undefined ? undefined : { name: found.fullName, personalId: found.personalId };
}

const roleOf: Readonly<Record<SigningRole, Role>> = { subjectTeacher: 'subjectTeacher', homeroomTeacher: 'homeroomTeacher', principal: 'principal', school: 'clerk' };

/**
 * Whether the register lets this certificate sign for the one who was asked, now: a signature whose time nobody proved gets no benefit from having been made before a
 * revocation. Throws OfficeError signers.*.
 */
export async function requireRegistered(repositories: Pick<Repositories, 'signers'>, signer: { readonly role: SigningRole; readonly name: string; readonly personalId: string | null }, certificateDigest: string, at: string): Promise<void> {
  const holders = signer.personalId === null ? [] : [{ name: signer.name, personalId: signer.personalId }];
  const answer = maySignAs({ user: { roles: [roleOf[signer.role]], personalId: signer.personalId }, role: signer.role, holders, certificateDigest, register: await register(repositories, at) });
  if (answer.may) return;
  throw answer.reason === 'not-your-post' ? new OfficeError('signing.not-your-role') : new OfficeError(`signers.${answer.reason}`, { name: answer.name });
}
