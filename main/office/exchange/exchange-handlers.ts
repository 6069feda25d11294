import { OfficeError } from '#core/contract/errors.ts';
import { gatewayProfile, type Refusal, type Transmission } from '#core/contract/exchange.ts';
import { certificateFacts } from '#core/contract/verification.ts';
import { classId as classIdOf, jobId as jobIdOf, recordId as recordIdOf, transmissionId as transmissionIdOf } from '#core/values/ids.ts';
import type { Handlers } from '../call-context.ts';
import type { JobBoard } from '../job-board.ts';
import type { OfficeDatabase, Repositories } from '../ports/database.ts';
import type { GatewayCredentials } from '../ports/exchange.ts';
import type { QualityGate } from '../quality/quality-gate.ts';
import type { Destinations } from './destinations.ts';
import { yearOfClass } from '../school/class-year.ts';
import { typedPin } from '../signing/typed-pin.ts';
import { bundleContents } from './bundle-contents.ts';
import { exportBundle, requireRoom, type ExportParts } from './export-bundle.ts';
import { registerCertificate } from './register-certificate.ts';
import { refusalTarget } from './refusal-target.ts';
import { recordsToSend, sendTransmission, submitClass, type SubmitParts } from './submit-class.ts';

export type ExchangeParts = SubmitParts &
  ExportParts & {
    readonly jobs: JobBoard;
    readonly destinations: Destinations;
    readonly gate: Pick<QualityGate, 'refusal'>;
    /** The practice gateway while the training school is open (started when first asked for), else null. */
    readonly practiceGateway: () => Promise<GatewayCredentials> | null;
  };

type Names =
  | 'exchange.profile'
  | 'exchange.readProfile'
  | 'exchange.saveProfile'
  | 'exchange.registerCertificate'
  | 'exchange.submit'
  | 'exchange.askResult'
  | 'exchange.transmissions'
  | 'exchange.refusals'
  | 'exchange.destinations'
  | 'exchange.addDestination'
  | 'exchange.contents'
  | 'exchange.export'
  | 'exchange.exports';

export function createExchangeHandlers(parts: ExchangeParts): Handlers<Names> {
  async function credentials(database: OfficeDatabase): Promise<GatewayCredentials> {
    const practice = parts.practiceGateway();
    if (practice !== null) return practice;
    const stored = await database.read(({ exchange }) => exchange.profile());
    if (stored === null) throw new OfficeError('exchange.no-profile');
    return { profile: gatewayProfile.parse(JSON.parse(stored.profile)), password: stored.password ?? '' };
  }

  /** Throws OfficeError quality.errors: nothing wrong leaves the school. */
  async function refuseWrongData(database: OfficeDatabase, classId: string): Promise<void> {
    const refusal = await database.read(async (repositories) => {
      const group = await repositories.school.classById(classId);
      return group === null ? null : parts.gate.refusal(repositories, group);
    });
    if (refusal !== null) throw refusal;
  }

  return {
    async 'exchange.profile'(_, context) {
      const database = context.database();
      const practice = parts.practiceGateway();
      const stored = await database.read(({ exchange }) => exchange.profile());
      const asked = (await database.read(({ exchange }) => exchange.certificates())).filter(({ gatewayState }) => gatewayState !== null).at(-1);
      return {
        profile: practice !== null ? (await practice).profile : stored === null ? null : gatewayProfile.parse(JSON.parse(stored.profile)),
        passwordSet: practice !== null || (stored?.password ?? '') !== '',
        practice: practice !== null,
        certificate: asked?.gatewayState == null ? null : { facts: certificateFacts.parse(JSON.parse(asked.facts)), state: asked.gatewayState, asOf: asked.gatewayAskedAt ?? asked.firstSeenAt },
      };
    },

    'exchange.readProfile'({ file: handle }, context) {
      const file = context.files.get(context.connection, handle);
      if (file === null) throw new OfficeError('file.not-found');
      return Promise.resolve({ profile: readProfile(file.bytes) });
    },

    async 'exchange.saveProfile'({ profile, password }, context) {
      if (parts.practiceGateway() !== null) throw new OfficeError('setup.training-only');
      await context.database().write(context.actor, async ({ exchange }) => {
        await exchange.saveProfile(JSON.stringify(profile), password ?? undefined);
        return { value: undefined, audit: { action: 'exchange.profileSaved', detail: { name: profile.name, url: profile.url, passwordChanged: password !== null } } };
      });
      context.changed(['exchange']);
      return {};
    },

    async 'exchange.registerCertificate'({ pin, ...choice }, context) {
      const database = context.database();
      const answer = await registerCertificate(parts, database, { seal: { ...choice, pin: typedPin(pin) }, actor: context.actor, credentials: await credentials(database) });
      context.changed(['exchange']);
      return answer;
    },

    async 'exchange.submit'({ classId, pin, ...choice }, context) {
      const seal = { ...choice, pin: typedPin(pin) };
      const database = context.database();
      const gateway = await credentials(database);
      const records = await recordsToSend(database, classId, parts.clock.now());
      if (records.length === 0) throw new OfficeError('exchange.nothing-to-send');
      await refuseWrongData(database, classId);
      const schoolYear = (await database.read((repositories) => yearOfClass(repositories, classId))).name;
      const jobId = parts.jobs.start({ kind: 'submit', total: records.length, mayCancel: true, userId: context.user?.id ?? null }, async (progress) => {
        try {
          await submitClass(parts, database, records, { classId, schoolYear, credentials: gateway, seal, actor: context.actor }, progress);
        } finally {
          context.changed(['exchange', 'records']);
        }
      });
      return { jobId: jobIdOf.parse(jobId) };
    },

    async 'exchange.askResult'({ transmissionId }, context) {
      const database = context.database();
      const schoolYear = (await database.read(async (repositories) => yearOfClass(repositories, (await repositories.exchange.transmissions()).find(({ id }) => id === transmissionId)?.classId ?? null))).name;
      try {
        await sendTransmission(parts, database, { transmissionId, schoolYear, credentials: await credentials(database), actor: context.actor });
      } finally {
        context.changed(['exchange', 'records']);
      }
      const transmission = (await database.read(transmissionsOf)).find(({ id }) => id === transmissionId);
      if (transmission === undefined) throw new OfficeError('records.not-found');
      return { transmission };
    },

    'exchange.transmissions': (_, context) => context.database().read(async (repositories) => ({ transmissions: await transmissionsOf(repositories) })),
    'exchange.refusals': ({ transmissionId }, context) => context.database().read(async (repositories) => ({ refusals: await refusalsOf(repositories, transmissionId) })),
    async 'exchange.destinations'(_, context) {
      parts.destinations.watch(() => context.changed(['media']));
      return { destinations: [...(await parts.destinations.list())] };
    },
    'exchange.addDestination': async ({ path }) => ({ destination: await parts.destinations.add(path) }),

    'exchange.contents': ({ scope }, context) =>
      context.database().read(async (repositories) => {
        const { records, classes, missing, estimatedBytes } = await bundleContents(repositories, scope, context.viewedYearId);
        return { records, classes: classes.length, missing: [...missing], bytes: estimatedBytes };
      }),

    async 'exchange.export'({ scope, destinationId, pin, ...choice }, context) {
      const seal = { ...choice, pin: typedPin(pin) };
      const database = context.database();
      // Leftovers of a stick that was pulled take the room of what is to be written.
      await parts.writer.clear(await parts.destinations.pathOf(destinationId));
      const destination = await parts.destinations.find(destinationId);
      const contents = await database.read((repositories) => bundleContents(repositories, scope, context.viewedYearId));
      requireRoom(contents, destination);
      const jobId = parts.jobs.start({ kind: 'export', total: contents.records * 2, mayCancel: true, userId: context.user?.id ?? null }, async (progress) => {
        try {
          await exportBundle(parts, database, { contents, destination, seal, actor: context.actor }, progress);
        } finally {
          context.changed(['exchange']);
        }
      });
      return { jobId: jobIdOf.parse(jobId) };
    },

    'exchange.exports': (_, context) =>
      context.database().read(async ({ exchange }) => ({
        exports: (await exchange.exports()).map(({ scope, title, fileName, path, bytes, records, digest, writtenAt, verdict }) => ({ scope, title, fileName, path, bytes, records, digest, writtenAt, verdict })),
      })),
  };
}

