import { OfficeError } from '#core/contract/errors.ts';
import type { SignerOwner } from '#core/contract/signers.ts';
import { appointmentId as appointmentIdOf, signerId as signerIdOf } from '#core/values/ids.ts';
import { hasRole, type CallContext, type Handlers, type SignedInUser } from '../call-context.ts';
import type { Clock, IdSource } from '../ports/clock.ts';
import type { Repositories } from '../ports/database.ts';
import type { SignerCertificate, SignerCertificateReader } from '../ports/signer-certificates.ts';
import type { SignerHolder, StoredSigner } from '../ports/signer-repository.ts';
import type { ModuleChoice, TokenService } from '../ports/signing.ts';
import { moduleById } from '../signing/module-choices.ts';
import { checkApproval } from './approval.ts';
import { checkProposal } from './certificate-proposal.ts';
import { headsOn } from './head-of-school.ts';
import { dayOf, signerPosts, type RegisteredSigner } from './register-state.ts';
import { register } from './signer-answer.ts';
import { appointmentView, signingPeople } from './signing-people.ts';

export type SignersParts = {
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly tokens: Pick<TokenService, 'knownModules' | 'listCertificates'>;
  readonly readSigner: SignerCertificateReader;
  readonly trainingModule: () => ModuleChoice | null;
};

type Names =
  | 'signers.register'
  | 'signers.proposeFromToken'
  | 'signers.proposeFromFile'
  | 'signers.approve'
  | 'signers.refuse'
  | 'signers.revoke'
  | 'signers.delegate'
  | 'signers.takeOver'
  | 'signers.endAppointment'
  | 'signers.saveProfile';

const personalIdShape = /^\d{12}$/u;

