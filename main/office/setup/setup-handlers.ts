import { OfficeError } from '#core/contract/errors.ts';
import type { TrainingKind } from '#core/contract/shared.ts';
import { jobId as jobIdOf } from '#core/values/ids.ts';
import type { CallContext, Handlers } from '../call-context.ts';
import type { JobBoard, JobProgress } from '../job-board.ts';
import type { OpenSchool } from '../open-school.ts';
import type { Clock, IdSource } from '../ports/clock.ts';
import type { OfficeDatabase, SchoolPlace, SchoolStore } from '../ports/database.ts';
import type { SubjectsFor } from '../ports/curricula.ts';
import type { TrainingSchoolMaker } from '../ports/practice.ts';
import { hashPassword } from '../session/password-hash.ts';
import { sessionState, type SessionParts } from '../session/session-handlers.ts';

export type SetupParts = SessionParts & {
  readonly school: OpenSchool;
  readonly store: SchoolStore;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly jobs: JobBoard;
  readonly trainingSchool: TrainingSchoolMaker;
  /** Subjects of the curricula that a new school begins with. */
  readonly subjectsFor: SubjectsFor;
  /** What has to be done before a school is worked in: training tokens, batches of a killed program. */
  readonly beforeOpening: (place: SchoolPlace, database: OfficeDatabase) => Promise<void>;
  /** What runs for the open school has to end before it is closed: the practice gateway keeps files of the training school open. */
  readonly beforeClosing: () => Promise<void>;
};

type Names = 'setup.openTraining' | 'setup.resetTraining' | 'setup.createSchool' | 'setup.openSchool' | 'setup.closeSchool';

const shortestPassword = 8;
const personalIdShape = /^\d{12}$/u;

export function createSetupHandlers(parts: SetupParts): Handlers<Names> {
  /** One at a time: two windows that open the training school at once make it once. */
  let opening: Promise<void> | null = null;

  async function leave(): Promise<void> {
    await parts.beforeClosing();
    await parts.school.close();
  }

  async function enter(place: SchoolPlace, database: OfficeDatabase): Promise<void> {
    await leave();
    await parts.beforeOpening(place, database);
    await parts.school.open(place, database);
  }

  async function makeTraining(kind: TrainingKind, progress: JobProgress): Promise<OfficeDatabase> {
    const draft = await parts.store.create(kind);
    try {
      await parts.trainingSchool.make(kind, draft.database, parts.store.folder(kind), (done, total, label) => progress.report(done, total, label));
    } catch (error) {
      await draft.discard();
      throw error;
    }
    return draft.finish();
  }

  async function openTraining(kind: TrainingKind, progress: JobProgress): Promise<void> {
    if (parts.school.current()?.place === kind) return;
    const database = (await parts.store.exists(kind)) ? await parts.store.open(kind) : await makeTraining(kind, progress);
    await enter(kind, database);
  }

  function startTraining(context: CallContext, work: (progress: JobProgress) => Promise<void>) {
    const jobId = parts.jobs.start({ kind: 'training-school', total: 1, mayCancel: false, userId: null }, async (progress) => {
      opening = (opening ?? Promise.resolve()).catch(() => undefined).then(() => work(progress));
      await opening;
      await tellAll(context);
    });
    return { jobId: jobIdOf.parse(jobId) };
  }

  /** Every window sees another school now; each asks for its own state. */
  async function tellAll(context: CallContext): Promise<void> {
    context.emit({ name: 'session.changed', payload: { state: await sessionState(parts, context.connection) } }, context.connection);
    context.changed(['school', 'pupils', 'gradebook', 'homeroom', 'results', 'records', 'signing', 'exchange', 'users']);
  }

  async function answer(context: CallContext) {
    const state = await sessionState(parts, context.connection);
    context.emit({ name: 'session.changed', payload: { state } }, context.connection);
    return state;
  }

  return {
    'setup.openTraining': ({ kind }, context) => Promise.resolve(startTraining(context, (progress) => openTraining(kind, progress))),

    'setup.resetTraining': ({ kind }, context) =>
      Promise.resolve(
        startTraining(context, async (progress) => {
          if (parts.school.current()?.place === kind) await leave();
          await parts.store.remove(kind);
          await openTraining(kind, progress);
        }),
      ),

    async 'setup.createSchool'({ school, administrator }, context) {
      if (administrator.password.length < shortestPassword) throw new OfficeError('session.weak-password', { length: shortestPassword });
      if (school.principalPersonalId !== '' && !personalIdShape.test(school.principalPersonalId)) throw new OfficeError('school.bad-personal-id');
      const passwordHash = await hashPassword(administrator.password);
      const draft = await parts.store.create('real');
      try {
        await fill(draft.database, parts, { school, administrator: { ...administrator, passwordHash } });
      } catch (error) {
        await draft.discard();
        throw error;
      }
      await enter('real', await draft.finish());
      return answer(context);
    },

    async 'setup.openSchool'(_, context) {
      if (parts.school.current()?.door !== 'real') await enter('real', await parts.store.open('real'));
      return answer(context);
    },

    async 'setup.closeSchool'(_, context) {
      await leave();
      return answer(context);
    },
  };
}

type NewSchool = Parameters<Handlers<Names>['setup.createSchool']>[0]['school'];

async function fill(database: OfficeDatabase, parts: SetupParts, input: { readonly school: NewSchool; readonly administrator: { readonly displayName: string; readonly userName: string; readonly passwordHash: string } }): Promise<void> {
  const createdAt = parts.clock.now();
  const { schoolYear, ...identity } = input.school;
  const { administrator } = input;
  await database.write({ userId: null, userName: administrator.displayName }, async (repositories) => {
    await repositories.school.saveSchool({ ...identity, principalTitle: identity.programme === 'continuing' ? 'Giám đốc' : 'Hiệu trưởng', issuePlace: '', homeroomSignature: true, idleMinutes: 10, training: false, createdAt });
    const year = { id: parts.ids.next(), name: schoolYear };
    await repositories.school.addYear(year, createdAt);
    for (const subject of parts.subjectsFor({ ...identity, schoolYear })) await repositories.school.saveSubject({ ...subject, id: parts.ids.next() }, year.id);
    await repositories.users.save({ id: parts.ids.next(), userName: administrator.userName, displayName: administrator.displayName, roles: ['administrator', 'clerk'], teacherId: null, active: true, passwordHash: administrator.passwordHash, createdAt });
    return { value: undefined, audit: { action: 'setup.schoolCreated', detail: { code: identity.code, name: identity.name, schoolYear } } };
  });
}
