import { expect, test } from 'vitest';
import type { RollOver } from '#core/contract/year-turn.ts';
import { classId, enrollmentId } from '#core/values/ids.ts';
import { renameClass } from './rename-class.ts';

const draft: Pick<RollOver, 'classes' | 'promotions' | 'retained'> = {
  classes: ['7A1', '7A2', ''].map((name) => ({ name, grade: 7, homeroomTeacherId: null })),
  promotions: [{ classId: classId.parse('6a1'), to: '7A1' }, { classId: classId.parse('6a2'), to: '7A2' }],
  retained: [{ enrollmentId: enrollmentId.parse('e1'), to: '7A2' }],
};

test('a new name takes along whoever goes to the class', () => {
  expect(renameClass(draft, 1, '7B')).toEqual({
    classes: [draft.classes[0], { ...draft.classes[1], name: '7B' }, draft.classes[2]],
    promotions: [draft.promotions[0], { ...draft.promotions[1], to: '7B' }],
    retained: [{ ...draft.retained[0], to: '7B' }],
  });
});

test('a class that for a while has the name of another one takes nobody away from it', () => {
  const typed = ['7', '7A', '7A1', '7A10'].reduce((each, name) => ({ ...each, ...renameClass(each, 2, name) }), draft);
  expect(typed).toEqual({ ...draft, classes: [draft.classes[0], draft.classes[1], { ...draft.classes[2], name: '7A10' }] });
});