export function createSignersHandlers(parts: SignersParts): Handlers<Names> {
  const { clock, ids } = parts;

  async function propose(context: CallContext, owner: SignerOwner, certificate: SignerCertificate, source: StoredSigner['source']) {
    const at = clock.now();
    const id = ids.next();
    await context.database().write(context.actor, async (repositories) => {
      const school = await repositories.school.school();
      if (school === null) throw new OfficeError('school.not-found');
      const holder = await holderOf(repositories, context.user, owner, dayOf(at));
      checkProposal(certificate, holder, school, at);
      const { facts, der } = certificate;
      const present = (await register(repositories, at)).find(({ signer, state }) => signer.digest === facts.digest && (state === 'waiting' || state === 'approved'));
      if (present !== undefined) throw new OfficeError('signers.already-registered', { holder: facts.holder });
      await repositories.signers.addSigner({ id, holder, digest: facts.digest, der, facts, source, proposedAt: at, proposedBy: context.actor.userName });
      return { value: undefined, audit: { action: 'signers.proposed', detail: { signerId: id, holder: holder.name, certificate: facts.digest, serial: facts.serial, source } } };
    });
    context.changed(['signing']);
    return { id: signerIdOf.parse(id) };
  }

  async function decide(context: CallContext, id: string, work: (entry: RegisteredSigner, repositories: Repositories, base: { readonly signerId: string; readonly at: string; readonly by: string; readonly userId: string | null }) => Promise<{ readonly action: string; readonly detail: Readonly<Record<string, unknown>> }>) {
    const at = clock.now();
    await context.database().write(context.actor, async (repositories) => {
      const entry = await entryOf(repositories, id, at);
      const { action, detail } = await work(entry, repositories, { signerId: id, at, by: context.actor.userName, userId: context.user?.id ?? null });
      return { value: undefined, audit: { action, detail: { signerId: id, holder: entry.signer.holder.name, certificate: entry.signer.digest, ...detail } } };
    });
    context.changed(['signing']);
  }

  async function appoint(context: CallContext, fromDay: string, make: (repositories: Repositories) => Promise<{ readonly kind: 'principal' | 'deputy'; readonly name: string; readonly personalId: string; readonly title: string; readonly decision: string; readonly untilDay: string | null }>) {
    const id = ids.next();
    await context.database().write(context.actor, async (repositories) => {
      const appointment = await make(repositories);
      if (appointment.untilDay !== null && appointment.untilDay < fromDay) throw new OfficeError('signers.bad-days');
      await repositories.signers.addAppointment({ ...appointment, id, fromDay, recordedAt: clock.now(), recordedBy: context.actor.userName });
      const { kind, name, title, decision, untilDay } = appointment;
      return { value: undefined, audit: { action: kind === 'deputy' ? 'signers.delegated' : 'signers.headTookOver', detail: { appointmentId: id, name, title, decision, fromDay, untilDay } } };
    });
    context.changed(['signing', 'school', 'records']);
    return { id: appointmentIdOf.parse(id) };
  }

  return {
    'signers.register': (_, context) =>
      context.database().read(async (repositories) => {
        const day = dayOf(clock.now());
        const people = await signingPeople(repositories, await register(repositories, clock.now()), day);
        const keeper = isKeeper(context.user);
        const own = await ownPersonalId(repositories, context.user);
        return {
          people: people.filter(({ owner }) => keeper || (owner?.kind === 'person' && owner.personalId === own)),
          own,
          appointments: (await repositories.signers.appointments()).map((appointment) => appointmentView(appointment, day)).toReversed(),
          profile: await repositories.signers.profile(),
          mayPropose: context.user !== null,
          approvesAs: signerPosts.filter((post) => hasRole(context.user, post)),
          mayKeepHeads: keeper,
        };
      }),

    async 'signers.proposeFromToken'({ owner, moduleId, tokenSerial, certificateDigest }, context) {
      const module = await moduleById(parts, context.database(), moduleId);
      const { certificates } = await parts.tokens.listCertificates([module]);
      const found = certificates.find((each) => each.tokenSerial === tokenSerial && each.facts.digest === certificateDigest);
      const certificate = found === undefined ? null : parts.readSigner(found.der);
      if (certificate === null) throw new OfficeError('token.certificate-not-found');
      return propose(context, owner, certificate, 'token');
    },

    async 'signers.proposeFromFile'({ owner, file }, context) {
      const given = context.files.get(context.connection, file);
      if (given === null) throw new OfficeError('file.not-found');
      const certificate = parts.readSigner(given.bytes);
      if (certificate === null) throw new OfficeError('signers.not-a-certificate', { name: given.name });
      return propose(context, owner, certificate, 'file');
    },

    async 'signers.approve'({ id, post, alone }, context) {
      await decide(context, id, async (entry, { signers, users }, base) => {
        if (context.user === null) throw new OfficeError('signers.not-your-approval');
        const approval = checkApproval({ entry, user: context.user, post, users: await users.users(), alone });
        await signers.addEvent({ ...base, kind: 'approved', post, alone: approval.alone });
        return { action: 'signers.approved', detail: { post, alone: approval.alone } };
      });
      const at = clock.now();
      const { state } = await context.database().read((repositories) => entryOf(repositories, id, at));
      return { state };
    },

    async 'signers.refuse'({ id, reason }, context) {
      await decide(context, id, async (entry, { signers }, base) => {
        if (entry.state !== 'waiting') throw new OfficeError('signers.already-decided');
        await signers.addEvent({ ...base, kind: 'refused', reason });
        return { action: 'signers.refused', detail: { reason } };
      });
      return {};
    },

    async 'signers.revoke'({ id, day, reason }, context) {
      await decide(context, id, async (entry, { signers }, base) => {
        if (entry.ended !== null || entry.state === 'waiting') throw new OfficeError('signers.already-decided');
        if (day > dayOf(entry.signer.facts.notAfter)) throw new OfficeError('signers.bad-days');
        await signers.addEvent({ ...base, kind: 'revoked', reason, day });
        return { action: 'signers.revoked', detail: { reason, day } };
      });
      return {};
    },

    'signers.delegate': ({ teacherId, title, decision, fromDay, untilDay }, context) =>
      appoint(context, fromDay, async (repositories) => {
        const teacher = (await repositories.school.teachers()).find(({ id }) => id === teacherId);
        if (teacher === undefined) throw new OfficeError('school.not-found');
        if (!personalIdShape.test(teacher.personalId)) throw new OfficeError('signers.no-personal-id', { name: teacher.fullName });
        return { kind: 'deputy', name: teacher.fullName, personalId: teacher.personalId, title, decision, untilDay };
      }),

    'signers.takeOver': ({ name, personalId, title, decision, fromDay }, context) => appoint(context, fromDay, () => Promise.resolve({ kind: 'principal', name, personalId, title, decision, untilDay: null })),

    async 'signers.endAppointment'({ id, fromDay, reason }, context) {
      await context.database().write(context.actor, async ({ signers }) => {
        const appointment = (await signers.appointments()).find((each) => each.id === id);
        if (appointment === undefined) throw new OfficeError('signers.not-found');
        if (appointment.endedFrom !== null) throw new OfficeError('signers.already-decided');
        if (fromDay < appointment.fromDay || (appointment.untilDay !== null && fromDay > appointment.untilDay)) throw new OfficeError('signers.bad-days');
        await signers.endAppointment({ id, fromDay, reason, at: clock.now(), by: context.actor.userName });
        return { value: undefined, audit: { action: 'signers.appointmentEnded', detail: { appointmentId: id, name: appointment.name, fromDay, reason } } };
      });
      context.changed(['signing', 'school', 'records']);
      return {};
    },

    async 'signers.saveProfile'(profile, context) {
      await context.database().write(context.actor, async ({ signers }) => {
        const before = await signers.profile();
        await signers.saveProfile(profile);
        const changed = before.subjectTeachers !== profile.subjectTeachers || before.gradebookHomeroom !== profile.gradebookHomeroom;
        return { value: undefined, audit: changed ? { action: 'signers.profileSaved', detail: profile } : null };
      });
      context.changed(['signing', 'records']);
      return {};
    },
  };
}

