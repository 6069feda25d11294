import { z } from 'zod';
import * as ids from '#core/values/ids.ts';
import { command } from './method.ts';
import { line, nothing, password, programme, requiredLine, schoolLevel, schoolYearName, trainingKind } from './shared.ts';
import { sessionState } from './session.ts';

export const schoolIdentity = z.strictObject({
  /** School code of the ministry, at most 20 characters. */
  code: requiredLine(20),
  name: requiredLine(150),
  programme,
  levels: z.array(schoolLevel).min(1).max(4),
  departmentCode: requiredLine(2),
  departmentName: requiredLine(150),
  provinceName: requiredLine(100),
  communeName: requiredLine(100),
  schoolYear: schoolYearName,
  principalName: line(100),
  /** 12 digits; may come later, but before records are made. */
  principalPersonalId: line(12),
});
export type SchoolIdentity = z.infer<typeof schoolIdentity>;

const whichTraining = z.strictObject({ kind: trainingKind.default('lower-secondary') });

export const setup = {
  /** Opens the training school, making it first where it is not there. A job: `job.progressed` tells how far. */
  'setup.openTraining': command({ access: 'public', input: whichTraining, output: z.object({ jobId: ids.jobId }) }),
  /** Throws the training school away and makes it anew. Never touches a real school. */
  'setup.resetTraining': command({ access: 'public', input: whichTraining, output: z.object({ jobId: ids.jobId }) }),
  'setup.createSchool': command({
    access: 'public',
    input: z.strictObject({ school: schoolIdentity, administrator: z.strictObject({ displayName: requiredLine(100), userName: requiredLine(64), password }) }),
    output: sessionState,
  }),
  'setup.openSchool': command({ access: 'public', input: nothing, output: sessionState }),
  /** Back to the two doors; signs everybody out. */
  'setup.closeSchool': command({ access: 'public', input: nothing, output: sessionState }),
};
