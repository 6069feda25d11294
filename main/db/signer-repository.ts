import { sql, type Kysely } from 'kysely';
import type { CertificateFacts } from '#core/contract/verification.ts';
import type { SignerRepository, StoredSigner, StoredSignerEvent } from '#main/office/ports/signer-repository.ts';
import type { Schema } from './schema.ts';

type EventRow = Omit<Schema['signer_event'], 'id'>;

/** The register of signers over one connection or one transaction. Insert only; triggers refuse anything else. */
export function createSignerRepository(db: Kysely<Schema>): SignerRepository {
  return {
    async signers() {
      return (await db.selectFrom('signer_certificate').selectAll().orderBy('proposed_at').orderBy(sql`rowid`).execute()).map(asSigner);
    },
    async signer(id) {
      const row = await db.selectFrom('signer_certificate').selectAll().where('id', '=', id).executeTakeFirst();
      return row === undefined ? null : asSigner(row);
    },
    async events() {
      return (await db.selectFrom('signer_event').selectAll().orderBy('id').execute()).map(asEvent);
    },
    async addSigner(signer) {
      await db
        .insertInto('signer_certificate')
        .values({
          id: signer.id,
          kind: signer.holder.kind,
          holder_name: signer.holder.name,
          personal_id: signer.holder.kind === 'person' ? signer.holder.personalId : '',
          digest: signer.digest,
          der: signer.der,
          facts: JSON.stringify(signer.facts),
          source: signer.source,
          proposed_at: signer.proposedAt,
          proposed_by: signer.proposedBy,
        })
        .execute();
    },
    async addEvent(event) {
      const { kind } = event;
      await db
        .insertInto('signer_event')
        .values({
          signer_id: event.signerId,
          kind,
          post: kind === 'approved' ? event.post : null,
          alone: kind === 'approved' && event.alone ? 1 : 0,
          reason: kind === 'approved' ? '' : event.reason,
          from_day: kind === 'revoked' ? event.day : null,
          made_at: event.at,
          user_id: event.userId,
          user_name: event.by,
        })
        .execute();
    },
    async appointments() {
      const rows = await db
        .selectFrom('head_appointment')
        .leftJoin('head_appointment_end', 'head_appointment_end.appointment_id', 'head_appointment.id')
        .selectAll('head_appointment')
        .select(['head_appointment_end.from_day as ended_from', 'head_appointment_end.reason as end_reason'])
        .orderBy('head_appointment.recorded_at')
        .orderBy('head_appointment.id')
        .execute();
      return rows.map((row) => ({
        id: row.id,
        kind: row.kind,
        name: row.name,
        personalId: row.personal_id,
        title: row.title,
        decision: row.decision,
        fromDay: row.from_day,
        untilDay: row.until_day,
        recordedAt: row.recorded_at,
        recordedBy: row.recorded_by,
        endedFrom: row.ended_from,
        endReason: row.end_reason ?? '',
      }));
    },
    async addAppointment(appointment) {
      await db
        .insertInto('head_appointment')
        .values({
          id: appointment.id,
          kind: appointment.kind,
          name: appointment.name,
          personal_id: appointment.personalId,
          title: appointment.title,
          decision: appointment.decision,
          from_day: appointment.fromDay,
          until_day: appointment.untilDay,
          recorded_at: appointment.recordedAt,
          recorded_by: appointment.recordedBy,
        })
        .execute();
    },
    async endAppointment({ id, fromDay, reason, at, by }) {
      await db.insertInto('head_appointment_end').values({ appointment_id: id, from_day: fromDay, reason, made_at: at, made_by: by }).execute();
    },
    async profile() {
      const row = await db.selectFrom('signing_profile').selectAll().where('id', '=', 1).executeTakeFirst();
      return { subjectTeachers: row?.subject_teachers === 1, gradebookHomeroom: row?.gradebook_homeroom === 1 };
    },
    async saveProfile({ subjectTeachers, gradebookHomeroom }) {
      const values = { subject_teachers: subjectTeachers ? 1 : 0, gradebook_homeroom: gradebookHomeroom ? 1 : 0 };
      await db
        .insertInto('signing_profile')
        .values({ id: 1, ...values })
        .onConflict((conflict) => conflict.column('id').doUpdateSet(values))
        .execute();
    },
  };
}

function asSigner(row: Schema['signer_certificate']): StoredSigner {
  return {
    id: row.id,
    holder: row.kind === 'person' ? { kind: 'person', name: row.holder_name, personalId: row.personal_id } : { kind: 'organisation', name: row.holder_name },
    digest: row.digest,
    der: new Uint8Array(row.der),
    facts: JSON.parse(row.facts) as CertificateFacts,
    source: row.source,
    proposedAt: row.proposed_at,
    proposedBy: row.proposed_by,
  };
}

function asEvent(row: EventRow): StoredSignerEvent {
  const base = { signerId: row.signer_id, at: row.made_at, by: row.user_name, userId: row.user_id };
  if (row.kind === 'approved' && row.post !== null) return { ...base, kind: row.kind, post: row.post, alone: row.alone === 1 };
  if (row.kind === 'revoked' && row.from_day !== null) return { ...base, kind: row.kind, reason: row.reason, day: row.from_day };
  return { ...base, kind: 'refused', reason: row.reason };
}
