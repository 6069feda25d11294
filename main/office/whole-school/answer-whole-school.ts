import { termBoard } from '../board/term-board.ts';
import type { AnswerWholeSchool, BetweenClasses, WholeSchool, WholeSchoolName } from '../ports/whole-school.ts';
import type { Repositories } from '../ports/database.ts';
import { schoolResults } from '../results/school-results.ts';
import { schoolFindings } from '../quality/quality-report.ts';
import { classProgress } from '../school/year-tasks.ts';

type Answers = { readonly [Name in WholeSchoolName]: (repositories: Repositories, question: WholeSchool[Name]['question'], between: BetweenClasses) => Promise<WholeSchool[Name]['answer']> };

const answers: Answers = {
  results: (repositories, _, between) => schoolResults(repositories, between),
  quality: (repositories, tables, between) => schoolFindings(repositories, tables, between),
  progress: (repositories, _, between) => classProgress(repositories, between),
  board: (repositories, { semester, viewer }, between) => termBoard(repositories, semester, viewer, between),
};

export const answerWholeSchool: AnswerWholeSchool = (repositories, name, question, between) => answers[name](repositories, question, between);
