import type { Handlers } from '../call-context.ts';
import type { WholeSchoolReader } from '../ports/whole-school.ts';
import { gatherClass } from '../results/class-data.ts';
import { missingForYear } from '../results/missing-homeroom.ts';
import { missingComments, missingMarks } from '../results/missing-marks.ts';

export function createBoardHandlers({ wholeSchool }: { readonly wholeSchool: WholeSchoolReader }): Handlers<'board.term' | 'board.firstEmpty'> {
  return {
    'board.term': ({ semester }, context) => {
      const { roles, teacherId } = context.user ?? { roles: [], teacherId: null };
      return wholeSchool.ask(context.database(), 'board', { semester, viewer: { roles, teacherId } });
    },

    'board.firstEmpty': ({ classId, subjectId, semester }, context) =>
      context.database().read(async (repositories) => {
        const data = await gatherClass(repositories, classId);
        if (subjectId === null) return { target: missingForYear(data).find(({ target }) => target.screen === 'homeroom' && (target.field?.endsWith(String(semester)) ?? false))?.target ?? null };
        const missing = [...missingMarks(data), ...(semester === 2 ? missingComments(data) : [])];
        return { target: missing.find(({ target }) => target.screen === 'gradebook' && target.subjectId === subjectId && target.semester === semester)?.target ?? null };
      }),
  };
}
