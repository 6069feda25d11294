import type { RuleTable } from '#core/rules/rule-tables.ts';
import { levelOfGrade } from '#core/values/class-names.ts';
import type { BookFrame, BookPupil, BookWords } from '../ports/books.ts';
import { enrollmentRemark, type PupilRemarks } from './pupil-remarks.ts';
import type { LevelFrame, PrimaryFrame, PupilYear } from '../results/class-data.ts';

/** What stands on the cover of a class's books, in the words of its circular. */
export function bookFrame({ school, year, group, rules }: Pick<LevelFrame | PrimaryFrame, 'school' | 'year' | 'group' | 'rules'>, printedAt: string): BookFrame {
  const title = school.principalTitle.toLocaleUpperCase('vi');
  return {
    schoolName: school.name,
    communeName: school.communeName,
    provinceName: school.provinceName,
    levelTitle: levelTitle(group.grade, school.programme === 'continuing'),
    circular: rules.circular,
    words: bookWords(rules, school.programme === 'continuing'),
    schoolYear: year.name,
    headName: school.principalName,
    headTitles: title.startsWith('PHÓ ') ? [`KT. ${rules.words.head.toLocaleUpperCase('vi')}`, title] : [title],
    training: school.training,
    printedAt,
  };
}

function bookWords(rules: RuleTable, continuing: boolean): BookWords {
  return continuing
    ? { ...rules.words, institution: 'trung tâm', charter: 'Quy chế tổ chức và hoạt động của trung tâm giáo dục thường xuyên' }
    : { ...rules.words, institution: 'nhà trường', charter: 'Điều lệ trường trung học cơ sở, trường trung học phổ thông và trường phổ thông có nhiều cấp học' };
}

function levelTitle(grade: number, continuing: boolean): string {
  const level = { preschool: 'MẦM NON', primary: 'TIỂU HỌC', 'lower-secondary': 'TRUNG HỌC CƠ SỞ', 'upper-secondary': 'TRUNG HỌC PHỔ THÔNG' }[levelOfGrade(grade)];
  return continuing ? `GIÁO DỤC THƯỜNG XUYÊN CẤP ${level}` : `CẤP ${level}`;
}

/** The class list as its books show it: also those who left, with when; and when somebody came after the others. */
export function bookPupils(pupils: readonly PupilYear[], remarks: PupilRemarks): ReadonlyMap<string, BookPupil> {
  const usual = usualDay(pupils);
  return new Map(pupils.map(({ pupil, enrollment }) => [enrollment.id, { position: enrollment.position, fullName: pupil.data.fullName, gone: enrollment.status !== 'studying', remark: remarks.get(enrollment.id) ?? enrollmentRemark(enrollment, usual) }]));
}

/** The day on which most of the class entered it. */
function usualDay(pupils: readonly PupilYear[]): string {
  const counts = new Map<string, number>();
  for (const { enrollment } of pupils) counts.set(enrollment.enteredOn, (counts.get(enrollment.enteredOn) ?? 0) + 1);
  return [...counts].toSorted(([dayA, countA], [dayB, countB]) => countB - countA || dayA.localeCompare(dayB))[0]?.[0] ?? '';
}
