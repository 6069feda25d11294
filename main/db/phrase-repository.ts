import type { Kysely } from 'kysely';
import { phraseKind } from '#core/contract/phrases.ts';
import type { PhraseRepository } from '#main/office/ports/phrase-repository.ts';
import type { Schema } from './schema.ts';

export function createPhraseRepository(db: Kysely<Schema>): PhraseRepository {
  return {
    async ofUser(userId) {
      const rows = await db.selectFrom('phrase').selectAll().where('user_id', '=', userId).orderBy('position').execute();
      return rows.map(({ id, kind, subject_id, text }) => ({ id, kind: phraseKind.parse(kind), subjectId: subject_id, text }));
    },
    async replace(userId, phrases) {
      await db.deleteFrom('phrase').where('user_id', '=', userId).execute();
      if (phrases.length === 0) return;
      const rows = phrases.map(({ id, kind, subjectId, text }, position) => ({ id, user_id: userId, kind, subject_id: subjectId, position, text }));
      await db.insertInto('phrase').values(rows).execute();
    },
  };
}
