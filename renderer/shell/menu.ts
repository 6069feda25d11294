import type { MethodOutput } from '#core/contract/index.ts';
import type { Role } from '#core/contract/method.ts';
import type { Place } from '../state/navigation.ts';

export type ScreenName = Place['screen'];

/** Screens with an entry of their own. */
export type MenuName = Exclude<ScreenName, 'school-results'>;

/** The entry that stands for a screen. */
export function entryOf(screen: ScreenName): MenuName {
  return screen === 'school-results' ? 'results' : screen;
}

/** Screens in the order of a school year, and who sees them. The administrator never sees marks. */
export const menu: readonly { readonly group: 'year' | 'records' | 'office'; readonly screens: readonly { readonly name: MenuName; readonly roles: readonly Role[] | 'all' }[] }[] = [
  {
    group: 'year',
    screens: [
      { name: 'home', roles: 'all' },
      { name: 'pupils', roles: ['clerk', 'homeroomTeacher', 'subjectTeacher', 'principal'] },
      { name: 'import', roles: ['clerk'] },
      { name: 'gradebook', roles: ['clerk', 'subjectTeacher', 'homeroomTeacher', 'principal'] },
      { name: 'homeroom', roles: ['clerk', 'homeroomTeacher', 'principal', 'subjectTeacher'] },
      { name: 'results', roles: ['clerk', 'homeroomTeacher', 'subjectTeacher', 'principal'] },
      { name: 'moves', roles: ['clerk', 'homeroomTeacher', 'principal'] },
      { name: 'board', roles: ['clerk', 'homeroomTeacher', 'subjectTeacher', 'principal'] },
      { name: 'books', roles: ['clerk', 'homeroomTeacher', 'subjectTeacher', 'principal'] },
      { name: 'locks', roles: 'all' },
    ],
  },
  {
    group: 'records',
    screens: [
      { name: 'quality', roles: ['clerk', 'homeroomTeacher', 'principal'] },
      { name: 'records', roles: ['clerk', 'homeroomTeacher', 'principal'] },
      { name: 'signing', roles: ['clerk', 'homeroomTeacher', 'subjectTeacher', 'principal'] },
      { name: 'hand-off', roles: ['clerk', 'principal'] },
      { name: 'exchange', roles: ['clerk', 'principal'] },
      { name: 'my-certificates', roles: ['homeroomTeacher', 'subjectTeacher'] },
      { name: 'check', roles: 'all' },
      { name: 'token-doctor', roles: 'all' },
    ],
  },
  {
    group: 'office',
    screens: [
      { name: 'school', roles: ['clerk', 'principal', 'administrator'] },
      { name: 'users', roles: ['administrator'] },
      { name: 'audit', roles: ['administrator', 'principal'] },
    ],
  },
];

/** What there is to see of a past school year; everything else is about the present one. */
const pastScreens: ReadonlySet<ScreenName> = new Set(['pupils', 'gradebook', 'homeroom', 'results', 'books', 'records', 'signing', 'hand-off', 'exchange', 'check', 'audit']);

type Overview = MethodOutput<'school.overview'>;
type Last = { readonly classId: string | null; readonly subjectId: string | null; readonly semester: 1 | 2 };

/** Whether somebody with these roles has any business on a screen. The office decides again on every call. */
export function mayOpen(screen: ScreenName, roles: readonly Role[], past = false): boolean {
  if (past && !pastScreens.has(screen)) return false;
  const entry = menu.flatMap(({ screens }) => screens).find(({ name }) => name === screen);
  return entry !== undefined && (entry.roles === 'all' || entry.roles.some((role) => roles.includes(role)));
}

/**
 * Where a menu entry leads: to the class looked at last, else to one the user works in; to the list of classes while there is none.
 * Null while the classes are not known yet (`overview` null) and the screen needs one.
 */
export function placeFor(screen: MenuName, overview: Overview | null, last: Last): Place | null {
  const { classes, subjects } = overview ?? { classes: [], subjects: [] };
  const nowhere: Place | null = overview === null ? null : { screen: 'school', section: 'classes' };
  const group = classes.find(({ id }) => id === last.classId) ?? classes.find(({ mayEditHomeroom, mayEditSubjects, level }) => level !== 'preschool' && (mayEditHomeroom || mayEditSubjects.length > 0)) ?? classes[0] ?? null;
  switch (screen) {
    case 'home':
    case 'check':
    case 'token-doctor':
    case 'my-certificates':
    case 'audit':
    case 'locks':
    case 'board':
    case 'books':
    case 'import':
    case 'users':
      return { screen };
    case 'school':
      return { screen, section: 'school' };
    case 'quality':
    case 'signing':
    case 'hand-off':
    case 'exchange':
      return overview === null ? null : { screen, classId: group?.id ?? null };
    case 'pupils':
      return overview === null ? null : { screen, classId: group?.id ?? null, pupilId: null, field: null };
    case 'moves':
      return { screen, section: 'pupils', classId: group?.id ?? null, enrollmentId: null };
    case 'gradebook': {
      const subject = subjects.find(({ id }) => id === last.subjectId) ?? subjects.find(({ id }) => group?.mayEditSubjects.includes(id)) ?? subjects[0];
      return group === null || subject === undefined ? nowhere : { screen, classId: group.id, subjectId: subject.id, semester: last.semester, enrollmentId: null, column: null };
    }
    case 'homeroom':
      return group === null ? nowhere : { screen, classId: group.id, enrollmentId: null, field: null };
    case 'results':
    case 'records':
      return group === null ? nowhere : { screen, classId: group.id };
    default:
      return screen satisfies never;
  }
}
