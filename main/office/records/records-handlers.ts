import { OfficeError } from '#core/contract/errors.ts';
import { enrollmentId as enrollmentIdOf, jobId as jobIdOf, pupilId as pupilIdOf, recordId as recordIdOf } from '#core/values/ids.ts';
import { subjectRegion } from '#core/records/secondary-format.ts';
import type { RecordRow } from '#core/contract/records.ts';
import { hasRole, type CallContext, type Handlers } from '../call-context.ts';
import { mayEditHomeroom } from '../gradebook/who-may.ts';
import type { JobBoard } from '../job-board.ts';
import type { Repositories } from '../ports/database.ts';
import type { RecordPrinter } from '../ports/documents.ts';
import type { TimestampForms } from '../ports/trust.ts';
import { signedPdfFile } from '../signed-pdfs/signed-pdf-file.ts';
import { gatherClass, type PupilYear } from '../results/class-data.ts';
import { createRecords, recordsToMake, type CreateRecordsParts } from './create-records.ts';
import { fileNameOf } from './file-names.ts';
import { missingInRecords } from './missing-in-records.ts';
import { headsAt, outdatedAmong } from './outdated-versions.ts';
import { currentRecord, dataOf, printable, recordDocument, recordsOfClass, type AssembleParts, type StoredRecord } from './stored-records.ts';
import { signedSubjects, subjectSignatures } from './subject-signatures.ts';

export type RecordsParts = CreateRecordsParts & AssembleParts & { readonly forms: TimestampForms; readonly printer: RecordPrinter; readonly jobs: JobBoard };

type Names = 'records.class' | 'records.create' | 'records.pdf' | 'records.classPdf' | 'records.xml';

export function createRecordsHandlers(parts: RecordsParts): Handlers<Names> {
  return {
    'records.class': ({ classId }, context) =>
      context.database().read(async (repositories) => {
        const data = await gatherClass(repositories, classId);
        const stored = await recordsOfClass(repositories, classId);
        const outdated = outdatedAmong(
          data,
          stored.map(({ version }) => version),
          { past: await repositories.moves.pastYearsOfClass(classId), heads: await headsAt(repositories, data, parts.clock.now()), signatures: stored.flatMap(({ signatures }) => signatures) },
        );
        const subjects = new Map(data.subjects.map(({ code, shortName }) => [subjectRegion(code), shortName]));
        const byEnrollment = new Map(stored.map((record) => [record.version.enrollmentId, record]));
        const { subjectTeachers } = await repositories.signers.profile();
        // Where they are not asked they matter once somebody signed all the same.
        const withSubjects = subjectTeachers || stored.some(({ signatures }) => signatures.some(({ role }) => role === 'subjectTeacher'));
        const rows = data.pupils.filter(({ enrollment }) => enrollment.status === 'studying' || byEnrollment.has(enrollment.id));
        return {
          classId,
          className: data.group.name,
          homeroomSignature: data.school.homeroomSignature,
          missing: missingInRecords(data, await parts.gate.errorsInYear(repositories, data.group)),
          records: rows.map((pupil) => {
            const record = byEnrollment.get(pupil.enrollment.id) ?? null;
            return { ...asRow(pupil, record, outdated, subjects), signedSubjects: record !== null && withSubjects ? signedSubjects(record) : null };
          }),
          subjectSignatures: withSubjects ? subjectSignatures(stored).map(({ teachers, ...entry }) => ({ ...entry, teachers: [...teachers] })) : [],
        };
      }),

    async 'records.create'({ classId }, context) {
      const database = context.database();
      const group = await database.read(({ school }) => school.classById(classId));
      if (group === null) throw new OfficeError('school.not-found');
      if (!mayEditHomeroom(context.user, group)) throw new OfficeError('homeroom.not-yours');
      const wanted = await recordsToMake(parts, database, classId, parts.clock.now());
      const jobId = parts.jobs.start({ kind: 'create-records', total: wanted.length, mayCancel: true, userId: context.user?.id ?? null }, async (progress) => {
        try {
          await createRecords(parts, database, context.actor, wanted, progress);
        } finally {
          context.changed(['records']);
        }
      });
      return { jobId: jobIdOf.parse(jobId) };
    },

    async 'records.pdf'({ recordId }, context) {
      const { record, className, certificates, signed } = await context.database().read(async (repositories) => {
        const found = await recordForUser(repositories, recordId, context);
        return { ...found, certificates: await repositories.exchange.certificates(), signed: await signedPdfFile(parts.forms, repositories, found.record.version.id) };
      });
      const name = fileNameOf(className, dataOf(record).pupil.fullName, 'pdf');
      // A signed PDF is given out as it was signed; without one the record is printed.
      const bytes = signed ?? (await parts.printer.print([printable(parts, record, certificates)]));
      return { file: context.files.put(context.connection, { name, mimeType: 'application/pdf', bytes }), name };
    },

    async 'records.classPdf'({ classId }, context) {
      const { items, className } = await context.database().read(async (repositories) => {
        const certificates = await repositories.exchange.certificates();
        const records = await recordsOfClass(repositories, classId);
        return { items: records.map((record) => printable(parts, record, certificates)), className: (await repositories.school.classById(classId))?.name ?? '' };
      });
      if (items.length === 0) throw new OfficeError('records.not-found');
      const name = fileNameOf(className, 'ca-lop', 'pdf');
      return { file: context.files.put(context.connection, { name, mimeType: 'application/pdf', bytes: await parts.printer.print(items) }), name };
    },

    async 'records.xml'({ recordId }, context) {
      const { record, className } = await context.database().read((repositories) => recordForUser(repositories, recordId, context));
      const name = fileNameOf(className, dataOf(record).pupil.fullName, 'xml');
      return { file: context.files.put(context.connection, { name, mimeType: 'application/xml', bytes: recordDocument(parts, record) }), name };
    },
  };
}

/** A homeroom teacher who is nothing else takes out the records of the own class only. */
async function recordForUser(repositories: Repositories, recordId: string, { user }: CallContext): Promise<{ readonly record: StoredRecord; readonly className: string }> {
  const record = await currentRecord(repositories, recordId);
  const enrollment = await repositories.pupils.enrollment(record.version.enrollmentId);
  const group = enrollment === null ? null : await repositories.school.classById(enrollment.classId);
  if (group === null) throw new OfficeError('records.not-found');
  if (!hasRole(user, 'clerk', 'principal') && !mayEditHomeroom(user, group)) throw new OfficeError('homeroom.not-yours');
  return { record, className: group.name };
}

function asRow(pupil: PupilYear, record: StoredRecord | null, outdated: ReadonlySet<string>, subjects: ReadonlyMap<string, string>): Omit<RecordRow, 'signedSubjects'> {
  const version = record?.version ?? null;
  return {
    enrollmentId: enrollmentIdOf.parse(pupil.enrollment.id),
    pupilId: pupilIdOf.parse(pupil.pupil.id),
    position: pupil.enrollment.position,
    fullName: pupil.pupil.data.fullName,
    recordId: version === null ? null : recordIdOf.parse(version.recordId),
    status: record?.status ?? 'none',
    outdated: version !== null && outdated.has(version.id),
    uuid: version?.uuid ?? null,
    version: version?.version ?? null,
    createdAt: version?.createdAt ?? null,
    signatures: (record?.signatures ?? []).map(({ role, region, signer, signedAt }) => ({ role, subject: subjects.get(region) ?? '', signer, signedAt })),
    gatewayMessage: record?.answer?.accepted === false ? record.answer.description : null,
  };
}
