import type { Programme, SchoolLevel, TrainingKind } from '#core/contract/shared.ts';
import type { ClassPlan } from './class-year.ts';

/** What a training school is, and its classes: one with its whole year complete, others with something left to do. The same on every PC. */
export type TrainingPlan = { readonly code: string; readonly name: string; readonly programme: Programme; readonly levels: readonly SchoolLevel[]; readonly classes: readonly ClassPlan[] };

const sciences = ['VAT_LI', 'HOA_HOC', 'SINH_HOC', 'TIN_HOC'];
const society = ['DIA_LI', 'GDKT_PL', 'CONG_NGHE', 'MI_THUAT'];

export const trainingPlans: Readonly<Record<TrainingKind, TrainingPlan>> = {
  'lower-secondary': {
    code: 'LT-THCS-01',
    name: 'Trường THCS Hoa Ban (LUYỆN TẬP)',
    programme: 'general',
    levels: ['lower-secondary'],
    classes: [
      { name: '6C', grade: 6, size: 35, minority: { offset: 8, count: 4 }, state: 'first-semester' },
      { name: '7A', grade: 7, size: 38, minority: { offset: 0, count: 5 }, state: 'complete' },
      { name: '8B', grade: 8, size: 41, minority: { offset: 5, count: 3 }, state: 'with-gaps' },
    ],
  },
  primary: {
    code: 'LT-TH-01',
    name: 'Trường Tiểu học Hoa Ban (LUYỆN TẬP)',
    programme: 'general',
    levels: ['primary'],
    classes: [
      { name: '1B', grade: 1, size: 29, minority: { offset: 3, count: 4 }, state: 'first-semester' },
      { name: '4A', grade: 4, size: 33, minority: { offset: 0, count: 5 }, state: 'complete' },
    ],
  },
  'upper-secondary': {
    code: 'LT-THPT-01',
    name: 'Trường THPT Hoa Ban (LUYỆN TẬP)',
    programme: 'general',
    levels: ['upper-secondary'],
    classes: [
      { name: '10A1', grade: 10, size: 40, minority: { offset: 0, count: 4 }, state: 'complete', electives: sciences, topics: ['TOAN', 'VAT_LI', 'HOA_HOC'] },
      { name: '11A2', grade: 11, size: 36, minority: { offset: 4, count: 5 }, state: 'first-semester', electives: society, topics: ['NGU_VAN', 'DIA_LI', 'GDKT_PL'] },
    ],
  },
  continuing: {
    code: 'LT-GDTX-01',
    name: 'Trung tâm GDNN-GDTX Hoa Ban (LUYỆN TẬP)',
    programme: 'continuing',
    levels: ['lower-secondary', 'upper-secondary'],
    classes: [
      { name: '10A', grade: 10, size: 31, minority: { offset: 2, count: 5 }, state: 'complete', electives: ['DIA_LI', 'GDKT_PL', 'SINH_HOC', 'CONG_NGHE'], topics: [] },
      { name: '11B', grade: 11, size: 27, minority: { offset: 0, count: 3 }, state: 'first-semester', electives: ['DIA_LI', 'GDKT_PL', 'VAT_LI', 'TIN_HOC'], topics: [] },
    ],
  },
};