/** The clerk, the administrator and the principal keep the register; whoever signs may propose the own certificate. */
function isKeeper(user: SignedInUser | null): boolean {
  return hasRole(user, 'clerk', 'administrator', 'principal');
}

async function ownPersonalId({ school }: Pick<Repositories, 'school'>, user: SignedInUser | null): Promise<string | null> {
  return (await school.teachers()).find(({ id }) => id === user?.teacherId)?.personalId ?? null;
}

/** Whom an owner names, by the school's own data. Throws OfficeError signers.not-found, session.not-allowed. */
async function holderOf(repositories: Repositories, user: SignedInUser | null, owner: SignerOwner, day: string): Promise<SignerHolder> {
  const { school: repository, signers } = repositories;
  const school = await repository.school();
  if (!isKeeper(user) && (owner.kind !== 'person' || owner.personalId !== (await ownPersonalId(repositories, user)))) throw new OfficeError('session.not-allowed');
  if (owner.kind === 'organisation') return { kind: 'organisation', name: school?.name ?? '' };
  const people = [
    ...(school === null ? [] : headsOn(school, await signers.appointments(), day)),
    // A head who is still to come prepares the certificate before the first day.
    ...(await signers.appointments()),
    ...(await repository.teachers()).map(({ fullName, personalId }) => ({ name: fullName, personalId })),
  ];
  const person = people.find(({ personalId }) => personalId === owner.personalId);
  if (person === undefined) throw new OfficeError('signers.not-found');
  return { kind: 'person', name: person.name, personalId: person.personalId };
}

async function entryOf(repositories: Pick<Repositories, 'signers'>, id: string, at: string): Promise<RegisteredSigner> {
  const entry = (await register(repositories, at)).find(({ signer }) => signer.id === id);
  if (entry === undefined) throw new OfficeError('signers.not-found');
  return entry;
}