/** Throws OfficeError exchange.bad-profile with the first field that is wrong. */
function readProfile(bytes: Uint8Array): GatewayCredentials['profile'] {
  let content: unknown;
  try {
    content = JSON.parse(Buffer.from(bytes).toString('utf8').replace(/^\uFEFF/u, ''));
  } catch (error) {
    throw new OfficeError('exchange.bad-profile', { field: 'JSON' }, { cause: error });
  }
  const read = gatewayProfile.safeParse(content);
  if (!read.success) throw new OfficeError('exchange.bad-profile', { field: read.error.issues[0]?.path.join('.') ?? '' });
  return read.data;
}

async function transmissionsOf({ exchange, school }: Repositories): Promise<Transmission[]> {
  const names = new Map((await school.everyClass()).map(({ id, name }) => [id, name]));
  const stored = await exchange.transmissions();
  const answers = await exchange.answers(stored.map(({ id }) => id));
  return stored.map(({ id, classId, messageId, state, startedAt, answeredAt, message, bytes }) => {
    const own = answers.filter(({ transmissionId }) => transmissionId === id);
    const count = (accepted: boolean) => own.filter((answer) => answer.accepted === accepted).length;
    return {
      id: transmissionIdOf.parse(id),
      classId: classId === null ? null : classIdOf.parse(classId),
      className: names.get(classId ?? '') ?? '',
      messageId,
      state,
      records: own.length,
      accepted: count(true),
      refused: count(false),
      startedAt,
      answeredAt,
      message,
      bytes,
    };
  });
}

async function refusalsOf({ exchange, records, pupils }: Repositories, transmissionId: string): Promise<Refusal[]> {
  const refusals: Refusal[] = [];
  for (const answer of await exchange.answers([transmissionId])) {
    if (answer.accepted !== false) continue;
    const version = await records.version(answer.versionId);
    const enrollment = version === null ? null : await pupils.enrollment(version.enrollmentId);
    const pupil = enrollment === null ? null : await pupils.byId(enrollment.pupilId);
    refusals.push({
      recordId: version === null ? null : recordIdOf.parse(version.recordId),
      pupilName: pupil?.pupil.data.fullName ?? '',
      uuid: version?.uuid ?? '',
      errorCode: answer.errorCode,
      fieldTitle: answer.fieldTitle,
      description: answer.description,
      target: enrollment === null ? null : refusalTarget(answer.fieldTitle, { classId: enrollment.classId, pupilId: enrollment.pupilId, enrollmentId: enrollment.id }),
    });
  }
  return refusals;
}
