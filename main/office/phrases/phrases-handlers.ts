import { OfficeError } from '#core/contract/errors.ts';
import type { MethodOutput } from '#core/contract/index.ts';
import { lengthOf, longestCommendation, longestComment } from '#core/values/comment-lengths.ts';
import { phraseId as phraseIdOf, subjectId as subjectIdOf } from '#core/values/ids.ts';
import type { CallContext, Handlers } from '../call-context.ts';
import type { IdSource } from '../ports/clock.ts';
import type { StoredPhrase } from '../ports/phrase-repository.ts';

/** More than anybody can look through; keeps one account from filling the file. */
const mostPhrases = 500;

type Change = { readonly phrases: readonly StoredPhrase[]; readonly action: string; readonly kind: string };

/** A teacher's own phrases for comments. */
export function createPhrasesHandlers({ ids }: { readonly ids: IdSource }): Handlers<'phrases.list' | 'phrases.save' | 'phrases.remove' | 'phrases.arrange'> {
  /** `change` null: everything is as it was. */
  function edit(context: CallContext, change: (own: readonly StoredPhrase[]) => Change | null, subjectId: string | null = null): Promise<MethodOutput<'phrases.list'>> {
    const userId = context.user?.id ?? '';
    return context.database().write(context.actor, async ({ phrases, school }) => {
      if (subjectId !== null && !(await school.subjects()).some(({ id }) => id === subjectId)) throw new OfficeError('school.not-found');
      const own = await phrases.ofUser(userId);
      const changed = change(own);
      if (changed === null) return { value: asContract(own), audit: null };
      await phrases.replace(userId, changed.phrases);
      // Own words of a teacher: the log says that, not what.
      return { value: asContract(changed.phrases), audit: { action: changed.action, detail: { kind: changed.kind, phrases: changed.phrases.length } } };
    });
  }

  return {
    'phrases.list': (_, context) => context.database().read(async ({ phrases }) => asContract(await phrases.ofUser(context.user?.id ?? ''))),

    'phrases.save': ({ id, kind, subjectId, text }, context) => {
      const longest = kind === 'commendation' ? longestCommendation : longestComment;
      if (lengthOf(text) > longest) throw new OfficeError('mark.comment-too-long', { length: longest });
      return edit(context, (own) => {
        if (id !== null && !own.some((each) => each.id === id)) throw new OfficeError('phrases.not-found');
        if (own.some((each) => each.id !== id && each.kind === kind && each.subjectId === subjectId && each.text === text)) return id === null ? null : { phrases: own.filter((each) => each.id !== id), action: 'phrases.removed', kind };
        if (id === null && own.length >= mostPhrases) throw new OfficeError('phrases.too-many', { most: mostPhrases });
        const saved = { id: id ?? ids.next(), kind, subjectId, text };
        return { phrases: id === null ? [...own, saved] : own.map((each) => (each.id === id ? saved : each)), action: 'phrases.saved', kind };
      }, subjectId);
    },

    'phrases.remove': ({ id }, context) =>
      edit(context, (own) => {
        const removed = own.find((each) => each.id === id);
        if (removed === undefined) throw new OfficeError('phrases.not-found');
        return { phrases: own.filter((each) => each !== removed), action: 'phrases.removed', kind: removed.kind };
      }),

    'phrases.arrange': ({ ids: order }, context) =>
      edit(context, (own) => {
        const first = [...new Set<string>(order)].flatMap((id) => own.find((each) => each.id === id) ?? []);
        const arranged = [...first, ...own.filter((each) => !first.includes(each))];
        return arranged.every((each, index) => each === own[index]) ? null : { phrases: arranged, action: 'phrases.arranged', kind: first[0]?.kind ?? '' };
      }),
  };
}

function asContract(own: readonly StoredPhrase[]): MethodOutput<'phrases.list'> {
  return { phrases: own.map(({ id, kind, subjectId, text }) => ({ id: phraseIdOf.parse(id), kind, subjectId: subjectId === null ? null : subjectIdOf.parse(subjectId), text })) };
}
