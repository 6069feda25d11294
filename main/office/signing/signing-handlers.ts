import { OfficeError, officeErrorData } from '#core/contract/errors.ts';
import type { SigningRole } from '#core/contract/signing.ts';
import { classId as classIdOf, jobId as jobIdOf, moduleId, recordId } from '#core/values/ids.ts';
import type { Handlers } from '../call-context.ts';
import type { JobBoard } from '../job-board.ts';
import type { OfficeDatabase, Repositories } from '../ports/database.ts';
import type { StoredClass, StoredSchool } from '../ports/school-repositories.ts';
import type { ModuleChoice } from '../ports/signing.ts';
import { fittingRoles, validityAt, type ExpectedSigners } from './certificate-checks.ts';
import { headsOn } from '../signers/head-of-school.ts';
import { dayOf } from '../signers/register-state.ts';
import { requireSigner, signerAnswer } from '../signers/signer-answer.ts';
import { signClass, type SignClassParts } from './sign-class.ts';
import { versionsToSign, type VersionToSign } from './signing-order.ts';

export type SigningParts = SignClassParts & {
  readonly jobs: JobBoard;
  /** Versions whose data changed since they were frozen (feature records). */
  readonly outdatedVersions: (repositories: Repositories, classId: string) => Promise<ReadonlySet<string>>;
  /** The module of the training tokens while the training school is open, else null. */
  readonly trainingModule: () => ModuleChoice | null;
  /** Told to whoever practises; of a real token nobody knows it but its owner. */
  readonly practicePin: string;
};

type Names = 'signing.tokens' | 'signing.addModule' | 'signing.removeModule' | 'signing.preview' | 'signing.start' | 'signing.batch';

export function createSigningHandlers(parts: SigningParts): Handlers<Names> {
  /** One batch at a time: two would fight for the same token. */
  let running = false;

  return {
    async 'signing.tokens'(_, context) {
      const database = context.database();
      const modules = await parts.tokens.findModules(await chosenModules(parts, database));
      const usable = modules.filter(({ problem }) => problem === null);
      const { certificates, problems } = await parts.tokens.listCertificates(usable);
      const expected = await database.read(async (repositories) => expectedEverywhere(repositories, parts.clock.now()));
      const now = parts.clock.now();
      return {
        modules: modules.map((module) => ({ ...module, problem: module.problem ?? problems.get(module.id) ?? null })),
        certificates: certificates.map((found) => ({
          facts: found.facts,
          moduleId: moduleId.parse(found.moduleId),
          tokenLabel: found.tokenLabel,
          tokenSerial: found.tokenSerial,
          tokenModel: found.tokenModel,
          pin: found.pin,
          key: found.key,
          pinEachTime: found.pinEachTime,
          validity: validityAt(found.facts, now),
          fits: [...new Set(expected.flatMap((signers) => fittingRoles(found.facts, signers)))],
        })),
        pinHint: parts.trainingModule() === null ? null : parts.practicePin,
      };
    },

    async 'signing.addModule'({ path }, context) {
      const choice: ModuleChoice = { id: parts.ids.next(), name: path.split(/[\\/]/u).at(-1) ?? path, path, source: 'by-hand' };
      const module = (await parts.tokens.findModules([choice])).find(({ id }) => id === choice.id);
      if (module === undefined) throw new OfficeError('token.module-not-found', { path });
      if (module.problem !== null) throw new OfficeError(module.problem.code, module.problem.params);
      await context.database().write(context.actor, async ({ exchange }) => {
        await exchange.saveModule({ id: choice.id, name: choice.name, path });
        return { value: undefined, audit: { action: 'signing.moduleAdded', detail: { name: choice.name, path } } };
      });
      context.changed(['signing']);
      return { module };
    },

    async 'signing.removeModule'({ id }, context) {
      await context.database().write(context.actor, async ({ exchange }) => {
        await exchange.removeModule(id);
        return { value: undefined, audit: { action: 'signing.moduleRemoved', detail: { id } } };
      });
      context.changed(['signing']);
      return {};
    },

    async 'signing.preview'({ classId, role }, context) {
      return context.database().read(async (repositories) => {
        const { school } = await schoolAndClass(repositories, classId);
        const answer = await signerAnswer(repositories, { user: context.user, role, classId, subjectId: null, certificateDigest: null, at: parts.clock.now() });
        const versions = await versionsOfClass(parts, repositories, school, { classId, role, signer: answer.may ? (answer.holder?.personalId ?? null) : null });
        const pupils = await repositories.pupils.ofClass(classId);
        const count = (state: VersionToSign['state']) => versions.filter((version) => version.state === state).length;
        return {
          ready: count('ready'),
          alreadySigned: count('already-signed'),
          waitingForOthers: count('waiting-for-others'),
          outdated: count('outdated'),
          withoutRecord: pupils.filter(({ enrollment }) => enrollment.status === 'studying').length - (await repositories.records.currentOfClass(classId)).length,
          mayActAs: answer.may || answer.reason !== 'not-your-post',
        };
      });
    },

    async 'signing.start'(input, context) {
      if (running) throw new OfficeError('signing.batch-running');
      const database = context.database();
      const prepared = await database.read(async (repositories) => {
        const { school } = await schoolAndClass(repositories, input.classId);
        const holder = await requireSigner(repositories, { user: context.user, role: input.role, classId: input.classId, subjectId: null, certificateDigest: input.certificateDigest, at: parts.clock.now() });
        const versions = await versionsOfClass(parts, repositories, school, { ...input, signer: holder?.personalId ?? null });
        return {
          versions: versions.filter(({ state }) => state === 'ready'),
          training: school.training,
          signerPersonalId: holder?.personalId ?? null,
          pupils: await repositories.pupils.ofClass(input.classId),
        };
      });
      if (prepared.versions.length === 0) throw new OfficeError('signing.nothing-to-sign');
      const module = [...(await chosenModules(parts, database)), ...(await parts.tokens.findModules([]))].find(({ id }) => id === input.moduleId);
      if (module === undefined) throw new OfficeError('token.module-not-found', { path: input.moduleId });
      const names = new Map(prepared.pupils.map(({ pupil, enrollment }) => [enrollment.id, pupil.data.fullName]));
      const enrollments = new Map(prepared.versions.map(({ version }) => [version.id, version.enrollmentId]));

      running = true;
      const jobId = parts.jobs.start({ kind: 'sign', total: prepared.versions.length, mayCancel: true, userId: context.user?.id ?? null }, async (progress, batchId) => {
        try {
          await signClass(
            parts,
            database,
            {
              batchId,
              classId: input.classId,
              role: input.role,
              key: { module, tokenSerial: input.tokenSerial, certificateDigest: input.certificateDigest },
              pin: input.pin,
              actor: context.actor,
              training: prepared.training,
              signerPersonalId: prepared.signerPersonalId,
              versions: prepared.versions,
              pupilName: (versionId) => names.get(enrollments.get(versionId) ?? '') ?? '',
            },
            progress,
          );
        } finally {
          running = false;
          context.changed(['records', 'signing']);
        }
      });
      return { jobId: jobIdOf.parse(jobId) };
    },

    async 'signing.batch'({ jobId }, context) {
      return context.database().read(async ({ records, pupils }) => {
        const found = await records.batch(jobId);
        if (found === null) throw new OfficeError('job.not-found');
        const names = new Map((await pupils.ofClass(found.batch.classId)).map(({ pupil, enrollment }) => [enrollment.id, pupil.data.fullName]));
        const items = [];
        for (const item of found.items) {
          const version = await records.version(item.versionId);
          if (version === null) continue;
          const error = item.error === null ? null : officeErrorData.parse(JSON.parse(item.error));
          items.push({ recordId: recordId.parse(version.recordId), pupilName: names.get(version.enrollmentId) ?? '', state: item.state, error });
        }
        return { role: found.batch.role, classId: classIdOf.parse(found.batch.classId), startedAt: found.batch.startedAt, finishedAt: found.batch.finishedAt, items };
      });
    },
  };
}

