import { OfficeError } from '#core/contract/errors.ts';
import type { SigningRole } from '#core/contract/signing.ts';
import type { SignedInUser } from '../call-context.ts';
import type { Repositories } from '../ports/database.ts';
import { headsOn } from './head-of-school.ts';
import { maySignAs, type PostHolder, type SignerAnswer } from './may-sign-as.ts';
import { dayOf, registerAt, type RegisteredSigner } from './register-state.ts';

type Asked = {
  readonly user: SignedInUser | null;
  readonly role: SigningRole;
  readonly classId: string;
  /** Null: any subject that somebody teaches in the class. */
  readonly subjectId: string | null;
  /** Null: any certificate. */
  readonly certificateDigest: string | null;
  /** The moment of signing, ISO 8601 with offset. */
  readonly at: string;
};

/** Reads what `maySignAs` asks for and answers it. Throws OfficeError school.not-found. */
export async function signerAnswer(repositories: Repositories, asked: Asked): Promise<SignerAnswer> {
  const { user } = asked;
  const teachers = await repositories.school.teachers();
  const personalId = user?.teacherId == null ? null : (teachers.find(({ id }) => id === user.teacherId)?.personalId ?? '');
  return maySignAs({
    user: { roles: user?.roles ?? [], personalId },
    role: asked.role,
    holders: await postHolders(repositories, asked),
    certificateDigest: asked.certificateDigest,
    register: await register(repositories, asked.at),
  });
}

/**
 * A no as the error it is; null: a yes. One of signing.not-your-role, signers.nobody-in-post, signers.no-personal-id, signers.not-registered, signers.waiting, signers.refused,
 * signers.revoked, signers.expired, signers.other-certificate.
 */
export function signerRefusal(answer: SignerAnswer): OfficeError | null {
  if (answer.may) return null;
  return answer.reason === 'not-your-post' ? new OfficeError('signing.not-your-role') : new OfficeError(`signers.${answer.reason}`, { name: answer.name });
}

export async function register({ signers }: Pick<Repositories, 'signers'>, at: string): Promise<readonly RegisteredSigner[]> {
  return registerAt(await signers.signers(), await signers.events(), at);
}

/** Throws OfficeError signers.* where the certificate is none of the school's own that the register approved. */
export async function requireSchoolCertificate(repositories: Pick<Repositories, 'signers'>, certificateDigest: string, at: string): Promise<void> {
  const answer = maySignAs({ user: { roles: ['clerk'], personalId: null }, role: 'school', holders: [], certificateDigest, register: await register(repositories, at) });
  if (!answer.may && answer.reason !== 'not-your-post') throw new OfficeError(`signers.${answer.reason}`, { name: answer.name });
}

/** Who holds a post today: homeroom and subject teachers are those of the class at the moment of signing. */
async function postHolders({ school: repository, signers }: Pick<Repositories, 'school' | 'signers'>, { role, classId, subjectId, at }: Asked): Promise<readonly PostHolder[]> {
  const school = await repository.school();
  const group = await repository.classById(classId);
  if (school === null || group === null) throw new OfficeError('school.not-found');
  if (role === 'school') return [];
  if (role === 'principal') return headsOn(school, await signers.appointments(), dayOf(at));
  const assigned = (await repository.assignments(classId)).filter((assignment) => subjectId === null || assignment.subjectId === subjectId);
  const wanted = new Set(role === 'homeroomTeacher' ? [group.homeroomTeacherId] : assigned.map(({ teacherId }) => teacherId));
  return (await repository.teachers()).filter(({ id }) => wanted.has(id)).map(({ fullName, personalId }) => ({ name: fullName, personalId }));
}
