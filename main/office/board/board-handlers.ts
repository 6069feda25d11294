import type { Handlers } from '../call-context.ts';
import type { WholeSchoolReader } from '../ports/whole-school.ts';
import { gatherClass } from '../results/class-data.ts';
import { missingAttributes } from '../results/primary-results-handlers.ts';
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
        if (subjectId === null) {
          const lacking = [...missingForYear(data), ...(data.kind === 'primary' ? missingAttributes(data, await repositories.registers.attributes(classId)) : [])];
          return { target: lacking.find(({ target }) => target.screen === 'homeroom' && (target.field?.endsWith(String(semester)) === true || target.period?.startsWith(`${semester}-`) === true))?.target ?? null };
        }
        const missing = [...missingMarks(data), ...(semester === 2 ? missingComments(data) : [])];
        return { target: missing.find(({ target }) => target.screen === 'gradebook' && target.subjectId === subjectId && target.semester === semester)?.target ?? null };
      }),
  };
}