/** Batches of a program that was killed: what was not signed is said to be so. Called when a school is opened. */
export async function endInterruptedBatches(database: OfficeDatabase, now: string): Promise<void> {
  const interrupted = await database.read(({ records }) => records.runningBatches());
  for (const batch of interrupted) {
    await database.write({ userId: null, userName: 'Học Bạ' }, async ({ records }) => {
      const stored = await records.batch(batch.id);
      for (const item of stored?.items ?? []) if (item.state === 'waiting') await records.setItem(batch.id, item.versionId, 'skipped', null);
      await records.finishBatch(batch.id, 'failed', now);
      return { value: undefined, audit: { action: 'signing.interrupted', detail: { batchId: batch.id } } };
    });
  }
}

/** Drivers that the school added by hand, and the training tokens while they are open. */
export async function chosenModules(parts: Pick<SigningParts, 'trainingModule'>, database: OfficeDatabase): Promise<readonly ModuleChoice[]> {
  const byHand = await database.read(({ exchange }) => exchange.modules());
  const training = parts.trainingModule();
  return [...(training === null ? [] : [training]), ...byHand.map((module): ModuleChoice => ({ ...module, source: 'by-hand' }))];
}

async function schoolAndClass(repositories: Repositories, classId: string): Promise<{ readonly school: StoredSchool; readonly group: StoredClass }> {
  const school = await repositories.school.school();
  const group = await repositories.school.classById(classId);
  if (school === null || group === null) throw new OfficeError('school.not-found');
  return { school, group };
}

async function versionsOfClass(parts: SigningParts, repositories: Repositories, school: StoredSchool, { classId, role, signer }: { readonly classId: string; readonly role: SigningRole; readonly signer: string | null }): Promise<readonly VersionToSign[]> {
  const versions = await repositories.records.currentOfClass(classId);
  const signatures = await repositories.records.signatures(versions.map(({ id }) => id));
  return versionsToSign(versions, signatures, { role, signer, obligations: { subjectTeachers: (await repositories.signers.profile()).subjectTeachers, homeroomTeacher: school.homeroomSignature }, outdated: await parts.outdatedVersions(repositories, classId) });
}

/** The signers of every class, for the hint beside a certificate. */
export async function expectedEverywhere({ school: repository, signers }: Repositories, at: string): Promise<readonly ExpectedSigners[]> {
  const school = await repository.school();
  if (school === null) return [];
  const names = new Map((await repository.teachers()).map(({ id, fullName }) => [id, fullName]));
  const principalNames = headsOn(school, await signers.appointments(), dayOf(at)).map(({ name }) => name);
  const taught = await repository.assignments(null);
  const general: ExpectedSigners = { principalNames, homeroomTeacherName: null, subjectTeacherNames: taught.map(({ teacherId }) => names.get(teacherId) ?? '') };
  return [general, ...(await repository.everyClass()).map((group): ExpectedSigners => ({ ...general, homeroomTeacherName: names.get(group.homeroomTeacherId ?? '') ?? null }))];
}
