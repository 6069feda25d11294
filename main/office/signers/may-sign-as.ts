import type { Role } from '#core/contract/method.ts';
import type { SigningRole } from '#core/contract/signing.ts';
import type { RegisteredSigner } from './register-state.ts';

/** One who holds a post on the day in question: the class's homeroom teacher, a subject's teacher, the school's head or the acting deputy. */
export type PostHolder = { readonly name: string; readonly personalId: string };

export type SignerQuestion = {
  /** `personalId`: of the teacher whom the account belongs to; null where it belongs to none, '' where that teacher has no number yet. */
  readonly user: { readonly roles: readonly Role[]; readonly personalId: string | null };
  readonly role: SigningRole;
  /** Who holds the post in the class and subject asked about, on the day; none for the school's seal. */
  readonly holders: readonly PostHolder[];
  /** SHA-256 of the certificate; null asks whether any of the person's would do. */
  readonly certificateDigest: string | null;
  /** The register as of the moment of signing. */
  readonly register: readonly RegisteredSigner[];
};

export type SignerRefusal = 'not-your-post' | 'nobody-in-post' | 'no-personal-id' | 'not-registered' | 'waiting' | 'refused' | 'revoked' | 'expired' | 'other-certificate';

/** `holder`: who signs; for the school's seal null, whose certificate is the organisation's. */
export type SignerAnswer = { readonly may: true; readonly holder: PostHolder | null; readonly certificates: readonly string[] } | { readonly may: false; readonly reason: SignerRefusal; readonly name: string };

/**
 * Who may sign as what (domain.md 3.3, 4.1): the account has the post, the post is held on that day by its person, and the certificate is one that the register
 * has for that person, approved by the administrator and the principal, neither revoked nor expired. Answers yes with all certificates that would do, or no with the first reason.
 */
export function maySignAs({ user, role, holders, certificateDigest, register }: SignerQuestion): SignerAnswer {
  const no = (reason: SignerRefusal, name = ''): SignerAnswer => ({ may: false, reason, name });
  const roles: readonly Role[] = { school: ['clerk', 'principal'] as const, principal: ['principal'] as const, homeroomTeacher: ['homeroomTeacher'] as const, subjectTeacher: ['subjectTeacher'] as const }[role];
  if (!roles.some((wanted) => user.roles.includes(wanted))) return no('not-your-post');
  if (role === 'school') return withCertificate(null, register.filter(({ signer }) => signer.holder.kind === 'organisation'), certificateDigest);

  if (holders.every(({ name }) => name === '')) return no('nobody-in-post');
  if (user.personalId === '') return no('no-personal-id');
  // An account that belongs to no teacher can only be the head's own: then the certificate tells which of them signs.
  const own = user.personalId === null ? (role === 'principal' ? holders : []) : holders.filter(({ personalId }) => personalId === user.personalId);
  const [first] = own;
  if (first === undefined) return no('not-your-post');
  if (own.every(({ personalId }) => personalId === '')) return no('no-personal-id', first.name);
  const answers = own.map((holder) => withCertificate(holder, register.filter(({ signer }) => signer.holder.kind === 'person' && holder.personalId !== '' && signer.holder.personalId === holder.personalId), certificateDigest));
  return answers.find(({ may }) => may) ?? answers[0] ?? no('not-your-post');
}

function withCertificate(holder: PostHolder | null, register: readonly RegisteredSigner[], wanted: string | null): SignerAnswer {
  const name = holder?.name ?? '';
  const approved = register.filter(({ state }) => state === 'approved').map(({ signer }) => signer.digest);
  if (wanted === null ? approved.length > 0 : approved.includes(wanted)) return { may: true, holder, certificates: approved };
  const about = wanted === null ? register : register.filter(({ signer }) => signer.digest === wanted);
  // The newest entry tells why: an older one of the same certificate was followed by it.
  const state = about.at(-1)?.state;
  if (state !== undefined && state !== 'approved') return { may: false, reason: state, name };
  return { may: false, reason: register.length === 0 ? 'not-registered' : approved.length > 0 ? 'other-certificate' : (register.at(-1)?.state as Exclude<(typeof register)[number]['state'], 'approved'>), name };
}
