import type { MarkColumn, Semester } from '#core/contract/shared.ts';
import type { LevelRules } from '#core/rules/rule-tables.ts';
import { commentSemester, commentYear, semesterAverage, yearAverage, type RegularComment, type RegularScore } from '#core/rules/tt22/subject-results.ts';
import { tenths, type CommentMark, type PassLevel, type ScoredMark, type Tenths } from '#core/values/marks.ts';
import type { StoredMark } from '../ports/school-repositories.ts';
import type { ClassSubject, PupilOfSubject } from './class-data.ts';
import { transferredIn } from './transferred.ts';

export const regularColumns = ['regular1', 'regular2', 'regular3', 'regular4', 'regular5', 'regular6'] as const satisfies readonly MarkColumn[];

/** One subject's year of one pupil. Values: tenths for scored subjects, Đ/CĐ for comment subjects; null while something is missing. */
export type SubjectYear = {
  readonly subject: ClassSubject;
  readonly exempt: boolean;
  readonly semester1: Tenths | PassLevel | null;
  readonly semester2: Tenths | PassLevel | null;
  readonly year: Tenths | PassLevel | null;
  readonly reassessed: Tenths | PassLevel | null;
  /** Nothing at all stands in the first semester, and the second has a result. */
  readonly onlySecond: boolean;
  /** The teacher's comment of the second semester, which is the year's in the record. */
  readonly comment: string | null;
};

export function markIn(marks: readonly StoredMark[], semester: Semester, column: MarkColumn): StoredMark | null {
  return marks.find((mark) => mark.semester === semester && mark.column === column) ?? null;
}

export function subjectYear(subject: ClassSubject, pupil: PupilOfSubject, rules: LevelRules): SubjectYear {
  const marks = pupil.marks.get(subject.id) ?? [];
  const results = subject.kind === 'scored' ? scoredYear(subject, pupil, rules) : commentedYear(subject, pupil);
  const again = markIn(marks, 2, 'reassessment');
  return {
    subject,
    exempt: pupil.exempt.has(subject.id),
    ...results,
    onlySecond: hasOnlySecond(marks, results),
    reassessed: again === null ? null : subject.kind === 'scored' ? (again.score === null ? null : tenths(again.score)) : again.pass,
    comment: markIn(marks, 2, 'comment')?.comment ?? null,
  };
}

/** A mark, an excuse or a comment in the first semester: the learner was there. */
function hasOnlySecond(marks: readonly StoredMark[], { semester1, semester2 }: Pick<Results, 'semester1' | 'semester2'>): boolean {
  return semester1 === null && semester2 !== null && !marks.some(({ semester }) => semester === 1);
}

type Results = Pick<SubjectYear, 'semester1' | 'semester2' | 'year'>;

function scoredYear(subject: ClassSubject, pupil: PupilOfSubject, rules: LevelRules): Results {
  const marks = pupil.marks.get(subject.id) ?? [];
  const average = (semester: Semester) => {
    const supplied = transferredIn(pupil, subject.id, semester)?.score ?? null;
    if (supplied !== null) return tenths(supplied);
    const { marks: given, required } = scoredSemester(subject, marks, semester, pupil.topics.has(subject.id), rules);
    return semesterAverage(given, required, rules);
  };
  const [semester1, semester2] = [average(1), average(2)];
  return { semester1, semester2, year: yearAverage(semester1, semester2, rules, hasOnlySecond(marks, { semester1, semester2 })) };
}

function commentedYear(subject: ClassSubject, pupil: PupilOfSubject): Results {
  const marks = pupil.marks.get(subject.id) ?? [];
  const result = (semester: Semester) => transferredIn(pupil, subject.id, semester)?.pass ?? commentSemester(commentMarks(marks, semester), subject.requiredRegular);
  const [semester1, semester2] = [result(1), result(2)];
  return { semester1, semester2, year: commentYear(semester2) };
}

/** Whether the mark of the special topics is entered in this semester (TT 22/2021 Art. 6.3; a policy of the rule table). */
export function hasTopicColumn(subject: Pick<ClassSubject, 'kind'>, semester: Semester, { policies }: Pick<LevelRules, 'policies'>): boolean {
  return subject.kind === 'scored' && policies.specialTopics !== 'none' && policies.specialTopicsSemester === String(semester);
}

/**
 * A scored subject's semester with the number of regular marks it needs. The mark of the special topics is one regular mark more (policy `extra`: it has to
 * be there) or one of those due (`within`).
 */
export function scoredSemester(
  subject: Pick<ClassSubject, 'kind' | 'requiredRegular'>,
  marks: readonly StoredMark[],
  semester: Semester,
  followsTopics: boolean,
  rules: LevelRules,
): { readonly marks: ReturnType<typeof scoredMarks>; readonly required: number } {
  const given = scoredMarks(marks, semester);
  if (!followsTopics || !hasTopicColumn(subject, semester, rules)) return { marks: given, required: subject.requiredRegular };
  const topic = regular(scored(markIn(marks, semester, 'topic')));
  const regularMarks = [...given.regular, topic];
  if (rules.policies.specialTopics === 'within') return { marks: { ...given, regular: regularMarks }, required: subject.requiredRegular };
  // More ordinary regular marks than due do not stand in for the topics' mark.
  const counted = regularMarks.filter((mark) => typeof mark === 'number').length;
  return { marks: { ...given, regular: regularMarks }, required: typeof topic === 'number' ? subject.requiredRegular + 1 : Math.max(subject.requiredRegular, counted) + 1 };
}

/** A scored subject's semester as the rules take it. */
function scoredMarks(marks: readonly StoredMark[], semester: Semester): { readonly regular: readonly RegularScore[]; readonly midterm: ScoredMark; readonly final: ScoredMark } {
  return { regular: regularColumns.map((column) => regular(scored(markIn(marks, semester, column)))), midterm: scored(markIn(marks, semester, 'midterm')), final: scored(markIn(marks, semester, 'final')) };
}

/** A comment subject's semester as the rules take it. */
export function commentMarks(marks: readonly StoredMark[], semester: Semester): { readonly regular: readonly RegularComment[]; readonly midterm: CommentMark; readonly final: CommentMark } {
  return { regular: regularColumns.map((column): RegularComment => regular(commented(markIn(marks, semester, column)))), midterm: commented(markIn(marks, semester, 'midterm')), final: commented(markIn(marks, semester, 'final')) };
}

function scored(mark: StoredMark | null): ScoredMark {
  if (mark === null) return null;
  if (mark.state === 'excused') return 'EXCUSED';
  if (mark.state === 'absent') return 'ABSENT';
  return mark.score === null ? null : tenths(mark.score);
}

function commented(mark: StoredMark | null): CommentMark {
  if (mark === null) return null;
  if (mark.state === 'excused') return 'EXCUSED';
  return mark.state === 'absent' ? 'ABSENT' : mark.pass;
}

/** No rule turns a missed regular assessment into 0 (TT 22/2021 Art. 6): the office refuses to enter one, and an old one counts as missing. */
function regular(mark: ScoredMark): RegularScore;
function regular(mark: CommentMark): RegularComment;
function regular(mark: ScoredMark | CommentMark): RegularScore | RegularComment {
  return mark === 'ABSENT' ? null : mark;
}
